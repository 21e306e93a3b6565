package graph

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/portico-portal/portico/graph/generated"
	"github.com/portico-portal/portico/graph/transport"
	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/rate"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/token"
)

// guesses counts, during one operation, the links that were to be redeemed and
// don't exist, and the reports of leaked tokens. A link that is to be redeemed
// and is known never counts, be it dead.
type guesses struct {
	misses rate.Misses
	links  *portal.Service
	// wait is how long a caller who guessed too often shall wait; 0 for others.
	// Mutations run one after another, so that no lock is needed.
	wait time.Duration
}

// resolve is gqlgen's middleware around each field.
func (g *guesses) resolve(ctx context.Context, next graphql.Resolver) (any, error) {
	if graphql.GetFieldContext(ctx).Field.Name == "reportLeakedToken" {
		// All reports count: if the real ones didn't, a wait would tell them apart.
		if wait, ok := g.misses.Allow(); !ok {
			return g.tooMany(wait, "Too many reports came from this address")
		}
	}
	value, err := next(ctx)
	if err == nil || !errors.Is(err, portal.ErrMagicLinkInvalid) || !g.unknown(ctx) {
		return value, err
	}
	wait, ok := g.misses.Allow()
	if ok {
		return value, err
	}
	return g.tooMany(wait, "Too many links from this address don't exist")
}

func (g *guesses) tooMany(wait time.Duration, what string) (any, error) {
	g.wait = max(wait, g.wait)
	return nil, fault.New(fault.RateLimited, "%s: try again in %d s.", what, rate.Seconds(wait))
}

// unknown tells whether the link that the field was to redeem doesn't exist.
func (g *guesses) unknown(ctx context.Context) bool {
	in, ok := graphql.GetFieldContext(ctx).Args["input"].(generated.RedeemMagicLinkInput)
	if !ok || !g.misses.On() {
		return false
	}
	link, err := token.LinkTokenFromURL(in.Token)
	if err != nil {
		return true
	}
	_, err = g.links.LinkPage(ctx, link)
	return errors.Is(err, store.ErrNotFound)
}

// result is the operation's: 429 if the caller is to wait.
func (g *guesses) result(response *graphql.Response) *transport.Result {
	result := &transport.Result{Response: response}
	if g.wait > 0 {
		result.Status = http.StatusTooManyRequests
		result.Header = http.Header{"Retry-After": {strconv.Itoa(rate.Seconds(g.wait))}}
	}
	return result
}
