package transport

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"github.com/portico-portal/portico/internal/intake"
)

// recorder is a runner that answers what it is told to, and keeps the last request.
type recorder struct {
	result *Result
	last   *Request
}

func (r *recorder) Run(_ context.Context, req *Request) *Result {
	r.last = req
	if r.result != nil {
		return r.result
	}
	return &Result{Response: &graphql.Response{Data: json.RawMessage(`{"ok":true}`)}}
}

// answer is what a client sees.
type answer struct {
	status int
	header http.Header
	body   string
}

func send(t *testing.T, run Runner, limits intake.Limits, r *http.Request) answer {
	t.Helper()
	w := httptest.NewRecorder()
	Handler(run, intake.New(limits)).ServeHTTP(w, r)
	body, err := io.ReadAll(w.Result().Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{status: w.Code, header: w.Result().Header, body: string(body)}
}

// post makes a well-formed POST; headers come in pairs and "" removes one.
func post(body string, headers ...string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	return withHeaders(r, headers...)
}

func get(query string, headers ...string) *http.Request {
	return withHeaders(httptest.NewRequest(http.MethodGet, "/graphql?"+query, nil), headers...)
}

func withHeaders(r *http.Request, headers ...string) *http.Request {
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
		if headers[i+1] == "" {
			r.Header.Del(headers[i])
		}
	}
	return r
}

// wantFault checks that an answer is one error with this code and no data entry.
func wantFault(t *testing.T, got answer, status int, code, message string) {
	t.Helper()
	if got.status != status {
		t.Errorf("status %d, want %d: %s", got.status, status, got.body)
	}
	var body struct {
		Errors []struct {
			Message    string
			Extensions struct{ Code string }
		}
		Data *json.RawMessage
	}
	if err := json.Unmarshal([]byte(got.body), &body); err != nil {
		t.Fatalf("%v: %s", err, got.body)
	}
	if strings.Contains(got.body, `"data"`) || len(body.Errors) != 1 {
		t.Fatalf("want one error and no data: %s", got.body)
	}
	if body.Errors[0].Extensions.Code != code {
		t.Errorf("code %q, want %q", body.Errors[0].Extensions.Code, code)
	}
	if !strings.Contains(body.Errors[0].Message, message) {
		t.Errorf("message %q, want %q in it", body.Errors[0].Message, message)
	}
}
