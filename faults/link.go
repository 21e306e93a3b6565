package main

import (
	"fmt"

	"github.com/anishathalye/porcupine"
)

// link is what a magic link is, as its calls make it.
type link struct {
	made       bool
	generation int
	count      int
	revoked    bool
	// open are the sessions that go on, a bit for each that a client was told of.
	open uint64
}

func (l link) status(most int) string {
	switch {
	case l.revoked:
		return "REVOKED"
	case most > 0 && l.count >= most:
		return "EXHAUSTED"
	default:
		return "ACTIVE"
	}
}

// watchedSessions are as many as link.open has bits.
const watchedSessions = 64

// linkModel tells whether the calls of one link can have happened one after the other.
var linkModel = porcupine.Model{
	Init: func() any { return link{} },
	Step: func(state, input, _ any) (bool, any) {
		return input.(*call).onLink(state.(link))
	},
	DescribeOperation: func(input, _ any) string { return input.(*call).String() },
	DescribeState:     func(state any) string { return fmt.Sprintf("%+v", state.(link)) },
}

func (c *call) onLink(now link) (bool, link) {
	most := mostRedemptions(c.step.subject)
	switch c.step.kind {
	case create:
		if !now.made {
			now.made, now.generation = true, 1
		}
		return c.outcome == inDoubt || c.sees(now, most), now
	case redeem:
		opens := now.made && c.generation == now.generation && now.status(most) == "ACTIVE"
		if opens {
			now.count++
			if c.outcome == acknowledged && c.session < watchedSessions {
				now.open |= 1 << c.session
			}
		}
		return c.outcome == inDoubt || c.answer.done == opens, now
	case revoke:
		if now.made {
			now.revoked, now.open = true, 0
		}
		return c.outcome == inDoubt || now.made, now
	case rotate:
		can := now.made && !now.revoked
		if can {
			now.generation, now.count, now.open = now.generation+1, 0, 0
		}
		if c.outcome == inDoubt {
			return true, now
		}
		return c.answer.done == can && (!can || c.answer.generation == now.generation), now
	case look:
		return now.made && c.sees(now, most), now
	case visit:
		return c.answer.done == (now.open&(1<<c.session) != 0), now
	case auditLink:
		if !now.made {
			return c.answer.links == 0 && !c.answer.contents.there, now
		}
		return c.answer.links == 1 && c.answer.stored && c.sees(now, most), now
	default:
		return false, now
	}
}

// sees tells whether what was read of the link is what it is. A link that doesn't open
// shows no token, so no generation.
func (c *call) sees(now link, most int) bool {
	a := &c.answer
	return a.status == now.status(most) && a.count == now.count && (a.generation == now.generation || a.generation == 0 && a.status != "ACTIVE")
}
