package outbound

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// receiver is somebody's server, on an address of this machine.
type receiver struct {
	*httptest.Server

	// connections counts those that were opened, whatever became of them.
	connections atomic.Int64
}

func receive(t *testing.T, address string, handler http.HandlerFunc) *receiver {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	r := &receiver{Server: httptest.NewUnstartedServer(handler)}
	_ = r.Listener.Close()
	r.Listener = listener
	r.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	r.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			r.connections.Add(1)
		}
	}
	r.Start()
	t.Cleanup(r.Close)
	return r
}

// named gives the receiver's address by a name, which is looked up at the call.
func (r *receiver) named(scheme string) string {
	_, port, _ := net.SplitHostPort(r.Listener.Addr().String())
	return scheme + "://localhost:" + port
}

func call(t *testing.T, client *Client, url string) (*Answer, error) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader("payload"))
	if err != nil {
		t.Fatal(err)
	}
	return client.Do(request)
}

func echo(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	w.Header().Set("X-Kind", "echo")
	w.WriteHeader(http.StatusAccepted)
	_, _ = w.Write(body)
}

func TestThisMachineIsReachedOnlyWherePrivateAddressesMayBe(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"127.0.0.1:0", "[::1]:0"} {
		r := receive(t, address, echo)
		if _, err := call(t, New(false), strings.Replace(r.URL, "http:", "https:", 1)); !errors.Is(err, ErrAddress) {
			t.Errorf("%s: %v", r.URL, err)
		}
		if _, err := call(t, New(false), r.URL); !errors.Is(err, ErrURL) {
			t.Errorf("%s: %v", r.URL, err)
		}
		if got := r.connections.Load(); got != 0 {
			t.Errorf("%s: %d connections", r.URL, got)
		}
		answer, err := call(t, New(true), r.URL)
		if err != nil || answer.Status != 202 || string(answer.Body) != "payload" || answer.Truncated || answer.Header.Get("X-Kind") != "echo" {
			t.Errorf("%s: %+v, %v", r.URL, answer, err)
		}
	}
}

// A name that was harmless when it was checked may mean this machine later.
func TestANameIsJudgedByTheAddressThatItHasAtTheCall(t *testing.T) {
	t.Parallel()
	r := receive(t, "127.0.0.1:0", echo)
	client := New(false)
	if _, err := client.CheckURL(r.named("https")); err != nil {
		t.Errorf("a name: %v", err)
	}
	if _, err := call(t, client, r.named("https")); !errors.Is(err, ErrAddress) || r.connections.Load() != 0 {
		t.Errorf("%v, %d connections", err, r.connections.Load())
	}
	if answer, err := call(t, New(true), r.named("http")); err != nil || answer.Status != 202 {
		t.Errorf("%+v, %v", answer, err)
	}
}

func TestARedirectIsAnAnswerAndIsNotFollowed(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		target := receive(t, "127.0.0.1:0", echo)
		r := receive(t, "127.0.0.1:0", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", target.URL)
			w.WriteHeader(status)
		})
		answer, err := call(t, New(true), r.URL)
		if err != nil || answer.Status != status || answer.Header.Get("Location") != target.URL || target.connections.Load() != 0 {
			t.Errorf("%d: %+v, %v, %d connections", status, answer, err, target.connections.Load())
		}
	}
}

func TestAReceiverThatHangsIsGivenUp(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]string{"before its answer": "", "within its body": "half"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := receive(t, "127.0.0.1:0", func(w http.ResponseWriter, r *http.Request) {
				echoed, _ := io.ReadAll(r.Body) // else the server doesn't see that the client has gone
				if begin != "" {
					_, _ = io.WriteString(w, begin+string(echoed))
					_ = http.NewResponseController(w).Flush()
				}
				<-r.Context().Done()
			})
			if answer, err := call(t, New(true), r.URL); !errors.Is(err, context.DeadlineExceeded) || strings.Contains(err.Error(), r.URL) {
				t.Errorf("%+v, %v", answer, err)
			}
		})
	}
}

func TestAHugeBodyIsCutAndHugeHeadersAreRefused(t *testing.T) {
	t.Parallel()
	zeros := make([]byte, 1<<20)
	for length, truncated := range map[int]bool{MaxBody: false, MaxBody + 1: true, 1 << 30: true} {
		r := receive(t, "127.0.0.1:0", func(w http.ResponseWriter, _ *http.Request) {
			for rest := length; rest > 0; {
				n, err := w.Write(zeros[:min(rest, len(zeros))])
				if err != nil {
					return
				}
				rest -= n
			}
		})
		answer, err := call(t, New(true), r.URL)
		if err != nil || len(answer.Body) != MaxBody || answer.Truncated != truncated {
			t.Errorf("%d bytes: %v", length, err)
		}
	}
	r := receive(t, "127.0.0.1:0", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Huge", strings.Repeat("x", MaxHeader))
	})
	if answer, err := call(t, New(true), r.URL); err == nil {
		t.Errorf("huge headers: %+v", answer)
	}
}

func TestACompressedBodyStaysAsItCame(t *testing.T) {
	t.Parallel()
	var zipped bytes.Buffer
	writer := gzip.NewWriter(&zipped)
	_, _ = writer.Write(make([]byte, 1<<20))
	_ = writer.Close()
	r := receive(t, "127.0.0.1:0", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept-Encoding") != "" {
			t.Errorf("it asks for %s", r.Header.Get("Accept-Encoding"))
		}
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(zipped.Bytes())
	})
	if answer, err := call(t, New(true), r.URL); err != nil || !bytes.Equal(answer.Body, zipped.Bytes()) {
		t.Errorf("%v", err)
	}
}

// Not parallel: it sets the environment.
func TestNoProxyOfTheEnvironmentIsUsed(t *testing.T) {
	proxy := receive(t, "127.0.0.1:0", echo)
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"} {
		t.Setenv(name, proxy.URL)
	}
	t.Setenv("NO_PROXY", "")
	t.Setenv("no_proxy", "")
	// A name that is none: who asked the proxy would get its answer. (Localhost is never proxied.)
	if answer, err := call(t, New(true), "http://receiver.invalid/"); err == nil || proxy.connections.Load() != 0 {
		t.Errorf("%+v, %v, %d connections", answer, err, proxy.connections.Load())
	}
}
