package auth

import (
	"errors"
	"net/http"
	"time"

	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/token"
	"github.com/portico-portal/portico/models"
)

const (
	// secureCookie has the prefix by which a browser takes it from this very host
	// over https alone, so that no neighbour under the same domain can plant one.
	secureCookie = "__Host-portico_session"
	// localCookie is for plain http on localhost, where that prefix is refused.
	localCookie = "portico_session"
)

// Cookies are the portal's session cookies at one public address.
type Cookies struct {
	// Secure says that the address is https.
	Secure bool
	// Origin is the address: scheme, host, and port unless it is the default.
	Origin string
}

// Name is what the session's cookie is called.
func (c Cookies) Name() string {
	if c.Secure {
		return secureCookie
	}
	return localCookie
}

// Session reads the session's token; false where the request brings none that
// has the shape of one.
func (c Cookies) Session(r *http.Request) (token.SessionToken, bool) {
	for _, cookie := range r.CookiesNamed(c.Name()) {
		// Another server on the same localhost may have set one of the same name.
		if parsed, err := token.ParseSessionToken(cookie.Value); err == nil {
			return parsed, true
		}
	}
	return token.SessionToken{}, false
}

// Set hands the session to the browser, until it ends.
func (c Cookies) Set(w http.ResponseWriter, session token.SessionToken, remaining time.Duration) {
	http.SetCookie(w, c.cookie(session.Reveal(), max(int(remaining/time.Second), 1)))
}

// Clear takes the session from the browser.
func (c Cookies) Clear(w http.ResponseWriter) { http.SetCookie(w, c.cookie("", -1)) }

func (c Cookies) cookie(value string, maxAge int) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // it is not Secure where the server is plain http on localhost
		Name: c.Name(), Value: value, Path: "/", MaxAge: maxAge,
		HttpOnly: true, Secure: c.Secure, SameSite: http.SameSiteLaxMode,
	}
}

// SameOrigin tells whether a page of publicOrigin sent the request. Browsers
// say so in Sec-Fetch-Site; where that is missing, an Origin that is ours does.
// A cookie counts only then, since a browser sends it with requests that other
// sites made it send.
func SameOrigin(r *http.Request, publicOrigin string) bool {
	if site, present := r.Header["Sec-Fetch-Site"]; present {
		return len(site) == 1 && site[0] == "same-origin"
	}
	origin := r.Header["Origin"]
	return len(origin) == 1 && origin[0] == publicOrigin
}

// AuthenticateRequest tells who sent the request: by its Authorization header,
// or without one by the session's cookie if a page of ours sent it. A cookie
// whose session has ended counts as none: the browser, not the page, keeps
// sending it, and what is open to anyone has to stay open. The error is that
// of Authenticate.
func (a *Authenticator) AuthenticateRequest(r *http.Request, cookies Cookies) (Caller, error) {
	if _, present := bearerToken(r.Header); present {
		return a.Authenticate(r.Context(), r.Header)
	}
	secret, present := cookies.Session(r)
	if !present || !SameOrigin(r, cookies.Origin) {
		return Caller{}, nil
	}
	caller, err := a.session(r.Context(), secret)
	if errors.Is(err, ErrUnauthenticated) {
		return Caller{}, nil
	}
	return caller, err
}

// CookieCaller tells whose session the cookie is, whoever made the browser send
// it: for pages that a person may be led to from anywhere. An anonymous caller
// where there is none, or it has ended.
func CookieCaller(r *http.Request, cookies Cookies, sessions Sessions) (Caller, error) {
	secret, present := cookies.Session(r)
	if !present {
		return Caller{}, nil
	}
	session, err := sessions.Session(r.Context(), secret)
	if errors.Is(err, store.ErrNotFound) {
		return Caller{}, nil
	}
	if err != nil {
		return Caller{}, err
	}
	return Caller{
		Kind: Portal, Session: session,
		Tenant: models.Tenant{WorkspaceID: session.WorkspaceID, Code: secret.WorkspaceCode()},
	}, nil
}
