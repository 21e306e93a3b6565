package portalpage

import (
	"context"
	"errors"
	"net/http"
	"time"
	_ "time/tzdata" // a container may have no time zones of its own

	"github.com/portico-portal/portico/internal/actor"
	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/rate"
)

// zoneCookie holds the browser's time zone, noted by the script: so the first
// view of the next visit has its times right without any script.
const zoneCookie = "portico_zone"

// portalData is what the portal's page shows before its script runs.
type portalData struct {
	Brand       brand
	CustomerKey string
	// OpenedFor is nil where the customer itself looks at its portal.
	OpenedFor *string
	Return    destination
	Form      string
	// Sections are those that the link's settings leave, in their order; none where it shows no way to them.
	Sections []sectionLink
	// Title heads the section or the one thing that the portal opens at.
	Title string
	// Missing says that a restricted link leads to what isn't there.
	Missing bool
	// Agenda is nil where it doesn't open at Today, Grant where it opens at no grant.
	Agenda *agenda
	Grant  *grantView
	Boot   portalBoot
}

// portalBoot is what the portal's script begins with: what the page was made of.
type portalBoot struct {
	bootWords
	Mode  string    `json:"mode"`
	First firstView `json:"first"`
	// Form signs the form that signs out.
	Form string `json:"form"`
	// Zone is the time zone that the first view was made for; empty where it
	// wasn't known.
	Zone string `json:"zone"`
	// Now lets the script reckon with a browser's clock that is wrong.
	Now time.Time `json:"now"`
}

// showPortal serves the portal of the browser's session.
func (h *handler) showPortal(w http.ResponseWriter, r *http.Request) {
	caller, err := auth.CookieCaller(r, h.cookies, h.Portal)
	if err != nil {
		h.failed(w, r, err)
		return
	}
	if caller.Kind != auth.Portal {
		h.ended(w, r)
		return
	}
	now, zone := h.Clock(), zoneOf(r)
	first, err := h.readFirst(r.Context(), caller, windowAt(now, zone))
	if errors.Is(err, errSessionEnded) {
		h.ended(w, r)
		return
	}
	if err != nil {
		h.failed(w, r, err)
		return
	}
	view, brand := first.Portal, first.Portal.Brand.portals()
	first.Portal.Brand.looks = looks{} // which the script has no use for
	link := localeOf(&caller.Session.Settings)
	say := spoken(link.words(r), brand)
	session, _ := h.cookies.Session(r)
	form := h.formToken(session.Hash())
	data := portalData{
		Brand: brandOf(brand), CustomerKey: view.Customer.Key, OpenedFor: view.OpenedFor, Return: wayOn(view.ReturnURL), Form: form,
		Boot: portalBoot{bootWords: bootWordsOf(say, link), Mode: "portal", First: first, Form: form, Now: now.UTC()},
	}
	if zone != nil {
		data.Boot.Zone = zone.String()
	}
	data.open(&view, now, zone, say)
	p := newPolicy()
	p.script, p.form, p.logoURL = true, true, data.Brand.LogoURL
	h.render(w, r, say, http.StatusOK, "portal", p, data)
}

// zoneOf is the browser's time zone as far as it is known; nil where it isn't.
func zoneOf(r *http.Request) *time.Location {
	cookie, err := r.Cookie(zoneCookie)
	if err != nil || cookie.Value == "" || cookie.Value == "Local" {
		return nil
	}
	zone, err := time.LoadLocation(cookie.Value)
	if err != nil {
		return nil
	}
	return zone
}

// ended serves the page of a session that is over.
func (h *handler) ended(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("WWW-Authenticate", `Bearer realm="portal"`)
	h.render(w, r, linkLocale{}.words(r), http.StatusUnauthorized, "ended", newPolicy(), endedData{
		Brand: brandOf(portal.Brand{}), Refresh: h.rememberedRefresh(r),
	})
}

// endSession signs the browser out.
func (h *handler) endSession(w http.ResponseWriter, r *http.Request) {
	session, present := h.cookies.Session(r)
	if !h.fromOurPage(w, r, session.Hash()) {
		h.refuse(w, r)
		return
	}
	data, say := endedData{Brand: brandOf(portal.Brand{}), SignedOut: true}, linkLocale{}.words(r)
	if present {
		view, err := h.end(r)
		if err != nil {
			h.failed(w, r, err)
			return
		}
		if view != nil {
			data.Brand, data.Return, data.Refresh = brandOf(view.Brand), wayOn(view.ReturnURL), wayOn(view.RefreshURL)
			say = spoken(say, view.Brand)
		}
	}
	h.cookies.Clear(w)
	h.rememberRefresh(w, nil)
	p := newPolicy()
	p.logoURL = data.Brand.LogoURL
	h.render(w, r, say, http.StatusOK, "ended", p, data)
}

// end ends the browser's session and gives what it had opened; nil where it
// has ended already.
func (h *handler) end(r *http.Request) (*portal.View, error) {
	caller, err := auth.CookieCaller(r, h.cookies, h.Portal)
	if err != nil || caller.Kind != auth.Portal {
		return nil, err
	}
	view := h.viewIfAny(r.Context(), caller)
	_, err = h.Portal.EndSession(acting(r, &caller), caller.Session.WorkspaceID, caller.Session.ID)
	return view, err
}

// viewIfAny reads what a session opens; without it signing out works as well.
func (h *handler) viewIfAny(ctx context.Context, caller auth.Caller) *portal.View {
	view, err := h.Portal.View(ctx, caller.Session)
	if err != nil {
		return nil
	}
	return view
}

// acting is the request's context with the browser's session as the actor.
func acting(r *http.Request, caller *auth.Caller) context.Context {
	return actor.With(r.Context(), caller.Actor(rate.MissesFrom(r.Context()).Client()))
}
