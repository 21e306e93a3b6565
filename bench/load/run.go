// Package load is the client of the benchmarks. Its closed loop is workers that
// each keep one connection and send the next call when the last is answered;
// its open loop sends calls at a rate, whatever becomes of those before. It does
// as little as it can, since it shares the cores with the servers.
package load

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// Load is what to send, and how.
type Load struct {
	Target  Target
	Workers int
	For     time.Duration
	// Next fills in the next call, whose body is empty and keeps its memory.
	// Workers call it at once.
	Next func(c *Call)
	// Good tells what is wrong with an answer.
	Good func(answer []byte) error
}

// Result is what came of a load. Every call counted got a good answer.
type Result struct {
	Calls   int
	Elapsed time.Duration
	Latency Histogram
}

// PerSecond gives the calls per second.
func (r *Result) PerSecond() float64 { return float64(r.Calls) / r.Elapsed.Seconds() }

// Run sends the load in a closed loop. The first call that fails, or whose
// answer isn't good, ends it with an error: a server is not fast that answers
// faults.
func Run(ctx context.Context, l Load) (*Result, error) {
	histograms := make([]Histogram, l.Workers)
	elapsed, err := l.workers(ctx, func(ctx context.Context, i int, c *conn, begin time.Time) error {
		return l.work(ctx, c, begin.Add(l.For), &histograms[i])
	})
	result := &Result{Elapsed: elapsed}
	for i := range histograms {
		result.Latency.Merge(&histograms[i])
	}
	result.Calls = result.Latency.Count()
	return result, err
}

// workers connects all workers and then runs them at once, until the last is
// done. The first error ends all.
func (l *Load) workers(ctx context.Context, work func(ctx context.Context, i int, c *conn, begin time.Time) error) (time.Duration, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	conns, err := l.dialAll(ctx)
	defer closeAll(conns)
	if err != nil {
		return 0, err
	}
	begin := time.Now()
	var group sync.WaitGroup
	for i, c := range conns {
		group.Go(func() {
			if err := work(ctx, i, c, begin); err != nil {
				cancel(err)
			}
		})
	}
	group.Wait()
	return time.Since(begin), context.Cause(ctx)
}

// work calls until end. The call that is under way then is still answered and
// counted, so that no call is in the database and not in the figures.
func (l *Load) work(ctx context.Context, c *conn, end time.Time, latency *Histogram) error {
	var call Call
	for begin := time.Now(); begin.Before(end) && ctx.Err() == nil; {
		call = Call{Body: call.Body[:0]}
		l.Next(&call)
		answer, err := c.send(ctx, &call)
		if err == nil {
			err = l.check(&call, answer)
		}
		if err != nil {
			return err
		}
		now := time.Now()
		latency.Add(now.Sub(begin))
		begin = now
	}
	return nil
}

func (l *Load) check(call *Call, r reply) error {
	good := l.Good
	if call.Good != nil {
		good = call.Good
	}
	err := good(r.body)
	if r.status != http.StatusOK {
		err = errors.New("not what was called for")
	}
	if err != nil {
		return fmt.Errorf("%w: HTTP %d: %.500s", err, r.status, r.body)
	}
	return nil
}

// Once sends one call and gives its answer.
func Once(ctx context.Context, t Target, call *Call) ([]byte, error) {
	c, err := dial(ctx, t)
	if err != nil {
		return nil, err
	}
	defer c.close()
	l := Load{Good: func([]byte) error { return nil }}
	r, err := c.send(ctx, call)
	if err == nil {
		err = l.check(call, r)
	}
	return r.body, err
}

func (l *Load) dialAll(ctx context.Context) ([]*conn, error) {
	var conns []*conn
	for range l.Workers {
		c, err := dial(ctx, l.Target)
		if err != nil {
			return conns, err
		}
		conns = append(conns, c)
	}
	return conns, nil
}

func closeAll(conns []*conn) {
	for _, c := range conns {
		c.close()
	}
}
