package web

import (
	"context"
	"net/http"
	"time"
)

// readyPatience is how long the database may take to answer a probe.
const readyPatience = 5 * time.Second

// readiness tells a load balancer whether to send requests here.
func (o *Options) readiness() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if o.Draining() {
			writeText(w, http.StatusServiceUnavailable, "shutting down\n")
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), readyPatience)
		defer cancel()
		if err := o.Ping(ctx); err != nil {
			o.Log.WarnContext(ctx, "not ready: the database does not answer", "error", err)
			writeText(w, http.StatusServiceUnavailable, "the database does not answer\n")
			return
		}
		writeText(w, http.StatusOK, "ready\n")
	})
}
