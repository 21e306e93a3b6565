package graph

import (
	"context"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/portico-portal/portico/graph/transport"
	"github.com/portico-portal/portico/internal/admission"
	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/intake"
)

const (
	// unheldDocument is what a document may take beside all others, in bytes: it
	// is twice the introspection that tools ask for.
	unheldDocument = 128 << 10
	// documentRoom holds one of the largest that the default limit on tokens allows.
	documentRoom = 4 << 20
	// lightTokens is how many a document may have to be parsed and validated beside
	// all others: in a millisecond or two.
	lightTokens = 500
)

// documents parses and validates, and keeps what was valid. What is trusted it
// has for good.
type documents struct {
	schema     *ast.Schema
	tokenLimit int
	rules      *rules.Rules
	kept       *documentCache
	trusted    *TrustedDocuments
	// room bounds the large documents that are in use and not kept.
	room *admission.Gates
	// veiled keeps the schema's names out of what a document is told about itself.
	veiled bool
}

func newDocuments(schema *ast.Schema, tokenLimit int, introspection bool, trusted *TrustedDocuments) *documents {
	return &documents{
		schema: schema, tokenLimit: tokenLimit, rules: validationRules(introspection), veiled: !introspection, trusted: trusted,
		kept: newDocumentCache(), room: admission.NewGates(intake.Room(documentRoom, 0), intake.Room(documentRoom, 0)),
	}
}

// document is a document, which may still have to be parsed.
type document struct {
	*ast.QueryDocument
	// tokens is how many it has at most, and size the memory that it takes, in bytes.
	tokens, size int
	// valid tells whether it is known to be valid.
	valid bool
}

// find gives a document that is held already.
func (d *documents) find(text string) (document, bool) {
	if doc, ok := d.trusted.find(text); ok {
		return document{QueryDocument: doc, valid: true}, true
	}
	return d.kept.get(text)
}

// measure gives the document of a text, not parsed yet.
func (d *documents) measure(text string) document {
	tokens := tokensAtMost(text)
	if d.tokenLimit > 0 {
		tokens = min(tokens, d.tokenLimit) // no more of them are read
	}
	return document{tokens: tokens, size: 2*len(text) + tokenSize*tokens}
}

// hold waits for the memory of a document that isn't held; leave gives it back. A
// request that may wait leaves the lane to others, and enters it again to be read.
func (d *documents) hold(ctx context.Context, req *transport.Request, doc document) (leave func(), err error) {
	if doc.size <= unheldDocument {
		return func() {}, nil
	}
	if req.WasRead != nil {
		req.WasRead()
		req.WasRead = nil
	}
	return d.room.Enter(ctx, intake.ClientOf(ctx), int64(doc.size))
}

// parse gives the document of a text, or tells why it is none.
func (d *documents) parse(text string) (*ast.QueryDocument, *fault.Error) {
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Name: "query", Input: text}, d.tokenLimit)
	if err != nil {
		return nil, d.parseFault(err)
	}
	return doc, nil
}

// validate tells what is wrong with a document; what is valid it keeps.
func (d *documents) validate(text string, doc document) fault.List {
	if doc.valid {
		return nil
	}
	if errs := validator.ValidateWithRules(d.schema, doc.QueryDocument, d.rules); len(errs) > 0 {
		faults := validationFaults(errs)
		if d.veiled {
			veil(faults, text)
		}
		return faults
	}
	doc.valid = true
	d.kept.add(text, doc)
	return nil
}
