package load

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func target(t *testing.T, handler http.HandlerFunc) Target {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return Target{Addr: strings.TrimPrefix(server.URL, "http://"), Path: "/graphql"}
}

func TestEveryAnsweredCallIsCounted(t *testing.T) {
	t.Parallel()
	var answered atomic.Int64
	l := Load{Workers: 4, For: 50 * time.Millisecond, Target: target(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if r.Header.Get("Authorization") != "Bearer key" || string(body) != "hello" {
			w.WriteHeader(http.StatusBadRequest)
		}
		answered.Add(1)
		_, _ = w.Write(bytes.Repeat([]byte("x"), 5000)) // too long for a Content-Length: chunked
	})}
	l.Next = func(c *Call) { c.Key, c.Body = "key", append(c.Body, "hello"...) }
	l.Good = func(answer []byte) error {
		if len(answer) != 5000 {
			return errors.New("too short")
		}
		return nil
	}
	result, err := Run(t.Context(), l)
	if err != nil {
		t.Fatal(err)
	}
	if int64(result.Calls) != answered.Load() || result.Calls < 4 {
		t.Errorf("%d calls counted of %d", result.Calls, answered.Load())
	}
}

func TestWithoutAKeyNoCredentialIsSent(t *testing.T) {
	t.Parallel()
	l := Load{Workers: 1, For: time.Millisecond, Target: target(t, func(w http.ResponseWriter, r *http.Request) {
		if _, sent := r.Header["Authorization"]; sent {
			w.WriteHeader(http.StatusBadRequest)
		}
	})}
	l.Next = func(*Call) {}
	l.Good = func([]byte) error { return nil }
	if _, err := Run(t.Context(), l); err != nil {
		t.Error(err)
	}
}

func TestABadAnswerIsAnError(t *testing.T) {
	t.Parallel()
	for name, handler := range map[string]http.HandlerFunc{
		"status": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) },
		"answer": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("no")) },
		"cut":    func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := Load{Workers: 2, For: time.Minute, Target: target(t, handler)}
			l.Next = func(*Call) {}
			l.Good = func([]byte) error { return errors.New("not good") }
			if _, err := Run(t.Context(), l); err == nil {
				t.Error("no error")
			}
		})
	}
}
