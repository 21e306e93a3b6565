package webhook

import (
	"sync"
	"time"

	"github.com/google/uuid"
)

// lot is what of one endpoint was leased and isn't finished yet.
type lot struct {
	deliveries int
	// full says that its lease gave all that was asked for, so there may be more.
	full bool
	// failing says that its endpoint fails.
	failing bool
	leased  time.Time
}

// lots counts what is unfinished. While an endpoint has a lot it gets no other, so
// that one that is slow neither fills the room nor goes over its own share of it. One
// that may have more waiting rests before it gets its next.
type lots struct {
	mu         sync.Mutex
	unfinished map[uuid.UUID]*lot
	// starved says that there was no room when it was last looked for.
	starved bool
}

// busy lists the endpoints with a lot, and tells how many calls more may be under way,
// and how many are for endpoints that fail: those get half of all at most.
func (l *lots) busy() (endpoints []uuid.UUID, room, failing int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	room = mostCalls
	for endpoint, lot := range l.unfinished {
		endpoints = append(endpoints, endpoint)
		calls := min(lot.deliveries, mostOfOne)
		room -= calls
		if lot.failing {
			failing += calls
		}
	}
	if l.starved = room < mostOfOne; l.starved {
		room = 0 // the next endpoint may bring as many
	}
	return endpoints, room, failing
}

func (l *lots) add(endpoint uuid.UUID, leased *lot) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.unfinished[endpoint] = leased
}

// done takes a delivery off its lot. It reports whether that makes room that somebody waits
// for, and for how long the endpoint is to rest, until rested is called, where its lease gave
// all that was asked for; else that is 0.
func (l *lots) done(endpoint uuid.UUID) (room bool, rest time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	lot := l.unfinished[endpoint]
	lot.deliveries--
	switch {
	case lot.deliveries > 0:
	case lot.full:
		rest = min(2*time.Since(lot.leased)+1, longestRest) // never 0, or nothing would end it
	default:
		delete(l.unfinished, endpoint)
	}
	// Only the last of a lot make room.
	return l.starved && lot.deliveries < mostOfOne, rest
}

// rested lets an endpoint have its next lot.
func (l *lots) rested(endpoint uuid.UUID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.unfinished, endpoint)
}
