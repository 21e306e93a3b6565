package main

import (
	"context"
	"fmt"
	"math"
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
	// steadyWorkers and overloadWorkers bound the calls under way. The latter is
	// more than a server should take in.
	steadyWorkers   = 256
	overloadWorkers = 1024
)

var openGoals = []goal{
	{"p99 at 0.7 of capacity, against the median", 4, 4, true, figure(tailFigure)},
	{"calls/s at 3 times the capacity, against the peak", 0.8, 0.9, false, figure(goodputFigure)},
	{"p99 of the refusals at 3 times the capacity, ms", 100, 50, true, figure(refusalFigure)},
	{"refusals without Retry-After", 0, 0, true, figure(blindFigure)},
}

// openLoop measures the small call when calls arrive at a rate, whether or not
// those before are answered: the latency at a rate that the server can bear for
// long, and what it does with three times as many as it can bear. The bare handler's
// latency at as large a part of its own capacity tells what of it is the machine's.
func openLoop(ctx context.Context, o *options, folder string) error {
	d, err := newDatabase(ctx, o.serverURL)
	if err != nil {
		return err
	}
	defer d.drop()
	found := &results{}
	for _, name := range []string{sideBare, sidePortico} {
		if err := open(ctx, o, d, folder, name, found); err != nil {
			return err
		}
	}
	found.print(openGoals)
	return nil
}

func open(ctx context.Context, o *options, d *database, folder, name string, found *results) error {
	s, err := startSide(ctx, o, d, folder, name)
	if err != nil {
		return err
	}
	defer s.process.stop()
	fmt.Println(name)
	w := newSmall()
	peak, err := s.capacity(ctx, o, &w)
	if err != nil {
		return err
	}
	if err := s.steady(ctx, o, &w, peak, found); err != nil {
		return err
	}
	if name == sidePortico {
		if err := s.overloaded(ctx, o, &w, peak, found); err != nil {
			return err
		}
	}
	return verify(ctx, []*side{s})
}

// capacity gives the most calls a second that the server answered in a closed loop.
func (s *side) capacity(ctx context.Context, o *options, w *workload) (peak float64, err error) {
	for _, connections := range []int{32, 32, 64, 128} {
		result, err := s.send(ctx, w, connections, o.customers, max(o.length(), 3*time.Second))
		if err != nil {
			return 0, err
		}
		fmt.Printf("closed loop, %d connections: %.0f calls/s\n", connections, result.PerSecond())
		peak = max(peak, result.PerSecond())
		if err := s.db.analyze(ctx); err != nil {
			return 0, err
		}
	}
	return peak, nil
}

func (s *side) steady(ctx context.Context, o *options, w *workload, peak float64, found *results) error {
	l := s.load(w, steadyWorkers, o.customers, o.open)
	all, err := load.Open(ctx, l, steadyShare*peak, false)
	if err != nil {
		return s.explain(err, w, l.Workers)
	}
	s.count(w, all.Calls, o.customers)
	p50, p99 := all.Latency.Quantile(0.5), all.Latency.Quantile(0.99)
	fmt.Printf("open loop for %v, %.0f calls/s due: %.0f answered; p50 %s ms, p99 %s, p99.9 %s, all %s\n", o.open, steadyShare*peak,
		all.PerSecond(), milliseconds(p50), milliseconds(p99), milliseconds(all.Latency.Quantile(0.999)), milliseconds(all.Latency.Quantile(1)))
	tail := float64(p99) / float64(p50)
	fmt.Printf("p99 is %.1f times the median\n", tail)
	if s.name == sidePortico {
		found.note(tailFigure, tail)
	}
	return nil
}

func (s *side) overloaded(ctx context.Context, o *options, w *workload, peak float64, found *results) error {
	l := s.load(w, overloadWorkers, o.customers, max(o.length(), 10*time.Second))
	all, err := load.Open(ctx, l, overload*peak, true)
	if err != nil {
		return s.explain(err, w, l.Workers)
	}
	s.count(w, all.Calls, o.customers)
	fmt.Printf("open loop for %v, %.0f calls/s due: %.0f sent, %.0f answered well (p50 %s ms, p99 %s), %.0f refused (p50 %s ms, p99 %s)\n",
		l.For, overload*peak, float64(all.Sent)/all.Elapsed.Seconds(),
		all.PerSecond(), milliseconds(all.Latency.Quantile(0.5)), milliseconds(all.Latency.Quantile(0.99)),
		float64(all.Refused)/all.Elapsed.Seconds(), milliseconds(all.Refusals.Quantile(0.5)), milliseconds(all.Refusals.Quantile(0.99)))
	found.note(goodputFigure, all.PerSecond()/peak)
	refusal := all.Refusals.Quantile(0.99).Seconds() * 1000
	if all.Refused == 0 {
		refusal = math.Inf(1) // calls that wait for ever are no better
	}
	found.note(refusalFigure, refusal)
	found.note(blindFigure, float64(all.NoRetryAfter))
	return nil
}
