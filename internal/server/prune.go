package server

import (
	"context"
	"log/slog"
	"time"

	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/store"
)

// pruneEvery is how often what was kept for long enough is deleted. Nothing waits for
// it: what is over counts for nothing as it is.
const pruneEvery = 10 * time.Minute

// prunePatience lets a round catch up with what a day has brought; the next goes on.
const prunePatience = time.Hour

// clocksDiffer is by how much servers' clocks may: no key goes while another server still
// honours it.
const clocksDiffer = time.Minute

func (o *Options) prune(ctx context.Context, database *store.Store) {
	o.rounds(ctx, pruneEvery, prunePatience, "what was kept for long enough was not deleted", func(ctx context.Context) error {
		deleted, err := database.Prune(ctx, o.kept(o.Clock().UTC()))
		level := slog.LevelDebug
		var counts []any
		for table, rows := range deleted {
			level, counts = slog.LevelInfo, append(counts, table, rows)
		}
		o.Log.Log(ctx, level, "what was kept for long enough is deleted", counts...)
		return err
	})
}

// kept says since when what is over is kept at now.
func (o *Options) kept(now time.Time) store.Kept {
	keep := &o.Config.Keep
	since := func(long time.Duration) time.Time {
		if long == 0 {
			return time.Time{}
		}
		return now.Add(-long)
	}
	return store.Kept{
		MagicLinks: since(keep.MagicLinks), PortalSessions: since(keep.PortalSessions), IdempotencyKeys: since(keep.IdempotencyKeys + clocksDiffer),
		DeviceActions: since(keep.DeviceActions), Events: since(keep.Events), WebhookDeliveries: since(keep.WebhookDeliveries),
		AccountAuthorizations: since(portal.AuthorizationKept), Credentials: since(keep.Credentials),
	}
}
