package web

import (
	"context"
	"errors"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// watchAfter is how long a request is under way until its client is watched. Few are.
const watchAfter = 100 * time.Millisecond

// Listener makes a listener whose connections count what is read of them, and tell requests
// whose client has gone. The server has to pass ConnContext, so that a request finds its
// connection.
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

// conn is a client's connection. net/http learns that a client has gone by a read of one byte,
// in a goroutine that it starts for each request, lets wait, and interrupts in the end: up to a
// tenth of the CPU of a small call. Here that read says nothing, and the connection is read
// only where a request is under way for longer than watchAfter. It is told from others by
// having no deadline: a server needs timeouts for all of them.
type conn struct {
	*net.TCPConn

	count atomic.Int64

	mu sync.Mutex
	// gone is told where the client of the request that is under way has gone; nil between
	// requests.
	gone  func()
	timer *time.Timer
	// whole says that net/http has read a request to its end; it may be the one before, where
	// the next came with it.
	whole bool
	// watching is closed when the watch has ended that is under way.
	watching chan struct{}
	// ahead is a byte of the next request, which the watch came upon.
	ahead []byte
	// deadline is that of the reads of others than the watch.
	deadline time.Time
}

// Read counts.
func (c *conn) Read(into []byte) (int, error) {
	c.mu.Lock()
	c.whole = len(into) == 1 && c.deadline.IsZero()
	if c.whole {
		c.mu.Unlock()
		return 0, nil
	}
	if c.watching != nil && c.gone != nil {
		c.timer.Reset(watchAfter)
	}
	c.endWatch()
	n := copy(into, c.ahead)
	c.ahead = c.ahead[n:]
	c.mu.Unlock()
	if n > 0 {
		return n, nil
	}
	n, err := c.TCPConn.Read(into)
	c.count.Add(int64(n))
	return n, err
}

// begin notes that a request is under way, and whom to tell if its client goes before end.
func (c *conn) begin(gone func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.gone = gone
	if c.timer == nil {
		c.timer = time.AfterFunc(watchAfter, c.watch)
	} else {
		c.timer.Reset(watchAfter)
	}
}

func (c *conn) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.timer.Stop()
	c.gone = nil
	c.endWatch()
}

// watch reads until the client goes, sends more, or the request ends.
func (c *conn) watch() {
	c.mu.Lock()
	if c.gone == nil || c.watching != nil || len(c.ahead) > 0 {
		c.mu.Unlock()
		return
	}
	if !c.whole {
		c.timer.Reset(watchAfter)
		c.mu.Unlock()
		return
	}
	ended := make(chan struct{})
	c.watching = ended
	_ = c.TCPConn.SetReadDeadline(time.Time{}) // it fails where the read will
	c.mu.Unlock()

	ahead := make([]byte, 1)
	n, err := c.TCPConn.Read(ahead)
	c.count.Add(int64(n))

	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead = ahead[:n]
	c.watching = nil
	_ = c.TCPConn.SetReadDeadline(c.deadline) // likewise
	close(ended)
	if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) && c.gone != nil {
		c.gone()
	}
}

// endWatch waits for the watch to end. The mutex is held, but for while it waits.
func (c *conn) endWatch() {
	for c.watching != nil {
		ended := c.watching
		_ = c.TCPConn.SetReadDeadline(time.Unix(1, 0)) // it fails where the read did
		c.mu.Unlock()
		<-ended
		c.mu.Lock()
	}
}

// SetReadDeadline sets the deadline of the reads, though not that of the watch.
func (c *conn) SetReadDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.deadline = t
	if c.watching != nil {
		return nil
	}
	return c.TCPConn.SetReadDeadline(t)
}

// SetDeadline sets both deadlines.
func (c *conn) SetDeadline(t time.Time) error {
	return errors.Join(c.SetReadDeadline(t), c.SetWriteDeadline(t))
}
