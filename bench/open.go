package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/portico-portal/portico/bench/load"
)

// The figures of the open loop, by name.
const (
	tailFigure    = "tail"
	goodputFigure = "goodput"
	refusalFigure = "refusal"
	blindFigure   = "blind"
)

const (
	// steadyShare of the capacity is held for long, and overload times the
	// capacity for a while.
	steadyShare = 0.7
	overload    = 3
	// capacityWorkers is how many connections reach the capacity, steadyWorkers and
	// overloadWorkers bound the calls under way. The last is more than a server should take in.
	capacityWorkers = 128
	steadyWorkers   = 256
	overloadWorkers = 1024
	// stretch is how long a rate is held: a machine that others share is slower in
	// the next minute, and 0.7 of what it could do before may then be all it can.
	stretch     = 10 * time.Second
	capacityFor = 3 * time.Second
	// besides is how long the other sides, which show what of it is the machine's, are measured.
	besides = time.Minute
)

var openGoals = []goal{
	{"p99 at 0.7 of capacity, against the median", 4, 4, true, figure(tailFigure)},
	{"calls/s at 3 times the capacity, against the peak", 0.8, 0.9, false, figure(goodputFigure)},
	{"p99 of the refusals at 3 times the capacity, ms", 100, 50, true, figure(refusalFigure)},
	{"refusals without Retry-After", 0, 0, true, figure(blindFigure)},
}

// openLoop measures the small call when calls arrive at a rate, whether or not
// those before are answered: the latency at a rate that the server can bear for
// long, and what it does with three times as many as it can bear. The latencies of a
// server that only computes, and of the bare handler, at as large a part of their own
// capacities, tell what of it is the machine's.
func openLoop(ctx context.Context, o *options, folder string) error {
	d, err := newDatabase(ctx, o.serverURL)
	if err != nil {
		return err
	}
	defer d.drop()
	found := &results{}
	for _, of := range []func(context.Context, *options, string) (*arriving, error){
		constantArriving,
		func(ctx context.Context, o *options, folder string) (*arriving, error) {
			return sideArriving(ctx, o, d, folder, sideBare)
		},
		func(ctx context.Context, o *options, folder string) (*arriving, error) {
			return sideArriving(ctx, o, d, folder, sidePortico)
		},
	} {
		a, err := of(ctx, o, folder)
		if err != nil {
			return err
		}
		err = a.measure(ctx, o, found)
		a.process.stop()
		if err != nil {
			return err
		}
	}
	found.print(openGoals)
	return nil
}

// arriving is a server that calls arrive at.
type arriving struct {
	name    string
	process *process
	load    func(workers int, length time.Duration) load.Load
	// answered counts the calls that were, and verify holds the count against what is stored.
	answered func(ctx context.Context, calls int) error
	verify   func(ctx context.Context) error
}

func sideArriving(ctx context.Context, o *options, d *database, folder, name string) (*arriving, error) {
	s, err := startSide(ctx, o, d, folder, name)
	if err != nil {
		return nil, err
	}
	w := newSmall()
	return &arriving{
		name: name, process: s.process,
		load: func(workers int, length time.Duration) load.Load { return s.load(&w, workers, o.customers, length) },
		answered: func(ctx context.Context, calls int) error {
			s.count(&w, calls, o.customers)
			return d.analyze(ctx)
		},
		verify: func(ctx context.Context) error { return verify(ctx, []*side{s}) },
	}, nil
}

func (a *arriving) measure(ctx context.Context, o *options, found *results) error {
	fmt.Println(a.name)
	for _, connections := range []int{32, 32, 64} {
		if _, err := a.closed(ctx, connections); err != nil {
			return err
		}
	}
	length := o.open
	if a.name != sidePortico {
		length = min(length, besides)
	}
	tail, err := a.steady(ctx, length)
	if err != nil {
		return err
	}
	if a.name == sidePortico {
		found.note(tailFigure, tail)
		if err := a.overloaded(ctx, found); err != nil {
			return err
		}
	}
	return a.verify(ctx)
}

