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

// NewLane makes a lane in which so many wait, each for patience at most.
func NewLane(queue int, patience time.Duration) *Lane {
	return &Lane{gate: NewGate(Rules{Size: 1, Queue: queue, Patience: patience})}
}

// Enter waits for the client's turn, as [Gate.Enter] does. Strangers share a
// line: they can have many addresses. Work that holds room which others wait for
// has a line of its own, so that the client's other work doesn't hold it up.
func (l *Lane) Enter(ctx context.Context, client Client, holdsRoom bool) (leave func(), err error) {
	line := client.Tenant
	switch {
	case !client.Known:
		line = ""
	case holdsRoom:
		line += " with room"
	}
	release, err := l.gate.Enter(ctx, line, 1)
	if err != nil {
		return nil, err
	}
	begin := time.Now()
	return func() { time.AfterFunc(min(3*time.Since(begin), longestRest), release) }, nil
}
