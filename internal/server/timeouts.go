package server

import (
	"cmp"
	"log/slog"
	"net/http"
	"time"

	"github.com/portico-portal/portico/internal/web"
)

// Timeouts keep slow and silent clients, and slow statements, from using the
// server up.
type Timeouts struct {
	// Header bounds how long a request's headers take to arrive, and Read all of
	// it with its body.
	Header, Read time.Duration
	// Request bounds the work on a request, each of its statements included.
	Request time.Duration
	// Write bounds a request from its headers to its answer's last byte. It is
	// longer than Request, so that the answer which tells of the deadline still
	// gets out.
	Write time.Duration
	// Idle is how long a connection waits for its next request.
	Idle time.Duration
	// Drain is how long a server on PostgreSQL that is to end goes on at least, and is
	// not ready, so that load balancers turn to others.
	Drain time.Duration
}

// DefaultTimeouts are those of a server that is given no others.
var DefaultTimeouts = Timeouts{
	Header: 5 * time.Second, Read: 30 * time.Second, Request: 30 * time.Second, Write: 60 * time.Second, Idle: 120 * time.Second,
	Drain: time.Second,
}

// maxHeaderBytes bounds a request's headers.
const maxHeaderBytes = 32 << 10

func (t *Timeouts) fillIn() {
	t.Header = cmp.Or(t.Header, DefaultTimeouts.Header)
	t.Read = cmp.Or(t.Read, DefaultTimeouts.Read)
	t.Request = cmp.Or(t.Request, DefaultTimeouts.Request)
	t.Write = cmp.Or(t.Write, DefaultTimeouts.Write)
	t.Idle = cmp.Or(t.Idle, DefaultTimeouts.Idle)
	t.Drain = cmp.Or(t.Drain, DefaultTimeouts.Drain)
}

func (o *Options) httpServer(handler http.Handler, open *connections) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: o.Timeouts.Header,
		ReadTimeout:       o.Timeouts.Read,
		WriteTimeout:      o.Timeouts.Write,
		IdleTimeout:       o.Timeouts.Idle,
		MaxHeaderBytes:    maxHeaderBytes,
		ConnContext:       web.ConnContext,
		ConnState:         open.changed,
		ErrorLog:          slog.NewLogLogger(o.Log.Handler(), slog.LevelWarn),
	}
}
