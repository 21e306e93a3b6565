// Package rest is the REST face: Seam's calls over the verbs of package portal. It reads a
// call's JSON into the verb's input and writes what came of it, in the words that programs
// which speak Seam's API expect; it has no rule of its own.
package rest

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/intake"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/models"
)

// Options are what the face is made with.
type Options struct {
	Portal *portal.Service
	// Intake takes the requests in, beside those of other faces.
	Intake *intake.Intake
	Log    *slog.Logger
}

// face serves the calls.
type face struct {
	Options

	routes map[string]route
}

// Handler serves the calls. The caller stands in the request's context.
func Handler(o Options) http.Handler {
	f := &face{Options: o, routes: map[string]route{}}
	for _, r := range routes() {
		f.routes[r.path] = r
	}
	return f
}

// Paths lists the paths of the calls.
func Paths() []string {
	var all []string
	for _, r := range routes() {
		all = append(all, r.path)
	}
	return all
}

// ServeHTTP checks what Seam checks, in its order: who calls, the method, the content's
// type, the input.
func (f *face) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	to, known := f.routes[r.URL.Path]
	caller := auth.FromContext(r.Context())
	switch {
	case f.Intake.TurnsAway(r.Context()):
		writeFault(w, r, intake.Overload())
	case caller.Kind != auth.Workspace:
		w.Header().Set("WWW-Authenticate", "Bearer")
		writeProblem(w, r, &problem{status: http.StatusUnauthorized, kind: typeUnauthorized, message: unauthorized})
	case !known:
		writeProblem(w, r, &problem{status: http.StatusNotFound, kind: "not_found", message: "there is no such call"})
	case !slices.Contains(to.methods, r.Method):
		w.Header().Set("Allow", strings.Join(to.methods, ", "))
		writeProblem(w, r, &problem{
			status: http.StatusMethodNotAllowed, kind: "method_not_allowed", message: "only " + strings.Join(to.methods, ",") + " accepted",
		})
	default:
		f.answer(w, r, to, caller.Tenant)
	}
}

// answer runs a call. Its memory is held no longer than that: a client may take its time
// to read.
func (f *face) answer(w http.ResponseWriter, r *http.Request, to route, tenant models.Tenant) {
	answer, wrong := f.run(w, r, to, tenant)
	if wrong != nil {
		writeProblem(w, r, wrong)
		return
	}
	f.write(w, r, answer)
}

func (f *face) run(w http.ResponseWriter, r *http.Request, to route, tenant models.Tenant) (any, *problem) {
	body, held, wrong := f.read(w, r, to)
	if wrong != nil {
		return nil, wrong
	}
	defer held.Leave()
	c := &call{face: f, ctx: r.Context(), tenant: tenant, header: r.Header, input: body, reader: &reader{}, under: to.under, wasRead: held.WasRead}
	answer, err := to.run(c)
	if err != nil {
		return nil, f.problemOf(r.Context(), c, err)
	}
	return answer, nil
}

// read takes the call's JSON, and the parameters of its URL where the call has some.
func (f *face) read(w http.ResponseWriter, r *http.Request, to route) (map[string]any, intake.Held, *problem) {
	held := intake.Held{Leave: func() {}}
	object := map[string]any{}
	if r.ContentLength != 0 {
		body, done, wrong := f.Intake.Body(w, r)
		if wrong != nil {
			return nil, held, unreadProblem(r.Method, wrong)
		}
		defer done() // the object keeps copies only
		held, wrong = f.Intake.Hold(r.Context(), body, func() (wrong *intake.Fault) {
			object, wrong = intake.DecodeObject(body, f.Intake.MaxValues())
			return wrong
		})
		if wrong != nil {
			return nil, held, faultProblem(wrong)
		}
	}
	if to.query {
		if wrong := addQuery(object, r.URL.RawQuery); wrong != nil {
			held.Leave()
			return nil, held, wrong
		}
	}
	return object, held, nil
}

// call is a call on its way.
type call struct {
	*face

	ctx    context.Context
	tenant models.Tenant
	header http.Header
	input  map[string]any
	reader *reader
	// under is what the verb's fields begin with where the call's own do not.
	under string
	// wasRead ends the reading of a large request; nil for others.
	wasRead func()
}

// does makes what a call does of how its input is read and what is then done. rules
// completes the input by what stands elsewhere in the request, and lists what the verb has
// against it: faults of both kinds are told together.
func does[T any](s *shape[T], rules func(c *call, in *T) fault.List, do func(c *call, in T) (any, error)) func(*call) (any, error) {
	return func(c *call) (any, error) {
		var in T
		s.read(c.reader, c.input, &in)
		c.input = nil // it takes more memory than what was read from it, while the verb runs
		if !c.reader.full() {
			c.reader.addRules(rules(c, &in), c.under)
		}
		if c.wasRead != nil {
			c.wasRead()
		}
		if c.reader.count > 0 {
			return nil, errInput
		}
		leave, err := c.Intake.Turn(c.ctx)
		if err != nil {
			return nil, err
		}
		defer leave()
		return do(c, in)
	}
}

// rulesOf is for an input that is whole as it was read.
func rulesOf[T interface{ Faults() fault.List }](_ *call, in *T) fault.List { return (*in).Faults() }

// idempotencyKey is the header's; nil where there is none.
func (c *call) idempotencyKey() *string {
	key := c.header.Get("Idempotency-Key")
	if key == "" {
		return nil
	}
	c.reader.in("idempotency_key", func() { text.read(c.reader, key, new(string)) })
	return &key
}
