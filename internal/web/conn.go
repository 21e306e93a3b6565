package web

import (
	"context"
	"net"
	"sync/atomic"
)

// Listener makes a listener whose connections count what is read of them. The server has to
// pass ConnContext, so that a request finds its connection.
func Listener(listener net.Listener) net.Listener { return connListener{listener} }

type connListener struct{ net.Listener }

// Accept waits for a connection.
func (l connListener) Accept() (net.Conn, error) {
	accepted, err := l.Listener.Accept()
	if tcp, ok := accepted.(*net.TCPConn); ok && err == nil {
		return &conn{TCPConn: tcp}, nil
	}
	return accepted, err
}

type connKey struct{}

// ConnContext is an http.Server's.
func ConnContext(ctx context.Context, c net.Conn) context.Context {
	if c, ok := c.(*conn); ok {
		return context.WithValue(ctx, connKey{}, c)
	}
	return ctx
}

// connOf is the connection that a request came by; nil where Listener didn't make it.
func connOf(ctx context.Context) *conn {
	c, _ := ctx.Value(connKey{}).(*conn)
	return c
}

// conn is a client's connection, of which chunking asks how much was read.
type conn struct {
	*net.TCPConn

	count atomic.Int64
}

// Read counts.
func (c *conn) Read(into []byte) (int, error) {
	n, err := c.TCPConn.Read(into)
	c.count.Add(int64(n))
	return n, err
}
