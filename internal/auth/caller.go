// Package auth turns a request's credential into a caller.
package auth

import (
	"context"
	"net/netip"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/actor"
	"github.com/portico-portal/portico/internal/requestid"
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
	// CredentialID is that of the API key or personal access token; zero unless Kind is
	// Workspace.
	CredentialID uuid.UUID
	// Session is the caller's portal session; zero unless Kind is Portal.
	Session models.PortalSession
}

// Actor is the caller as events tell of it, at the address.
func (c *Caller) Actor(address netip.Addr) actor.Actor {
	switch c.Kind {
	case Workspace:
		return actor.Actor{Type: models.ActorCredential, ID: c.CredentialID, Address: address}
	case Portal:
		return actor.Actor{Type: models.ActorPortalSession, ID: c.Session.ID, OpenedFor: c.Session.OpenedFor, Address: address}
	default:
		return actor.Actor{Type: models.ActorAnonymous, Address: address}
	}
}

type callerKey struct{}

// WithCaller puts the caller into the context, and notes its workspace for the log.
func WithCaller(ctx context.Context, caller Caller) context.Context {
	requestid.SetWorkspace(ctx, caller.Tenant.WorkspaceID)
	return context.WithValue(ctx, callerKey{}, caller)
}

// FromContext gives the context's caller; an anonymous one where it has none.
func FromContext(ctx context.Context) Caller {
	caller, _ := ctx.Value(callerKey{}).(Caller)
	return caller
}
