package server

import (
	"context"
	"errors"
	"time"

	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/store"
)

// sweepEvery is how often what has had its time is deleted. Nothing waits for
// it: an old idempotency key or session counts for nothing as it is.
const sweepEvery = time.Hour

// sweep deletes what has had its time until ctx ends. Of several servers each
// does, and finds less to do.
func (o *Options) sweep(ctx context.Context, database *store.Store) {
	ticker := time.NewTicker(sweepEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		now := o.Clock().UTC()
		err := errors.Join(
			database.SweepIdempotencyKeys(ctx, now.Add(-portal.IdempotencyWindow)),
			database.SweepPortalSessions(ctx, now))
		if err != nil && ctx.Err() == nil {
			o.Log.WarnContext(ctx, "what has had its time was not deleted", "error", err)
		}
	}
}
