package price

import (
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/portico-portal/portico/internal/fault"
)

const (
	// MaxDocumentLength bounds a document's text, in bytes: data belongs in variables.
	MaxDocumentLength = 512 << 10
	// MaxFragments bounds the fragments of a document, each of which is validated
	// with all that it spreads.
	MaxFragments = 100
	// MaxSpreads bounds how often a document spreads fragments, inline ones included.
	MaxSpreads = 1000
	// MaxAliasLength counts characters: an answer repeats an alias as often as a
	// list has items.
	MaxAliasLength = 255
	// MaxIntrospections bounds the fields __schema and __type of a document: each
	// may ask for all of the schema.
	MaxIntrospections = 3
)

// CheckLength refuses a document that is too long to be read.
func CheckLength(text string) *fault.Error {
	if len(text) > MaxDocumentLength {
		return fault.New(fault.LimitExceeded, "The document has %d bytes, the limit is %d: send data in variables.", len(text), MaxDocumentLength)
	}
	return nil
}

// CheckDocument refuses a document that would be costly to validate, whichever of
// its operations is asked for. It takes no longer than the document is long.
func CheckDocument(doc *ast.QueryDocument) *fault.Error {
	d := &documentWalk{spreads: map[string][]string{}}
	for _, operation := range doc.Operations {
		d.selections("", operation.SelectionSet)
	}
	for _, fragment := range doc.Fragments {
		d.selections(fragment.Name, fragment.SelectionSet)
	}
	for _, rule := range []struct {
		what    string
		is, may int
	}{
		{"fragments", len(doc.Fragments), MaxFragments},
		{"spreads of fragments", d.spread, MaxSpreads},
		{"characters in an alias", d.longestAlias, MaxAliasLength},
		{"fields __schema and __type", d.introspections, MaxIntrospections},
	} {
		if rule.is > rule.may {
			return fault.New(fault.LimitExceeded, "The document has %d %s, the limit is %d.", rule.is, rule.what, rule.may)
		}
	}
	if name, cyclic := d.cycle(); cyclic {
		return fault.New(fault.GraphQLValidationFailed, "Cannot spread fragment \"%.100s\" within itself.", name)
	}
	return nil
}

// documentWalk counts what a document's text holds.
type documentWalk struct {
	// spreads are the fragments that each fragment spreads; those of operations
	// have no name.
	spreads                              map[string][]string
	spread, longestAlias, introspections int
}

func (d *documentWalk) selections(fragment string, set ast.SelectionSet) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			if s.Alias != s.Name {
				d.longestAlias = max(d.longestAlias, utf8.RuneCountInString(s.Alias))
			}
			if s.Name == "__schema" || s.Name == "__type" {
				d.introspections++
			}
			d.selections(fragment, s.SelectionSet)
		case *ast.InlineFragment:
			d.spread++
			d.selections(fragment, s.SelectionSet)
		case *ast.FragmentSpread:
			d.spread++
			d.spreads[fragment] = append(d.spreads[fragment], s.Name)
		}
	}
}

// cycle finds a fragment that comes to spread itself.
func (d *documentWalk) cycle() (name string, found bool) {
	const underWay, done = 1, 2
	states := map[string]int{}
	var visit func(name string) bool
	visit = func(name string) bool {
		states[name] = underWay
		for _, next := range d.spreads[name] {
			if states[next] == underWay || states[next] == 0 && visit(next) {
				return true
			}
		}
		states[name] = done
		return false
	}
	for name := range d.spreads {
		if states[name] == 0 && visit(name) {
			return name, true
		}
	}
	return "", false
}
