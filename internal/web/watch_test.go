package web

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// serving serves on loopback what identifying gives a context, and connects to it.
func serving(t *testing.T, server *http.Server) (client net.Conn, answers *bufio.Reader) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server.Handler, server.ConnContext = identifying(server.Handler, 10*time.Second), ConnContext
	server.ReadTimeout, server.IdleTimeout = 10*time.Second, cmp.Or(server.IdleTimeout, 10*time.Second)
	served := make(chan error, 1)
	go func() { served <- server.Serve(Listener(listener)) }()
	t.Cleanup(func() {
		_ = server.Close()
		if err := <-served; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
	client, err = net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	if err := client.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return client, bufio.NewReader(client)
}

// echoing answers a request's method and body, after as long as its path says.
func echoing(t *testing.T) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		wait, err := time.ParseDuration(r.URL.Path[1:])
		if err != nil {
			t.Error(err)
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		select {
		case <-time.After(wait):
		case <-r.Context().Done():
			t.Error("the request ended though its client was there")
		}
		_, _ = w.Write(append([]byte(r.Method+" "), body...))
	})
}

func send(t *testing.T, client net.Conn, text string) {
	t.Helper()
	if _, err := io.WriteString(client, text); err != nil {
		t.Fatal(err)
	}
}

func post(wait time.Duration, body string) string {
	return fmt.Sprintf("POST /%v HTTP/1.1\r\nHost: portico\r\nContent-Length: %d\r\n\r\n%s", wait, len(body), body)
}

func wantAnswer(t *testing.T, answers *bufio.Reader, want string) {
	t.Helper()
	answer, err := http.ReadResponse(answers, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if got, err := io.ReadAll(answer.Body); err != nil || string(got) != "POST "+want {
		t.Errorf("answered %q, %v; want POST and %q", got, err, want)
	}
}

// wantCanceled wants a request's context to end soon, since its client has gone.
func wantCanceled(t *testing.T, ended <-chan error) {
	t.Helper()
	select {
	case err := <-ended:
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	case <-time.After(5 * time.Second):
		t.Error("the request still goes on")
	}
}

func TestARequestOfWhichTheClientHasGoneEnds(t *testing.T) {
	t.Parallel()
	for name, request := range map[string]string{
		"without a body": "GET / HTTP/1.1\r\nHost: portico\r\n\r\n",
		"with a body":    post(0, "body"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			begun, ended := make(chan struct{}), make(chan error, 1)
			client, _ := serving(t, &http.Server{Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body)
				close(begun)
				<-r.Context().Done()
				ended <- r.Context().Err()
			})})
			send(t, client, request)
			<-begun
			if err := client.Close(); err != nil {
				t.Fatal(err)
			}
			wantCanceled(t, ended)
		})
	}
}

// What came with the request before is read without the connection, so that the watch begins
// while the body is still to come.
func TestARequestThatBeganWithTheOneBeforeEndsWhenItsClientHasGone(t *testing.T) {
	t.Parallel()
	begun, ended := make(chan struct{}), make(chan error, 1)
	client, answers := serving(t, &http.Server{Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if r.URL.Path == "/last" {
			close(begun)
			<-r.Context().Done()
			ended <- r.Context().Err()
		}
	})})
	send(t, client, post(0, "first")+"POST /last HTTP/1.1\r\nHost: portico\r\nContent-Length: 4\r\n\r\nb")
	if answer, err := http.ReadResponse(answers, nil); err != nil || answer.Body.Close() != nil {
		t.Fatal(err)
	}
	time.Sleep(2 * watchAfter)
	send(t, client, "ody")
	<-begun
	if err := client.Close(); err != nil {
		t.Fatal(err)
	}
	wantCanceled(t, ended)
}

