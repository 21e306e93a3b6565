package graph

import (
	"context"
	"net/http"
	"time"

	"github.com/portico-portal/portico/graph/transport"
	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/rate"
)

const (
	// workAtOnce is how many requests run at once, and how many more may wait. It
	// is many times what two cores and a database do best, and few enough for all
	// of them to be answered soon.
	workAtOnce = 512
	// turnPatience leaves a request that waited in vain time to be told so within
	// 100 ms.
	turnPatience = 75 * time.Millisecond
)

// lineOf is the line that a caller waits in: its workspace's, or that of the
// address where nothing else is known of the caller.
func lineOf(ctx context.Context) string {
	if caller := auth.FromContext(ctx); caller.Kind != auth.Anonymous {
		return caller.Tenant.Code
	}
	return rate.MissesFrom(ctx).Client().String()
}

// known tells whether a caller has shown a credential.
func known(ctx context.Context) bool { return auth.FromContext(ctx).Kind != auth.Anonymous }

// turningAway answers who would only be refused in the end, before anything is
// done for them: the more come, the less each may cost.
func (e *engine) turningAway(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if e.turns.Refuses(lineOf(r.Context())) {
			transport.Answer(w, r, transport.RefuseOverload())
			return
		}
		next.ServeHTTP(w, r)
	})
}
