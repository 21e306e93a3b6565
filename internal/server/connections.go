package server

import (
	"net"
	"net/http"
	"runtime/debug"
	"sync"
	"time"
)

// connections are the open ones, and since when they are.
type connections struct {
	mu   sync.Mutex
	open map[net.Conn]time.Time
}

func newConnections() *connections { return &connections{open: map[net.Conn]time.Time{}} }

// changed is an [http.Server]'s ConnState. The number of connections moves the
// collector's limit.
func (c *connections) changed(connection net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew, http.StateClosed, http.StateHijacked:
	case http.StateActive, http.StateIdle:
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if state == http.StateNew {
		c.open[connection] = time.Now()
	} else {
		delete(c.open, connection)
	}
	if n := len(c.open); n%limitStep == 0 && limitMoves.Load() {
		debug.SetMemoryLimit(collectorLimitFor(n))
	}
}

// any tells whether one is open of those that were opened at such a time.
func (c *connections) any(at func(opened time.Time) bool) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, opened := range c.open {
		if at(opened) {
			return true
		}
	}
	return false
}
