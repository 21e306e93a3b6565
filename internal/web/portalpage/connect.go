package portalpage

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/token"
	"github.com/portico-portal/portico/internal/web/words"
	"github.com/portico-portal/portico/models"
)

// accountsPage is where the portal shows the customer's accounts.
const accountsPage = "/portal#accounts"

// connectionData is what the page says at the end of the way to a provider and back.
type connectionData struct {
	Brand       brand
	Title, Text string
	// On leads to the provider, where the page asks before it does.
	On string
	// Back leads to the portal; empty in a window of its own, which can be closed.
	Back string
	// Closes has the window close itself where the portal has opened it.
	Closes bool
}

// flowCookie binds the way to a provider to the browser that began it. It comes back
// from the provider's site, and so is not SameSite=Strict. Each way has one of its own,
// by the state that comes back with it, so that two can be gone at once.
func (h *handler) flowCookie(state, value string, maxAge int) *http.Cookie {
	hash := sha256.Sum256([]byte(state))
	return h.cookieOfHost("portico_oauth_"+hex.EncodeToString(hash[:8]), value, maxAge)
}

// askCookie binds the page that asks first to the browser that shows it.
func (h *handler) askCookie(value string) *http.Cookie {
	return h.cookieOfHost("portico_ask", value, int(portal.AuthorizationTTL/time.Second))
}

// cookieOfHost is a cookie that no other host can set, where the server has TLS before it.
func (h *handler) cookieOfHost(name, value string, maxAge int) *http.Cookie {
	if h.Secure {
		name = "__Host-" + name
	}
	return &http.Cookie{ //nolint:gosec // it is not Secure where the server is plain http on localhost
		Name: name, Value: value, Path: "/", MaxAge: maxAge,
		HttpOnly: true, Secure: h.Secure, SameSite: http.SameSiteLaxMode,
	}
}

// flowOf reads the cookie; empty where the browser brings none that has its shape.
func (h *handler) flowOf(r *http.Request, state string) string {
	for _, cookie := range r.CookiesNamed(h.flowCookie(state, "", 0).Name) {
		// Another server on the same localhost may have set one of the same name.
		if _, err := token.ParseFlowToken(cookie.Value); err == nil {
			return cookie.Value
		}
	}
	return ""
}

// startConnection leads the browser to the provider. It is followed once.
func (h *handler) startConnection(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet {
		w.Header().Set("Allow", http.MethodGet) // HEAD must not use it up
		http.Error(w, "Method Not Allowed", http.StatusMethodNotAllowed)
		return
	}
	if start, err := token.ParseFlowToken(r.PathValue("token")); err == nil && !h.fromPortal(r, start.Hash()) {
		h.askFirst(w, r, start)
		return
	}
	step, err := h.Portal.StartAuthorization(acting(r, &auth.Caller{}), r.PathValue("token"))
	switch {
	case errors.Is(err, portal.ErrAuthorizationUnknown):
		h.unknownConnection(w, r, http.StatusNotFound)
	case err != nil:
		h.failed(w, r, err)
	case step.Failure != nil:
		h.failedConnection(w, r, step)
	default:
		http.SetCookie(w, h.flowCookie(step.State.Reveal(), step.Cookie.Reveal(), int(portal.AuthorizationTTL/time.Second)))
		leadOn(w, step.URL)
	}
}

// fromPortal says whether a page of ours has led here: the portal, or the one that asks
// first. Somebody else's start URL, that a person is talked into, comes from elsewhere.
// A browser that doesn't tell must bring both the link of the page that asks and the
// cookie that came with it: anybody can fetch that page, and send its link to another.
func (h *handler) fromPortal(r *http.Request, start [32]byte) bool {
	if site, present := r.Header["Sec-Fetch-Site"]; present {
		return len(site) == 1 && site[0] == "same-origin"
	}
	asked, err := r.Cookie(h.askCookie("").Name)
	return err == nil && asked.Value != "" && h.formTokenHolds(r.URL.Query().Get(formField), askedBy(start, asked.Value))
}

// askedBy is what the link of the page that asks is about: a start URL in one browser.
func askedBy(start [32]byte, cookie string) [32]byte {
	browser := sha256.Sum256([]byte(cookie))
	return sha256.Sum256(append(start[:], browser[:]...))
}

