// Package actor tells who does what is being done, for the events that tell of it.
package actor

import (
	"context"
	"net/netip"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/models"
)

// Actor is who does something.
type Actor struct {
	Type models.ActorType
	// ID is the credential's or the session's; zero where there is neither.
	ID uuid.UUID
	// OpenedFor names the operator whom a session's link was made for; nil for none.
	OpenedFor *string
	// Address is the client's, an IPv6 one without its last 64 bits; the zero address
	// where none is known.
	Address netip.Addr
}

type key struct{}

// With puts the actor into the context.
func With(ctx context.Context, a Actor) context.Context { return context.WithValue(ctx, key{}, a) }

// From gives the context's actor; the operator at the command line where it has none.
func From(ctx context.Context) Actor {
	if a, ok := ctx.Value(key{}).(Actor); ok {
		return a
	}
	return Actor{Type: models.ActorOperator}
}
