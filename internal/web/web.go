// Package web is what the server answers over HTTP: the routes, who may use
// them, and what every answer carries.
package web

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"go.opentelemetry.io/otel/trace"

	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/config"
	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/metrics"
	"github.com/portico-portal/portico/internal/rate"
	"github.com/portico-portal/portico/internal/web/playground"
)

// defaultDeadline ends the work on a request before the server's write timeout
// cuts its answer off.
const defaultDeadline = 30 * time.Second

// Refuser answers a request that isn't run, in the form of a face of the API. It
// keeps this package from knowing the faces.
type Refuser func(w http.ResponseWriter, r *http.Request, status int, code fault.Code, message string)

// Options are what the handler is made with.
type Options struct {
	Config config.Config
	// GraphQL serves the API; it finds the caller in the request's context.
	GraphQL http.Handler
	// Refuse answers in GraphQL's place.
	Refuse Refuser
	// REST serves Seam's calls, which are at RESTPaths, and RefuseREST answers in its
	// place; nil where they are not served. OpenAPI is the document that describes them.
	REST       http.Handler
	RESTPaths  []string
	RefuseREST Refuser
	OpenAPI    []byte
	// Authenticate tells who sent the request. Its error is
	// auth.ErrUnauthenticated or an internal one.
	Authenticate func(*http.Request) (auth.Caller, error)
	// Portal serves the pages of links and portals.
	Portal http.Handler
	// Schema is the text of the published schema.
	Schema string
	// Ping tells whether the database answers.
	Ping func(context.Context) error
	// Draining tells whether the server is about to end.
	Draining func() bool
	Log      *slog.Logger
	// Metrics are what /metrics tells; nil makes some that only this package adds to.
	Metrics *metrics.Metrics
	// Tracer traces the requests; nil traces none.
	Tracer trace.Tracer
	// Clock tells the time; nil is the system's clock.
	Clock func() time.Time
	// Deadline bounds the work on a request, each of its statements included; 0 is
	// 30 seconds.
	Deadline time.Duration
}

// Handler serves all routes.
func Handler(o Options) http.Handler {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Metrics == nil {
		o.Metrics = metrics.New()
	}
	mux := http.NewServeMux()
	o.api(mux)
	o.pages(mux)
	o.operations(mux)

	inner := o.recovering(mux, answerInText)
	inner = chunking(inner)
	inner = headers(inner, o.Config.PublicURL.Secure(), o.Draining)
	inner = o.observing(inner)
	inner = o.locating(inner, rate.New[netip.Addr](o.Config.Rates.UnknownTokens, o.Clock))
	return identifying(inner, cmp.Or(o.Deadline, defaultDeadline))
}

// api mounts what programs call.
func (o *Options) api(mux *http.ServeMux) {
	credentials := rate.New[credentialKey](o.Config.Rates.Credential, o.Clock)
	face := func(handler http.Handler, refuse Refuser) http.Handler {
		return o.recovering(o.authenticating(limiting(handler, refuse, credentials), refuse), answerBy(refuse))
	}
	shared := sharing(o.Config.CORSOrigins, http.MethodGet, http.MethodPost)
	mux.Handle("/graphql", shared(face(o.GraphQL, o.Refuse)))
	if o.REST != nil {
		calls := sharing(o.Config.CORSOrigins, http.MethodPost, http.MethodDelete)(face(o.REST, o.RefuseREST))
		for _, path := range o.RESTPaths {
			mux.Handle(path, calls)
		}
	}
	if !o.Config.Introspection {
		return
	}
	noOptions := shared(http.HandlerFunc(refuseOptions))
	mux.Handle("GET /schema.graphqls", shared(text(o.Schema)))
	mux.Handle("OPTIONS /schema.graphqls", noOptions)
	if o.REST != nil {
		mux.Handle("GET /openapi.json", shared(document(o.OpenAPI)))
		mux.Handle("OPTIONS /openapi.json", noOptions)
	}
}

// pages mounts what people open.
func (o *Options) pages(mux *http.ServeMux) {
	mux.Handle("/p/", limitingLinks(o.Portal))
	mux.Handle("/oauth/", limitingLinks(o.Portal))
	mux.Handle("/portal", o.Portal)
	mux.Handle("/portal/", o.Portal)
	mux.Handle("/embed.js", o.Portal)
	if !o.Config.Playground {
		mux.Handle("GET /{$}", text("Portico. Its API is at /graphql.\n"))
		return
	}
	explorer := playground.Handler()
	mux.Handle("GET /playground", explorer)
	mux.Handle("GET /playground/", explorer)
	mux.Handle("GET /{$}", http.RedirectHandler("/playground", http.StatusFound))
}

// operations mounts what the operator's tools call.
func (o *Options) operations(mux *http.ServeMux) {
	mux.Handle("GET /healthz", text("ok\n"))
	mux.Handle("GET /readyz", o.readiness())
	mux.Handle("GET /metrics", guardMetrics(o.Config.MetricsToken, o.Metrics.Handler()))
}

// text serves a fixed text.
func text(body string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		writeText(w, http.StatusOK, body)
	})
}

// document serves a fixed document of JSON.
func document(body []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("Cache-Control", "no-cache")
		_, _ = w.Write(body) // it fails when the client has gone, and then nobody is left to tell
	})
}

// writeText sends a text that may change from one request to the next.
func writeText(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body)) // it fails when the client has gone, and then nobody is left to tell
}
