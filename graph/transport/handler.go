// Package transport carries GraphQL over HTTP: it turns an HTTP request into a
// [Request], has a [Runner] run it, and turns the [Result] into an HTTP
// response. It knows nothing about the schema.
//
// Its rules are those of https://graphql.github.io/graphql-over-http/draft/,
// with the status codes that the graphql-http audits expect. Where a rule has
// another source, the comment beside it names it.
package transport

import (
	"context"
	"net/http"

	"github.com/portico-portal/portico/internal/intake"
)

// Runner runs requests. Everything that takes a schema is its part: parsing,
// validation, the variables' types, execution. A panic in Run is its own too,
// and so is the refusal of a mutation when the request is ReadOnly (see
// [RefuseMutation]).
type Runner interface {
	Run(ctx context.Context, req *Request) *Result
}

// Handler serves GraphQL over HTTP with what run answers. It takes POST with
// JSON, and GET for queries; OPTIONS is left to whoever does CORS before it. Requests
// are taken in by in.
func Handler(run Runner, in *intake.Intake) http.Handler { return &handler{run: run, intake: in} }

type handler struct {
	run    Runner
	intake *intake.Intake
}

// ServeHTTP answers every request with a GraphQL response, also the ones that are none.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	media, acceptable := negotiate(r.Header.Values("Accept"))
	write(w, media, h.answer(w, r, acceptable))
}

// answer runs a request and holds its memory no longer than that: a client may
// take its time to read.
func (h *handler) answer(w http.ResponseWriter, r *http.Request, acceptable bool) *Result {
	req, leave, fault := h.read(w, r, acceptable)
	if fault != nil {
		return resultOf(fault)
	}
	defer leave()
	return h.run.Run(r.Context(), req)
}

// read takes the request apart. The method is looked at first, since another
// method's request has no meaning here that any other header could change.
func (h *handler) read(w http.ResponseWriter, r *http.Request, acceptable bool) (_ *Request, leave func(), _ *fault) {
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		return nil, nil, methodFault()
	}
	if !acceptable {
		return nil, nil, acceptFault()
	}
	req, leave, fault := h.parse(w, r)
	if fault != nil {
		return nil, nil, fault
	}
	if req.Query == "" && req.DocumentID == "" {
		leave()
		return nil, nil, badRequest("the request holds no query: `query` must be a string that isn't empty")
	}
	req.Header = r.Header
	return req, leave, nil
}

func (h *handler) parse(w http.ResponseWriter, r *http.Request) (*Request, func(), *fault) {
	if r.Method == http.MethodGet {
		return h.decode(r.Context(), urlText(r.URL.RawQuery), func() (*Request, *fault) {
			return fromURL(r.URL.RawQuery, h.intake.MaxValues())
		})
	}
	body, done, unread := h.intake.Body(w, r)
	if unread != nil {
		return nil, nil, unread
	}
	defer done() // the request keeps copies only
	return h.decode(r.Context(), body, func() (*Request, *fault) { return decodeBody(body, h.intake.MaxValues()) })
}

// decode has a request decoded once there is room for it.
func (h *handler) decode(ctx context.Context, text []byte, decode func() (*Request, *fault)) (req *Request, leave func(), wrong *fault) {
	held, wrong := h.intake.Hold(ctx, text, func() (wrong *fault) {
		req, wrong = decode()
		return wrong
	})
	if wrong != nil {
		return nil, nil, wrong
	}
	req.WasRead = held.WasRead
	return req, held.Leave, nil
}
