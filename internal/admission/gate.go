// Package admission lets work in by the memory that it will hold.
package admission

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"
)

// ErrBusy says that there is no room, and none to be expected soon.
var ErrBusy = errors.New("admission: no room")

const (
	// Patience is how long work waits for room.
	Patience = 10 * time.Second
	// queue is how many may wait at once: more would only be told so later.
	queue = 128
)

// Gate has room for some bytes of memory. What doesn't fit in waits, first come,
// first served.
type Gate struct {
	room    *semaphore.Weighted
	size    int64
	waiting atomic.Int64
}

// NewGate makes a gate with room for size bytes.
func NewGate(size int64) *Gate {
	return &Gate{room: semaphore.NewWeighted(size), size: size}
}

// Enter takes room for so many bytes until leave is called. What is larger than
// the gate takes all of it, and so has it for itself. The error is ErrBusy, or
// that of the context.
func (g *Gate) Enter(ctx context.Context, bytes int64) (leave func(), err error) {
	bytes = min(bytes, g.size)
	if !g.room.TryAcquire(bytes) {
		if err := g.wait(ctx, bytes); err != nil {
			return nil, err
		}
	}
	return func() { g.room.Release(bytes) }, nil
}

func (g *Gate) wait(ctx context.Context, bytes int64) error {
	defer g.waiting.Add(-1)
	if g.waiting.Add(1) > queue {
		return ErrBusy
	}
	patient, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	if g.room.Acquire(patient, bytes) == nil {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return ErrBusy
}

// Gates keep strangers apart: those who fill theirs keep out nobody who is known.
type Gates struct{ known, strangers *Gate }

// NewGates makes gates with room for so many bytes.
func NewGates(known, strangers int64) *Gates {
	return &Gates{known: NewGate(known), strangers: NewGate(strangers)}
}

// Enter takes room, as a Gate does.
func (g *Gates) Enter(ctx context.Context, known bool, bytes int64) (leave func(), err error) {
	if known {
		return g.known.Enter(ctx, bytes)
	}
	return g.strangers.Enter(ctx, bytes)
}
