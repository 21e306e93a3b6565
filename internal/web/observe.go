package web

import (
	"log/slog"
	"net/http"
	"strings"
	"time"

	"go.opentelemetry.io/otel/trace"
)

// noRoute stands for the route of a path that is none of ours: the path itself
// may hold a token, and there is no end to the paths that scanners try.
const noRoute = "none"

// observing logs one line a request, counts it, and traces it. It must hand the router the
// very request that it was given, since the router notes the route in it.
func (o *Options) observing(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin := time.Now()
		seen := &recorder{ResponseWriter: w}
		var span trace.Span
		if o.Tracer != nil {
			r, span = o.startSpan(r)
		}
		defer func() {
			duration := time.Since(begin)
			route, status := routeOf(r), seen.answered()
			o.Metrics.ObserveRequest(route, status, duration)
			seen.send()
			o.log(r, accessLevel(route, status),
				slog.String("method", methodOf(r)), slog.String("route", route), slog.Int("status", status),
				slog.Int64("bytes", seen.bytes), slog.Float64("ms", milliseconds(duration)))
			if span != nil {
				endSpan(span, r, route, status)
			}
		}()
		next.ServeHTTP(seen, r)
		seen.whole = true
	})
}

// log writes a request's line. The logger itself would look up where it was called from.
func (o *Options) log(r *http.Request, level slog.Level, attrs ...slog.Attr) {
	if handler := o.Log.Handler(); handler.Enabled(r.Context(), level) {
		line := slog.NewRecord(time.Now(), level, "request", 0)
		line.AddAttrs(attrs...)
		_ = handler.Handle(r.Context(), line) // as the logger does
	}
}

// routeOf is the pattern that the router chose, without its method.
func routeOf(r *http.Request) string {
	if r.Pattern == "" {
		return noRoute
	}
	return r.Pattern[strings.IndexByte(r.Pattern, '/'):]
}

// longestMethod is longer than the name of any method that is registered.
const longestMethod = 20

// methodOf is the request's method, unless it is longer than any: a client must
// not choose how long a line of the log is.
func methodOf(r *http.Request) string {
	if len(r.Method) > longestMethod {
		return noRoute
	}
	return r.Method
}

// accessLevel keeps probes that find all well out of the log: they come every
// few seconds, for ever.
func accessLevel(route string, status int) slog.Level {
	if isProbe(route) && status < http.StatusBadRequest {
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

func isProbe(path string) bool {
	return path == "/healthz" || path == "/readyz" || path == "/metrics"
}

// milliseconds rounds to a hundredth, which is enough to read and short to log.
func milliseconds(d time.Duration) float64 {
	return float64(d.Round(10*time.Microsecond).Microseconds()) / 1000
}

// recorder notes what was answered.
type recorder struct {
	http.ResponseWriter

	status int
	bytes  int64
	// whole says that the handler is done.
	whole bool
}

// WriteHeader notes the first final status.
func (w *recorder) WriteHeader(status int) {
	if w.status == 0 && status >= http.StatusOK {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write counts the bytes.
func (w *recorder) Write(body []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(body)
	w.bytes += int64(n)
	return n, err
}

// send sends an answer that is whole at once, so that the client doesn't wait for the line
// in the log. Without a length net/http would make chunks of it.
func (w *recorder) send() {
	if w.whole && w.Header()["Content-Length"] != nil {
		_ = http.NewResponseController(w.ResponseWriter).Flush() // it fails where the client has gone
	}
}

// Unwrap lets http.ResponseController reach the connection.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// answered is the status that the client sees: without a word from the handler
// it is 200.
func (w *recorder) answered() int {
	if w.status == 0 {
		return http.StatusOK
	}
	return w.status
}
