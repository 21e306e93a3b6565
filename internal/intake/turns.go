package intake

import (
	"context"
	"time"

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

// ClientOf tells who a request is from.
func ClientOf(ctx context.Context) admission.Client {
	if caller := auth.FromContext(ctx); caller.Kind != auth.Anonymous {
		return admission.Client{Known: true, Tenant: caller.Tenant.Code}
	}
	return admission.Client{Tenant: rate.MissesFrom(ctx).Client().String()}
}

// BusinessOf is who a request is from, of whom only a business is known: nobody
// else has large requests.
func BusinessOf(ctx context.Context) admission.Client {
	client := ClientOf(ctx)
	client.Known = auth.FromContext(ctx).Kind == auth.Workspace
	return client
}

// TurnsAway tells whether the request's sender would only be refused in the end. They are
// told so before anything is done for them: the more come, the less each may cost.
func (i *Intake) TurnsAway(ctx context.Context) bool { return i.turns.Refuses(ClientOf(ctx)) }

// Turn waits for the request's turn to run; [admission.ErrBusy] where more are under way
// than can be answered soon.
func (i *Intake) Turn(ctx context.Context) (leave func(), err error) {
	return i.turns.Enter(ctx, ClientOf(ctx), 1)
}
