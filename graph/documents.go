package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/portico-portal/portico/internal/fault"
)

const (
	// keptDocuments and keptDocumentLength bound the memory that parsed
	// documents are kept in: a parsed document takes some 36 times its text.
	keptDocuments      = 128
	keptDocumentLength = 8 << 10
	// maxValidationFaults bounds what a document is told about itself.
	maxValidationFaults = 10
)

// documents parses and validates, and keeps what was valid. What is trusted it
// has for good.
type documents struct {
	schema     *ast.Schema
	tokenLimit int
	rules      *rules.Rules
	kept       graphql.Cache[*ast.QueryDocument]
	trusted    *TrustedDocuments
}

func newDocuments(schema *ast.Schema, tokenLimit int, suggest bool, trusted *TrustedDocuments) *documents {
	return &documents{
		schema: schema, tokenLimit: tokenLimit, rules: validationRules(suggest), trusted: trusted,
		kept: lru.New[*ast.QueryDocument](keptDocuments),
	}
}

// validationRules are the specification's, but for the values of input: what is
// wrong with those is told field by field when they are read. Without
// introspection no rule suggests a name.
func validationRules(suggest bool) *rules.Rules {
	set := rules.NewDefaultRules()
	set.ReplaceRule(rules.ValuesOfCorrectTypeRule.Name, knownInputFields)
	if !suggest {
		for name, rule := range map[string]core.Rule{
			rules.FieldsOnCorrectTypeRule.Name: rules.FieldsOnCorrectTypeRuleWithoutSuggestions,
			rules.KnownArgumentNamesRule.Name:  rules.KnownArgumentNamesRuleWithoutSuggestions,
			rules.KnownTypeNamesRule.Name:      rules.KnownTypeNamesRuleWithoutSuggestions,
		} {
			set.ReplaceRule(name, rule.RuleFunc)
		}
	}
	return set
}

// knownInputFields refuses fields that an input object doesn't have.
func knownInputFields(observers *core.Events, addError core.AddErrFunc) {
	observers.OnValue(func(_ *core.Walker, value *ast.Value) {
		if value.Kind != ast.ObjectValue || value.Definition == nil || value.Definition.Kind != ast.InputObject {
			return
		}
		for _, child := range value.Children {
			if value.Definition.Fields.ForName(child.Name) == nil {
				addError(core.Message(`Field "%s" is not defined by type "%s".`, child.Name, value.Definition.Name), core.At(child.Position))
			}
		}
	})
}

// document is a parsed document, and whether it is known to be valid.
type document struct {
	*ast.QueryDocument
	valid bool
}

// parse gives the document of a text, or why it is none.
func (d *documents) parse(text string) (document, *fault.Error) {
	if doc, ok := d.trusted.find(text); ok {
		return document{doc, true}, nil
	}
	if doc, ok := d.kept.Get(context.Background(), text); ok {
		return document{doc, true}, nil
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Name: "query", Input: text}, d.tokenLimit)
	if err != nil {
		return document{}, d.parseFault(err)
	}
	return document{doc, false}, nil
}

// validate tells what is wrong with a document; what is valid it keeps.
func (d *documents) validate(text string, doc document) fault.List {
	if doc.valid {
		return nil
	}
	if faults := validator.ValidateWithRules(d.schema, doc.QueryDocument, d.rules); len(faults) > 0 {
		return validationFaults(faults)
	}
	if len(text) <= keptDocumentLength {
		d.kept.Add(context.Background(), text, doc.QueryDocument)
	}
	return nil
}
