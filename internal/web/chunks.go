package web

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync/atomic"
)

// chunkAllowance is how many bytes a body's chunks may take beyond as many as the
// body has: what a few small chunks need.
const chunkAllowance = 16 << 10

var errWastefulChunks = errors.New("web: the chunks of the body are larger than the body")

// Metered makes a listener whose connections count what is read of them. The
// server has to pass MeterContext, so that a request finds its connection's count.
func Metered(listener net.Listener) net.Listener { return meteredListener{listener} }

type meteredListener struct{ net.Listener }

// Accept waits for a connection.
func (l meteredListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if tcp, ok := conn.(*net.TCPConn); ok && err == nil {
		return &meteredConn{TCPConn: tcp}, nil
	}
	return conn, err
}

type meteredConn struct {
	*net.TCPConn

	count atomic.Int64
}

// Read counts.
func (c *meteredConn) Read(into []byte) (int, error) {
	n, err := c.TCPConn.Read(into)
	c.count.Add(int64(n))
	return n, err
}

type meterKey struct{}

// MeterContext is an http.Server's ConnContext.
func MeterContext(ctx context.Context, conn net.Conn) context.Context {
	if metered, ok := conn.(*meteredConn); ok {
		return context.WithValue(ctx, meterKey{}, &metered.count)
	}
	return ctx
}

// chunking refuses a body in chunks that are mostly frame: one of a byte each
// costs thirty times the CPU of the same body by its length.
func chunking(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if count, ok := r.Context().Value(meterKey{}).(*atomic.Int64); ok && len(r.TransferEncoding) > 0 {
			r.Body = &chunkedBody{ReadCloser: r.Body, count: count, before: count.Load()}
		}
		next.ServeHTTP(w, r)
	})
}

type chunkedBody struct {
	io.ReadCloser

	count        *atomic.Int64
	before, body int64
}

// Read reads the body, and holds its bytes against those of the connection.
func (b *chunkedBody) Read(into []byte) (int, error) {
	n, err := b.ReadCloser.Read(into)
	b.body += int64(n)
	if frame := b.count.Load() - b.before - b.body; frame > b.body+chunkAllowance {
		return n, errWastefulChunks
	}
	return n, err
}
