package portalpage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"

	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/token"
	"github.com/portico-portal/portico/models"
)

// visit is a browser at a link.
type visit struct {
	link token.LinkToken
	// page is nil where nothing has this address.
	page *portal.LinkPage
	// caller is the session that the browser has already, if any.
	caller auth.Caller
}

// visit reads what a request to a link is about, and changes nothing. An
// address that can't be a link's is told from one that isn't without a query.
func (h *handler) visit(r *http.Request) (*visit, error) {
	link, possible := parseLink(r)
	if !possible {
		return &visit{}, nil
	}
	page, err := h.Portal.LinkPage(r.Context(), link)
	if errors.Is(err, store.ErrNotFound) {
		return &visit{}, nil
	}
	if err != nil {
		return nil, err
	}
	caller, err := auth.CookieCaller(r, h.cookies, h.Portal)
	return &visit{link: link, page: page, caller: caller}, err
}

// parseLink reads the token in the request's path; false where it can't be one.
func parseLink(r *http.Request) (token.LinkToken, bool) {
	link, err := token.ParseLinkToken(r.PathValue("token"))
	return link, err == nil
}

func (v *visit) hasSession() bool { return v.caller.Kind == auth.Portal }

// continues says that the browser has a session of this very link, which goes
// on without another redemption, even when the link has none left.
func (v *visit) continues() bool {
	return v.hasSession() && v.page != nil && v.caller.Session.MagicLinkID == v.page.Link.ID
}

// opens says whether pressing the button leads into the portal.
func (v *visit) opens() bool {
	return v.page != nil && (v.page.Status == models.MagicLinkActive || v.continues())
}

// endsOther says that opening ends the session of another customer.
func (v *visit) endsOther() bool {
	return v.hasSession() && v.page != nil && v.caller.Session.CustomerID != v.page.Link.CustomerID
}

// showLink serves the page of a link: one button for a person to press. It
// changes nothing, since scanners and previews follow every link they see.
func (h *handler) showLink(w http.ResponseWriter, r *http.Request) {
	v, err := h.visit(r)
	switch {
	case err != nil:
		h.failed(w, r, err)
	case framed(r) && v.page != nil && len(safeOrigins(v.page.EmbedOrigins)) > 0:
		h.showEmbedded(w, r, v)
	case v.opens():
		h.offer(w, r, v)
	default:
		if v.page != nil {
			h.Portal.LinkRefused(r.Context(), &v.page.Link)
		}
		h.dead(w, r, v.page)
	}
}

// offer serves the page with the button.
func (h *handler) offer(w http.ResponseWriter, r *http.Request, v *visit) {
	data := linkData{
		Brand: brandOf(v.page.Brand), CustomerKey: v.page.Link.CustomerKey,
		Continues: v.continues(), Form: h.formToken(v.link.Hash()),
	}
	if v.endsOther() {
		other, err := h.customerKey(r.Context(), v.caller)
		if err != nil {
			h.failed(w, r, err)
			return
		}
		data.OtherCustomerKey = other
	}
	p := newPolicy()
	p.form, p.script, p.logoURL, p.ancestors = true, true, data.Brand.LogoURL, v.page.EmbedOrigins
	h.render(w, r, spoken(localeOf(&v.page.Link.Settings).words(r), v.page.Brand), http.StatusOK, "link", p, data)
}

// customerKey names the customer whose session it is.
func (h *handler) customerKey(ctx context.Context, caller auth.Caller) (string, error) {
	view, err := h.Portal.View(ctx, caller.Session)
	if err != nil {
		return "", err
	}
	return view.Customer.Key, nil
}

