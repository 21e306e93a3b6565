package admission

import (
	"context"
	"time"
)

// longestRest lets large pushes through, of which there are never many a second.
const longestRest = 100 * time.Millisecond

// Lane is for work that keeps a core busy for milliseconds. It lets in one at a
// time, and rests after each for three times as long as that took, so that heavy
// requests have little of the cores, however many there are: a light one finds one
// free, and the collector isn't always at work.
type Lane struct{ gate *Gate }

// NewLane makes a lane in which as many wait, and as long, as the rules say.
func NewLane(queue int, patience time.Duration) *Lane {
	return &Lane{gate: NewGate(Rules{Size: 1, Queue: queue, Patience: patience})}
}

// Enter waits for the client's turn, as [Gate.Enter] does. Strangers share a
// line: they can have many addresses.
func (l *Lane) Enter(ctx context.Context, client Client) (leave func(), err error) {
	tenant := client.Tenant
	if !client.Known {
		tenant = ""
	}
	release, err := l.gate.Enter(ctx, tenant, 1)
	if err != nil {
		return nil, err
	}
	begin := time.Now()
	return func() { time.AfterFunc(min(3*time.Since(begin), longestRest), release) }, nil
}
