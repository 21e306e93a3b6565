package groupcommit

import "context"

// Sending is how a Run tells that its batch is on its way. The next batch may then be sent
// behind it, before there is a result: whoever carries them out finds the next as soon as it
// is done with one, and needn't be woken for it.
type Sending struct {
	// Behind is what the batch before went through, which has no result yet; nil where there
	// is none.
	Behind any

	sent func(through any)
}

type sendingKey struct{}

// SendingOf gives the Sending of the Run that a context was made for; nil where it is no
// batch's.
func SendingOf(ctx context.Context) *Sending {
	s, _ := ctx.Value(sendingKey{}).(*Sending)
	return s
}

// Sent tells through what the batch is on its way, for the one behind it.
func (s *Sending) Sent(through any) { s.sent(through) }

func (s *Sending) in(ctx context.Context) context.Context {
	return context.WithValue(ctx, sendingKey{}, s)
}

// sending makes the Sending of a batch that is begun.
func (g *Group[T, R]) sending(name string, l *lane[T, R], under *led) *Sending {
	return &Sending{Behind: l.behind, sent: func(through any) {
		g.mu.Lock()
		defer g.mu.Unlock()
		under.through = through
		g.sendBehind(name, l)
	}}
}

// landed notes that a batch has its result.
func (g *Group[T, R]) landed(name string, l *lane[T, R], under *led) {
	g.mu.Lock()
	defer g.mu.Unlock()
	l.underWay--
	under.through = nil
	g.sendBehind(name, l)
}

// sendBehind begins the next batch behind the one that was sent last, once it is as large and
// no other is under way, so that the others still gather.
func (g *Group[T, R]) sendBehind(name string, l *lane[T, R]) {
	before := l.led
	if before == nil || before.through == nil || l.underWay > 1 || len(l.waiting) < before.size {
		return
	}
	l.behind = before.through
	g.pass(name, l, before)
}
