package web

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"net/netip"
	"strconv"
	"strings"

	"github.com/portico-portal/portico/internal/config"
	"github.com/portico-portal/portico/internal/rate"
)

// guardMetrics lets in who bears the token; where there is none, who calls from
// this machine. A wrong token counts as one that matches nothing.
func guardMetrics(token config.Secret, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case !token.Empty() && !bears(r, token):
			if wait, ok := rate.MissesFrom(r.Context()).Allow(); !ok {
				w.Header().Set("Retry-After", strconv.Itoa(rate.Seconds(wait)))
				writeText(w, http.StatusTooManyRequests, "too many tokens from this address match nothing\n")
				return
			}
			w.Header().Set("WWW-Authenticate", "Bearer")
			writeText(w, http.StatusUnauthorized, "send PORTICO_METRICS_TOKEN as a bearer token\n")
		case token.Empty() && !isLocal(r):
			writeText(w, http.StatusForbidden, "answered on this machine only, unless PORTICO_METRICS_TOKEN is set\n")
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// bears compares hashes, so that the time taken says nothing about the token,
// not even its length.
func bears(r *http.Request, token config.Secret) bool {
	scheme, sent, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	want, got := sha256.Sum256([]byte(token.Reveal())), sha256.Sum256([]byte(strings.TrimSpace(sent)))
	return strings.EqualFold(scheme, "Bearer") && subtle.ConstantTimeCompare(want[:], got[:]) == 1
}

// isLocal looks at the connection alone, since a header can say anything. A
// proxy on this machine calls from here for others, and shows by the header.
func isLocal(r *http.Request) bool {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	forwarded := r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != ""
	return err == nil && peer.Addr().Unmap().IsLoopback() && !forwarded
}
