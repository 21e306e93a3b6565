package e2e_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	clients = 32
	// answerPatience is far beyond what any answer takes: whoever waits so long has been forgotten.
	answerPatience = 40 * time.Second
)

// outcome is how a call ended, for the client that made it.
type outcome string

const (
	// answered: the whole answer came, with a link.
	answered outcome = "answered"
	// refused: there was no connection, so nothing was sent.
	refused outcome = "refused"
	// unaccepted: the connection ended without one byte of an answer. After the
	// signal that is no fault of a server that no other stands beside: a connection
	// at rest may be closed just when its client sends on it. Before the signal it is.
	unaccepted outcome = "not accepted"
	// broken: anything else. A part of an answer, silence, or an error.
	broken outcome = "broken"
)

// call is one request and what became of it.
type call struct {
	customer string
	outcome  outcome
	// path is the link's, if the call was answered.
	path string
	// before tells that all of it was sent, or that it had no connection, before the signal.
	before bool
	// reused tells that its connection had answered a call already.
	reused bool
	// ended is when all of the answer had come, or there was none.
	ended time.Time
	err   error
}

// load is many clients that call one server until nobody listens any more.
type load struct {
	address, key string
	signalled    atomic.Bool
	running      sync.WaitGroup
	mu           sync.Mutex
	calls        []call
}

// underLoad starts the clients.
func (s *server) underLoad(key string) *load {
	l := &load{address: "127.0.0.1:" + s.port(), key: key}
	for i := range clients {
		l.running.Go(func() { l.client(i) })
	}
	return l
}

// answers counts what was answered so far.
func (l *load) answers() (n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := range l.calls {
		if l.calls[i].outcome == answered {
			n++
		}
	}
	return n
}

// wait waits until all clients have met a closed door, and gives their calls.
func (l *load) wait() []call {
	l.running.Wait()
	return l.calls
}

// client makes one call after the other. It keeps its connection as long as the
// server does.
func (l *load) client(number int) {
	var kept *connection
	for i := 0; ; i++ {
		c := call{customer: fmt.Sprintf("customer_%d_%d", number, i)}
		c.reused = kept != nil
		if kept == nil {
			kept, c.err = dial(l.address)
		}
		if c.err != nil {
			c.outcome, c.before = noConnection(c.err), !l.signalled.Load()
		} else if !l.send(kept, &c) {
			kept.Close()
			kept = nil
		}
		c.ended = time.Now()
		l.mu.Lock()
		l.calls = append(l.calls, c)
		l.mu.Unlock()
		if c.outcome == refused || c.outcome == broken {
			return
		}
	}
}

// connection is a socket with nothing between it and the test: net/http's
// client sends anew by itself, and hides what happened to the first try.
type connection struct {
	net.Conn

	reader *bufio.Reader
}

func dial(address string) (*connection, error) {
	socket, err := net.DialTimeout("tcp", address, answerPatience)
	if err != nil {
		return nil, err
	}
	return &connection{socket, bufio.NewReader(socket)}, nil
}

// send makes a call and tells whether the connection may be used again.
func (l *load) send(to *connection, c *call) (again bool) {
	content := body(createPortal, portalFor(c.customer))
	head := fmt.Sprintf("POST /graphql HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n"+
		"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n", l.address, l.key, len(content))
	_ = to.SetDeadline(time.Now().Add(answerPatience)) // it fails on a closed socket, as does what follows
	if _, c.err = to.Write(append([]byte(head), content...)); c.err != nil {
		c.outcome = noAnswer(c.err)
		return false
	}
	c.before = !l.signalled.Load()
	if _, c.err = to.reader.Peek(1); c.err != nil {
		c.outcome = noAnswer(c.err)
		return false
	}
	c.outcome = broken
	response, err := http.ReadResponse(to.reader, nil)
	if err != nil {
		c.err = err
		return false
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		c.err = err
		return false
	}
	var data made
	if c.err = parse(response.StatusCode, text, &data); c.err != nil {
		return false
	}
	c.outcome, c.path = answered, pathOf(data.CreateCustomerPortal.MagicLink.URL)
	return !response.Close
}

// noConnection tells a closed door from a machine in trouble. The reset is what
// a listener that closes just now answers.
func noConnection(err error) outcome {
	if errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.ECONNRESET) {
		return refused
	}
	return broken
}

// noAnswer tells a connection that ended from one on which nothing happens.
func noAnswer(err error) outcome {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return broken
	}
	return unaccepted
}
