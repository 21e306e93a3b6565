package server_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/portico-portal/portico/internal/config"
	"github.com/portico-portal/portico/internal/server"
	"github.com/portico-portal/portico/internal/storetest"
	"github.com/portico-portal/portico/internal/testdb"
)

var migrate testdb.Migrate = storetest.Migrate

// buffer is written by the server and read by the test at the same time.
type buffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// instance is a server that runs within the test.
type instance struct {
	url         string
	log, stderr buffer
	end         context.CancelFunc
	ended       chan error
}

// load reads a configuration for a server on a free port.
func load(t *testing.T, databaseURL string, environment ...string) config.Config {
	t.Helper()
	settings := map[string]string{
		"DATABASE_URL": databaseURL, "HOST": "127.0.0.1", "PORT": "0", "PORTICO_LOG_LEVEL": "debug", "PORTICO_LOG_FORMAT": "json",
	}
	if strings.HasPrefix(databaseURL, "postgres") {
		settings["PORTICO_SECRET"] = strings.Repeat("s", 32)
	}
	for _, entry := range environment {
		name, value, _ := strings.Cut(entry, "=")
		settings[name] = value
	}
	loaded, err := config.Load(func(name string) string { return settings[name] }, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

// start runs a server until the test ends or stop is called.
func start(t *testing.T, settings config.Config, terminal bool) *instance {
	t.Helper()
	return startWithin(t, settings, terminal, server.Timeouts{})
}

// startWithin runs a server with timeouts that a test can wait for.
func startWithin(t *testing.T, settings config.Config, terminal bool, timeouts server.Timeouts) *instance {
	t.Helper()
	return startWith(t, server.Options{Config: settings, Terminal: terminal, Timeouts: timeouts})
}

// startAt runs a server in a time to come.
func startAt(t *testing.T, settings config.Config, ahead time.Duration) *instance {
	t.Helper()
	return startWith(t, server.Options{Config: settings, Clock: func() time.Time { return time.Now().Add(ahead) }})
}

func startWith(t *testing.T, o server.Options) *instance {
	t.Helper()
	ctx, end := context.WithCancel(context.Background())
	s := &instance{end: end, ended: make(chan error, 1)}
	ready := make(chan string, 1)
	o.Timeouts.Drain = cmp.Or(o.Timeouts.Drain, soon)
	o.Log, o.Stderr, o.Ready = server.NewLogger(&s.log, o.Config.Log), &s.stderr, func(url string) { ready <- url }
	go func() { s.ended <- server.Run(ctx, o) }()
	select {
	case s.url = <-ready:
	case err := <-s.ended:
		t.Fatalf("the server did not start: %v", err)
	case <-time.After(time.Minute):
		t.Fatal("the server does not start")
	}
	t.Cleanup(func() { s.stop(t) })
	return s
}

// stop does what a signal does, and waits.
func (s *instance) stop(t *testing.T) {
	t.Helper()
	s.end()
	http.DefaultClient.CloseIdleConnections() // where others serve, the server leaves them to their client
	select {
	case err, first := <-s.ended:
		if err != nil {
			t.Errorf("the server ended with %v", err)
		}
		if first {
			close(s.ended)
		}
	case <-time.After(time.Minute):
		t.Error("the server does not end")
	}
}

// firstKey is what a person copies from a first start's screen.
func (s *instance) firstKey(t *testing.T) string {
	t.Helper()
	_, rest, found := strings.Cut(s.stderr.String(), "Authorization: Bearer ")
	key, _, whole := strings.Cut(rest, "'")
	if !found || !whole {
		t.Fatalf("no key on the screen: %s", &s.stderr)
	}
	return key
}

// post sends a body to the API and gives the status and the answer.
func (s *instance) post(t *testing.T, body io.Reader, headers ...string) (status int, answer string) {
	t.Helper()
	request, err := http.NewRequest(http.MethodPost, s.url+"/graphql", body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

// query sends a document.
func (s *instance) query(t *testing.T, document string, headers ...string) (status int, answer string) {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": document})
	if err != nil {
		t.Fatal(err)
	}
	return s.post(t, bytes.NewReader(body), headers...)
}

// mint makes a customer with a link, and gives the link's URL.
func (s *instance) mint(t *testing.T, headers ...string) string {
	t.Helper()
	_, answer := s.query(t, `mutation { createCustomerPortal(input: {customerData: {customerKey: "hotel"}}) { magicLink { url } } }`, headers...)
	_, rest, _ := strings.Cut(answer, `"url":"`)
	url, _, found := strings.Cut(rest, `"`)
	if !found {
		t.Fatalf("no link: %s", answer)
	}
	return url
}

// get gives the status of a path and its text.
func (s *instance) get(t *testing.T, path string) (status int, text string) {
	t.Helper()
	response, err := http.Get(s.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}
