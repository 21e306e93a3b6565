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
type Object struct {
	fields []graphql.CollectedField
	// Values are those of the fields.
	Values []graphql.Marshaler
	// Invalids counts the fields that are null and may not be: then the object is null.
	Invalids int
	// few are the Values of most objects: one allocation in place of two.
	few [6]graphql.Marshaler
}

// NewObject makes an object that has no values yet.
func NewObject(fields []graphql.CollectedField) *Object {
	o := &Object{fields: fields}
	if o.Values = o.few[:]; len(fields) > len(o.few) {
		o.Values = make([]graphql.Marshaler, len(fields))
	}
	return o
}

// MarshalGQL writes the object as JSON.
func (o *Object) MarshalGQL(w io.Writer) {
	writeFields(w, o.fields, func(i int) graphql.Marshaler { return o.Values[i] })
}

// writeFields writes an object with what value gives for each field.
func writeFields(w io.Writer, fields []graphql.CollectedField, value func(i int) graphql.Marshaler) {
	opening := `{"`
	for i := range fields {
		if repeats(fields, i) {
			continue
		}
		_, _ = io.WriteString(w, opening)
		_, _ = io.WriteString(w, fields[i].Alias) // a GraphQL name needs no escapes
		_, _ = io.WriteString(w, `":`)
		value(i).MarshalGQL(w)
		opening = `,"`
	}
	if len(fields) == 0 {
		_, _ = io.WriteString(w, "{")
	}
	_, _ = io.WriteString(w, "}")
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
