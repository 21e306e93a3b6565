// Package admission lets work in by what it takes of something that there isn't
// enough of: memory, turns, a core.
package admission

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// ErrBusy says that there is no room, and none to be expected soon.
var ErrBusy = errors.New("admission: no room")

// Rules are those of a [Gate].
type Rules struct {
	// Size is the weight of all that may be in at once.
	Size int64
	// Share is the weight of what one tenant may have in at once, so that work which
	// is stuck leaves room for others'. 0 is as much as there is.
	Share int64
	// Queue is how many may wait at once: more would only be told so later.
	Queue int
	// Patience is how long each of them waits at most.
	Patience time.Duration
}

// Gate has room for work of some weight. What doesn't fit in waits, each tenant's
// in a line of its own; the lines are served in turn, so that one tenant's flood
// keeps nobody else waiting for long, and nobody overtakes what is too heavy to
// go in yet. It is safe for use by many goroutines.
type Gate struct {
	rules Rules

	mu      sync.Mutex
	free    int64
	waiting int
	// held is the weight that each tenant has in.
	held  map[string]int64
	lines map[string]*line
	// order are the lines in the order of their turns.
	order []*line
}

// line is a tenant's line; nobody in it waits for somebody behind.
type line struct {
	tenant string
	places []*place
}

// place is where somebody waits: it is closed when they may go in, or when they
// are sent away.
type place struct {
	weight int64
	called chan struct{}
	busy   bool
}

// NewGate makes a gate with nothing in.
func NewGate(rules Rules) *Gate {
	if rules.Share == 0 {
		rules.Share = rules.Size
	}
	return &Gate{rules: rules, free: rules.Size, held: map[string]int64{}, lines: map[string]*line{}}
}

// Enter waits until a tenant's work may go in, where it is until leave is called.
// What is heavier than a tenant's share takes all of that. The error is ErrBusy,
// at once where all places are taken by tenants whose lines are no longer than
// this one's, or that of the context.
func (g *Gate) Enter(ctx context.Context, tenant string, weight int64) (leave func(), err error) {
	weight = min(weight, g.rules.Share)
	p, err := g.come(tenant, weight)
	if err != nil {
		return nil, err
	}
	if p != nil {
		if err := g.wait(ctx, tenant, p); err != nil {
			return nil, err
		}
	}
	return func() { g.leave(tenant, weight) }, nil
}

// Refuses tells whether Enter would be ErrBusy at once for a weight of 1, before any
// work is done for whoever comes.
func (g *Gate) Refuses(tenant string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.waiting < g.rules.Queue || g.fits(tenant, 1) {
		return false
	}
	_, longer := g.longer(g.lines[tenant])
	return !longer
}

// come gives a place in line; nil where there is no need to wait.
func (g *Gate) come(tenant string, weight int64) (*place, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.fits(tenant, weight) {
		g.begin(tenant, weight)
		return nil, nil
	}
	l := g.lines[tenant]
	if g.waiting >= g.rules.Queue && !g.makeRoom(l) {
		return nil, ErrBusy
	}
	if l == nil {
		l = &line{tenant: tenant}
		g.lines[tenant] = l
		g.order = append(g.order, l)
	}
	p := &place{weight: weight, called: make(chan struct{})}
	l.places = append(l.places, p)
	g.waiting++
	g.admit()
	return p, nil
}

func (g *Gate) wait(ctx context.Context, tenant string, p *place) (err error) {
	patience := time.NewTimer(g.rules.Patience)
	defer patience.Stop()
	select {
	case <-p.called:
	case <-ctx.Done():
		err = ctx.Err()
	case <-patience.C:
		err = ErrBusy
	}
	if err != nil && g.giveUp(tenant, p) {
		return err
	}
	if p.busy {
		return ErrBusy
	}
	return nil
}

// longer gives the longest line, if that is longer than l will be with one more;
// l is nil where there is none yet.
func (g *Gate) longer(l *line) (longest *line, longer bool) {
	if len(g.order) == 0 {
		return nil, false
	}
	longest = slices.MaxFunc(g.order, func(a, b *line) int { return len(a.places) - len(b.places) })
	own := 1
	if l != nil {
		own += len(l.places)
	}
	return longest, len(longest.places) > own
}

// makeRoom sends away the last of the longest line, if that is longer than l
// will be.
func (g *Gate) makeRoom(l *line) bool {
	longest, longer := g.longer(l)
	if !longer {
		return false
	}
	last := longest.places[len(longest.places)-1]
	last.busy = true
	g.remove(longest, len(longest.places)-1)
	close(last.called)
	return true
}

// fits tells whether somebody who comes goes in at once: they do where there is
// room, and those in line wait for their own tenants' work alone.
func (g *Gate) fits(tenant string, weight int64) bool {
	return weight <= g.free && g.held[tenant]+weight <= g.rules.Share && g.lines[tenant] == nil &&
		!slices.ContainsFunc(g.order, func(l *line) bool { return g.held[l.tenant]+l.places[0].weight <= g.rules.Share })
}

func (g *Gate) begin(tenant string, weight int64) {
	g.free -= weight
	g.held[tenant] += weight
}

func (g *Gate) leave(tenant string, weight int64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.free += weight
	if g.held[tenant] -= weight; g.held[tenant] == 0 {
		delete(g.held, tenant)
	}
	g.admit()
}

// admit calls those in that fit, from the lines in turn.
func (g *Gate) admit() {
	for at := 0; at < len(g.order); {
		l := g.order[at]
		next := l.places[0]
		if g.held[l.tenant]+next.weight > g.rules.Share {
			at++ // its own work has to leave first
			continue
		}
		if next.weight > g.free {
			return
		}
		g.order = append(slices.Delete(g.order, at, at+1), l)
		g.remove(l, 0)
		g.begin(l.tenant, next.weight)
		close(next.called)
	}
}

// giveUp takes a place out of line; false where it was called meanwhile.
func (g *Gate) giveUp(tenant string, p *place) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	l := g.lines[tenant]
	if l == nil {
		return false
	}
	at := slices.Index(l.places, p)
	if at < 0 {
		return false
	}
	g.remove(l, at)
	g.admit() // what was too heavy held up the others
	return true
}

func (g *Gate) remove(l *line, at int) {
	g.waiting--
	l.places = slices.Delete(l.places, at, at+1)
	if len(l.places) == 0 {
		delete(g.lines, l.tenant)
		g.order = slices.DeleteFunc(g.order, func(other *line) bool { return other == l })
	}
}
