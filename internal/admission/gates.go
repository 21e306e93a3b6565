package admission

import "context"

// Client is who work is for.
type Client struct {
	// Known says that they have shown a credential.
	Known bool
	// Tenant is whose line they wait in: the workspace's, or the address where no
	// more is known of them.
	Tenant string
}

// Gates keep strangers apart: those who fill theirs keep out nobody who is known.
type Gates struct{ known, strangers *Gate }

// NewGates makes gates with nothing in.
func NewGates(known, strangers Rules) *Gates {
	return &Gates{known: NewGate(known), strangers: NewGate(strangers)}
}

// Enter waits at the client's gate, as [Gate.Enter] does.
func (g *Gates) Enter(ctx context.Context, client Client, weight int64) (leave func(), err error) {
	return g.of(client).Enter(ctx, client.Tenant, weight)
}

// Refuses tells whether Enter would be ErrBusy at once.
func (g *Gates) Refuses(client Client) bool { return g.of(client).Refuses(client.Tenant) }

func (g *Gates) of(client Client) *Gate {
	if client.Known {
		return g.known
	}
	return g.strangers
}
