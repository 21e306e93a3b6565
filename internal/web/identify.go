package web

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/portico-portal/portico/internal/requestid"
)

const requestIDHeader = "X-Request-Id"

const (
	maxRequestID   = 128
	requestIDRunes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"
)

// identifying gives each request its id, and ends the work on it at its deadline or when its
// client has gone. A proxy's id is kept, so that one id leads through the logs of both.
func identifying(next http.Handler, deadline time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get(requestIDHeader)
		if !usableRequestID(id) {
			id = requestid.New()
		}
		w.Header().Set(requestIDHeader, id)
		ctx, cancel := context.WithTimeout(requestid.With(r.Context(), id), deadline)
		defer cancel()
		if watch := hold(r.Body); watch != nil {
			defer watch.end()
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func usableRequestID(id string) bool {
	return id != "" && len(id) <= maxRequestID && strings.Trim(id, requestIDRunes) == ""
}
