package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/anishathalye/porcupine"
)

// outcome is how a call ended, for whoever made it.
type outcome string

const (
	// acknowledged: an answer came that says what was done, or why not.
	acknowledged outcome = "acknowledged"
	// refused: it is sure that nothing of it was done.
	refused outcome = "refused"
	// inDoubt: no answer, half an answer, or INTERNAL.
	inDoubt outcome = "in doubt"
)

// answer is what a call was told.
type answer struct {
	// done is false where the call was refused by the state of things: a link that
	// doesn't open, a session that has ended, a link that can't be rotated.
	done     bool
	deleted  int
	contents contents
	// Of a link: its id, the token in its URL, its count and status.
	id, token  string
	count      int
	status     string
	generation int
	// session is the token of the one that was started.
	session string
	// Of an audit: how many links the customer has, whether the data that came with it is
	// stored, and how many redemptions the events tell of.
	links, events int
	stored        bool
}

// call is a step that was carried out.
type call struct {
	client int
	step   step
	// token is the one that was sent, of a link or a session.
	token            string
	called, returned time.Duration
	outcome          outcome
	answer           answer
	failure          string
	// generation is that of the token, and session the number of the session.
	generation, session int
}

// String tells of the call in a line.
func (c *call) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s %d", c.step.kind, c.step.subject)
	a := &c.answer
	switch c.step.kind {
	case push, deleteItems:
		what := c.step.contents
		what.there = true
		fmt.Fprintf(&text, " %s", what)
	case read:
		fmt.Fprintf(&text, " %ss", singular[c.step.list])
	case redeem:
		fmt.Fprintf(&text, " generation %d", c.generation)
	case visit:
		fmt.Fprintf(&text, " session %d", c.session)
	default:
	}
	fmt.Fprintf(&text, " -> %s", c.outcome)
	if c.outcome != acknowledged {
		fmt.Fprintf(&text, " (%s)", c.failure)
		return text.String()
	}
	switch c.step.kind {
	case deleteItems, deleteCustomer:
		fmt.Fprintf(&text, ": %d deleted", a.deleted)
	case read, auditCustomer:
		fmt.Fprintf(&text, ": %s", a.contents)
	case redeem:
		fmt.Fprintf(&text, ": opened %t, session %d", a.done, c.session)
	case visit:
		fmt.Fprintf(&text, ": goes on %t", a.done)
	case create, look, rotate:
		fmt.Fprintf(&text, ": done %t, generation %d, count %d, %s", a.done, a.generation, a.count, a.status)
	case auditLink:
		fmt.Fprintf(&text, ": %d links, data stored %t, generation %d, count %d, %s, %d redemptions in events", a.links, a.stored, a.generation, a.count, a.status, a.events)
	default:
	}
	return text.String()
}

// history is all that the clients saw.
type history struct {
	begin time.Time
	mu    sync.Mutex
	calls []*call
}

func (h *history) now() time.Duration { return time.Since(h.begin) }

func (h *history) add(c *call) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.calls = append(h.calls, c)
}

// subject is what a model is checked for: a customer or a link.
type subject struct {
	link   bool
	number int
}

// String gives the subject's key.
func (s subject) String() string {
	if s.link {
		return linkKey(s.number)
	}
	return customerKey(s.number)
}

func (s step) of() subject {
	switch s.kind {
	case push, deleteItems, deleteCustomer, read, auditCustomer:
		return subject{number: s.subject}
	default:
		return subject{link: true, number: s.subject}
	}
}

// bySubject leaves out what tells nothing: refused calls, and reads without an answer.
func (h *history) bySubject() map[subject][]*call {
	all := map[subject][]*call{}
	for _, c := range h.calls {
		if c.outcome == acknowledged || c.outcome == inDoubt && c.step.kind.changes() {
			all[c.step.of()] = append(all[c.step.of()], c)
		}
	}
	for _, calls := range all {
		slices.SortFunc(calls, func(a, b *call) int { return cmp.Compare(a.called, b.called) })
	}
	return all
}

// operations are the calls as the checker takes them.
func operations(calls []*call) []porcupine.Operation {
	all := make([]porcupine.Operation, len(calls))
	for i, c := range calls {
		all[i] = porcupine.Operation{ClientId: c.client, Input: c, Call: c.called.Nanoseconds(), Return: c.returned.Nanoseconds()}
		if c.outcome == inDoubt {
			all[i].Return = math.MaxInt64
		}
	}
	return all
}
