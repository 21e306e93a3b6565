package portalpage_test

import (
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/portico-portal/portico/internal/portal"
)

func TestLinkOpensForAPersonWhoPressesTheButton(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		link, path := s.link("hotel_sunrise", nil)
		b := s.browser()
		page := b.get(path)
		want(t, "link", page, 200, "open", "customer", "!continues", "!other-customer", "!dead")
		if !strings.Contains(page.body, "hotel_sunrise") {
			t.Error("the page doesn't name the customer")
		}
		if strings.Contains(page.body, strings.TrimPrefix(path, "/p/")) {
			t.Error("the page holds the link's token")
		}
		opened := b.open(path)
		cookie := opened.cookie["__Host-portico_session"]
		if cookie == nil || !strings.HasSuffix(cookie.Raw, "; Path=/; Max-Age=43200; HttpOnly; Secure; SameSite=Lax") {
			t.Errorf("the session's cookie is %v", cookie)
		}
		if opened.header.Get("Cache-Control") != "no-store" || opened.header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("the redirect's headers are %v", opened.header)
		}
		if got := s.stored(link); got.RedemptionCount != 1 || s.sessions(link) != 1 {
			t.Errorf("%d redemptions, %d sessions", got.RedemptionCount, s.sessions(link))
		}
		want(t, "portal", b.get("/portal"), 200, "customer", "sign-out", "!return")
	})
}

func TestSessionsCookieEndsWithItsLink(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		_, path := s.link("hotel", func(in *portal.CreateCustomerPortalInput) { in.ExpiresInSeconds = new(600) })
		opened := s.browser().open(path)
		if cookie := opened.cookie["__Host-portico_session"]; cookie == nil || cookie.MaxAge != 600 {
			t.Errorf("the session's cookie is %v", cookie)
		}
	})
}

func TestLookingChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		link, path := s.link("hotel", func(in *portal.CreateCustomerPortalInput) { in.MaxRedemptions = new(1) })
		before := s.stored(link)
		lookers := []map[string]string{
			nil, {"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}, {"User-Agent": "Scanner/1.0"},
			{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "iframe"},
		}
		var storm sync.WaitGroup
		for worker := range 4 {
			storm.Go(func() {
				for i := range 250 {
					method := []string{"GET", "HEAD"}[(worker+i)%2]
					got := s.browser().send(method, path, nil, lookers[i%len(lookers)])
					if got.status != 200 || len(got.cookie) > 0 {
						t.Errorf("%s: status %d, cookies %v", method, got.status, got.cookie)
					}
				}
			})
		}
		storm.Wait()
		if after := s.stored(link); after.RedemptionCount != 0 || after.FirstRedeemedAt != nil || !after.ExpiresAt.Equal(before.ExpiresAt) {
			t.Errorf("the link is now %+v", after)
		}
		s.browser().open(path)
		want(t, "used up", s.browser().get(path), 410, "dead", "!refresh")
	})
}

func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		link, path := s.link("hotel", func(in *portal.CreateCustomerPortalInput) { in.MaxRedemptions = new(1) })
		_, other := s.link("other", nil)
		form := s.browser().get(path).formToken()
		for name, try := range map[string]struct {
			header map[string]string
			form   string
		}{
			"another site":              {map[string]string{"Sec-Fetch-Site": "cross-site"}, form},
			"the same site":             {map[string]string{"Sec-Fetch-Site": "same-site"}, form},
			"no site":                   {map[string]string{"Sec-Fetch-Site": "none"}, form},
			"an empty header":           {map[string]string{"Sec-Fetch-Site": ""}, form},
			"our origin alone":          {map[string]string{"Origin": origin}, ""},
			"a null origin":             {map[string]string{"Origin": "null"}, ""},
			"a form without signature":  {nil, "9999999999."},
			"a form with a false one":   {nil, "9999999999.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
			"another link's form":       {nil, s.browser().get(other).formToken()},
			"a form with another until": {nil, "9" + form},
			"no form at all":            {nil, ""},
		} {
			got := s.browser().send("POST", path, url.Values{"form": {try.form}}, try.header)
			want(t, name, got, 403, "message")
			if len(got.cookie) > 0 {
				t.Errorf("%s: cookies %v", name, got.cookie)
			}
		}
		if got := s.stored(link); got.RedemptionCount != 0 {
			t.Errorf("%d redemptions", got.RedemptionCount)
		}
		// What is refused tells nothing: an unknown link is refused alike.
		want(t, "unknown", s.browser().send("POST", "/p/unknown", nil, nil), 403, "message")
	})
}

func TestBrowserThatTellsNoSiteIsKnownByItsForm(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		_, path := s.link("hotel", nil)
		b := s.browser()
		b.silent = true
		b.open(path)

		page := s.browser().get(path)
		s.now = s.now.Add(time.Hour - time.Second)
		if got := b.send("POST", path, url.Values{"form": {page.formToken()}}, nil); got.status != 303 {
			t.Errorf("within the hour: status %d", got.status)
		}
		s.now = s.now.Add(time.Second)
		want(t, "after an hour", b.send("POST", path, url.Values{"form": {page.formToken()}}, nil), 403)

		// Secrets change: what an honoured one has signed holds, the rest doesn't.
		page = s.browser().get(path)
		s.serve(s.ring(strings.Repeat("b", 32), strings.Repeat("a", 32)))
		if got := b.send("POST", path, url.Values{"form": {page.formToken()}}, nil); got.status != 303 {
			t.Errorf("signed by the older secret: status %d", got.status)
		}
		s.serve(s.ring(strings.Repeat("b", 32)))
		want(t, "signed by one that is gone", b.send("POST", path, url.Values{"form": {page.formToken()}}, nil), 403)
	})
}

