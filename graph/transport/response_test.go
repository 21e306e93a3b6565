package transport

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/portico-portal/portico/internal/intake"
)

func TestStatusAndBody(t *testing.T) {
	fieldError := &graphql.Response{Data: json.RawMessage(`{"a":null}`), Errors: gqlerror.List{{Message: "no"}}}
	requestError := &graphql.Response{Data: json.RawMessage("null"), Errors: gqlerror.List{{Message: "no"}}}
	for _, c := range []struct {
		name          string
		result        *Result
		plain, modern int
		body          string
	}{
		{"data", &Result{Response: &graphql.Response{Data: json.RawMessage(`{"a":1}`)}}, 200, 200, `{"data":{"a":1}}`},
		{"an error of a field", &Result{Response: fieldError}, 200, 200, `{"errors":[{"message":"no"}],"data":{"a":null}}`},
		{"data that is null", &Result{Response: &graphql.Response{Errors: gqlerror.List{{Message: "no"}}}}, 200, 200, `{"errors":[{"message":"no"}],"data":null}`},
		{"a request error", &Result{Response: requestError, RequestError: true}, 200, 400, `{"errors":[{"message":"no"}]}`},
		{"a status of its own", &Result{Response: requestError, RequestError: true, Status: 401}, 401, 401, `{"errors":[{"message":"no"}]}`},
		{
			"a refusal", Refuse(429, "RATE_LIMITED", "slow down"), 429, 429,
			`{"errors":[{"message":"slow down","extensions":{"code":"RATE_LIMITED"}}]}`,
		},
		{
			"extensions", &Result{Response: &graphql.Response{Data: json.RawMessage(`{}`), Extensions: map[string]any{"cost": 3}}}, 200, 200,
			`{"data":{},"extensions":{"cost":3}}`,
		},
		{
			"HTML as it is", &Result{Response: &graphql.Response{Data: json.RawMessage(`"<&>"`), Errors: gqlerror.List{{Message: "<a & b>"}}}}, 200, 200,
			`{"errors":[{"message":"<a & b>"}],"data":"<&>"}`,
		},
		{"nothing but a failed request", &Result{Response: &graphql.Response{}, RequestError: true}, 200, 400, `{}`},
		{"no result", nil, 500, 500, `{"errors":[{"message":"the response could not be written","extensions":{"code":"INTERNAL"}}]}`},
		{"no response", &Result{Status: 200}, 500, 500, `{"errors":[{"message":"the response could not be written","extensions":{"code":"INTERNAL"}}]}`},
		{
			"what JSON can't hold", &Result{Response: &graphql.Response{Extensions: map[string]any{"f": func() {}}}}, 500, 500,
			`{"errors":[{"message":"the response could not be written","extensions":{"code":"INTERNAL"}}]}`,
		},
	} {
		for media, status := range map[string]int{mediaJSON: c.plain, mediaGraphQL: c.modern} {
			t.Run(c.name+" as "+media, func(t *testing.T) {
				run := runnerFunc(func(context.Context, *Request) *Result { return c.result })
				got := send(t, run, intake.Limits{}, post(`{"query":"{a}"}`, "Accept", media))
				if got.status != status || got.body != c.body {
					t.Errorf("got %d %s, want %d %s", got.status, got.body, status, c.body)
				}
				if got.header.Get("Content-Type") != media+"; charset=utf-8" || got.header.Get("Content-Length") != strconv.Itoa(len(c.body)) {
					t.Errorf("header %v", got.header)
				}
			})
		}
	}
}

// TestNotARequestIs400 holds for both media types, unlike a request error.
func TestNotARequestIs400(t *testing.T) {
	for _, media := range []string{mediaJSON, mediaGraphQL} {
		for _, body := range []string{"", "{}", `{"query":""}`, `{"query":1}`, "nonsense"} {
			t.Run(media+" "+body, func(t *testing.T) {
				wantFault(t, send(t, new(recorder), intake.Limits{}, post(body, "Accept", media)), 400, "BAD_REQUEST", "")
			})
		}
	}
}

func TestResponseHeaders(t *testing.T) {
	for _, c := range []struct {
		name   string
		before http.Header
		result http.Header
		vary   []string
	}{
		{"alone", nil, nil, []string{"Accept"}},
		{"Vary is added to", http.Header{"Vary": {"Origin"}}, nil, []string{"Origin", "Accept"}},
		{"Vary isn't repeated", http.Header{"Vary": {"Origin, accept"}}, nil, []string{"Origin, accept"}},
		{"Vary on all stays", http.Header{"Vary": {"*"}}, nil, []string{"*"}},
		{"the result's Vary is added too", http.Header{"Vary": {"Origin"}}, http.Header{"Vary": {"Authorization"}}, []string{"Origin", "Authorization", "Accept"}},
		{"the result's headers are sent", nil, http.Header{"Retry-After": {"3"}, "Content-Type": {"text/html"}}, []string{"Accept"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			maps.Copy(w.Header(), c.before)
			result := Refuse(429, "RATE_LIMITED", "slow down")
			result.Header = c.result
			Answer(w, post(""), result)
			got := w.Result().Header
			for name, want := range map[string]string{
				"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
				"Content-Type": "application/json; charset=utf-8", "Retry-After": strings.Join(c.result.Values("Retry-After"), ""),
			} {
				if got.Get(name) != want {
					t.Errorf("%s: %q, want %q", name, got.Get(name), want)
				}
			}
			if !slices.Equal(got.Values("Vary"), c.vary) {
				t.Errorf("Vary: %q, want %q", got.Values("Vary"), c.vary)
			}
		})
	}
}
