package server

import (
	"context"
	"time"
)

// rounds does work at once and then each interval until ctx ends. Patience ends a round that hangs: the next
// one tries again, as it does after a failure, which the log tells as complaint. Of several
// servers each does its rounds, and finds less to do.
func (o *Options) rounds(ctx context.Context, interval, patience time.Duration, complaint string, work func(context.Context) error) {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		if err := round(ctx, patience, work); err != nil && ctx.Err() == nil {
			o.Log.WarnContext(ctx, complaint, "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

func round(ctx context.Context, patience time.Duration, work func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return work(ctx)
}
