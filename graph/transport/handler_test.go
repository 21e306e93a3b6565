package transport

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/portico-portal/portico/internal/intake"
)

func TestMethods(t *testing.T) {
	for _, method := range []string{"PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "QUERY", "get"} {
		t.Run(method+" is refused with the methods that are allowed", func(t *testing.T) {
			r := post(`{"query":"{a}"}`)
			r.Method = method
			run := new(recorder)
			got := send(t, run, intake.Limits{}, r)
			wantFault(t, got, 405, "BAD_REQUEST", "POST")
			if allow := got.header.Get("Allow"); allow != "GET, POST" {
				t.Errorf("Allow: %q", allow)
			}
			if run.last != nil {
				t.Error("it ran")
			}
		})
	}
}

func TestContentType(t *testing.T) {
	for _, c := range []struct {
		contentType string
		status      int
	}{
		{"application/json", 200},
		{"Application/JSON", 200},
		{"application/json; charset=utf-8", 200},
		{"application/json;charset=UTF-8", 200},
		{`application/json; charset="Utf-8"`, 200},
		{"application/json; profile=x", 200},
		{"application/json; charset=utf-16", 415},
		{"application/json; charset=latin1", 415},
		{"application/json; charset=", 415},
		{"application/json; charset=utf-8; charset=utf-16", 415},
		{"", 415},
		{"text/plain", 415},
		{"text/plain; application/json", 415},
		{"application/x-www-form-urlencoded", 415},
		{"multipart/form-data; boundary=x", 415},
		{"application/graphql", 415},
		{"application/jsonx", 415},
		{"application/graphql-response+json", 415},
		{"*/*", 415},
	} {
		t.Run(c.contentType, func(t *testing.T) {
			got := send(t, new(recorder), intake.Limits{}, post(`{"query":"{a}"}`, "Content-Type", c.contentType))
			if c.status == 415 {
				wantFault(t, got, 415, "BAD_REQUEST", "must be")
			} else if got.status != c.status {
				t.Errorf("status %d, want %d: %s", got.status, c.status, got.body)
			}
		})
	}
	t.Run("two headers are refused", func(t *testing.T) {
		r := post(`{"query":"{a}"}`)
		r.Header.Add("Content-Type", "text/plain")
		wantFault(t, send(t, new(recorder), intake.Limits{}, r), 415, "BAD_REQUEST", "Content-Type")
	})
}

func TestContentEncoding(t *testing.T) {
	for _, coding := range []string{"gzip", "br", "deflate", "identity, gzip", "x"} {
		t.Run(coding+" is refused", func(t *testing.T) {
			got := send(t, new(recorder), intake.Limits{}, post(`{"query":"{a}"}`, "Content-Encoding", coding))
			wantFault(t, got, 415, "BAD_REQUEST", "compressed")
			if accepted := got.header.Get("Accept-Encoding"); accepted != "identity" {
				t.Errorf("Accept-Encoding: %q", accepted)
			}
		})
	}
	t.Run("identity is taken", func(t *testing.T) {
		if got := send(t, new(recorder), intake.Limits{}, post(`{"query":"{a}"}`, "Content-Encoding", "Identity")); got.status != 200 {
			t.Errorf("status %d: %s", got.status, got.body)
		}
	})
}

func TestBodyLimit(t *testing.T) {
	const exact = `{"query":"{abcdef}"}` // 20 bytes
	for _, c := range []struct {
		name   string
		body   io.Reader
		length int64
		status int
	}{
		{"a body of exactly the limit is taken", strings.NewReader(exact), 20, 200},
		{"one byte more is refused by its length, unread", unreadable{}, 21, 413},
		{"one byte more is refused while it arrives", strings.NewReader(exact + " "), -1, 413},
		{"a chunked body of exactly the limit is taken", strings.NewReader(exact), -1, 200},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := post("")
			r.Body, r.ContentLength = io.NopCloser(c.body), c.length
			got := send(t, new(recorder), intake.Limits{Body: 20}, r)
			if c.status == 413 {
				wantFault(t, got, 413, "LIMIT_EXCEEDED", "20 bytes")
			} else if got.status != c.status {
				t.Errorf("status %d, want %d: %s", got.status, c.status, got.body)
			}
		})
	}
	t.Run("the limit is 8 MiB when none is named", func(t *testing.T) {
		r := post("")
		r.Body, r.ContentLength = io.NopCloser(unreadable{}), intake.DefaultBodyLimit+1
		wantFault(t, send(t, new(recorder), intake.Limits{}, r), 413, "LIMIT_EXCEEDED", "8388608 bytes")
	})
}

