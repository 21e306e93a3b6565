package web

import "net/http"

// nothing is the policy of what is no page: shown in a browser after all, it
// loads, runs and is framed by nothing. A page sets its own in its place.
const nothing = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

// The headers' values, made once. Nobody changes a value in place: they are set anew or added to.
var (
	noSniffing   = []string{"nosniff"}
	loadsNothing = []string{nothing}
	overTLS      = []string{"max-age=31536000"}
)

// headers sets what every answer carries. While the server drains, each answer
// ends its connection: the client's next request then finds another server
// instead of a connection that is being cut. A body in chunks ends it as well,
// since net/http drops the Content-Length that may have stood beside: what a
// proxy took for the rest of the body must not be read as another request
// (RFC 9112, section 6.3).
func headers(next http.Handler, secure bool, draining func() bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h["X-Content-Type-Options"], h["Content-Security-Policy"] = noSniffing, loadsNothing
		if secure {
			h["Strict-Transport-Security"] = overTLS
		}
		if draining() || len(r.TransferEncoding) > 0 {
			h.Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}
