package price

import (
	"maps"
	"slices"
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
	// MaxSpreadOut bounds what fragments hold, counted wherever they are spread: each
	// is validated anew for every operation and fragment that comes to spread it.
	MaxSpreadOut = 20_000
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
	d := &documentWalk{spreads: map[string][]string{}, own: map[string]int{}}
	for _, operation := range doc.Operations {
		d.selections("", operation.SelectionSet)
	}
	for _, fragment := range doc.Fragments {
		d.own[fragment.Name] += directivesIn(fragment.Directives)
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
	if is := d.spreadOut(); is > MaxSpreadOut {
		return fault.New(fault.LimitExceeded,
			"The document's fragments hold %d fields and values, counted wherever they are spread, the limit is %d.", is, MaxSpreadOut)
	}
	return nil
}

// documentWalk counts what a document's text holds.
type documentWalk struct {
	// spreads are the fragments that each fragment spreads; those of operations
	// have no name.
	spreads map[string][]string
	// own counts what each fragment's text holds: fields, spreads, directives and values.
	own                                  map[string]int
	spread, longestAlias, introspections int
}

func (d *documentWalk) selections(fragment string, set ast.SelectionSet) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			d.own[fragment] += 1 + valuesIn(s.Arguments) + directivesIn(s.Directives)
			if s.Alias != s.Name {
				d.longestAlias = max(d.longestAlias, utf8.RuneCountInString(s.Alias))
			}
			if s.Name == "__schema" || s.Name == "__type" {
				d.introspections++
			}
			d.selections(fragment, s.SelectionSet)
		case *ast.InlineFragment:
			d.spread++
			d.own[fragment] += 1 + directivesIn(s.Directives)
			d.selections(fragment, s.SelectionSet)
		case *ast.FragmentSpread:
			d.spread++
			d.own[fragment] += 1 + directivesIn(s.Directives)
			d.spreads[fragment] = append(d.spreads[fragment], s.Name)
		}
	}
}

// cycle finds a fragment that comes to spread itself: the first by the names of those from
// which one comes to it.
func (d *documentWalk) cycle() (name string, found bool) {
	const underWay, done = 1, 2
	states := map[string]int{}
	var visit func(name string) (string, bool)
	visit = func(name string) (string, bool) {
		states[name] = underWay
		for _, next := range d.spreads[name] {
			if states[next] == underWay {
				return next, true
			}
			if states[next] == 0 {
				if fragment, found := visit(next); found {
					return fragment, true
				}
			}
		}
		states[name] = done
		return "", false
	}
	for _, name := range slices.Sorted(maps.Keys(d.spreads)) {
		if states[name] == 0 {
			if fragment, found := visit(name); found {
				return fragment, true
			}
		}
	}
	return "", false
}

// spreadOut counts what the fragments hold with all that they spread: of each
// fragment, and of each spread in an operation. There must be no cycle.
func (d *documentWalk) spreadOut() int {
	full := map[string]int{}
	var measure func(name string) int
	measure = func(name string) int {
		if count, ok := full[name]; ok {
			return count
		}
		count := d.own[name]
		for _, next := range d.spreads[name] {
			count = add(count, measure(next))
		}
		full[name] = count
		return count
	}
	sum := 0
	for name := range d.own {
		if name != "" {
			sum = add(sum, measure(name))
		}
	}
	for _, name := range d.spreads[""] {
		sum = add(sum, measure(name))
	}
	return sum
}

func directivesIn(list ast.DirectiveList) int {
	count := 0
	for _, directive := range list {
		count += 1 + valuesIn(directive.Arguments)
	}
	return count
}

func valuesIn(arguments ast.ArgumentList) int {
	count := 0
	for _, argument := range arguments {
		count += valuesOf(argument.Value)
	}
	return count
}

func valuesOf(value *ast.Value) int {
	count := 1
	for _, child := range value.Children {
		count += valuesOf(child.Value)
	}
	return count
}
