package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"
)

// fault is something that goes wrong for a while.
type fault struct {
	name string
	// begin breaks something, and end mends it.
	begin, end func(ctx context.Context) error
	// away tells that the database is unreachable meanwhile, so that the server isn't ready.
	away bool
	// writes bounds how long after the begin of its end each server acknowledges a write
	// again; 0 is without a bound.
	writes time.Duration
	// after readies everything for the next fault, beside the clients' calls; nil for nothing.
	after func(ctx context.Context) error
}

const (
	// leastFault and mostFault bound how long a fault lasts, and the calm between two.
	leastFault, mostFault = 100 * time.Millisecond, 400 * time.Millisecond
)

// nemesis makes one fault after the other, in the seed's order.
type nemesis struct {
	faults  []fault
	random  *rand.Rand
	servers []*program
	history *history
	// made counts the faults, log tells when each was, and mends when those with a bound ended.
	made  map[string]int
	log   []string
	mends []mend
}

// seedOfNemesis keeps its numbers apart from those of the clients.
const seedOfNemesis = 1 << 32

func newNemesis(seed uint64, faults []fault, servers []*program, h *history) *nemesis {
	return &nemesis{
		faults: faults, servers: servers, history: h, made: map[string]int{},
		random: rand.New(rand.NewPCG(seed, seedOfNemesis)), //nolint:gosec // numbers that a seed repeats
	}
}

// run makes faults until ctx ends. All is mended when it returns.
func (n *nemesis) run(ctx context.Context) error {
	for {
		for _, i := range n.random.Perm(len(n.faults)) {
			if !n.wait(ctx) {
				return nil
			}
			if err := n.make(ctx, &n.faults[i]); err != nil {
				return fmt.Errorf("%s: %w", n.faults[i].name, err)
			}
		}
	}
}

// wait lets some time pass, and tells whether there is more of it.
func (n *nemesis) wait(ctx context.Context) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(n.pause()):
		return true
	}
}

func (n *nemesis) pause() time.Duration {
	return leastFault + time.Duration(n.random.Int64N(int64(mostFault-leastFault)))
}

func (n *nemesis) make(ctx context.Context, f *fault) error {
	lasting := context.WithoutCancel(ctx)
	began := n.history.now()
	if err := f.begin(lasting); err != nil {
		return err
	}
	n.wait(ctx)
	if f.away {
		for _, server := range n.servers {
			if status := server.readiness(lasting); status != 503 {
				return fmt.Errorf("/readyz says %d while the database is away", status)
			}
		}
	}
	if f.writes > 0 {
		n.mends = append(n.mends, mend{f.name, n.history.now(), f.writes})
	}
	if err := f.end(lasting); err != nil {
		return err
	}
	mended := n.history.now()
	for _, server := range n.servers {
		if err := server.awaitReady(lasting); err != nil {
			return err
		}
	}
	n.made[f.name]++
	n.log = append(n.log, fmt.Sprintf("%9.2f %9.2f  %s, ready %.0f ms later", milliseconds(began), milliseconds(mended), f.name, milliseconds(n.history.now()-mended)))
	if f.after != nil {
		return f.after(lasting)
	}
	return nil
}

func milliseconds(d time.Duration) float64 { return d.Seconds() * 1000 }
