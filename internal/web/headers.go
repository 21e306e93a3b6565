package web

import "net/http"

// headers sets what every answer carries. While the server drains, each answer
// ends its connection: the client's next request then finds another server
// instead of a connection that is being cut.
func headers(next http.Handler, secure bool, closing func() bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		if secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		if closing() {
			h.Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}
