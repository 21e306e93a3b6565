// Package auth turns a request's credential into a caller.
package auth

import (
	"context"

	"github.com/portico-portal/portico/models"
)

// Kind is what a caller may do, by its credential.
type Kind int

const (
	// Anonymous brought no credential.
	Anonymous Kind = iota
	// Workspace is a business's backend.
	Workspace
	// Portal is a customer in its portal.
	Portal
)

// Caller is who is calling.
type Caller struct {
	Kind Kind
	// Tenant is the caller's workspace; zero for an anonymous caller.
	Tenant models.Tenant
	// Session is the caller's portal session; zero unless Kind is Portal.
	Session models.PortalSession
}

type callerKey struct{}

// WithCaller puts the caller into the context.
func WithCaller(ctx context.Context, caller Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, caller)
}

// FromContext gives the context's caller; an anonymous one where it has none.
func FromContext(ctx context.Context) Caller {
	caller, _ := ctx.Value(callerKey{}).(Caller)
	return caller
}
