package load

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// Load is what to send, and how.
type Load struct {
	Target  Target
	Workers int
	For     time.Duration
	// Next appends the next call's body to into. Workers call it at once.
	Next func(into []byte) []byte
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

// Run sends the load. The first call that fails, or whose answer isn't good,
// ends it with an error: a server is not fast that answers faults.
func Run(ctx context.Context, l Load) (*Result, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	conns, err := dialAll(ctx, l)
	defer closeAll(conns)
	if err != nil {
		return nil, err
	}
	histograms := make([]Histogram, l.Workers)
	begin := time.Now()
	end := begin.Add(l.For)
	var group sync.WaitGroup
	for i, c := range conns {
		group.Go(func() {
			if err := work(ctx, &l, c, end, &histograms[i]); err != nil {
				cancel(err)
			}
		})
	}
	group.Wait()
	result := &Result{Elapsed: time.Since(begin)}
	for i := range histograms {
		result.Latency.Merge(&histograms[i])
	}
	result.Calls = result.Latency.Count()
	return result, context.Cause(ctx)
}

// work calls until end. The call that is under way then is still answered and
// counted, so that no call is in the database and not in the figures.
func work(ctx context.Context, l *Load, c *conn, end time.Time, latency *Histogram) error {
	var body []byte
	for begin := time.Now(); begin.Before(end) && ctx.Err() == nil; {
		body = l.Next(body[:0])
		answer, err := c.call(body)
		if err != nil {
			return err
		}
		if err := l.Good(answer); err != nil {
			return fmt.Errorf("%w: %.500s", err, answer)
		}
		now := time.Now()
		latency.Add(now.Sub(begin))
		begin = now
	}
	return nil
}

func dialAll(ctx context.Context, l Load) ([]*conn, error) {
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
		_ = c.net.Close() // the calls were answered
	}
}
