// Package groupcommit lets concurrent calls share a transaction. While one
// batch is under way the next gathers, and no call ever waits for company: a
// call that finds nothing under way starts at once, as a batch of one.
package groupcommit

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"time"

	"go.opentelemetry.io/otel/trace"

	"github.com/portico-portal/portico/internal/tracing"
)

// patience is how long the calls of a lane wait for its batch. After that the
// next batch starts beside it, so that a call which waits for a locked row holds
// up only those that came with it.
const patience = 20 * time.Millisecond

// ErrApart is what Run's error wraps where one of several calls may be to blame
// and nothing was stored: then each runs again by itself.
var ErrApart = errors.New("groupcommit: run the calls apart")

// errPanicked is what the calls are told of a batch that panicked; the panic
// itself goes on in the call that led.
var errPanicked = errors.New("groupcommit: the batch panicked")

// errResults is what the calls are told of a Run that gave too few results, or too many.
var errResults = errors.New("groupcommit: not as many results as calls")

// Group runs calls in batches. Calls of one lane share batches; lanes don't wait
// for each other. It is safe for use by many goroutines.
type Group[T, R any] struct {
	// Run carries out calls in one transaction and gives each its result. The
	// context ends when the contexts of all calls have ended.
	Run func(ctx context.Context, calls []T) ([]R, error)
	// Subject names what a call changes. Of one subject a batch takes several
	// calls only if none of them is exclusive; the others wait for their turn.
	Subject func(call T) (name string, exclusive bool)
	// Most is the largest batch.
	Most int
	// Ahead begins the next batch before the calls of the last are told: where another
	// process carries them out, the two go on at once. In one process they only make
	// smaller batches.
	Ahead bool

	mu    sync.Mutex
	lanes map[string]*lane[T, R]
}

// lane is a line of calls. Exactly one of its calls leads: it takes the next
// batch and runs it, in its own goroutine.
type lane[T, R any] struct {
	waiting []*call[T, R]
	// led is the batch that those who wait are waiting for; nil while none is under way.
	led *led
	// underWay counts the batches that have no result yet.
	underWay int
	// behind is what the next batch is sent behind; nil where there is nothing.
	behind any
}

// led is a batch under way, until it lets the next begin.
type led struct {
	began  time.Time
	size   int
	passOn func() (goesOn bool)
	// through is what the batch goes through; nil where it isn't sent yet, or has its result.
	through any
	sending *Sending
	// impatient begins the next batch; nil while nobody waits: a timer that is due
	// before all others wakes the scheduler of a server that has little to do.
	impatient *time.Timer
}

// await has whoever waits wait for as long as is left.
func (l *lane[T, R]) await() {
	if under := l.led; under != nil && under.impatient == nil && len(l.waiting) > 0 {
		under.impatient = time.AfterFunc(patience-time.Since(under.began), func() { under.passOn() })
	}
}

type call[T, R any] struct {
	ctx   context.Context
	value T
	// turn has room for one, so that whoever fills it never waits.
	turn chan turn[R]
}

// turn is what a waiting call is told: to lead the next batch, or its outcome.
type turn[R any] struct {
	lead   bool
	result R
	err    error
	// leader is the context of the call that led.
	leader context.Context
}

// Do runs a call in a batch of its lane and gives its result. A call that is
// given up while it waits is not carried out.
func (g *Group[T, R]) Do(ctx context.Context, name string, value T) (R, error) {
	ctx, span := tracing.Start(ctx, "shared transaction", trace.SpanKindInternal)
	defer span.End()
	c := &call[T, R]{ctx: ctx, value: value, turn: make(chan turn[R], 1)}
	l, leads := g.enter(name, c)
	if leads {
		return g.lead(name, l, c)
	}
	select {
	case t := <-c.turn:
		if t.lead {
			return g.lead(name, l, c)
		}
		if span.IsRecording() { // the statements are in the trace of the call that led
			span.AddLink(trace.LinkFromContext(t.leader))
		}
		return g.outcome(c, t)
	case <-ctx.Done():
		g.leave(name, l, c)
		var none R
		return none, ctx.Err()
	}
}

// enter puts a call in line and tells whether it leads.
func (g *Group[T, R]) enter(name string, c *call[T, R]) (l *lane[T, R], leads bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	l = g.lanes[name]
	if leads = l == nil; leads {
		if g.lanes == nil {
			g.lanes = map[string]*lane[T, R]{}
		}
		l = &lane[T, R]{}
		g.lanes[name] = l
	}
	l.waiting = append(l.waiting, c)
	g.sendBehind(name, l)
	l.await()
	return l, leads
}

