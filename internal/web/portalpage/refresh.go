package portalpage

import (
	"encoding/base64"
	"net/http"
	"time"
)

// refreshTTL is how long a browser remembers where a new link is to be had:
// as long as the longest link.
const refreshTTL = 30 * 24 * time.Hour

// refreshCookie outlives the session's cookie, so that a person whose session
// has ended finds the way to a new link.
func (h *handler) refreshCookie(value string, maxAge int) *http.Cookie {
	name := "portico_refresh"
	if h.Secure {
		name = "__Host-" + name
	}
	return &http.Cookie{ //nolint:gosec // it is not Secure where the server is plain http on localhost
		Name: name, Value: value, Path: "/", MaxAge: maxAge,
		HttpOnly: true, Secure: h.Secure, SameSite: http.SameSiteLaxMode,
	}
}

// rememberRefresh notes where a new link is to be had; nil forgets it.
func (h *handler) rememberRefresh(w http.ResponseWriter, refreshURL *string) {
	if link := safeLink(refreshURL); link != "" {
		value := base64.RawURLEncoding.EncodeToString([]byte(link))
		http.SetCookie(w, h.refreshCookie(value, int(refreshTTL/time.Second)))
		return
	}
	http.SetCookie(w, h.refreshCookie("", -1))
}

// rememberedRefresh is where a new link is to be had, as far as is known.
func (h *handler) rememberedRefresh(r *http.Request) destination {
	cookie, err := r.Cookie(h.refreshCookie("", 0).Name)
	if err != nil {
		return destination{}
	}
	decoded, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil {
		return destination{}
	}
	link := string(decoded)
	return wayOn(&link)
}
