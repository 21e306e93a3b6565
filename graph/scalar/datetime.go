// Package scalar holds the schema's own scalars.
package scalar

import (
	"io"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/portico-portal/portico/internal/moment"
)

// ErrDateTime says what a DateTime must look like.
var ErrDateTime = moment.ErrSyntax

// MarshalDateTime writes a moment as RFC 3339 in UTC with microseconds, which is
// what both engines keep.
func MarshalDateTime(t time.Time) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		_, _ = w.Write(AppendDateTime(make([]byte, 0, DateTimeSize), t))
	})
}

// DateTimeSize is what a moment takes as JSON.
const DateTimeSize = len(`"2006-01-02T15:04:05.000000Z"`)

// AppendDateTime writes what MarshalDateTime does.
func AppendDateTime(to []byte, t time.Time) []byte {
	return append(moment.Append(append(to, '"'), t), '"')
}

// UnmarshalDateTime reads RFC 3339 text with any offset, or a moment that was
// read already. What is finer than a microsecond is cut off. The error is
// ErrDateTime.
func UnmarshalDateTime(value any) (time.Time, error) {
	switch value := value.(type) {
	case time.Time:
		return value, nil
	case string:
		return moment.Parse(value)
	default:
		return time.Time{}, ErrDateTime
	}
}
