package graph

import (
	"fmt"
	"regexp"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/portico-portal/portico/graph/overlap"
	"github.com/portico-portal/portico/internal/fault"
)

const (
	// maxValidationFaults bounds what a document is told about itself.
	maxValidationFaults = 10
	// maxFaultsOfRule bounds what a rule finds in a document: it takes 500 bytes each.
	maxFaultsOfRule = 1000
	// veilReads bounds how much of a document is looked at for the names it holds.
	veilReads = 64 << 10
)

// validationRules are the specification's, but for the values of input: what is
// wrong with those is told field by field when they are read. No rule suggests
// a name: whoever guesses at names would be helped most.
func validationRules(introspection bool) *rules.Rules {
	set := rules.NewDefaultRules()
	if !introspection {
		set.AddRule("NoIntrospection", noIntrospection)
	}
	set.ReplaceRule(rules.ValuesOfCorrectTypeRule.Name, knownInputFields)
	set.ReplaceRule(rules.OverlappingFieldsCanBeMergedRule.Name, overlap.Rule)
	for name, rule := range map[string]core.Rule{
		rules.FieldsOnCorrectTypeRule.Name: rules.FieldsOnCorrectTypeRuleWithoutSuggestions,
		rules.KnownArgumentNamesRule.Name:  rules.KnownArgumentNamesRuleWithoutSuggestions,
		rules.KnownTypeNamesRule.Name:      rules.KnownTypeNamesRuleWithoutSuggestions,
		rules.ScalarLeafsRule.Name:         rules.ScalarLeafsRuleWithoutSuggestions,
	} {
		set.ReplaceRule(name, rule.RuleFunc)
	}
	for name, rule := range set.GetInner() {
		set.ReplaceRule(name, bound(rule))
	}
	return set
}

// bound keeps the first faults that a rule finds in a document.
func bound(rule core.RuleFunc) core.RuleFunc {
	return func(observers *core.Events, addError core.AddErrFunc) {
		left := maxFaultsOfRule
		rule(observers, func(options ...core.ErrorOption) {
			if left > 0 {
				left--
				addError(options...)
			}
		})
	}
}

// introspectionOff is what a question about the schema is told, where none is answered.
const introspectionOff = "Introspection is switched off on this server."

// noIntrospection refuses questions about the schema.
func noIntrospection(observers *core.Events, addError core.AddErrFunc) {
	observers.OnField(func(_ *core.Walker, field *ast.Field) {
		if field.Name == "__schema" || field.Name == "__type" {
			addError(core.Message(introspectionOff), core.At(field.Position))
		}
	})
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

// validationFaults tells what is wrong with a document, the first few things of
// it: each once, however often it stands there.
func validationFaults(errs gqlerror.List) fault.List {
	places := map[string]int{}
	var first gqlerror.List
	for _, err := range errs {
		if places[err.Message]++; places[err.Message] == 1 {
			first = append(first, err)
		}
	}
	kept := first[:min(len(first), maxValidationFaults)]
	faults := make(fault.List, len(kept))
	for i, err := range kept {
		faults[i] = fault.New(fault.GraphQLValidationFailed, "%s", located(err))
		if n := places[err.Message]; n > 1 {
			faults[i].Message += fmt.Sprintf(" (the first of %d)", n)
		}
	}
	if rest := len(first) - len(kept); rest > 0 {
		faults[len(faults)-1].Message += fmt.Sprintf(" (and %d more faults that are not listed)", rest)
	}
	return faults
}

var (
	quotedPattern = regexp.MustCompile(`"[^"]*"`)
	namePattern   = regexp.MustCompile(`[_A-Za-z][_0-9A-Za-z]*`)
)

// veil takes the names out of the messages that the document doesn't hold
// itself, such as that of a field's type.
func veil(faults fault.List, document string) {
	held := map[string]bool{}
	for _, name := range namePattern.FindAllString(document[:min(len(document), veilReads)], -1) {
		held[name] = true
	}
	for _, f := range faults {
		f.Message = quotedPattern.ReplaceAllStringFunc(f.Message, func(quoted string) string {
			for _, name := range namePattern.FindAllString(quoted, -1) {
				if !held[name] {
					return `"…"`
				}
			}
			return quoted
		})
	}
}
