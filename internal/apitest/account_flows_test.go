package apitest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/portico-portal/portico/internal/oauth/oauthtest"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/store"
)

func TestACallbackIsTakenOnceInItsOwnBrowserInTime(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service := newService(t)
		provider, guest := s.newProvider("one", service), s.guestOf("hotel")
		const unknown = "This connection can’t be finished"
		nothing := func(what string, events int) {
			t.Helper()
			same(t, what+": accounts", num(s.data(accountsDocument, nil), "connectedAccounts.totalCount"), 0)
			same(t, what+": events", len(s.failures()), events)
		}
		// Made up, of another server, and without any of it.
		v := s.visitor()
		for _, query := range []string{"", "?state=x&code=y", "?state=po_AAAAAA" + strings.Repeat("B", 36) + "&code=y", "?state=a&state=b"} {
			v.get(publicURL+"/oauth/callback"+query).says(t, 400, unknown)
		}
		v.get(publicURL+"/oauth/start/none").says(t, 404, unknown)
		nothing("made up", 0)

		// A foreign browser, without the cookie and with its own.
		id, start := guest.begin(obj{"providerId": provider})
		back := v.comesBack(start)
		s.visitor().get(back).says(t, 400, unknown)
		stranger := s.visitor()
		_, another := guest.begin(obj{"providerId": provider})
		stranger.comesBack(another)
		stranger.get(back).says(t, 400, unknown)
		nothing("a foreign browser", 1) // the first is told of, the second isn't
		same(t, "it goes on", guest.outcome(id), "PENDING ")
		v.get(start).says(t, 404, unknown) // it is good once
		v.get(back).says(t, 200, "is connected")
		same(t, "in its own", guest.outcome(id), "CONNECTED ")
		first := str(guest.authorization(id), "connectedAccount.id")
		stranger.get(back).says(t, 400, unknown) // reused
		same(t, "reused", num(s.data(accountsDocument, nil), "connectedAccounts.totalCount"), 1)
		s.data(disconnectDocument, obj{"id": first})

		// Too late: for the start, and for the answer.
		late, start := guest.begin(obj{"providerId": provider})
		s.clock.advance(11 * time.Minute)
		v.get(start).says(t, 404, unknown)
		same(t, "too late", guest.outcome(late), "FAILED ")
		late, start = guest.begin(obj{"providerId": provider})
		back = v.comesBack(start)
		s.clock.advance(11 * time.Minute)
		v.get(back).says(t, 400, unknown)
		same(t, "the answer too late", guest.outcome(late), "FAILED ")
		same(t, "told", s.failures(), []string{"RESPONSE_INVALID", "RESPONSE_INVALID"})
		e := s.event("CONNECTED_ACCOUNT_FAILED")
		same(t, "the event", []string{str(e, "subjectId"), str(e, "actor.type")}, []string{late, "PORTAL_SESSION"})

		// A session that has ended has begun nothing that goes on.
		ended, start := guest.begin(obj{"providerId": provider})
		_, other := guest.begin(obj{"providerId": provider})
		back = v.comesBack(start)
		told := len(s.failures())
		s.data(`mutation{endPortalSessions(input: {customerKey: "hotel"}){endedCount}}`, nil)
		v.get(other).says(t, 404, unknown)
		for range 2 {
			v.get(back).says(t, 400, unknown)
			same(t, "after its session has ended", s.outcome(ended), "FAILED RESPONSE_INVALID")
			same(t, "told once", []any{len(s.failures()), str(s.event("CONNECTED_ACCOUNT_FAILED"), "subjectId")}, []any{told + 1, ended})
		}
		same(t, "nothing more", num(s.data(accountsDocument, obj{"filter": obj{"status": "CONNECTED"}}), "connectedAccounts.totalCount"), 0)
	})
}

// whileAsked has something happen while the provider is asked for the next tokens.
func whileAsked(p *oauthtest.Provider, happens func()) {
	p.Answer("/token", func(w http.ResponseWriter, r *http.Request) {
		p.Answer("/token", nil)
		happens()
		p.Config.Handler.ServeHTTP(w, r)
	})
}

