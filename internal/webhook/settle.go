package webhook

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"github.com/portico-portal/portico/internal/store"
)

const (
	// gatherFor is how long outcomes gather before they are settled: nobody waits for
	// them, and together they cost one commit.
	gatherFor = 25 * time.Millisecond
	// mostTogether bounds how many are settled at once.
	mostTogether = 512
)

// settle stores outcomes, many together, until there will be none. ctx doesn't end.
func (s *Sender) settle(ctx context.Context) {
	failed := false
	for o := range s.outcomes {
		gathered := []*store.DeliveryOutcome{o}
		enough := time.After(gatherFor)
		for more := true; more && len(gathered) < mostTogether; {
			select {
			case o, more = <-s.outcomes:
				if more {
					gathered = append(gathered, o)
				}
			case <-enough:
				more = false
			}
		}
		if failed { // whoever ends this server doesn't wait for what the lease brings back as well
			gathered = slices.DeleteFunc(gathered, func(o *store.DeliveryOutcome) bool { return o.Untried })
		}
		if len(gathered) == 0 {
			continue
		}
		within, cancel := context.WithTimeout(ctx, settleTimeout)
		err := s.queue.SettleDeliveries(within, gathered)
		if failed = err != nil; failed {
			// The lease brings the deliveries back.
			s.log.ErrorContext(ctx, "Some of webhooks' deliveries could not be settled.", slog.Any("error", err))
		}
		cancel()
	}
}
