package webhook

import (
	"sync"

	"github.com/google/uuid"
)

// lot is what of one endpoint was leased and isn't finished yet.
type lot struct {
	deliveries int
	// full says that its lease gave all that was asked for, so there may be more.
	full bool
}

// lots counts what is unfinished. While an endpoint has a lot it gets no other, so
// that one that is slow neither fills the room nor goes over its own share of it.
type lots struct {
	mu         sync.Mutex
	unfinished map[uuid.UUID]*lot
	// starved says that there was no room when it was last looked for.
	starved bool
}

// busy lists the endpoints with a lot, and tells how many deliveries may be leased: as
// many as can be called at once even if each is of another endpoint.
func (l *lots) busy() (endpoints []uuid.UUID, room int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	room = mostCalls
	for endpoint, lot := range l.unfinished {
		endpoints = append(endpoints, endpoint)
		room -= min(lot.deliveries, mostOfOne)
	}
	room = max(room, 0)
	l.starved = room == 0
	return endpoints, room
}

func (l *lots) add(endpoint uuid.UUID, deliveries int, full bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.unfinished[endpoint] = &lot{deliveries: deliveries, full: full}
}

// done takes a delivery off its lot. It reports whether it is worth while to look for
// more before the next poll.
func (l *lots) done(endpoint uuid.UUID) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	lot := l.unfinished[endpoint]
	lot.deliveries--
	if lot.deliveries > 0 {
		// Only the last of a lot make room.
		return l.starved && lot.deliveries < mostOfOne
	}
	delete(l.unfinished, endpoint)
	return l.starved || lot.full
}