// openLink redeems a link for a person who pressed the button.
func (h *handler) openLink(w http.ResponseWriter, r *http.Request) {
	// Where it came from is judged first, so that another site learns nothing
	// from the answer.
	about := sha256.Sum256([]byte(r.PathValue("token")))
	if !h.fromOurPage(w, r, about) {
		h.refuse(w, r)
		return
	}
	v, err := h.visit(r)
	switch {
	case err != nil:
		h.failed(w, r, err)
	case v.continues():
		redirectToPortal(w)
	case v.page == nil:
		h.dead(w, r, nil)
	default:
		h.redeem(w, r, v)
	}
}

// redeem starts the session and ends the one that the browser had.
func (h *handler) redeem(w http.ResponseWriter, r *http.Request, v *visit) {
	redeemed, err := h.Portal.Redeem(r.Context(), v.link.Reveal())
	if errors.Is(err, portal.ErrMagicLinkInvalid) {
		h.dead(w, r, v.page)
		return
	}
	if err != nil {
		h.failed(w, r, err)
		return
	}
	if v.hasSession() {
		former := v.caller.Session
		if _, err := h.Portal.EndSession(acting(r, &v.caller), former.WorkspaceID, former.ID); err != nil {
			// The browser forgets it in any case, and it ends by itself.
			h.Log.WarnContext(r.Context(), "a browser's former session wasn't ended", "session", former.ID, "error", err)
		}
	}
	h.cookies.Set(w, redeemed.Token, redeemed.Session.ExpiresAt.Sub(h.Clock()))
	h.rememberRefresh(w, redeemed.Portal.RefreshURL)
	redirectToPortal(w)
}

func redirectToPortal(w http.ResponseWriter) {
	header := w.Header()
	header.Set("Location", "/portal")
	header.Set("Cache-Control", "no-store")
	header.Set("Referrer-Policy", "no-referrer")
	w.WriteHeader(http.StatusSeeOther)
}

// showEmbedded serves the portal for a frame. Its script opens the link without
// a click, as the business's own page has vouched for who looks at it.
func (h *handler) showEmbedded(w http.ResponseWriter, r *http.Request, v *visit) {
	hash, link := v.link.Hash(), localeOf(&v.page.Link.Settings)
	say := spoken(link.words(r), v.page.Brand)
	data := embeddedData{
		Brand: brandOf(v.page.Brand), Refresh: wayOn(v.page.RefreshURL),
		Boot: embeddedBoot{
			bootWords: bootWordsOf(say, link), Mode: "embedded", Origins: safeOrigins(v.page.EmbedOrigins), RefreshURL: safeLink(v.page.RefreshURL),
			// A frame's sessions are kept apart by link; the token itself is not to be kept.
			Store: hex.EncodeToString(hash[:8]), Now: h.Clock().UTC(),
		},
	}
	status := http.StatusOK
	// A used-up link may have a session in this frame that goes on; one that is
	// expired or revoked has none.
	if v.page.Status == models.MagicLinkExpired || v.page.Status == models.MagicLinkRevoked {
		status, data.Boot.Dead = http.StatusGone, true
	}
	p := newPolicy()
	p.script, p.ancestors = true, v.page.EmbedOrigins
	h.render(w, r, say, status, "embedded", p, data)
}

// framed says that the browser is loading the page into a frame.
func framed(r *http.Request) bool {
	dest := r.Header["Sec-Fetch-Dest"]
	return len(dest) == 1 && dest[0] == "iframe"
}

// dead serves the one page for links that open nothing: 404 and nowhere to go
// where it is unknown, 410 and the way to a new one where it is known.
func (h *handler) dead(w http.ResponseWriter, r *http.Request, page *portal.LinkPage) {
	data, status := deadData{Brand: brandOf(portal.Brand{})}, http.StatusNotFound
	p := newPolicy()
	link := linkLocale{}
	if page != nil {
		link = localeOf(&page.Link.Settings)
		status, p.ancestors = http.StatusGone, page.EmbedOrigins
		data.Refresh = wayOn(page.RefreshURL)
	}
	h.render(w, r, link.words(r), status, "dead", p, data)
}
