package answer

import (
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// Selection is what a document asks for of the objects of one type in one place.
type Selection[T any] struct {
	Fields []graphql.CollectedField
	// written are the fields as they are written.
	written []writtenField[T]
	// plain tells whether all of them are plain.
	plain bool
}

// writtenField is a field with its name, and what stands before that in JSON; zero of a field
// that is written already.
type writtenField[T any] struct {
	Plain[T]
	opening byte
	name    string
}

// Selections are those that an operation came upon.
type Selections struct {
	mu    sync.Mutex
	known map[selectionKey]any
	// arguments are those of the fields.
	arguments map[*ast.Field]map[string]any
}

// selectionKey is a selection set by its place in memory. Where it stands on an interface
// it is another one of each type.
type selectionKey struct {
	first *ast.Selection
	of    string
}

// Select gives the selection of a selection set on the type of the name: made once, and
// not for each item of a list.
func Select[T any](s *Selections, of string, set ast.SelectionSet, collect func() []graphql.CollectedField, plain func(graphql.CollectedField) Plain[T]) *Selection[T] {
	key := selectionKey{&set[0], of}
	s.mu.Lock()
	known := s.known[key]
	s.mu.Unlock()
	if known != nil {
		return known.(*Selection[T])
	}
	made := newSelection(collect(), plain)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known == nil {
		s.known = map[selectionKey]any{}
	}
	s.known[key] = made
	return made
}

// Arguments gives what read does of a field: once, since its arguments are the same
// wherever it is resolved. Nobody may change them.
func (s *Selections) Arguments(field *ast.Field, read func() (map[string]any, error)) (map[string]any, error) {
	s.mu.Lock()
	known, ok := s.arguments[field]
	s.mu.Unlock()
	if ok {
		return known, nil
	}
	made, err := read()
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.arguments == nil {
		s.arguments = map[*ast.Field]map[string]any{}
	}
	s.arguments[field] = made
	return made, nil
}

// mostCollected is the most fields that Collect compares with each other.
const mostCollected = 64

// Collect gives the fields of a selection set on a type that is one of those that satisfies
// names. Most sets are fields alone, each asked once and without a condition: of those there
// is nothing to merge, and the set is taken as it is.
func Collect(operation *graphql.OperationContext, set ast.SelectionSet, satisfies []string) []graphql.CollectedField {
	if len(set) > mostCollected {
		return graphql.CollectFields(operation, set, satisfies)
	}
	fields := make([]graphql.CollectedField, len(set))
	for i, selection := range set {
		field, ok := selection.(*ast.Field)
		if !ok || len(field.Directives) > 0 {
			return graphql.CollectFields(operation, set, satisfies)
		}
		fields[i] = graphql.CollectedField{Field: field, Selections: field.SelectionSet, IsNonDeferrable: true}
		if repeats(fields, i) {
			return graphql.CollectFields(operation, set, satisfies)
		}
	}
	return fields
}

func newSelection[T any](fields []graphql.CollectedField, plain func(graphql.CollectedField) Plain[T]) *Selection[T] {
	s := &Selection[T]{Fields: fields, written: make([]writtenField[T], len(fields)), plain: true}
	opening := byte('{')
	for i, field := range fields {
		s.written[i].Plain = plain(field)
		s.plain = s.plain && s.written[i].write != nil
		if !repeats(fields, i) {
			s.written[i].opening, s.written[i].name = opening, field.Alias
			opening = ','
		}
	}
	return s
}

// repeats tells whether a field before has the same name: one that is asked for on
// an interface and on a type is collected twice, and has the same value.
func repeats(fields []graphql.CollectedField, i int) bool {
	for before := range i {
		if fields[before].Alias == fields[i].Alias {
			return true
		}
	}
	return false
}

// write writes an object, of which value writes the fields.
func (s *Selection[T]) write(w *Writer, value func(i int)) {
	for i := range s.written {
		if field := &s.written[i]; field.opening != 0 {
			w.name(field.opening, field.name)
			value(i)
		}
	}
	if len(s.written) == 0 {
		w.text("{")
	}
	w.text("}")
}
