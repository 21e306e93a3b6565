package cli_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/portico-portal/portico/internal/cli"
	"github.com/portico-portal/portico/internal/config"
	"github.com/portico-portal/portico/internal/server"
)

func TestHealthcheckTellsWhetherAServerIsReady(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.environment["HOST"], s.environment["PORT"] = "127.0.0.1", "0"
	settings, err := config.Load(func(name string) string { return s.environment[name] }, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(t.Context())
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- server.Run(ctx, server.Options{Config: settings, Stderr: io.Discard, Terminal: true, Ready: func(url string) { ready <- url }})
	}()
	url := <-ready
	s.environment["PORT"] = url[strings.LastIndexByte(url, ':')+1:]
	if r := s.run(t, "healthcheck"); r != (result{}) {
		t.Errorf("%+v", r)
	}
	end()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if r := s.run(t, "healthcheck"); r.code != 1 || !strings.HasPrefix(r.stderr, "portico: no server answers on 127.0.0.1:") {
		t.Errorf("%+v", r)
	}
}

func TestHealthcheckTellsWhyAServerIsNotReady(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "shutting down", http.StatusServiceUnavailable)
		}))
	}()
	defer func() { _ = listener.Close() }()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	s := &shell{environment: map[string]string{"HOST": "127.0.0.1", "PORT": port}}
	if r := s.run(t, "healthcheck"); r.code != 1 || !strings.HasSuffix(r.stderr, "is not ready: shutting down\n") {
		t.Errorf("%+v", r)
	}
}

func TestServeEndsWithZeroWhenItIsAskedTo(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.environment["HOST"], s.environment["PORT"] = "127.0.0.1", "0"
	var stderr lines
	ctx, end := context.WithCancel(t.Context())
	stderr.on = func(line string) {
		if strings.Contains(line, "Portico is ready") {
			end()
		}
	}
	code := cli.Run(ctx, cli.Process{
		Args: nil, Getenv: func(name string) string { return s.environment[name] }, Stdout: io.Discard, Stderr: &stderr,
	})
	if code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// lines hands on each write, which is a line of the log.
type lines struct{ on func(string) }

func (l *lines) Write(p []byte) (int, error) {
	l.on(string(p))
	return len(p), nil
}
