package web

import (
	"net/http"

	"github.com/rs/cors"

	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/config"
)

// preflightSeconds is how long a browser may remember that a call is allowed.
const preflightSeconds = 600

// sharing lets browser apps of these origins read the answers (CORS).
// Credentials stay off: a caller is known by its header, never by a cookie.
func sharing(origins config.Origins, methods ...string) func(http.Handler) http.Handler {
	return cors.New(cors.Options{
		AllowOriginFunc: origins.Allow,
		AllowedMethods:  append(methods, http.MethodOptions),
		AllowedHeaders: []string{
			"Authorization", "Content-Type", "Accept", requestIDHeader, "Portico-Debug",
			auth.WorkspaceHeader, "seam-sdk-name", "seam-sdk-version", "seam-lts-version", "client-session-token", "Idempotency-Key",
		},
		ExposedHeaders: []string{requestIDHeader, "seam-request-id", "Retry-After"},
		MaxAge:         preflightSeconds,
	}).Handler
}

// refuseOptions answers an OPTIONS that asks nothing about sharing.
func refuseOptions(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Allow", "GET, HEAD")
	writeText(w, http.StatusMethodNotAllowed, "Method Not Allowed\n")
}
