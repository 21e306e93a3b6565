package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
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
	// steadyShare of the capacity is a rate that a server can bear, overload times the
	// capacity one that it can't.
	steadyShare = 0.7
	overload    = 3
	// capacityWorkers is how many connections reach the capacity, steadyWorkers and
	// overloadWorkers bound the calls under way. The last is more than a server should take in.
	capacityWorkers = 128
	steadyWorkers   = 256
	overloadWorkers = 1024
	// stretch is how long a rate is held at most: a machine that others share is slower in
	// the next minute, and 0.7 of what it could do before may then be all it can.
	stretch     = 10 * time.Second
	capacityFor = 3 * time.Second
	// othersFor is how long, at most, the sides beside the product are measured.
	othersFor = time.Minute
)

var openGoals = []goal{
	{"p99 at 0.7 of capacity, against the median", 4, 4, true, figure(tailFigure)},
	{"calls/s at 3 times the capacity, against the capacity before and after", 0.8, 0.9, false, figure(goodputFigure)},
	{"p99 of the refusals at 3 times the capacity, ms", 100, 50, true, figure(refusalFigure)},
	{"refusals without Retry-After", 0, 0, true, figure(blindFigure)},
}

// openLoop measures the small call when calls arrive at a rate, whether or not
// those before are answered: the latencies at a rate that the server can bear, and
// what it does with three times as many as it can bear. A server that only computes and
// the bare handler, each at as large a part of its own capacity, hint at how much of the
// latencies comes from the machine and the load.
func openLoop(ctx context.Context, o *options, folder string) error {
	d, err := newDatabase(ctx, o.serverURL)
	if err != nil {
		return err
	}
	defer d.drop()
	// In earnest whoever sends the calls is on another machine. Here the load gets one core at
	// most; with more it took them just when many calls were due.
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	found := &results{}
	for _, name := range []string{sideConstant, sideBare, sidePortico} {
		fmt.Printf("%s: %s\n", name, aboutSides[name])
		a, err := newArriving(ctx, o, d, folder, name)
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
	// answered counts calls that were, and has the database take notice of what they stored;
	// verify holds the count against what is stored. Both are nil where nothing is.
	answered func(ctx context.Context, calls int) error
	verify   func(ctx context.Context) error
}

func newArriving(ctx context.Context, o *options, d *database, folder, name string) (*arriving, error) {
	if name == sideConstant {
		p, err := startServer(ctx, o, folder, name, "")
		return &arriving{name: name, process: p, load: constantLoad(p)}, err
	}
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
	for _, connections := range []int{32, 32, 64} {
		if _, err := a.closed(ctx, connections); err != nil {
			return err
		}
	}
	length := o.open
	if a.name != sidePortico {
		length = min(length, othersFor)
	}
	tails, err := a.steady(ctx, length)
	if err != nil {
		return err
	}
	if a.name == sidePortico {
		found.note(tailFigure, tails...)
		if err := a.overloaded(ctx, found); err != nil {
			return err
		}
	}
	if a.verify == nil {
		return nil
	}
	return a.verify(ctx)
}

// closed gives the calls a second that so many connections reach.
func (a *arriving) closed(ctx context.Context, connections int) (perSecond float64, err error) {
	result, err := load.Run(ctx, a.load(connections, capacityFor))
	if err != nil {
		return 0, a.explain(err, connections)
	}
	fmt.Printf("closed loop, %d connections: %.0f calls/s\n", connections, result.PerSecond())
	return result.PerSecond(), a.count(ctx, result.Calls)
}

func (a *arriving) count(ctx context.Context, calls int) error {
	if a.answered == nil {
		return nil
	}
	return a.answered(ctx, calls)
}

// steady sends calls at a part of the capacity, which it measures anew before each
// stretch, and gives each stretch's p99 against its median.
func (a *arriving) steady(ctx context.Context, length time.Duration) (tails []float64, err error) {
	var together load.Histogram
	stretches := int((length + stretch - 1) / stretch)
	for range stretches {
		peak, err := a.closed(ctx, capacityWorkers)
		if err != nil {
			return nil, err
		}
		all, core, err := a.open(ctx, a.load(steadyWorkers, length/time.Duration(stretches)), steadyShare*peak, false)
		if err != nil {
			return nil, err
		}
		together.Merge(&all.Latency)
		tails = append(tails, tailOf(&all.Latency))
		fmt.Printf("open loop, %.0f calls/s due: %.0f answered; %s; the load took %.2f of its core\n",
			steadyShare*peak, all.PerSecond(), latencies(&all.Latency), core)
	}
	fmt.Printf("all stretches, whatever their rates: %s\n", latencies(&together))
	return tails, nil
}

// open sends calls at a rate, and tells how much of a core that took.
func (a *arriving) open(ctx context.Context, l load.Load, perSecond float64, mayRefuse bool) (all *load.Arrivals, core float64, err error) {
	before := usage(0)
	all, err = load.Open(ctx, l, perSecond, mayRefuse)
	if err != nil {
		return nil, 0, a.explain(err, l.Workers)
	}
	took := usage(0).minus(before)
	return all, took.load.Seconds() / took.wall.Seconds(), a.count(ctx, all.Calls)
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
	all, core, err := a.open(ctx, a.load(overloadWorkers, stretch), overload*before, true)
	if err != nil {
		return err
	}
	fmt.Printf("open loop for %v, %.0f calls/s due: %.0f sent, %.0f answered well (p50 %s ms, p99 %s), %.0f refused (p50 %s ms, p99 %s); the load took %.2f of its core\n",
		stretch, overload*before, float64(all.Sent)/all.Elapsed.Seconds(),
		all.PerSecond(), milliseconds(all.Latency.Quantile(0.5)), milliseconds(all.Latency.Quantile(0.99)),
		float64(all.Refused)/all.Elapsed.Seconds(), milliseconds(all.Refusals.Quantile(0.5)), milliseconds(all.Refusals.Quantile(0.99)), core)
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

func (a *arriving) explain(err error, connections int) error {
	err = fmt.Errorf("%s at %d connections: %w", a.name, connections, err)
	if !errors.Is(err, context.Canceled) {
		err = fmt.Errorf("%w\n%s", err, a.process.logged())
	}
	return err
}
