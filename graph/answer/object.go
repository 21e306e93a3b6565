// Package answer holds what the generated code builds an answer of: objects, lists
// and the JSON that they become. It stands in for what gqlgen has for the same,
// which pays for fields that are resolved side by side or deferred, and for the
// place of every field in the answer, errors or not.
package answer

import (
	"io"

	"github.com/99designs/gqlgen/graphql"
)

// Object is an object of an answer, of which the fields are resolved in turn.
type Object[T any] struct {
	selection *Selection[T]
	of        *T
	// Values are those of the fields that aren't plain.
	Values []graphql.Marshaler
	// Invalids counts the fields that are null and may not be: then the object is null.
	Invalids int
	// few are the Values of most objects: one allocation in place of two.
	few [6]graphql.Marshaler
}

// NewObject makes an object that has no values yet.
func NewObject[T any](selection *Selection[T], of *T) *Object[T] {
	o := &Object[T]{selection: selection, of: of}
	if o.Values = o.few[:]; len(selection.Fields) > len(o.few) {
		o.Values = make([]graphql.Marshaler, len(selection.Fields))
	}
	return o
}

// Plain tells whether a field needs no value, since it is read when the object is written.
func (o *Object[T]) Plain(i int) bool {
	field := &o.selection.written[i]
	return field.write != nil && field.fits(o.of)
}

// MarshalGQL writes the object as JSON.
func (o *Object[T]) MarshalGQL(w io.Writer) {
	to := w.(*Writer)
	o.selection.write(to, func(i int) {
		if value := o.Values[i]; value != nil {
			value.MarshalGQL(to)
		} else {
			o.selection.written[i].write(to, o.of)
		}
	})
}