// Where this fails a new release of Go keeps what it calls at the end of a body elsewhere: the
// server works as before, and each small call takes a tenth more of the CPU.
func TestAClientIsWatchedOnlyWhereItsRequestTakesLong(t *testing.T) {
	t.Parallel()
	if atBodyEnd.of == nil {
		t.Error("net/http's field is not found")
	}
	if found := findBodyEnd("noSuchField"); found.of != nil {
		t.Errorf("found %v", found)
	}
	if found := findBodyEnd("closed"); found.of != nil {
		t.Errorf("took a field of another type for the one: %v", found)
	}
	accepted, client := net.Pipe()
	t.Cleanup(func() { _ = client.Close() })
	watching := &readsOfAByte{Conn: accepted}
	served := make(chan struct{})
	early, late := int64(-1), int64(-1)
	server := &http.Server{ReadHeaderTimeout: 10 * time.Second, Handler: identifying(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		early = watching.count.Load()
		for end := time.Now().Add(5 * time.Second); watching.count.Load() == 0 && time.Now().Before(end); {
			time.Sleep(watchAfter / 10)
		}
		late = watching.count.Load()
		close(served)
	}), 10*time.Second)}
	go func() { _ = server.Serve(&oneConn{conn: watching}) }() // it ends at once, as there is one connection
	t.Cleanup(func() { _ = server.Close() })
	send(t, client, post(0, "body"))
	<-served
	if early != 0 || late != 1 {
		t.Errorf("its connection was read %d times at first, and %d in the end; want 0 and 1", early, late)
	}
}

// readsOfAByte counts what net/http reads to watch a client.
type readsOfAByte struct {
	net.Conn

	count atomic.Int64
}

func (c *readsOfAByte) Read(into []byte) (int, error) {
	if len(into) == 1 {
		c.count.Add(1)
	}
	return c.Conn.Read(into)
}

// oneConn is a listener that accepts one connection.
type oneConn struct{ conn net.Conn }

func (l *oneConn) Accept() (net.Conn, error) {
	if l.conn == nil {
		return nil, net.ErrClosed
	}
	accepted := l.conn
	l.conn = nil
	return accepted, nil
}

func (l *oneConn) Close() error   { return nil }
func (l *oneConn) Addr() net.Addr { return &net.TCPAddr{} }

// A request that is under way for long has its connection read, which the next one must not
// notice, whenever it comes.
func TestARequestThatIsWatchedLeavesTheNextOneWhole(t *testing.T) {
	t.Parallel()
	for _, pause := range []time.Duration{0, watchAfter / 2, 2 * watchAfter, 4 * watchAfter} {
		t.Run(fmt.Sprint("after ", pause), func(t *testing.T) {
			t.Parallel()
			client, answers := serving(t, &http.Server{Handler: echoing(t)})
			for range 2 {
				send(t, client, post(3*watchAfter, "first"))
				time.Sleep(pause)
				send(t, client, post(0, "second"))
				send(t, client, post(2*watchAfter, "third"))
				wantAnswer(t, answers, "first")
				wantAnswer(t, answers, "second")
				wantAnswer(t, answers, "third")
			}
		})
	}
}

func TestABodyThatComesSlowlyIsReadWhole(t *testing.T) {
	t.Parallel()
	client, answers := serving(t, &http.Server{Handler: echoing(t)})
	body := strings.Repeat("slow ", 6)
	for range 2 { // the second finds what the first left
		send(t, client, post(0, "quick"))
		wantAnswer(t, answers, "quick") // whose watch would be due in the middle of the next body
		head, _, _ := strings.Cut(post(2*watchAfter, body), body)
		send(t, client, head)
		for part := range strings.SplitAfterSeq(body, " ") {
			send(t, client, part)
			time.Sleep(watchAfter / 2)
		}
		wantAnswer(t, answers, body)
	}
}

// The watch of a request must not take away the deadline of the wait for the next.
func TestAConnectionEndsWhenItIsIdleAfterAWatchedRequest(t *testing.T) {
	t.Parallel()
	client, answers := serving(t, &http.Server{Handler: echoing(t), IdleTimeout: watchAfter})
	send(t, client, post(2*watchAfter, "body"))
	wantAnswer(t, answers, "body")
	begun := time.Now()
	if _, err := answers.ReadByte(); !errors.Is(err, io.EOF) || time.Since(begun) > 5*time.Second {
		t.Errorf("after %v: %v", time.Since(begun), err)
	}
}
