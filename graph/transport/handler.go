// Package transport carries GraphQL over HTTP: it turns an HTTP request into a
// [Request], has a [Runner] run it, and turns the [Result] into an HTTP
// response. It knows nothing about the schema.
//
// Its rules are those of https://graphql.github.io/graphql-over-http/draft/,
// with the status codes that the graphql-http audits expect. Where a rule has
// another source, the comment beside it names it.
package transport

import (
	"bytes"
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/portico-portal/portico/internal/admission"
)

// DefaultBodyLimit is the most bytes that a request's body may have when
// [Limits] names no other number.
const DefaultBodyLimit = 8 << 20

// Limits bounds what a request may cost before anything of it is run.
type Limits struct {
	// Body is the most bytes that a body may have; 0 or less means [DefaultBodyLimit].
	Body int64
	// Values is the most JSON values that the members of a request may hold in
	// all, lists included, an object counting as 8; 0 or less means any number. A
	// value takes many times the memory of its text: 8 MiB of `{"a":0},` become
	// 370 MiB.
	Values int
	// Client tells who sends a request, by its context; nil says of all that they
	// are known, and one tenant. A body of any who isn't known may have 64 KiB.
	Client func(context.Context) admission.Client
	// Lane is where the JSON of large requests is decoded; nil is one of its own.
	Lane *admission.Lane
}

// Runner runs requests. Everything that takes a schema is its part: parsing,
// validation, the variables' types, execution. A panic in Run is its own too,
// and so is the refusal of a mutation when the request is ReadOnly (see
// [RefuseMutation]).
type Runner interface {
	Run(ctx context.Context, req *Request) *Result
}

// Handler serves GraphQL over HTTP with what run answers. It takes POST with
// JSON, and GET for queries; OPTIONS is left to whoever does CORS before it.
func Handler(run Runner, limits Limits) http.Handler {
	if limits.Body <= 0 {
		limits.Body = DefaultBodyLimit
	}
	if limits.Client == nil {
		limits.Client = func(context.Context) admission.Client { return admission.Client{Known: true} }
	}
	if limits.Lane == nil {
		limits.Lane = NewLane()
	}
	return &handler{run: run, limits: limits, memory: newMemory(limits.Body), bodyTime: bodyTime, large: make(chan *bytes.Buffer, 1)}
}

type handler struct {
	run      Runner
	limits   Limits
	memory   *memory
	bodyTime func(size int64) time.Duration
	// large keeps a buffer for large bodies.
	large chan *bytes.Buffer
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
		return fault.result()
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
			return fromURL(r.URL.RawQuery, h.limits.Values)
		})
	}
	body, done, unread := h.body(w, r)
	if unread != nil {
		return nil, nil, unread
	}
	defer done() // the request keeps copies only
	return h.decode(r.Context(), body, func() (*Request, *fault) { return decodeBody(body, h.limits.Values) })
}

// decode has a request decoded once there is room for it.
func (h *handler) decode(ctx context.Context, text []byte, decode func() (*Request, *fault)) (*Request, func(), *fault) {
	client := h.limits.Client(ctx)
	leave, busy := h.memory.hold(ctx, text, client)
	if busy != nil {
		return nil, nil, busy
	}
	var wasRead func()
	if len(text) > unweighed {
		leaveLane, err := h.limits.Lane.Enter(ctx, client, true)
		if err != nil {
			leave()
			return nil, nil, busyFault(err)
		}
		wasRead = sync.OnceFunc(leaveLane)
		leaveRoom := leave
		leave = func() {
			wasRead()
			leaveRoom()
		}
	}
	decoded := false
	defer func() {
		if !decoded {
			leave()
		}
	}()
	req, wrong := decode()
	if wrong != nil {
		return nil, nil, wrong
	}
	req.WasRead, decoded = wasRead, true
	return req, leave, nil
}
