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

const sweepPatience = 10 * time.Minute

func (o *Options) sweep(ctx context.Context, database *store.Store) {
	o.rounds(ctx, sweepEvery, sweepPatience, "what has had its time was not deleted", func(ctx context.Context) error {
		return sweepOnce(ctx, database, o.Clock().UTC())
	})
}

func sweepOnce(ctx context.Context, database *store.Store, now time.Time) error {
	return errors.Join(
		database.SweepIdempotencyKeys(ctx, now.Add(-portal.IdempotencyWindow)),
		database.SweepPortalSessions(ctx, now),
		database.SweepAuthorizations(ctx, now.Add(-portal.AuthorizationKept)))
}
