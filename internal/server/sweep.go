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

// sweepPatience ends a sweep that hangs; the next one tries again.
const sweepPatience = 10 * time.Minute

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
		if err := sweepOnce(ctx, database, o.Clock().UTC()); err != nil && ctx.Err() == nil {
			o.Log.WarnContext(ctx, "what has had its time was not deleted", "error", err)
		}
	}
}

func sweepOnce(ctx context.Context, database *store.Store, now time.Time) error {
	ctx, cancel := context.WithTimeout(ctx, sweepPatience)
	defer cancel()
	return errors.Join(
		database.SweepIdempotencyKeys(ctx, now.Add(-portal.IdempotencyWindow)),
		database.SweepPortalSessions(ctx, now),
		database.SweepAuthorizations(ctx, now.Add(-portal.AuthorizationKept)))
}
