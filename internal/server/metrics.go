package server

import (
	"context"
	"time"

	"github.com/portico-portal/portico/internal/metrics"
	"github.com/portico-portal/portico/internal/store"
)

// countEvery is how often the deliveries that wait are counted. A scrape doesn't, since it
// would wait for the database.
const countEvery = 15 * time.Second

const countPatience = 10 * time.Second

// metrics makes what /metrics tells.
func (o *Options) metrics(database *store.Store) (*metrics.Metrics, error) {
	pools, err := database.Pools()
	if err != nil {
		return nil, err
	}
	made := metrics.New()
	made.SetVersion(o.Version)
	for name, pool := range pools {
		made.WatchPool(name, pool)
	}
	return made, nil
}

func (o *Options) countWaiting(ctx context.Context, database *store.Store, counts *metrics.Metrics) {
	o.rounds(ctx, countEvery, countPatience, "the webhooks' deliveries that wait were not counted", func(ctx context.Context) error {
		counted, err := database.CountWaitingDeliveries(ctx, o.Clock().UTC())
		if err == nil {
			counts.SetWebhooks(counted.Due+counted.Later, counted.Due)
		}
		return err
	})
}
