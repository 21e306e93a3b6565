package server_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/portico-portal/portico/internal/server"
	"github.com/portico-portal/portico/internal/testdb"
)

const (
	// soon is a timeout that a test waits for; never is one that it doesn't.
	soon  = 200 * time.Millisecond
	never = time.Hour
	// patience is how long what should end soon may take on a busy machine.
	patience = time.Minute
)

// dial opens a connection on which nothing lasts longer than patience.
func (s *instance) dial(t *testing.T) net.Conn {
	t.Helper()
	connection, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	if err := connection.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	return connection
}

// ends reads until the server closes the connection, and gives what it said.
func ends(t *testing.T, connection net.Conn) string {
	t.Helper()
	said, err := io.ReadAll(connection)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("the connection stays open; %q", said)
	}
	return string(said)
}

// trickle sends a piece again and again, never pausing for long, until the
// server doesn't take it any more.
func trickle(connection net.Conn, piece string) {
	for {
		if _, err := io.WriteString(connection, piece); err != nil {
			return
		}
		time.Sleep(soon / 20)
	}
}

func TestAServerHasTheTimeoutsOfTheDocumentation(t *testing.T) {
	t.Parallel()
	want := server.Timeouts{Header: 5 * time.Second, Read: 30 * time.Second, Request: 30 * time.Second, Write: time.Minute, Idle: 2 * time.Minute, Drain: time.Second}
	if server.DefaultTimeouts != want {
		t.Errorf("%+v", server.DefaultTimeouts)
	}
}

// Each case leaves but one timeout that can end it.
func TestSlowAndSilentClientsAreCut(t *testing.T) {
	t.Parallel()
	const head = "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
	for name, c := range map[string]struct {
		timeouts    server.Timeouts
		begin, more string
	}{
		"headers that trickle in":  {server.Timeouts{Header: soon, Read: never, Idle: never}, head, "X-Slow: x\r\n"},
		"a header that never ends": {server.Timeouts{Header: soon, Read: never, Idle: never}, head + "X-Slow: ", ""},
		"a silent connection":      {server.Timeouts{Header: soon, Read: never, Idle: never}, "", ""},
		"a body that trickles in":  {server.Timeouts{Header: never, Read: soon, Idle: never}, head + "Content-Length: 10000\r\n\r\n{", " "},
		"chunks that trickle in":   {server.Timeouts{Header: never, Read: soon, Idle: never}, head + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n", "1\r\n \r\n"},
		"a body that stops":        {server.Timeouts{Header: never, Read: soon, Idle: never}, head + "Content-Length: 10\r\n\r\n{", ""},
		"a connection at rest":     {server.Timeouts{Header: never, Read: never, Idle: soon}, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startWithin(t, load(t, testdb.New(t, testdb.SQLite, migrate)), true, c.timeouts)
			connection := s.dial(t)
			write(t, connection, c.begin)
			if c.more != "" {
				go trickle(connection, c.more)
			}
			said := ends(t, connection)
			if rest := c.timeouts.Idle == soon; strings.HasPrefix(said, "HTTP/1.1 200 ") != rest {
				t.Errorf("%.300s", said)
			}
		})
	}
}

func TestAClientThatDoesNotReadIsCut(t *testing.T) {
	t.Parallel()
	s := startWithin(t, load(t, testdb.New(t, testdb.SQLite, migrate)), true, server.Timeouts{Write: soon})
	request := "GET " + s.assetOf(t, "/playground") + " HTTP/1.1\r\nHost: localhost\r\n\r\n"
	connection := s.dial(t)
	// Once the answers fill all buffers, the server stops reading until it gives up.
	for {
		if _, err := io.WriteString(connection, request); errors.Is(err, os.ErrDeadlineExceeded) {
			t.Fatal("the connection stays open")
		} else if err != nil {
			return
		}
	}
}

func TestHeadersThatAreTooLargeAreRefused(t *testing.T) {
	t.Parallel()
	s := start(t, load(t, testdb.New(t, testdb.SQLite, migrate)), true)
	for size, status := range map[int]int{30 << 10: 200, 40 << 10: 431} {
		response, text := s.do(t, http.MethodGet, "/healthz", "", "X-Large: "+strings.Repeat("x", size))
		if response.StatusCode != status {
			t.Errorf("%d bytes: %d %s", size, response.StatusCode, text)
		}
	}
}

// await waits for what is about to become true.
func await(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for begin := time.Now(); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Since(begin) > patience {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}
