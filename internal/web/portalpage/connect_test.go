package portalpage_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/portico-portal/portico/internal/oauth/oauthtest"
	"github.com/portico-portal/portico/internal/portal"
)

func TestTheWayToAProviderIsBoundToTheBrowserByACookieOfThisVeryHost(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		service := oauthtest.New()
		t.Cleanup(service.Close)
		service.Now = func() time.Time { return s.now }
		provider, err := s.verbs.CreateProvider(t.Context(), s.tenant, portal.CreateProviderInput{
			Key: "one", Name: "<One>", Issuer: &service.URL, ClientID: oauthtest.ClientID, ClientSecret: new(oauthtest.ClientSecret),
		})
		if err != nil {
			t.Fatal(err)
		}
		_, path := s.link("hotel", nil)
		redeemed, err := s.verbs.Redeem(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		begun, err := s.verbs.ConnectAccount(t.Context(), s.tenant, &redeemed.Session, portal.ConnectAccountInput{ProviderID: provider.ID.String()})
		if err != nil {
			t.Fatal(err)
		}
		b := s.browser()
		start := strings.TrimPrefix(begun.URL, origin)
		// Who comes from elsewhere is asked first, and goes on by the page's link: a browser that
		// doesn't tell where it comes from is known by what that link holds.
		asking := b.get(start)
		want(t, "at first", asking, 200, "connection", "go-on")
		_, on, _ := strings.Cut(asking.body, `href="?`)
		on, _, _ = strings.Cut(on, `"`)
		want(t, "from elsewhere by that link", b.get(start+"?"+on), 200, "connection", "go-on")
		want(t, "without the link", b.send("GET", start, nil, nil), 200, "connection", "go-on")
		left := b.send("GET", start+"?"+on, nil, nil)
		cookie := left.cookie["__Host-portico_oauth"]
		if left.status != 303 || cookie == nil || !cookie.Secure || !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" || cookie.Domain != "" {
			t.Fatalf("it leads on with %d, %v", left.status, cookie)
		}
		asked, err := url.Parse(left.header.Get("Location"))
		if err != nil || asked.Query().Get("redirect_uri") != origin+"/oauth/callback" {
			t.Errorf("it leads to %v", asked)
		}
		want(t, "a second time", b.send("GET", start+"?"+on, nil, nil), 404, "connection", "close")

		browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		response, err := browser.Get(asked.String())
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		back := strings.TrimPrefix(response.Header.Get("Location"), origin)
		want(t, "without the cookie", s.browser().get(back), 400, "connection")
		got := b.get(back)
		want(t, "with it", got, 200, "connection", "close")
		if b.cookies["__Host-portico_oauth"] != "" || !strings.Contains(got.body, "&lt;One&gt; is connected") || !strings.Contains(got.body, "window.close()") {
			t.Errorf("the page is %s", got.body)
		}
		if policy := got.header.Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors 'none'") || !strings.Contains(policy, "script-src 'nonce-") {
			t.Errorf("its policy is %s", policy)
		}
	})
}
