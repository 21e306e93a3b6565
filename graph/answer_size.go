package graph

import (
	"context"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"

	"github.com/portico-portal/portico/internal/fault"
)

// maxAnswer bounds the texts of an answer with the names of their fields, in
// bytes. A price can't know how long they are: a name may have a KiB, and a
// hundred aliases repeat it.
const maxAnswer = 16 << 20

// answerSize counts the texts of one answer. Fields are resolved side by side.
type answerSize struct{ bytes atomic.Int64 }

// resolve is gqlgen's middleware around each field.
func (a *answerSize) resolve(ctx context.Context, next graphql.Resolver) (any, error) {
	value, err := next(ctx)
	size := len(graphql.GetFieldContext(ctx).Field.Alias)
	switch v := value.(type) {
	case string:
		size += len(v)
	case *string:
		if v != nil {
			size += len(*v)
		}
	case []string:
		for _, text := range v {
			size += len(text)
		}
	}
	if a.bytes.Add(int64(size)) > maxAnswer && err == nil {
		return nil, fault.New(fault.LimitExceeded, "The answer has more than %d MiB of texts: ask for smaller pages.", maxAnswer>>20)
	}
	return value, err
}
