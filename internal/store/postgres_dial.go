package store

import (
	"context"
	"net"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// mostSilence is as long as all systems take: Linux counts in seconds up to 32,767.
const mostSilence = time.Hour

// boundingSilence connects to a database whose machine may vanish without a word: a connection
// on which nothing is acknowledged for so long is broken, where the system would take a quarter
// of an hour for it, and a request all of its time.
func boundingSilence(dial pgconn.DialFunc, most time.Duration) pgconn.DialFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		socket, ok := conn.(*net.TCPConn)
		if err != nil || !ok {
			return conn, err
		}
		most := min(most, mostSilence)
		// Whoever waits for an answer has nothing under way that could be acknowledged. A system
		// that takes neither leaves the connection as good as any other.
		_ = socket.SetKeepAliveConfig(net.KeepAliveConfig{Enable: true, Idle: most / 2, Interval: most / 4, Count: 4})
		_ = boundUnacknowledged(socket, most)
		return socket, nil
	}
}
