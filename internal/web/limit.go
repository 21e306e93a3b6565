package web

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/rate"
)

// credentialKey stands for a credential, and holds nothing of it.
type credentialKey [sha256.Size]byte

// keyOf gives the key of the credential that made the request its caller's.
// The same session counts once, whether it comes as a bearer or as a cookie.
func keyOf(r *http.Request, caller auth.Caller) credentialKey {
	if caller.Kind == auth.Portal {
		return sha256.Sum256(caller.Session.ID[:])
	}
	_, bearer, _ := strings.Cut(strings.TrimSpace(r.Header.Get("Authorization")), " ")
	return sha256.Sum256([]byte(strings.TrimSpace(bearer)))
}

// limiting refuses a credential that calls too often. Who has none is not
// limited here: nothing but the schema and redeeming is open to it.
func limiting(next http.Handler, refuse Refuser, credentials *rate.Limiter[credentialKey]) http.Handler {
	if credentials == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if caller := auth.FromContext(r.Context()); caller.Kind != auth.Anonymous {
			if wait, ok := credentials.Allow(keyOf(r, caller)); !ok {
				refuseTooMany(w, r, refuse, wait, "This credential is used too often")
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

func refuseTooMany(w http.ResponseWriter, r *http.Request, refuse Refuser, wait time.Duration, what string) {
	seconds := rate.Seconds(wait)
	w.Header().Set("Retry-After", strconv.Itoa(seconds))
	refuse(w, r, http.StatusTooManyRequests, fault.RateLimited, fmt.Sprintf("%s: try again in %d s.", what, seconds))
}

// limitingLinks counts links that turn out to be unknown, and tells who tried
// too many of them to wait. A link that is known is always answered.
func limitingLinks(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// The address may open a portal, whatever is answered.
		w.Header().Set("Referrer-Policy", "no-referrer")
		w.Header().Set("Cache-Control", "no-store")
		if _, err := uuid.Parse(path.Base(r.URL.Path)); err == nil {
			next.ServeHTTP(w, r) // the url that the API gives of a dead link: no guess
			return
		}
		// The very same request goes on, since the router notes the route in it.
		next.ServeHTTP(&linkAnswer{ResponseWriter: w, misses: rate.MissesFrom(r.Context())}, r)
	})
}

// linkAnswer replaces the answer 404 when it is one too many.
type linkAnswer struct {
	http.ResponseWriter

	misses         rate.Misses
	begun, refused bool
}

// WriteHeader looks whether the link was found.
func (w *linkAnswer) WriteHeader(status int) {
	if !w.begun && status == http.StatusNotFound {
		if wait, ok := w.misses.Allow(); !ok {
			w.refuse(wait)
		}
	}
	w.begun = w.begun || status >= http.StatusOK
	if !w.refused {
		w.ResponseWriter.WriteHeader(status)
	}
}

// refuse keeps the headers of the page that it replaces, but for its length.
func (w *linkAnswer) refuse(wait time.Duration) {
	w.refused = true
	seconds := rate.Seconds(wait)
	h := w.Header()
	h.Del("Content-Length")
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Retry-After", strconv.Itoa(seconds))
	w.ResponseWriter.WriteHeader(http.StatusTooManyRequests)
	_, _ = fmt.Fprintf(w.ResponseWriter, "Too many links that don't exist were opened from your network. Please try again in %d seconds.\n", seconds)
}

// Write drops the page that was replaced.
func (w *linkAnswer) Write(body []byte) (int, error) {
	w.begun = true
	if w.refused {
		return len(body), nil
	}
	return w.ResponseWriter.Write(body)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *linkAnswer) Unwrap() http.ResponseWriter { return w.ResponseWriter }