func TestNothingIsConnectedOnceItsSessionHasEnded(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service := newService(t)
		provider := s.newProvider("one", service)
		for name, ends := range map[string]func(guest client, link string){
			"the session": func(guest client, _ string) { guest.data(`mutation{endPortalSession{ended}}`, nil) },
			"its link":    func(_ client, link string) { s.revokeLink(link) },
		} {
			minted, link := s.mint("hotel", nil)
			guest, _ := s.redeem(link)
			id, start := guest.begin(obj{"providerId": provider})
			v := s.visitor()
			back := v.comesBack(start)
			whileAsked(service, func() { ends(guest, minted) })
			v.get(back).says(t, 400, "can’t be finished")
			same(t, name+": the authorization", s.outcome(id), "FAILED RESPONSE_INVALID")
			same(t, name+": accounts", num(s.data(accountsDocument, nil), "connectedAccounts.totalCount"), 0)
			same(t, name+": the event", str(s.event("CONNECTED_ACCOUNT_FAILED"), "subjectId"), id)
			issued, revoked := service.Issued(), service.Revoked()
			same(t, name+": revoked", revoked[max(0, len(revoked)-1):], issued[len(issued)-1:])
		}
	})
}

func TestWhatIsDisconnectedMeanwhileIsNotConnectedAgain(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service := newService(t)
		provider, guest := s.newProvider("one", service), s.guestOf("hotel")
		account := s.connects(guest, provider)
		for name, input := range map[string]obj{"named": {"providerId": provider, "accountId": account}, "known by its subject": {"providerId": provider}} {
			id, start := guest.begin(input)
			v := s.visitor()
			back := v.comesBack(start)
			whileAsked(service, func() { s.data(disconnectDocument, obj{"id": account}) })
			v.get(back).says(t, 400, "can’t be finished")
			same(t, name+": the authorization", guest.outcome(id), "FAILED RESPONSE_INVALID")
			same(t, name+": the account", str(s.account(account), "status"), "DISCONNECTED")
			issued, revoked := service.Issued(), service.Revoked()
			same(t, name+": revoked", revoked[max(0, len(revoked)-1):], issued[len(issued)-1:])
			same(t, name+": afterwards", s.connects(guest, provider), account)
		}
	})
}

func TestAStartURLThatComesFromElsewhereAsksFirst(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		guest := s.guestOf("hotel")
		_, start := guest.begin(obj{"providerId": s.newProvider("one", newService(t))})
		for _, site := range []string{"none", "cross-site", "same-site", ""} {
			lured := s.visitor()
			lured.site = site
			lured.get(start).says(t, 200, "Connect an account?")
			asked := lured.cookies["portico_ask"]
			lured.get(start+"?form=1.x").says(t, 200, "Connect an account?")
			if len(lured.cookies) != 1 || asked == nil || !asked.HttpOnly || asked.MaxAge != 600 || lured.cookies["portico_ask"].Value != asked.Value {
				t.Errorf("from %q: it has %v", site, lured.cookies)
			}
		}
		same(t, "who follows it in the portal goes on", s.visitor().get(start).status, 303)
	})
}

func TestHEADDoesNotUseUpAStartURL(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service := newService(t)
		guest := s.guestOf("hotel")
		_, start := guest.begin(obj{"providerId": s.newProvider("one", service)})
		response, err := unled.Head(strings.Replace(start, publicURL, s.url, 1))
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		same(t, "HEAD", response.StatusCode, 405)
		s.visitor().comesBack(start)
	})
}

func TestTwoAccountsAreConnectedAtOnceInOneBrowser(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service := newService(t)
		provider, guest, v := s.newProvider("one", service), s.guestOf("hotel"), s.visitor()
		_, first := guest.begin(obj{"providerId": provider})
		_, second := guest.begin(obj{"providerId": provider})
		one, other := v.comesBack(first), v.comesBack(second)
		same(t, "the cookies", len(v.cookies), 2)
		v.get(one).says(t, 200, "is connected")
		same(t, "one is left", len(v.cookies), 1)
		v.get(other).says(t, 200, "is connected")
		same(t, "none is left", len(v.cookies), 0)
	})
}

