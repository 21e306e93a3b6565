package portalpage

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/token"
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
// from the provider's site, and so is not SameSite=Strict.
func (h *handler) flowCookie(value string, maxAge int) *http.Cookie {
	name := "portico_oauth"
	if h.Secure {
		name = "__Host-" + name
	}
	return &http.Cookie{ //nolint:gosec // it is not Secure where the server is plain http on localhost
		Name: name, Value: value, Path: "/", MaxAge: maxAge,
		HttpOnly: true, Secure: h.Secure, SameSite: http.SameSiteLaxMode,
	}
}

// flowOf reads the cookie; empty where the browser brings none that has its shape.
func (h *handler) flowOf(r *http.Request) string {
	for _, cookie := range r.CookiesNamed(h.flowCookie("", 0).Name) {
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
		http.SetCookie(w, h.flowCookie(step.Cookie.Reveal(), int(portal.AuthorizationTTL/time.Second)))
		leadOn(w, step.URL)
	}
}

// fromPortal says whether a page of ours has led here: the portal, or the one that asks
// first. Somebody else's start URL, that a person is talked into, comes from elsewhere.
func (h *handler) fromPortal(r *http.Request, start [32]byte) bool {
	if site, present := r.Header["Sec-Fetch-Site"]; present {
		return len(site) == 1 && site[0] == "same-origin"
	}
	return h.formTokenHolds(r.URL.Query().Get(formField), start)
}

// askFirst lets a person who comes from elsewhere say that they have begun this themselves.
// The start URL isn't used up by it.
func (h *handler) askFirst(w http.ResponseWriter, r *http.Request, start token.FlowToken) {
	h.render(w, r, http.StatusOK, "connection", newPolicy(), connectionData{
		Brand: brandOf(portal.Brand{}), Title: "Connect an account?",
		Text: "This address connects an account of yours to a customer’s portal, whose business can then use it. Go on only if you have asked for it in your own portal just now. If somebody sent you here, close this page.",
		On:   "?" + url.Values{formField: {h.formToken(start.Hash())}}.Encode(),
	})
}

// finishConnection takes what the browser brings back from the provider.
func (h *handler) finishConnection(w http.ResponseWriter, r *http.Request) {
	answer, ok := answerOf(r.URL.Query())
	if !ok || r.Method != http.MethodGet {
		h.unknownConnection(w, r, http.StatusBadRequest)
		return
	}
	answer.Cookie = h.flowOf(r)
	step, err := h.Portal.FinishAuthorization(acting(r, &auth.Caller{}), answer)
	if errors.Is(err, portal.ErrAuthorizationUnknown) {
		h.unknownConnection(w, r, http.StatusBadRequest)
		return
	}
	if err != nil {
		h.failed(w, r, err)
		return
	}
	http.SetCookie(w, h.flowCookie("", -1))
	if step.Failure != nil {
		h.failedConnection(w, r, step)
		return
	}
	caller, err := auth.CookieCaller(r, h.cookies, h.Portal)
	if err == nil && caller.Kind == auth.Portal && caller.Session.ID == step.SessionID {
		leadOn(w, accountsPage)
		return
	}
	h.showConnection(w, r, http.StatusOK, step.Brand, connectionData{
		Title: "Your account is connected", Text: step.Provider + " is connected to your portal.", Closes: true,
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
	h.showConnection(w, r, status, portal.Brand{}, connectionData{
		Title: "This connection can’t be finished",
		Text:  "It was used already, was begun in another browser, or took too long. Nothing was stored. Please begin again in your portal.",
	})
}

func (h *handler) failedConnection(w http.ResponseWriter, r *http.Request, step *portal.AuthorizationStep) {
	status := http.StatusBadGateway
	var text string
	switch *step.Failure {
	case models.ConnectionDenied:
		status, text = http.StatusOK, "You didn’t allow it at "+step.Provider+". Nothing was stored, and you can try again whenever you like."
	case models.ConnectionUnavailable:
		text = step.Provider + " can’t be reached just now. Nothing was stored. Please try again later."
	case models.ConnectionMisconfigured:
		text = step.Provider + " doesn’t accept the connection as it is set up. It’s on our side, and we have been told. Nothing was stored."
	default:
		text = "What " + step.Provider + " answered can’t be used. Nothing was stored. Please try again, with the same account if you connect one again."
	}
	h.showConnection(w, r, status, step.Brand, connectionData{Title: "Your account was not connected", Text: text})
}

// showConnection serves the page, which leads back to the portal where the browser has
// one open.
func (h *handler) showConnection(w http.ResponseWriter, r *http.Request, status int, b portal.Brand, data connectionData) {
	data.Brand = brandOf(b)
	if caller, err := auth.CookieCaller(r, h.cookies, h.Portal); err == nil && caller.Kind == auth.Portal && !data.Closes {
		data.Back = accountsPage
	}
	p := newPolicy()
	p.script, p.logoURL = data.Closes, data.Brand.LogoURL
	h.render(w, r, status, "connection", p, data)
}
