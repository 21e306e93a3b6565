package server_test

import (
	"io"
	"net/http"
	"strings"
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

// awaitRefusal asks by new connections until none is taken any more.
func awaitRefusal(t *testing.T, s *instance) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for begin := time.Now(); time.Since(begin) < 5*time.Second; time.Sleep(10 * time.Millisecond) {
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
