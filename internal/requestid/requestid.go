// Package requestid carries a request's id, which stands in the log and in the
// answer to an internal error, so that the one leads to the other.
package requestid

import (
	"context"

	"github.com/google/uuid"
)

type key struct{}

// With puts an id into the context.
func With(ctx context.Context, id string) context.Context { return context.WithValue(ctx, key{}, id) }

// From gives the context's id; empty where it has none.
func From(ctx context.Context) string {
	id, _ := ctx.Value(key{}).(string)
	return id
}

// New makes an id.
func New() string { return uuid.NewString() }
