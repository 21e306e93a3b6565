package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/token"
)

// told makes a history of calls that come one after the other.
type told struct {
	t       *testing.T
	history history
	keyring *token.Keyring
	id      uuid.UUID
}

func newTold(t *testing.T) *told {
	t.Helper()
	keyring, err := token.NewKeyring([]string{secret})
	if err != nil {
		t.Fatal(err)
	}
	return &told{t: t, keyring: keyring, id: uuid.Must(uuid.NewV7())}
}

// add adds an acknowledged call.
func (h *told) add(kind kind, c call) *call {
	c.step.kind, c.outcome = kind, acknowledged
	c.called = time.Duration(len(h.history.calls)) * time.Second
	c.returned = c.called + time.Second/2
	h.history.calls = append(h.history.calls, &c)
	return &c
}

// link is what is read of the link in a generation.
func (h *told) link(generation, count int, status string) answer {
	a := answer{done: true, id: h.id.String(), status: status, count: count}
	if status == "ACTIVE" {
		a.token = h.token(generation)
	}
	return a
}

func (h *told) token(generation int) string {
	h.t.Helper()
	made, ok := h.keyring.LinkToken(h.keyring.Current(), "abcdef", h.id, generation)
	if !ok {
		h.t.Fatal("no token")
	}
	return made.Reveal()
}

func named(name string) contents {
	c := contents{there: true}
	c.names[0][0], c.names[1][0] = name, name
	return c
}

func (h *told) pushed() *call { return h.add(push, call{step: step{contents: named("a")}}) }

func (h *told) created() *call { return h.add(create, call{answer: h.link(1, 0, "ACTIVE")}) }

// redeemed is by the first token.
func (h *told) redeemed(session string) {
	h.add(redeem, call{token: h.token(1), answer: answer{done: session != "", session: session}})
}

func (h *told) visited(goesOn bool) {
	h.add(visit, call{token: "s", answer: answer{done: goesOn}})
}

func (h *told) audited(a answer, events int) *call {
	a.links, a.stored, a.events = 1, true, events
	return h.add(auditLink, call{answer: a})
}

// Link 0 may be redeemed once.
func TestTheCheckerTellsWhatMustNotBe(t *testing.T) {
	t.Parallel()
	half := named("a")
	half.names[1][0] = ""
	for name, c := range map[string]struct {
		calls func(h *told)
		want  string
	}{
		"all is well": {func(h *told) {
			h.pushed()
			h.add(auditCustomer, call{answer: answer{contents: named("a")}})
			h.created()
			h.redeemed("s")
			h.visited(true)
			h.add(rotate, call{answer: h.link(2, 0, "ACTIVE")})
			h.visited(false)
			h.redeemed("")
			h.audited(h.link(2, 0, "ACTIVE"), 1)
		}, ""},
		"a write in doubt was done": {func(h *told) {
			h.pushed().outcome = inDoubt
			h.add(auditCustomer, call{answer: answer{contents: named("a")}})
		}, ""},
		"a write in doubt was not done": {func(h *told) {
			h.pushed().outcome = inDoubt
			h.add(auditCustomer, call{})
		}, ""},
		"an acknowledged write is lost": {func(h *told) {
			h.pushed()
			h.add(auditCustomer, call{})
		}, "one after the other"},
		"a call is half stored": {func(h *told) {
			h.pushed().outcome = inDoubt
			h.add(auditCustomer, call{answer: answer{contents: half}})
		}, "one after the other"},
		"a deletion is lost": {func(h *told) {
			h.pushed()
			h.add(deleteItems, call{step: step{contents: named("x")}, answer: answer{deleted: 2}})
			h.add(auditCustomer, call{answer: answer{contents: named("a")}})
		}, "one after the other"},
		"a link is redeemed twice of once": {func(h *told) {
			h.created()
			h.redeemed("s")
			h.redeemed("r")
		}, "one after the other"},
		"a rotated-away token is accepted": {func(h *told) {
			h.created()
			h.add(rotate, call{answer: h.link(2, 0, "ACTIVE")})
			h.redeemed("s")
		}, "one after the other"},
		"a revoked link is accepted": {func(h *told) {
			h.created()
			h.add(revoke, call{answer: answer{done: true}})
			h.redeemed("s")
		}, "one after the other"},
		"a session outlives its link": {func(h *told) {
			h.created()
			h.redeemed("s")
			h.add(revoke, call{answer: answer{done: true}})
			h.visited(true)
		}, "one after the other"},
		"a session has ended by itself": {func(h *told) {
			h.created()
			h.redeemed("s")
			h.visited(false)
		}, "one after the other"},
		"a link is there without its data": {func(h *told) {
			h.created()
			h.audited(h.link(1, 0, "ACTIVE"), 0).answer.stored = false
		}, "one after the other"},
		"a retry made a second link": {func(h *told) {
			h.created()
			h.created().answer.id = uuid.NewString()
		}, "two links"},
		"a redemption is told twice": {func(h *told) {
			h.created()
			h.redeemed("s")
			h.audited(h.link(1, 1, "EXHAUSTED"), 2)
		}, "tell of 2 redemptions, where 1 were"},
		"a redemption isn't told": {func(h *told) {
			h.created()
			h.redeemed("s")
			h.audited(h.link(1, 1, "EXHAUSTED"), 0)
		}, "tell of 0 redemptions, where 1 were"},
		"a key is refused": {func(h *told) {
			c := h.pushed()
			c.outcome, c.failure = inDoubt, "UNAUTHENTICATED: no"
		}, "was told UNAUTHENTICATED"},
		"a call hangs": {func(h *told) {
			c := h.pushed()
			c.outcome, c.failure = inDoubt, errSlow.Error()
		}, "no answer within"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newTold(t)
			c.calls(h)
			var found []string
			for _, v := range h.history.check(h.keyring, t.TempDir()) {
				found = append(found, v.what)
			}
			all := strings.Join(found, "; ")
			if c.want == "" && all != "" || !strings.Contains(all, c.want) {
				t.Errorf("found %q, want %q", all, c.want)
			}
		})
	}
}
