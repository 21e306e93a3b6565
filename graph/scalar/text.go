package scalar

import (
	"fmt"
	"io"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
)

// text is a string of an answer.
type text string

// MarshalString writes a text as JSON.
func MarshalString(t string) graphql.Marshaler { return text(t) }

// UnmarshalString reads what gqlgen's own does.
func UnmarshalString(value any) (string, error) { return graphql.UnmarshalString(value) }

// MarshalGQL goes by bytes: what must be escaped is ASCII.
func (t text) MarshalGQL(w io.Writer) {
	_, _ = io.WriteString(w, `"`)
	from := 0
	for i := range len(t) {
		if c := t[i]; c < ' ' || c == '"' || c == '\\' {
			_, _ = io.WriteString(w, string(t[from:i]))
			_, _ = fmt.Fprintf(w, `\u%04x`, c)
			from = i + 1
		}
	}
	_, _ = io.WriteString(w, string(t[from:]))
	_, _ = io.WriteString(w, `"`)
}

// id is a UUID of an answer.
type id uuid.UUID

// MarshalUUID writes an id as JSON; the zero one is null.
func MarshalUUID(of uuid.UUID) graphql.Marshaler {
	if of == uuid.Nil {
		return graphql.Null
	}
	return id(of)
}

// UnmarshalUUID reads what gqlgen's own does.
func UnmarshalUUID(value any) (uuid.UUID, error) { return graphql.UnmarshalUUID(value) }

// MarshalGQL writes the id in its usual form.
func (i id) MarshalGQL(w io.Writer) {
	_, _ = io.WriteString(w, `"`)
	_, _ = io.WriteString(w, uuid.UUID(i).String())
	_, _ = io.WriteString(w, `"`)
}