// closed gives the calls a second that so many connections reach.
func (a *arriving) closed(ctx context.Context, connections int) (perSecond float64, err error) {
	result, err := load.Run(ctx, a.load(connections, capacityFor))
	if err != nil {
		return 0, a.explain(err)
	}
	fmt.Printf("closed loop, %d connections: %.0f calls/s\n", connections, result.PerSecond())
	return result.PerSecond(), a.answered(ctx, result.Calls)
}

// steady sends calls at a part of the capacity, which it measures anew before each
// stretch, and gives the p99 of all of them against their median.
func (a *arriving) steady(ctx context.Context, length time.Duration) (tail float64, err error) {
	var together load.Histogram
	var tails []float64
	for left := length; left > 0; left -= stretch {
		peak, err := a.closed(ctx, capacityWorkers)
		if err != nil {
			return 0, err
		}
		all, err := load.Open(ctx, a.load(steadyWorkers, min(left, stretch)), steadyShare*peak, false)
		if err != nil {
			return 0, a.explain(err)
		}
		if err := a.answered(ctx, all.Calls); err != nil {
			return 0, err
		}
		together.Merge(&all.Latency)
		tails = append(tails, tailOf(&all.Latency))
		fmt.Printf("open loop, %.0f calls/s due: %.0f answered; %s\n", steadyShare*peak, all.PerSecond(), latencies(&all.Latency))
	}
	slices.Sort(tails)
	tail = tailOf(&together)
	fmt.Printf("in %v: %s; of its stretches %.1f (%.1f - %.1f)\n", length, latencies(&together), median(tails), tails[0], tails[len(tails)-1])
	return tail, nil
}

func tailOf(h *load.Histogram) float64 { return float64(h.Quantile(0.99)) / float64(h.Quantile(0.5)) }

func latencies(h *load.Histogram) string {
	return fmt.Sprintf("p50 %s ms, p99 %s, p99.9 %s, all %s; p99 is %.1f times the median", milliseconds(h.Quantile(0.5)),
		milliseconds(h.Quantile(0.99)), milliseconds(h.Quantile(0.999)), milliseconds(h.Quantile(1)), tailOf(h))
}

// overloaded sends more than the server can bear. What it answers then is held against
// what it can, just before and just after.
func (a *arriving) overloaded(ctx context.Context, found *results) error {
	before, err := a.closed(ctx, capacityWorkers)
	if err != nil {
		return err
	}
	l := a.load(overloadWorkers, stretch)
	all, err := load.Open(ctx, l, overload*before, true)
	if err != nil {
		return a.explain(err)
	}
	if err := a.answered(ctx, all.Calls); err != nil {
		return err
	}
	fmt.Printf("open loop for %v, %.0f calls/s due: %.0f sent, %.0f answered well (p50 %s ms, p99 %s), %.0f refused (p50 %s ms, p99 %s)\n",
		l.For, overload*before, float64(all.Sent)/all.Elapsed.Seconds(),
		all.PerSecond(), milliseconds(all.Latency.Quantile(0.5)), milliseconds(all.Latency.Quantile(0.99)),
		float64(all.Refused)/all.Elapsed.Seconds(), milliseconds(all.Refusals.Quantile(0.5)), milliseconds(all.Refusals.Quantile(0.99)))
	after, err := a.closed(ctx, capacityWorkers)
	if err != nil {
		return err
	}
	found.note(goodputFigure, all.PerSecond()/((before+after)/2))
	refusal := all.Refusals.Quantile(0.99).Seconds() * 1000
	if all.Refused == 0 {
		refusal = math.Inf(1) // calls that wait for ever are no better
	}
	found.note(refusalFigure, refusal)
	found.note(blindFigure, float64(all.NoRetryAfter))
	return nil
}

func (a *arriving) explain(err error) error {
	if !errors.Is(err, context.Canceled) {
		err = fmt.Errorf("%s: %w\n%s", a.name, err, a.process.logged())
	}
	return err
}
