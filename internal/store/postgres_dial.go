package store

import (
	"context"
	"errors"
	"net"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

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
		// Whoever waits for an answer has nothing under way that could be acknowledged.
		alive := net.KeepAliveConfig{Enable: true, Idle: most / 2, Interval: most / 4, Count: 4}
		if err := errors.Join(socket.SetKeepAliveConfig(alive), boundUnacknowledged(socket, most)); err != nil {
			return nil, errors.Join(err, socket.Close())
		}
		return socket, nil
	}
}