func TestSameLinkAgainContinues(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		link, path := s.link("hotel", func(in *portal.CreateCustomerPortalInput) { in.MaxRedemptions = new(1) })
		b := s.browser()
		b.open(path)
		want(t, "used up, with a session", b.get(path), 200, "open", "continues")
		if got := b.open(path); len(got.cookie) > 0 {
			t.Errorf("continuing sets cookies %v", got.cookie)
		}
		if got := s.stored(link); got.RedemptionCount != 1 || s.sessions(link) != 1 {
			t.Errorf("%d redemptions, %d sessions", got.RedemptionCount, s.sessions(link))
		}
		want(t, "used up, for others", s.browser().get(path), 410, "dead")
		want(t, "used up, pressed by others", s.browser().send("POST", path, nil, map[string]string{"Sec-Fetch-Site": "same-origin"}), 410, "dead")
		if _, err := s.verbs.RevokeMagicLink(t.Context(), s.tenant, link.ID.String()); err != nil {
			t.Fatal(err)
		}
		want(t, "revoked, with a session", b.get(path), 410, "dead")
		want(t, "its portal", b.get("/portal"), 401, "ended")
	})
}

func TestOtherCustomersLinkSaysWhatItEnds(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		sun, sunPath := s.link("hotel_sun", nil)
		_, sunAgain := s.link("hotel_sun", nil)
		moon, moonPath := s.link("hotel_moon", nil)
		b := s.browser()
		b.open(sunPath)
		page := b.get(moonPath)
		want(t, "another customer's link", page, 200, "open", "other-customer", "!continues")
		if !strings.Contains(page.body, "hotel_sun") || !strings.Contains(page.body, "hotel_moon") {
			t.Error("the page doesn't name both customers")
		}
		want(t, "the customer's other link", b.get(sunAgain), 200, "open", "!other-customer", "!continues")
		if s.sessions(sun) != 1 {
			t.Error("looking has ended the session")
		}
		b.open(moonPath)
		if s.sessions(sun) != 0 || s.sessions(moon) != 1 {
			t.Errorf("%d and %d sessions", s.sessions(sun), s.sessions(moon))
		}
		if page := b.get("/portal"); !strings.Contains(page.body, "hotel_moon") || strings.Contains(page.body, "hotel_sun") {
			t.Errorf("the portal isn't the other customer's: %s", page.body)
		}
	})
}

func TestDeadLinks(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		refreshing := func(in *portal.CreateCustomerPortalInput) {
			in.RefreshURL = new("https://app.example.com/new?for=1&x=2")
		}
		revoked, revokedPath := s.link("hotel", refreshing)
		rotated, rotatedPath := s.link("hotel", refreshing)
		_, expiredPath := s.link("hotel", func(in *portal.CreateCustomerPortalInput) { refreshing(in); in.ExpiresInSeconds = new(60) })
		_, plainPath := s.link("hotel", func(in *portal.CreateCustomerPortalInput) { in.ExpiresInSeconds = new(60) })
		if _, err := s.verbs.RevokeMagicLink(t.Context(), s.tenant, revoked.ID.String()); err != nil {
			t.Fatal(err)
		}
		if _, err := s.verbs.RotateMagicLink(t.Context(), s.tenant, portal.RotateMagicLinkInput{ID: rotated.ID.String()}); err != nil {
			t.Fatal(err)
		}
		s.now = s.now.Add(time.Minute)
		for path, known := range map[string]string{
			revokedPath: "refresh", expiredPath: "refresh", plainPath: "!refresh",
			rotatedPath: "", "/p/" + revoked.ID.String(): "", "/p/x": "",
		} {
			status := 410
			if known == "" {
				status, known = 404, "!refresh"
			}
			for _, method := range []string{"GET", "POST"} {
				got := s.browser().send(method, path, nil, map[string]string{"Sec-Fetch-Site": "same-origin"})
				want(t, method+" "+path, got, status, "dead", known, "!open")
				if known == "refresh" && !strings.Contains(got.body, `href="https://app.example.com/new?for=1&amp;x=2"`) {
					t.Errorf("%s doesn't lead to the refreshUrl: %s", path, got.body)
				}
			}
		}
	})
}

func TestWhatCantBeATokenIsRefusedBeforeAnyQuery(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		_, path := s.link("hotel", nil)
		last := path[len(path)-1:]
		flipped := path[:len(path)-1] + map[bool]string{true: "B", false: "A"}[last == "A"]
		s.statements.Store(0)
		for _, path := range []string{
			flipped, path[:len(path)-1], path + "0", "/p/ps_" + path[6:], strings.Replace(path, "pl_", "PL_", 1), "/p/pl_" + strings.Repeat("-", 37),
			"/p/" + strings.Repeat("%00", 40), "/p/%20", "/p/" + strings.Repeat("x", 5000),
		} {
			want(t, path, s.browser().get(path), 404, "dead", "!refresh")
		}
		if asked := s.statements.Load(); asked != 0 {
			t.Errorf("%d statements", asked)
		}
		s.browser().get(path)
		if s.statements.Load() == 0 {
			t.Error("statements aren't counted")
		}
	})
}
