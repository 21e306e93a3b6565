package server_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/portico-portal/portico/internal/testdb"
)

func TestWhatWasAcceptedIsAnswered(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrate, func(t *testing.T, url string) {
		s := start(t, load(t, url), true)
		key, call := s.firstKey(t), printedBody(t, s.stderr.String())
		body, rest := io.Pipe()
		answered := make(chan string, 1)
		go func() {
			_, answer := s.post(t, body, "Authorization: Bearer "+key)
			answered <- answer
		}()
		write(t, rest, call[:10]) // the pipe is read, so the request is under way
		s.end()
		awaitDraining(t, s)
		awaitRefusal(t, s)
		write(t, rest, call[10:])
		_ = rest.Close()
		if answer := <-answered; !strings.Contains(answer, `"expiresAt"`) {
			t.Errorf("the request under way: %s", answer)
		}
		s.stop(t)
	})
}

// idled opens a connection, has it answer once, and leaves it at rest.
func (s *instance) idled(t *testing.T) (net.Conn, *bufio.Reader) {
	t.Helper()
	connection := s.dial(t)
	reader := bufio.NewReader(connection)
	if response := askAlive(t, connection, reader); response.Close {
		t.Error("the server closes a connection that it could keep")
	}
	return connection, reader
}

func askAlive(t *testing.T, connection net.Conn, reader *bufio.Reader) *http.Response {
	t.Helper()
	write(t, connection, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
	response, err := http.ReadResponse(reader, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if _, err := io.Copy(io.Discard, response.Body); err != nil || response.StatusCode != http.StatusOK {
		t.Errorf("%d, %v", response.StatusCode, err)
	}
	return response
}

func TestWhereOtherProcessesServeConnectionsAtRestAreLeftToTheirClients(t *testing.T) {
	t.Parallel()
	s := start(t, load(t, testdb.New(t, testdb.Postgres, migrate)), true)
	used, reader := s.idled(t)
	left, _ := s.idled(t)
	s.end()
	awaitDraining(t, s)
	time.Sleep(time.Second)
	if fresh := s.dial(t); !askAlive(t, fresh, bufio.NewReader(fresh)).Close {
		t.Error("an answer on a new connection doesn't close it")
	}
	if !askAlive(t, used, reader).Close {
		t.Error("an answer on a kept connection doesn't close it")
	}
	begin := time.Now()
	_ = left.Close()
	s.stop(t)
	if took := time.Since(begin); took > 2*time.Second {
		t.Errorf("it ended %s after the last of the connections", took)
	}
}

func TestNoClientHoldsUpTheEnd(t *testing.T) {
	t.Parallel()
	for engine, most := range map[testdb.Engine]time.Duration{testdb.SQLite: 0, testdb.Postgres: 5 * time.Second} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			s := start(t, load(t, testdb.New(t, engine, migrate)), true)
			connection, _ := s.idled(t)
			begin := time.Now()
			s.end()
			ends(t, connection)
			const busy = 3 * time.Second // what a machine with much to do may need beside
			if took := time.Since(begin); took < most || took > most+busy {
				t.Errorf("a connection at rest was closed %s after the signal, and should be after %s", took, most)
			}
			s.stop(t)
		})
	}
}

// Each connection brings one call, so that many are being made when the listener
// closes.
func TestNoConnectionIsResetThatTheServerTook(t *testing.T) {
	t.Parallel()
	s := start(t, load(t, testdb.New(t, testdb.SQLite, migrate)), true)
	address := strings.TrimPrefix(s.url, "http://")
	var answered atomic.Int64
	var callers sync.WaitGroup
	for range 16 {
		callers.Go(func() {
			for {
				connection, err := net.Dial("tcp", address)
				if errors.Is(err, syscall.ECONNREFUSED) {
					return
				}
				if err == nil {
					err = callOnce(connection)
				}
				if err != nil {
					t.Errorf("after %d answers: %v", answered.Load(), err)
					return
				}
				answered.Add(1)
			}
		})
	}
	for answered.Load() < 100 {
		time.Sleep(time.Millisecond)
	}
	s.stop(t)
	callers.Wait()
}

// callOnce makes a call and has its answer end the connection.
func callOnce(connection net.Conn) error {
	defer func() { _ = connection.Close() }()
	if err := connection.SetDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	if _, err := io.WriteString(connection, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"); err != nil {
		return err
	}
	answer, err := io.ReadAll(connection)
	if err == nil && !strings.HasPrefix(string(answer), "HTTP/1.1 200 ") {
		err = fmt.Errorf("%q", answer)
	}
	return err
}

// awaitRefusal asks by new connections until none is taken any more.
func awaitRefusal(t *testing.T, s *instance) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for begin := time.Now(); time.Since(begin) < patience; time.Sleep(10 * time.Millisecond) {
		response, err := client.Get(s.url + "/healthz")
		if err != nil {
			return
		}
		_ = response.Body.Close()
	}
	t.Error("new connections are taken all the time")
}

func write(t *testing.T, to io.Writer, text string) {
	t.Helper()
	if _, err := io.WriteString(to, text); err != nil {
		t.Fatal(err)
	}
}

// awaitDraining asks until the server says that it is about to end.
func awaitDraining(t *testing.T, s *instance) {
	t.Helper()
	for range 100 {
		status, text := s.get(t, "/readyz")
		if status == http.StatusServiceUnavailable && text == "shutting down\n" {
			return
		}
	}
	t.Error("the server is ready all the time")
}