// leave takes a call out of the line; one that was just told to lead passes
// that on.
func (g *Group[T, R]) leave(name string, l *lane[T, R], c *call[T, R]) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if at := slices.Index(l.waiting, c); at >= 0 {
		l.waiting = slices.Delete(l.waiting, at, at+1)
	}
	select {
	case t := <-c.turn:
		if t.lead {
			g.next(name, l)
		}
	default:
	}
}

// next lets the first in line lead, if there is one. A lane without a line is closed.
func (g *Group[T, R]) next(name string, l *lane[T, R]) (goesOn bool) {
	if len(l.waiting) == 0 {
		delete(g.lanes, name)
		return false
	}
	l.waiting[0].turn <- turn[R]{lead: true}
	return true
}

// pass lets the next batch begin, unless the one under way has let it already.
func (g *Group[T, R]) pass(name string, l *lane[T, R], under *led) (goesOn bool) {
	if l.led != under {
		return false
	}
	if under.impatient != nil {
		under.impatient.Stop()
	}
	l.led = nil
	return g.next(name, l)
}

// lead runs the batch that begins with c.
func (g *Group[T, R]) lead(name string, l *lane[T, R], c *call[T, R]) (R, error) {
	g.mu.Lock()
	batch := g.take(l)
	under := &led{began: time.Now(), size: len(batch)}
	under.passOn = func() (goesOn bool) {
		g.mu.Lock()
		defer g.mu.Unlock()
		return g.pass(name, l, under)
	}
	under.sending = g.sending(name, l, under)
	l.led, l.behind = under, nil
	l.underWay++
	l.await()
	g.mu.Unlock()
	return g.outcome(c, g.carryOut(name, l, under, batch))
}

// carryOut runs a batch, tells every call but the first its outcome, and gives
// the first one's. Others go on and learn of it also where the batch panics.
func (g *Group[T, R]) carryOut(name string, l *lane[T, R], under *led, batch []*call[T, R]) (first turn[R]) {
	var results []R
	err := errPanicked
	outcome := func(i int) turn[R] {
		t := turn[R]{err: err, leader: batch[0].ctx}
		if err == nil {
			t.result = results[i]
		}
		return t
	}
	tell := func() {
		for i, c := range batch[1:] {
			c.turn <- outcome(i + 1)
		}
	}
	defer func() {
		first = outcome(0)
		g.landed(name, l, under)
		if !g.Ahead {
			tell()
			under.passOn()
			return
		}
		if under.passOn() {
			runtime.Gosched() // to the next leader, who stands before all others now
		}
		tell()
	}()
	if results, err = g.run(batch, under.sending); err == nil && len(results) != len(batch) {
		err = errResults
	}
	return first
}

// take takes the next batch out of the line. What stays keeps its order.
func (g *Group[T, R]) take(l *lane[T, R]) []*call[T, R] {
	if len(l.waiting) == 1 {
		batch := l.waiting
		l.waiting = nil
		return batch
	}
	var batch, rest []*call[T, R]
	subjects := map[string]bool{} // whether a call that is before in line is exclusive
	for _, c := range l.waiting {
		subject, exclusive := g.Subject(c.value)
		before, seen := subjects[subject]
		subjects[subject] = exclusive || before
		if len(batch) == g.Most || seen && (exclusive || before) {
			subjects[subject] = true
			rest = append(rest, c)
			continue
		}
		batch = append(batch, c)
	}
	l.waiting = rest
	return batch
}

func (g *Group[T, R]) run(batch []*call[T, R], sending *Sending) ([]R, error) {
	values := make([]T, len(batch))
	for i, c := range batch {
		values[i] = c.value
	}
	if span := trace.SpanFromContext(batch[0].ctx); span.IsRecording() {
		span.SetAttributes(tracing.Together.Int(len(batch)))
	}
	if len(batch) == 1 {
		return g.Run(sending.in(batch[0].ctx), values)
	}
	ctx, release := whileAny(batch)
	defer release()
	return g.Run(sending.in(ctx), values)
}

// whileAny gives a context that ends when those of all calls have ended.
func whileAny[T, R any](batch []*call[T, R]) (ctx context.Context, release func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(batch[0].ctx))
	var mu sync.Mutex
	left := len(batch)
	stops := make([]func() bool, len(batch))
	for i, c := range batch {
		stops[i] = context.AfterFunc(c.ctx, func() {
			mu.Lock()
			defer mu.Unlock()
			if left--; left == 0 {
				cancel()
			}
		})
	}
	return ctx, func() {
		for _, stop := range stops {
			stop()
		}
		cancel()
	}
}

// outcome is what became of a call in its batch, or else by itself.
func (g *Group[T, R]) outcome(c *call[T, R], t turn[R]) (R, error) {
	if !errors.Is(t.err, ErrApart) {
		return t.result, t.err
	}
	results, err := g.Run(c.ctx, []T{c.value})
	if err != nil {
		var none R
		return none, err
	}
	return results[0], nil
}
