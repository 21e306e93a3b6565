package load

import (
	"context"
	"net/http"
	"sync/atomic"
	"time"
)

// Arrivals is what came of an open loop.
type Arrivals struct {
	// Result counts the calls that got a good answer. Their latency begins at
	// the moment they were due, not at the one they were sent: a server that
	// stalls makes calls wait that a closed loop would never have sent
	// (coordinated omission). Where calls may be refused it begins when they were
	// sent, since then more are due than can be.
	Result
	// Refused counts the calls that were answered 503, NoRetryAfter those of them
	// that weren't told when to come again.
	Refused, NoRetryAfter int
	Refusals              Histogram
	// Sent counts all calls. It falls short of what was due where all workers
	// waited for answers.
	Sent int
}

// Open sends calls evenly at a rate a second for the load's time. A worker takes
// the next call that is due, so that there are at most as many under way as
// workers. Where refusals are no error they are counted.
func Open(ctx context.Context, l Load, rate float64, mayRefuse bool) (*Arrivals, error) {
	parts := make([]Arrivals, l.Workers)
	var next atomic.Int64
	elapsed, err := l.workers(ctx, func(ctx context.Context, i int, c *conn, begin time.Time) error {
		due := func() time.Time {
			n := next.Add(1) - 1
			return begin.Add(time.Duration(float64(n) / rate * float64(time.Second)))
		}
		return l.arrive(ctx, c, begin.Add(l.For), due, mayRefuse, &parts[i])
	})
	all := &Arrivals{}
	for i := range parts {
		all.Latency.Merge(&parts[i].Latency)
		all.Refusals.Merge(&parts[i].Refusals)
		all.NoRetryAfter += parts[i].NoRetryAfter
	}
	all.Elapsed, all.Calls, all.Refused = elapsed, all.Latency.Count(), all.Refusals.Count()
	all.Sent = all.Calls + all.Refused
	return all, err
}

func (l *Load) arrive(ctx context.Context, c *conn, end time.Time, due func() time.Time, mayRefuse bool, part *Arrivals) error {
	var call Call
	// What was due is sent, however late, but for an overload: that has no end.
	inTime := func() bool { return !mayRefuse || time.Now().Before(end) }
	for at := due(); at.Before(end) && inTime() && ctx.Err() == nil; at = due() {
		time.Sleep(time.Until(at))
		call = Call{Body: call.Body[:0]}
		l.Next(&call)
		sent := time.Now()
		answer, err := c.send(ctx, &call)
		if err != nil {
			return err
		}
		now := time.Now()
		if mayRefuse && answer.status == http.StatusServiceUnavailable {
			part.Refusals.Add(now.Sub(sent))
			if answer.retryAfter == "" {
				part.NoRetryAfter++
			}
			continue
		}
		if err := l.check(&call, answer); err != nil {
			return err
		}
		if mayRefuse {
			at = sent
		}
		part.Latency.Add(now.Sub(at))
	}
	return nil
}