func TestEachFailureIsTold(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		other := newService(t)
		for name, try := range map[string]struct {
			err    func(*oauthtest.Provider)
			status int
			text   string
			want   string
		}{
			"denied":           {func(p *oauthtest.Provider) { p.Denies = "access_denied" }, 200, "didn’t allow it", "CONSENT_DENIED"},
			"misconfigured":    {func(p *oauthtest.Provider) { p.Denies = "invalid_scope" }, 502, "on our side", "PROVIDER_MISCONFIGURED"},
			"in trouble":       {func(p *oauthtest.Provider) { p.Answer("/token", oauthtest.Status(503, "")) }, 502, "can’t be reached", "PROVIDER_UNAVAILABLE"},
			"no access token":  {func(p *oauthtest.Provider) { p.Mend["token"] = func(a map[string]any) { delete(a, "access_token") } }, 502, "can’t be used", "RESPONSE_INVALID"},
			"no bearer token":  {func(p *oauthtest.Provider) { p.Mend["token"] = func(a map[string]any) { a["token_type"] = "mac" } }, 502, "can’t be used", "RESPONSE_INVALID"},
			"too much":         {func(p *oauthtest.Provider) { p.Answer("/token", oauthtest.Status(200, strings.Repeat(" ", 64<<10+1))) }, 502, "can’t be used", "RESPONSE_INVALID"},
			"no id_token":      {func(p *oauthtest.Provider) { p.Mend["token"] = func(a map[string]any) { delete(a, "id_token") } }, 502, "can’t be used", "RESPONSE_INVALID"},
			"no code":          {func(p *oauthtest.Provider) { p.Mend["callback"] = func(a map[string]any) { a["code"] = "" } }, 502, "can’t be used", "RESPONSE_INVALID"},
			"another issuer":   {func(p *oauthtest.Provider) { p.Mend["callback"] = func(a map[string]any) { a["iss"] = other.URL } }, 502, "can’t be used", "RESPONSE_INVALID"},
			"no issuer":        {func(p *oauthtest.Provider) { p.Mend["callback"] = func(a map[string]any) { a["iss"] = "" } }, 502, "can’t be used", "RESPONSE_INVALID"},
			"another audience": {func(p *oauthtest.Provider) { p.Mend["claims"] = func(c map[string]any) { c["aud"] = "another" } }, 502, "can’t be used", "RESPONSE_INVALID"},
		} {
			service := newService(t)
			provider, guest := s.newProvider(name, service), s.guestOf("hotel "+name)
			try.err(service)
			id, start := guest.begin(obj{"providerId": provider})
			v := s.visitor()
			v.get(v.comesBack(start)).says(t, try.status, try.text)
			same(t, name, guest.outcome(id), "FAILED "+try.want)
			e := s.event("CONNECTED_ACCOUNT_FAILED")
			told := at(s.data(`{events(first: 1, filter: {type: CONNECTED_ACCOUNT_FAILED}){nodes{failure}}}`, nil), "events.nodes.0.failure")
			same(t, name+": the event", []any{str(e, "subjectId"), str(e, "actor.type"), told}, []any{id, "PORTAL_SESSION", try.want})
		}
		same(t, "accounts", num(s.data(accountsDocument, nil), "connectedAccounts.totalCount"), 0)
	})
}

func TestAProviderThatIsDownFailsAtTheStart(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service := newService(t)
		provider, guest := s.newProvider("one", service), s.guestOf("hotel")
		service.Answer("/.well-known/openid-configuration", oauthtest.Status(503, ""))
		id, start := guest.begin(obj{"providerId": provider})
		s.visitor().get(start).says(t, 502, "can’t be reached")
		same(t, "the authorization", guest.outcome(id), "FAILED PROVIDER_UNAVAILABLE")
	})
}

func TestWhatBecameOfAnAuthorizationIsKeptForADay(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service := newService(t)
		provider := s.newProvider("one", service)
		id, _ := s.guestOf("hotel").begin(obj{"providerId": provider})
		prune := func() {
			t.Helper()
			kept := store.Kept{AccountAuthorizations: s.clock.now().UTC().Add(-portal.AuthorizationKept)}
			if _, err := s.store.Prune(t.Context(), kept); err != nil {
				t.Fatal(err)
			}
		}
		s.clock.advance(24 * time.Hour)
		prune()
		same(t, "after a day", str(s.authorization(id), "status"), "FAILED")
		s.clock.advance(11 * time.Minute)
		prune()
		same(t, "a while later", s.authorization(id), nil)
	})
}

func TestAPortalsOwnBrowserComesBackToThePortal(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service := newService(t)
		provider := s.newProvider("one", service)
		_, link := s.mint("hotel", nil)
		guest, opened := s.redeem(link)
		v := s.visitor()
		v.cookies["portico_session"] = &http.Cookie{Name: "portico_session", Value: str(opened, "session.token")}
		_, start := guest.begin(obj{"providerId": provider})
		page := v.get(v.comesBack(start))
		same(t, "back", []any{page.status, page.to}, []any{303, "/portal#accounts"})
		service.Denies = "access_denied"
		_, start = guest.begin(obj{"providerId": provider})
		v.get(v.comesBack(start)).says(t, 200, `href="/portal#accounts"`)
		service.Denies = ""
		_, start = s.guestOf("motel").begin(obj{"providerId": provider})
		v.get(v.comesBack(start)).says(t, 200, "You can close this window") // another session's
	})
}
