package server

import (
	"context"
	"time"

	"github.com/portico-portal/portico/internal/portal"
)

// timeOutEvery is how often the actions of devices that nobody answered are settled. Who
// reads one sees that its time is over also before that.
const timeOutEvery = time.Second

// timeOutPatience ends a round that hangs; the next one tries again.
const timeOutPatience = 30 * time.Second

// timeOutActions settles them until ctx ends. Of several servers each does, and finds less
// to do.
func (o *Options) timeOutActions(ctx context.Context, verbs *portal.Service) {
	ticker := time.NewTicker(timeOutEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if err := timeOutOnce(ctx, verbs); err != nil && ctx.Err() == nil {
			o.Log.WarnContext(ctx, "the actions of devices that nobody answered were not settled", "error", err)
		}
	}
}

func timeOutOnce(ctx context.Context, verbs *portal.Service) error {
	ctx, cancel := context.WithTimeout(ctx, timeOutPatience)
	defer cancel()
	return verbs.TimeOutActions(ctx)
}
