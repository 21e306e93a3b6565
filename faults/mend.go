package main

import (
	"fmt"
	"time"
)

// mend is the moment at which a fault begins to be mended, and how long after it each
// server may take until it acknowledges a write.
type mend struct {
	fault string
	at    time.Duration
	bound time.Duration
}

// measure notes how long after each mend the last of the servers acknowledged a write. What
// the clients had no time left for isn't counted.
func (r *result) measure(h *history, n *nemesis, length time.Duration) (found []violation) {
	for _, m := range n.mends {
		slowest, all := time.Duration(0), true
		for server := range n.servers {
			took, written := h.firstWrite(server, len(n.servers), m.at)
			if all = all && written; took > m.bound || !written && m.at+m.bound < length {
				found = append(found, violation{about: "server", what: fmt.Sprintf(
					"server %d acknowledged no write within %s of the end of %q at %.0f ms", server, m.bound, m.fault, milliseconds(m.at))})
			}
			slowest = max(slowest, took)
		}
		if all {
			r.writes[m.fault] = append(r.writes[m.fault], slowest)
		}
	}
	return found
}

// firstWrite is how long after a moment one of several servers acknowledged a write.
func (h *history) firstWrite(server, servers int, after time.Duration) (took time.Duration, written bool) {
	for _, c := range h.calls {
		if c.client < clients && c.client%servers == server && c.step.kind.changes() && c.outcome == acknowledged && c.returned >= after {
			if since := c.returned - after; !written || since < took {
				took, written = since, true
			}
		}
	}
	return took, written
}
