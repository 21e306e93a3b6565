package graph

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/portico-portal/portico/graph/generated"
	"github.com/portico-portal/portico/graph/transport"
	"github.com/portico-portal/portico/internal/fault"
)

// TrustedDocuments are documents that the server knows from its start: those of
// a manifest, which a request may name by their ids, and those of the server's
// own pages. They are parsed and validated once and never dropped. A nil one
// holds none.
type TrustedDocuments struct {
	// only refuses every other document.
	only bool
	// texts are the manifest's, by their ids.
	texts  map[string]string
	parsed map[string]*ast.QueryDocument
}

// hashPrefix may stand before an id, as GraphQL over HTTP has it.
const hashPrefix = "sha256:"

var (
	errManifest = errors.New(`is not one JSON object of documents by their ids, {"<id>": "<document>", …}`)
	errEmptyID  = errors.New("holds a document whose id is empty")
)

// NewTrustedDocuments reads a manifest as graphql-codegen's persistedDocuments
// and Relay's persistConfig write it, and takes own as well. With only, no
// other document is answered. They may be as long as they are, since no stranger
// wrote them. The error is of one line that begins with a verb.
func NewTrustedDocuments(manifest []byte, own []string, only bool) (*TrustedDocuments, error) {
	var texts map[string]string
	if err := json.Unmarshal(manifest, &texts); err != nil || texts == nil {
		return nil, errManifest
	}
	t := &TrustedDocuments{only: only, texts: make(map[string]string, len(texts)), parsed: make(map[string]*ast.QueryDocument, len(texts))}
	documents := newDocuments(generated.NewExecutableSchema(generated.Config{}).Schema(), 0, true, nil)
	for _, id := range slices.Sorted(maps.Keys(texts)) {
		text := texts[id]
		id = strings.TrimPrefix(id, hashPrefix)
		if id == "" {
			return nil, errEmptyID
		}
		if err := t.add(documents, text); err != nil {
			return nil, fmt.Errorf("holds the document %q that can't be used: %w", id, err)
		}
		t.texts[id] = text
	}
	for _, text := range own {
		if err := t.add(documents, text); err != nil {
			return nil, fmt.Errorf("can't be used, as a document of the server's own pages can't: %w", err)
		}
	}
	return t, nil
}

// add parses and validates a document. Its price is asked at each request,
// since that depends on the variables.
func (t *TrustedDocuments) add(documents *documents, text string) error {
	doc := documents.measure(text)
	var err *fault.Error
	if doc.QueryDocument, err = documents.parse(text); err != nil {
		return errors.New(err.Error()) // a command would tell a fault without the manifest's name
	}
	if len(doc.Operations) == 0 {
		return errors.New("it holds no operation")
	}
	if faults := documents.validate(text, doc); len(faults) > 0 {
		return errors.New(faults[0].Error())
	}
	t.parsed[text] = doc.QueryDocument
	return nil
}

// operations lists those of all the documents, by their names.
func (t *TrustedDocuments) operations() []*ast.OperationDefinition {
	if t == nil {
		return nil
	}
	var all []*ast.OperationDefinition
	for _, doc := range t.parsed {
		all = append(all, doc.Operations...)
	}
	slices.SortFunc(all, func(a, b *ast.OperationDefinition) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// find gives the parsed document of a text that is trusted.
func (t *TrustedDocuments) find(text string) (*ast.QueryDocument, bool) {
	if t == nil {
		return nil, false
	}
	doc, ok := t.parsed[text]
	return doc, ok
}

// resolve gives a request that names its document the text of it, and refuses
// what isn't to be answered; nil where the text may be. A text that comes with
// an id nobody knows counts by itself: it is never kept under that id.
func (t *TrustedDocuments) resolve(req *transport.Request) *transport.Result {
	if t == nil {
		t = &TrustedDocuments{}
	}
	named, known := t.texts[strings.TrimPrefix(req.DocumentID, hashPrefix)]
	switch {
	case req.Query == "" && known:
		req.Query = named
	case req.Query == "" && t.only:
		return refuse(fault.New(fault.PersistedQueryNotFound, "This server holds no such document, and answers trusted documents only."))
	case req.Query == "":
		return refuse(fault.New(fault.PersistedQueryNotFound, "This server holds no such document; send its text as query."))
	case known && req.Query != named:
		return transport.Refuse(http.StatusBadRequest, string(fault.BadRequest), "the query is not the document that the id names: send one of the two")
	case t.only:
		if _, trusted := t.parsed[req.Query]; !trusted {
			return refuse(fault.New(fault.PersistedQueryNotFound, "This server answers trusted documents only: send the id of one as documentId, or its exact text as query."))
		}
	}
	return nil
}