// askFirst lets a person who comes from elsewhere say that they have begun this themselves.
// The start URL isn't used up by it.
func (h *handler) askFirst(w http.ResponseWriter, r *http.Request, start token.FlowToken) {
	browser := rand.Text()
	if known, err := r.Cookie(h.askCookie("").Name); err == nil && len(known.Value) == len(browser) {
		browser = known.Value // another page of it may still be asking
	}
	http.SetCookie(w, h.askCookie(browser))
	say := linkLocale{}.words(r)
	h.render(w, r, say, http.StatusOK, "connection", newPolicy(), connectionData{
		Brand: brandOf(portal.Brand{}), Title: say.Text("connectionAsk"), Text: say.Text("connectionAskWhy"),
		On: "?" + url.Values{formField: {h.formToken(askedBy(start.Hash(), browser))}}.Encode(),
	})
}

// finishConnection takes what the browser brings back from the provider.
func (h *handler) finishConnection(w http.ResponseWriter, r *http.Request) {
	answer, ok := answerOf(r.URL.Query())
	if !ok || r.Method != http.MethodGet {
		h.unknownConnection(w, r, http.StatusBadRequest)
		return
	}
	answer.Cookie = h.flowOf(r, answer.State)
	step, err := h.Portal.FinishAuthorization(acting(r, &auth.Caller{}), answer)
	if errors.Is(err, portal.ErrAuthorizationUnknown) {
		h.unknownConnection(w, r, http.StatusBadRequest)
		return
	}
	if err != nil {
		h.failed(w, r, err)
		return
	}
	http.SetCookie(w, h.flowCookie(answer.State, "", -1))
	if step.Failure != nil {
		h.failedConnection(w, r, step)
		return
	}
	caller, err := auth.CookieCaller(r, h.cookies, h.Portal)
	if err == nil && caller.Kind == auth.Portal && caller.Session.ID == step.SessionID {
		leadOn(w, accountsPage)
		return
	}
	say := linkLocale{}.words(r)
	h.showConnection(w, r, say, http.StatusOK, step.Brand, connectionData{
		Title: say.Text("accountConnected"), Text: say.Text("connectedToPortal", "provider", step.Provider), Closes: true,
	})
}

// answerOf reads a provider's answer; false where it says something twice.
func answerOf(query url.Values) (answer portal.ProviderAnswer, ok bool) {
	for name, field := range map[string]*string{"state": &answer.State, "code": &answer.Code, "error": &answer.Error, "iss": &answer.Issuer} {
		if len(query[name]) > 1 {
			return answer, false
		}
		*field = query.Get(name)
	}
	return answer, true
}

// leadOn redirects from an address that nobody else is to learn.
func leadOn(w http.ResponseWriter, to string) {
	h := w.Header()
	h.Set("Location", to)
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusSeeOther)
}

func (h *handler) unknownConnection(w http.ResponseWriter, r *http.Request, status int) {
	say := linkLocale{}.words(r)
	h.showConnection(w, r, say, status, portal.Brand{}, connectionData{
		Title: say.Text("connectionUnknown"), Text: say.Text("connectionUnknownWhy"),
	})
}

func (h *handler) failedConnection(w http.ResponseWriter, r *http.Request, step *portal.AuthorizationStep) {
	status := http.StatusBadGateway
	say := linkLocale{}.words(r)
	var text string
	switch *step.Failure {
	case models.ConnectionDenied:
		status, text = http.StatusOK, say.Text("connectionDenied", "provider", step.Provider)
	case models.ConnectionUnavailable:
		text = say.Text("connectionUnavailable", "provider", step.Provider)
	case models.ConnectionMisconfigured:
		text = say.Text("connectionMisconfigured", "provider", step.Provider)
	default:
		text = say.Text("connectionInvalid", "provider", step.Provider)
	}
	h.showConnection(w, r, say, status, step.Brand, connectionData{Title: say.Text("accountNotConnected"), Text: text})
}

// showConnection serves the page, which leads back to the portal where the browser has
// one open.
func (h *handler) showConnection(w http.ResponseWriter, r *http.Request, say words.Words, status int, b portal.Brand, data connectionData) {
	data.Brand = brandOf(b)
	if caller, err := auth.CookieCaller(r, h.cookies, h.Portal); err == nil && caller.Kind == auth.Portal && !data.Closes {
		data.Back = accountsPage
	}
	p := newPolicy()
	p.script, p.logoURL = data.Closes, data.Brand.LogoURL
	h.render(w, r, say, status, "connection", p, data)
}
