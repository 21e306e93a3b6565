package rate

import (
	"context"
	"net/netip"
	"time"
)

// Misses counts what a client sends that matches nothing: credentials, and the
// tokens of links. Since only a miss counts, nobody can keep others behind the
// same address from using what is theirs. The zero value refuses nothing.
type Misses struct {
	limiter *Limiter[netip.Addr]
	client  netip.Addr
}

// NewMisses gives the count of the client at this address. An IPv6 address
// counts by its first 64 bits, since a client has all that follow.
func NewMisses(limiter *Limiter[netip.Addr], client netip.Addr) Misses {
	client = client.Unmap().WithZone("")
	if client.Is6() {
		if network, err := client.Prefix(64); err == nil {
			client = network.Addr()
		}
	}
	return Misses{limiter, client}
}

// Client is the address that the misses are counted by, an IPv6 one without its
// last 64 bits; the zero address where none is known.
func (m Misses) Client() netip.Addr { return m.client }

// On tells whether misses are counted at all.
func (m Misses) On() bool { return m.limiter != nil }

// Allow counts a miss. It refuses where the client had too many, and tells how
// long until the next may be answered as what it is.
func (m Misses) Allow() (retryAfter time.Duration, ok bool) { return m.limiter.Allow(m.client) }

type missesKey struct{}

// WithMisses puts the count of the request's client into the context.
func WithMisses(ctx context.Context, m Misses) context.Context {
	return context.WithValue(ctx, missesKey{}, m)
}

// MissesFrom gives the context's count; one that refuses nothing where it has
// none.
func MissesFrom(ctx context.Context) Misses {
	m, _ := ctx.Value(missesKey{}).(Misses)
	return m
}