// unreadable is a body that must not be read.
type unreadable struct{ err error }

func (u unreadable) Read([]byte) (int, error) {
	if u.err == nil {
		return 0, errors.New("read although it should not be")
	}
	return 0, u.err
}

func TestReadErrorsAreFaults(t *testing.T) {
	for _, c := range []struct {
		name   string
		err    error
		status int
	}{
		{"a body that breaks off is 400", io.ErrUnexpectedEOF, 400},
		{"a connection that fails is 400", errors.New("secret detail"), 400},
		{"a deadline that passes is 408", os.ErrDeadlineExceeded, 408},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := post("")
			r.Body, r.ContentLength = io.NopCloser(io.MultiReader(strings.NewReader(`{"query":`), unreadable{c.err})), -1
			got := send(t, new(recorder), intake.Limits{}, r)
			wantFault(t, got, c.status, "BAD_REQUEST", "the body")
			if strings.Contains(got.body, "secret") {
				t.Error("the cause is told to the client")
			}
		})
	}
}

func TestRequestReachesTheRunner(t *testing.T) {
	type key struct{}
	run := new(recorder)
	r := post(`{"query":"query Q{a}","operationName":"Q","variables":{"v":1},"extensions":{"e":"f"},"other":[1]}`, "Portico-Debug", "cost")
	seen := context.Background()
	runner := runnerFunc(func(ctx context.Context, req *Request) *Result {
		seen = ctx
		return run.Run(ctx, req)
	})
	got := send(t, runner, intake.Limits{}, r.WithContext(context.WithValue(r.Context(), key{}, "here")))
	if got.status != 200 || got.body != `{"data":{"ok":true}}` {
		t.Fatalf("%d %s", got.status, got.body)
	}
	req := run.last
	if req.Query != "query Q{a}" || req.OperationName != "Q" || req.ReadOnly || req.DocumentID != "" {
		t.Errorf("%+v", req)
	}
	if req.Extensions["e"] != "f" || len(req.Variables) != 1 {
		t.Errorf("%+v", req)
	}
	if req.Header.Get("Portico-Debug") != "cost" || seen.Value(key{}) != "here" {
		t.Error("the header or the context is lost")
	}
}

type runnerFunc func(context.Context, *Request) *Result

func (f runnerFunc) Run(ctx context.Context, req *Request) *Result { return f(ctx, req) }

func TestBodiesDoNotLeakIntoOneAnother(t *testing.T) {
	run := new(recorder)
	send(t, run, intake.Limits{}, post(`{"query":"{first}","variables":{"v":"aaaa","w":["bbbb"]}}`))
	first := run.last
	send(t, run, intake.Limits{}, post(`{"query":"{other}","variables":{"x":"cccc","y":["dddd"]}}`))
	if first.Query != "{first}" || first.Variables["v"] != "aaaa" || first.Variables["w"].([]any)[0] != "bbbb" {
		t.Errorf("the pooled buffer shows through: %+v", first)
	}
}

func TestOverTheWire(t *testing.T) {
	server := httptest.NewServer(Handler(new(recorder), intake.New(intake.Limits{Body: 1 << 10})))
	defer server.Close()
	for _, c := range []struct {
		name   string
		body   io.Reader
		status int
	}{
		{"a request is answered", strings.NewReader(`{"query":"{a}"}`), 200},
		{"a long body is 413", bytes.NewReader(make([]byte, 64<<10)), 413},
		{"a long chunked body is 413", io.MultiReader(bytes.NewReader(make([]byte, 64<<10))), 413},
	} {
		t.Run(c.name, func(t *testing.T) {
			response, err := http.Post(server.URL, "application/json", c.body)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			if response.StatusCode != c.status || response.ContentLength <= 0 {
				t.Errorf("status %d, length %d", response.StatusCode, response.ContentLength)
			}
		})
	}
}
