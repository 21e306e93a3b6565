package store

import (
	"net"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// dialing connects to databases whose machines may vanish without a word: a connection on
// which nothing is acknowledged for the time is broken, where the system would take a quarter
// of an hour for it, and a request all of its time.
func dialing(silence time.Duration) pgconn.DialFunc {
	dialer := net.Dialer{
		// Whoever waits for an answer has nothing under way that could be acknowledged.
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: silence / 2, Interval: silence / 4, Count: 4},
		ControlContext:  boundSilence(silence),
	}
	return dialer.DialContext
}
