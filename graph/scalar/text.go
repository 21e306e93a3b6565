package scalar

import (
	"encoding/hex"
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

// MarshalGQL writes the text as JSON.
func (t text) MarshalGQL(w io.Writer) {
	_, _ = w.Write(AppendString(make([]byte, 0, len(t)+len(`""`)), string(t)))
}

// AppendString writes a text as JSON. It goes by bytes: what must be escaped is ASCII.
func AppendString(to []byte, t string) []byte {
	to = append(to, '"')
	from := 0
	for i := range len(t) {
		if c := t[i]; c < ' ' || c == '"' || c == '\\' {
			to = append(to, t[from:i]...)
			to = fmt.Appendf(to, `\u%04x`, c)
			from = i + 1
		}
	}
	to = append(to, t[from:]...)
	return append(to, '"')
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

// MarshalGQL writes the id as JSON.
func (i id) MarshalGQL(w io.Writer) {
	_, _ = w.Write(AppendUUID(make([]byte, 0, UUIDSize), uuid.UUID(i)))
}

// UUIDSize is what an id takes as JSON.
const UUIDSize = len(`"00000000-0000-0000-0000-000000000000"`)

// AppendUUID writes an id in its usual form as JSON.
func AppendUUID(to []byte, id uuid.UUID) []byte {
	to = append(to, '"')
	for i, end := range [...]int{4, 6, 8, 10, 16} {
		start := [...]int{0, 4, 6, 8, 10}[i]
		if i > 0 {
			to = append(to, '-')
		}
		to = hex.AppendEncode(to, id[start:end])
	}
	return append(to, '"')
}
