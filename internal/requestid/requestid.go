// Package requestid carries a request's id, which stands in the log and in the
// answer to an internal error, so that the one leads to the other; and the workspace that
// the request turned out to belong to, for the log.
package requestid

import (
	"context"
	"sync/atomic"

	"github.com/google/uuid"
)

type key struct{}

// request is what is known of a request. The workspace comes to be known within, and is
// read outside, where the context is the one from before.
type request struct {
	id        string
	workspace atomic.Pointer[uuid.UUID]
}

func of(ctx context.Context) *request {
	r, _ := ctx.Value(key{}).(*request)
	return r
}

// With puts an id into the context.
func With(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, key{}, &request{id: id})
}

// From gives the context's id; empty where it has none.
func From(ctx context.Context) string {
	if r := of(ctx); r != nil {
		return r.id
	}
	return ""
}

// SetWorkspace notes the workspace that the context's request belongs to.
func SetWorkspace(ctx context.Context, id uuid.UUID) {
	if r := of(ctx); r != nil && id != uuid.Nil {
		r.workspace.Store(&id)
	}
}

// Workspace gives the workspace that the context's request belongs to, as far as that is
// known; else the zero id.
func Workspace(ctx context.Context) uuid.UUID {
	if r := of(ctx); r != nil {
		if id := r.workspace.Load(); id != nil {
			return *id
		}
	}
	return uuid.Nil
}

// New makes an id.
func New() string { return uuid.NewString() }
