package admission

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Turns lets only so many do their work at once. The others wait in line, each
// tenant in its own; the lines are served in turn, so that one tenant's flood
// keeps nobody else waiting for long. No tenant has more than three quarters of
// the turns: work that is stuck leaves room for others'. It is safe for use by
// many goroutines.
type Turns struct {
	patience time.Duration
	room     int
	share    int

	mu      sync.Mutex
	free    int
	waiting int
	// working counts the turns of each tenant.
	working map[string]int
	lines   map[string]*line
	// order are the lines in the order of their turns.
	order []*line
}

// line is a tenant's line; nobody in it waits for somebody behind.
type line struct {
	tenant string
	places []*place
}

// place is where somebody waits: it is closed when their turn has come, or when
// they are sent away.
type place struct {
	called chan struct{}
	busy   bool
}

// NewTurns lets work at once and as many wait, each for patience at most.
func NewTurns(work int, patience time.Duration) *Turns {
	return &Turns{
		patience: patience, room: work, share: work - work/4, free: work, working: map[string]int{}, lines: map[string]*line{},
	}
}

// Enter waits for the tenant's turn, which lasts until leave is called. The
// error is ErrBusy, at once where all places are taken by tenants whose lines
// are no longer than this one's, or that of the context.
func (t *Turns) Enter(ctx context.Context, tenant string) (leave func(), err error) {
	p, err := t.come(tenant)
	if err != nil {
		return nil, err
	}
	if p == nil {
		return func() { t.leave(tenant) }, nil
	}
	patience := time.NewTimer(t.patience)
	defer patience.Stop()
	select {
	case <-p.called:
	case <-ctx.Done():
		err = ctx.Err()
	case <-patience.C:
		err = ErrBusy
	}
	if err != nil && t.giveUp(tenant, p) {
		return nil, err
	}
	if p.busy {
		return nil, ErrBusy
	}
	return func() { t.leave(tenant) }, nil
}

// Refuses tells whether Enter would be ErrBusy at once, before any work is done
// for whoever comes.
func (t *Turns) Refuses(tenant string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.waiting < t.room {
		return false
	}
	_, longer := t.longer(t.lines[tenant])
	return !longer
}

// come gives a place in line; nil where there is no need to wait.
func (t *Turns) come(tenant string) (*place, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.free > 0 && t.working[tenant] < t.share {
		t.begin(tenant)
		return nil, nil
	}
	l := t.lines[tenant]
	if t.waiting >= t.room && !t.makeRoom(l) {
		return nil, ErrBusy
	}
	if l == nil {
		l = &line{tenant: tenant}
		t.lines[tenant] = l
		t.order = append(t.order, l)
	}
	p := &place{called: make(chan struct{})}
	l.places = append(l.places, p)
	t.waiting++
	return p, nil
}

// longer gives the longest line, if that is longer than l will be with one more;
// l is nil where there is none yet.
func (t *Turns) longer(l *line) (longest *line, longer bool) {
	if len(t.order) == 0 {
		return nil, false
	}
	longest = slices.MaxFunc(t.order, func(a, b *line) int { return len(a.places) - len(b.places) })
	own := 1
	if l != nil {
		own += len(l.places)
	}
	return longest, len(longest.places) > own
}

// makeRoom sends away the last of the longest line, if that is longer than l
// will be.
func (t *Turns) makeRoom(l *line) bool {
	longest, longer := t.longer(l)
	if !longer {
		return false
	}
	last := longest.places[len(longest.places)-1]
	last.busy = true
	t.remove(longest, len(longest.places)-1)
	close(last.called)
	return true
}

func (t *Turns) begin(tenant string) {
	t.free--
	t.working[tenant]++
}

// leave ends a tenant's turn and calls the next in line.
func (t *Turns) leave(tenant string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.free++
	if t.working[tenant]--; t.working[tenant] == 0 {
		delete(t.working, tenant)
	}
	at := slices.IndexFunc(t.order, func(l *line) bool { return t.working[l.tenant] < t.share })
	if at < 0 {
		return
	}
	l := t.order[at]
	t.order = append(slices.Delete(t.order, at, at+1), l)
	next := l.places[0]
	t.remove(l, 0)
	t.begin(l.tenant)
	close(next.called)
}

// giveUp takes a place out of line; false where it was called meanwhile.
func (t *Turns) giveUp(tenant string, p *place) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	l := t.lines[tenant]
	if l == nil {
		return false
	}
	at := slices.Index(l.places, p)
	if at < 0 {
		return false
	}
	t.remove(l, at)
	return true
}

func (t *Turns) remove(l *line, at int) {
	t.waiting--
	l.places = slices.Delete(l.places, at, at+1)
	if len(l.places) == 0 {
		delete(t.lines, l.tenant)
		t.order = slices.DeleteFunc(t.order, func(other *line) bool { return other == l })
	}
}
