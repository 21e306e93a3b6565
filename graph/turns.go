package graph

import (
	"context"
	"net/http"
	"time"

	"github.com/portico-portal/portico/graph/transport"
	"github.com/portico-portal/portico/internal/admission"
	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/rate"
)

const (
	// workAtOnce is how many requests run at once, and how many more may wait. It
	// is many times what two cores and a database do best: calls that wait cost
	// little, since they share transactions, and each that is refused comes again.
	// Strangers have as many turns beside.
	workAtOnce = 1024
	// turnPatience leaves a request that waited in vain time to be told so within
	// 100 ms.
	turnPatience = 30 * time.Millisecond
)

// turns are the rules of a gate for so many requests, three quarters of them of
// one tenant.
func turns(n int64) admission.Rules {
	return admission.Rules{Size: n, Share: n - n/4, Queue: int(n), Patience: turnPatience}
}

// clientOf tells who a request is from.
func clientOf(ctx context.Context) admission.Client {
	if caller := auth.FromContext(ctx); caller.Kind != auth.Anonymous {
		return admission.Client{Known: true, Tenant: caller.Tenant.Code}
	}
	return admission.Client{Tenant: rate.MissesFrom(ctx).Client().String()}
}

// businessOf is who a request is from, of whom only a business is known: nobody
// else has large requests.
func businessOf(ctx context.Context) admission.Client {
	client := clientOf(ctx)
	client.Known = auth.FromContext(ctx).Kind == auth.Workspace
	return client
}

// turningAway answers who would only be refused in the end, before anything is
// done for them: the more come, the less each may cost.
func (e *engine) turningAway(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if e.turns.Refuses(clientOf(r.Context())) {
			transport.Answer(w, r, transport.RefuseOverload())
			return
		}
		next.ServeHTTP(w, r)
	})
}
