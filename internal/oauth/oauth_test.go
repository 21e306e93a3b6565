package oauth_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/portico-portal/portico/internal/oauth"
	"github.com/portico-portal/portico/internal/oauth/oauthtest"
	"github.com/portico-portal/portico/internal/outbound"
	"github.com/portico-portal/portico/models"
)

const redirectURI = "https://portal.example.com/oauth/callback"

func client() *oauth.Client { return oauth.New(outbound.New(true), redirectURI, time.Now) }

func newProvider(t *testing.T) (*oauthtest.Provider, *oauth.Provider) {
	t.Helper()
	p := oauthtest.New()
	t.Cleanup(p.Close)
	return p, &oauth.Provider{Issuer: p.URL, ClientID: oauthtest.ClientID, ClientSecret: oauthtest.ClientSecret, Scopes: []string{"email", "offline_access"}}
}

// byURLs is the same provider without an issuer.
func byURLs(p *oauthtest.Provider) *oauth.Provider {
	return &oauth.Provider{
		AuthorizationURL: p.URL + "/authorize?audience=api", TokenURL: p.URL + "/token", RevocationURL: p.URL + "/revoke",
		ClientID: oauthtest.ClientID, ClientSecret: oauthtest.ClientSecret, Scopes: []string{"read"},
	}
}

// consent follows the way to the provider and gives what it leads back with.
func consent(t *testing.T, c *oauth.Client, p *oauth.Provider, a oauth.Authorization) (asked, answered url.Values) {
	t.Helper()
	to, err := c.AuthorizationURL(t.Context(), p, a)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := browser.Get(to)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	back, err := url.Parse(response.Header.Get("Location"))
	if err != nil || response.StatusCode != 303 || !strings.HasPrefix(back.String(), redirectURI) {
		t.Fatalf("%s leads to %d, %q", to, response.StatusCode, back)
	}
	left, _ := url.Parse(to)
	return left.Query(), back.Query()
}

func exchange(t *testing.T, c *oauth.Client, p *oauth.Provider) (*oauth.Account, error) {
	t.Helper()
	verifier := oauth.NewVerifier()
	_, answer := consent(t, c, p, oauth.Authorization{State: "state", Nonce: "nonce", Verifier: verifier})
	return c.Exchange(t.Context(), p, answer.Get("code"), verifier, func(nonce string) bool { return nonce == "nonce" })
}

func TestAnAccountIsFoundThroughItsIssuer(t *testing.T) {
	t.Parallel()
	provider, p := newProvider(t)
	c, verifier := client(), oauth.NewVerifier()
	asked, answer := consent(t, c, p, oauth.Authorization{State: "state", Nonce: "nonce", Verifier: verifier})
	for name, want := range map[string]string{
		"scope": "openid email offline_access", "prompt": "consent", "state": "state", "nonce": "nonce", "redirect_uri": redirectURI, "code_challenge_method": "S256",
	} {
		if asked.Get(name) != want {
			t.Errorf("%s is %q, not %q", name, asked.Get(name), want)
		}
	}
	if strings.Contains(asked.Encode(), verifier) {
		t.Error("the verifier goes through the browser")
	}
	if err := c.CheckAnswerer(t.Context(), p, answer.Get("iss")); err != nil {
		t.Error(err)
	}
	found, err := c.Exchange(t.Context(), p, answer.Get("code"), verifier, func(nonce string) bool { return nonce == "nonce" })
	if err != nil {
		t.Fatal(err)
	}
	if found.Subject == nil || *found.Subject != "subject" || found.Name == nil || *found.Name != "Ann Archer" {
		t.Errorf("it is %v, %v", found.Subject, found.Name)
	}
	if life := time.Until(*found.Tokens.ExpiresAt); life < 59*time.Minute || life > time.Hour || !strings.HasPrefix(found.Tokens.Refresh, "refresh-") {
		t.Errorf("the token lives for %s", life)
	}
	again, err := c.Refresh(t.Context(), p, found.Tokens.Refresh, found.Tokens.Scopes)
	if err != nil || again.Access == found.Tokens.Access || again.Refresh == found.Tokens.Refresh {
		t.Errorf("refreshed: %v", err)
	}
	if _, err := c.Refresh(t.Context(), p, found.Tokens.Refresh, nil); oauth.FailureOf(err) != models.ConnectionEnded {
		t.Errorf("an old refresh token: %v", err)
	}
	if err := c.Revoke(t.Context(), p, again.Refresh, "refresh_token"); err != nil || len(provider.Revoked()) != 1 {
		t.Errorf("revoked: %v", err)
	}
	if n := provider.Count("/.well-known/openid-configuration"); n != 1 {
		t.Errorf("it was discovered %d times", n)
	}
}

func TestANameIsTakenFromUserInfoAndCleaned(t *testing.T) {
	t.Parallel()
	provider, p := newProvider(t)
	provider.NameInUserInfo, provider.Name = true, " Ann\u202e\n Archer "+strings.Repeat("x", 300)
	found, err := exchange(t, client(), p)
	if err != nil || found.Name == nil || !strings.HasPrefix(*found.Name, "Ann Archer x") || len(*found.Name) != 255 {
		t.Errorf("%v, %v", found.Name, err)
	}
	provider.Mend["userinfo"] = func(claims map[string]any) { claims["sub"] = "another" }
	if found, err := exchange(t, client(), p); err != nil || found.Name != nil {
		t.Errorf("the userinfo of another: %v, %v", found.Name, err)
	}
	provider.Answer("/userinfo", oauthtest.Status(500, ""))
	if found, err := exchange(t, client(), p); err != nil || found.Name != nil || *found.Subject != "subject" {
		t.Errorf("without userinfo: %v", err)
	}
}

func TestAProviderWithoutAnIssuerIsCalledByItsURLs(t *testing.T) {
	t.Parallel()
	provider, _ := newProvider(t)
	p, c := byURLs(provider), client()
	found, err := exchange(t, c, p)
	if err != nil || found.Subject != nil || found.Name != nil || found.Tokens.Scopes[0] != "read" {
		t.Fatalf("%+v, %v", found, err)
	}
	asked, _ := consent(t, c, p, oauth.Authorization{State: "s", Nonce: "n", Verifier: oauth.NewVerifier()})
	if asked.Get("audience") != "api" || asked.Has("nonce") {
		t.Errorf("asked by %v", asked)
	}
	for named, taken := range map[string]bool{"": true, provider.URL: true, provider.URL + "/tenant": true, "https://elsewhere.example.com": false, provider.URL + "0": false, "elsewhere": false} {
		if err := c.CheckAnswerer(t.Context(), p, named); (err == nil) != taken {
			t.Errorf("an answer that names %q: %v", named, err)
		}
	}
	// One that takes the secret in the body alone is asked that way after it refused the client.
	provider.Answer("/token", func(w http.ResponseWriter, r *http.Request) {
		if r.PostFormValue("client_secret") != oauthtest.ClientSecret {
			oauthtest.Status(401, `{"error":"invalid_client"}`)(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/x-www-form-urlencoded")
		_, _ = w.Write([]byte("access_token=a&expires_in=60&scope=read+write"))
	})
	found, err = exchange(t, c, p)
	if err != nil || found.Tokens.Access != "a" || len(found.Tokens.Scopes) != 2 || time.Until(*found.Tokens.ExpiresAt) > time.Minute {
		t.Errorf("%+v, %v", found, err)
	}
	tokens, err := c.Refresh(t.Context(), p, "kept", []string{"read"})
	if err != nil || tokens.Refresh != "kept" {
		t.Errorf("an answer without a refresh token: %+v, %v", tokens, err)
	}
	if life := time.Until(*tokens.ExpiresAt); life > time.Minute {
		t.Errorf("it lives for %s", life)
	}
	provider.Answer("/revoke", func(w http.ResponseWriter, r *http.Request) {
		if r.PostFormValue("client_secret") != oauthtest.ClientSecret || r.Header.Get("Authorization") != "" {
			oauthtest.Status(401, `{"error":"invalid_client"}`)(w, r)
			return
		}
		w.WriteHeader(http.StatusOK)
	})
	if err := c.Revoke(t.Context(), p, "token", "access_token"); err != nil || provider.Count("/revoke") != 2 {
		t.Errorf("revoked by the secret in the body: %v after %d requests", err, provider.Count("/revoke"))
	}
	provider.Answer("/revoke", oauthtest.Status(400, `{"error":"unsupported_token_type"}`))
	if err := c.Revoke(t.Context(), p, "token", "access_token"); err == nil || provider.Count("/revoke") != 3 {
		t.Errorf("a refusal of the token: %v after %d requests", err, provider.Count("/revoke"))
	}
	if err := c.Revoke(t.Context(), &oauth.Provider{ClientID: "c"}, "token", "access_token"); err != nil {
		t.Errorf("without a place to revoke at: %v", err)
	}
}

func TestATokenOfUntoldLifeIsRefreshedAfterAnHour(t *testing.T) {
	t.Parallel()
	provider, p := newProvider(t)
	provider.Lifetime = 0
	found, err := exchange(t, client(), p)
	if err != nil || found.Tokens.ExpiresAt == nil {
		t.Fatalf("%+v, %v", found, err)
	}
	if life := time.Until(*found.Tokens.ExpiresAt); life < 59*time.Minute || life > time.Hour {
		t.Errorf("with a refresh token it lives for %s", life)
	}
	provider.Mend["token"] = func(answer map[string]any) { delete(answer, "refresh_token") }
	tokens, err := client().Refresh(t.Context(), p, found.Tokens.Refresh, nil)
	if err != nil || tokens.ExpiresAt == nil {
		t.Errorf("with the former refresh token: %+v, %v", tokens, err)
	}
	if found, err = exchange(t, client(), p); err != nil || found.Tokens.ExpiresAt != nil {
		t.Errorf("without one: %+v, %v", found, err)
	}
}

func TestAPublicClientShowsNoSecret(t *testing.T) {
	t.Parallel()
	provider, p := newProvider(t)
	provider.Public, p.ClientSecret = true, ""
	found, err := exchange(t, client(), p)
	if err != nil {
		t.Fatal(err)
	}
	if err := client().Revoke(t.Context(), p, found.Tokens.Access, "access_token"); err != nil {
		t.Error(err)
	}
}

func TestWhatATokenEndpointAnswersHasItsFailure(t *testing.T) {
	t.Parallel()
	for name, try := range map[string]struct {
		answer http.HandlerFunc
		want   models.ConnectionFailure
	}{
		"no token":           {oauthtest.Status(200, `{"token_type":"Bearer"}`), models.ConnectionInvalid},
		"no JSON":            {oauthtest.Status(200, `<html>`), models.ConnectionInvalid},
		"no id_token":        {oauthtest.Status(200, `{"access_token":"a"}`), models.ConnectionInvalid},
		"the code is used":   {oauthtest.Status(400, `{"error":"invalid_grant"}`), models.ConnectionInvalid},
		"an unknown client":  {oauthtest.Status(401, `{"error":"invalid_client"}`), models.ConnectionMisconfigured},
		"a bad redirect":     {oauthtest.Status(400, `{"error":"invalid_request"}`), models.ConnectionMisconfigured},
		"another place":      {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", 307) }, models.ConnectionMisconfigured},
		"trouble":            {oauthtest.Status(503, ``), models.ConnectionUnavailable},
		"too many":           {oauthtest.Status(429, `{}`), models.ConnectionUnavailable},
		"too much":           {oauthtest.Status(200, strings.Repeat(" ", outbound.MaxBody+1)), models.ConnectionInvalid},
		"a cut connection":   {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, models.ConnectionUnavailable},
		"trouble with a 200": {oauthtest.Status(200, `{"error":"temporarily_unavailable"}`), models.ConnectionUnavailable},
	} {
		provider, p := newProvider(t)
		provider.Answer("/token", try.answer)
		if _, err := exchange(t, client(), p); err == nil || oauth.FailureOf(err) != try.want {
			t.Errorf("%s: %v is %s, not %s", name, err, oauth.FailureOf(err), try.want)
		}
	}
}

func TestATokenThatIsNoBearerTokenIsRefused(t *testing.T) {
	t.Parallel()
	for kind, taken := range map[any]bool{"Bearer": true, "bearer": true, "": true, nil: true, "mac": false, "N_A": false, "DPoP": false} {
		provider, p := newProvider(t)
		provider.Mend["token"] = func(answer map[string]any) { answer["token_type"] = kind }
		found, err := exchange(t, client(), p)
		if taken != (err == nil) || !taken && oauth.FailureOf(err) != models.ConnectionInvalid {
			t.Errorf("%v: %v", kind, err)
		}
		if found == nil {
			t.Fatalf("%v: there is nothing to revoke", kind)
		}
		// The old refresh token may be spent by now: to keep the account is better than to lose it.
		if _, err := client().Refresh(t.Context(), p, found.Tokens.Refresh, nil); err != nil {
			t.Errorf("%v, refreshed: %v", kind, err)
		}
	}
}

func TestAnIDTokenThatCanNotBeTrustedIsRefused(t *testing.T) {
	t.Parallel()
	for name, mend := range map[string]func(map[string]any){
		"another issuer":       func(claims map[string]any) { claims["iss"] = "https://elsewhere.example.com" },
		"another client":       func(claims map[string]any) { claims["aud"] = "another" },
		"expired":              func(claims map[string]any) { claims["exp"] = time.Now().Add(-time.Minute).Unix() },
		"another nonce":        func(claims map[string]any) { claims["nonce"] = "another" },
		"no nonce":             func(claims map[string]any) { delete(claims, "nonce") },
		"nobody":               func(claims map[string]any) { claims["sub"] = "" },
		"too long a subject":   func(claims map[string]any) { claims["sub"] = strings.Repeat("s", 256) },
		"another access token": func(claims map[string]any) { claims["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA" },
	} {
		provider, p := newProvider(t)
		provider.Mend["claims"] = mend
		if _, err := exchange(t, client(), p); oauth.FailureOf(err) != models.ConnectionInvalid || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	provider, p := newProvider(t)
	provider.Mend["token"] = func(answer map[string]any) {
		signed := answer["id_token"].(string)
		answer["id_token"] = signed[:len(signed)-8] + "AAAAAAAA"
	}
	if _, err := exchange(t, client(), p); oauth.FailureOf(err) != models.ConnectionInvalid {
		t.Errorf("another signature: %v", err)
	}
	provider.Mend["token"] = nil
	provider.Answer("/jwks", oauthtest.Status(503, ""))
	if _, err := exchange(t, client(), p); oauth.FailureOf(err) != models.ConnectionUnavailable {
		t.Errorf("without the keys: %v", err)
	}
}

func TestAnAnswerOfAnotherIssuerIsRefused(t *testing.T) {
	t.Parallel()
	provider, p := newProvider(t)
	c := client()
	for _, named := range []string{"", "https://elsewhere.example.com", p.Issuer + "/"} {
		if err := c.CheckAnswerer(t.Context(), p, named); oauth.FailureOf(err) != models.ConnectionInvalid || err == nil {
			t.Errorf("%q: %v", named, err)
		}
	}
	provider.Mend["discovery"] = func(document map[string]any) { delete(document, "authorization_response_iss_parameter_supported") }
	if err := client().CheckAnswerer(t.Context(), p, ""); err != nil {
		t.Errorf("one that doesn't say that it names itself: %v", err)
	}
}

func TestADiscoveryThatFailsSaysWhy(t *testing.T) {
	t.Parallel()
	for name, try := range map[string]struct {
		mend   func(map[string]any)
		answer http.HandlerFunc
		want   string
	}{
		"another issuer":      {mend: func(d map[string]any) { d["issuer"] = d["issuer"].(string) + "/" }, want: "names another issuer"},
		"no endpoints":        {mend: func(d map[string]any) { delete(d, "token_endpoint") }, want: "names no token_endpoint"},
		"a script":            {mend: func(d map[string]any) { d["authorization_endpoint"] = "javascript:alert(1)" }, want: "its authorization_endpoint must be an absolute https URL"},
		"a machine's secrets": {mend: func(d map[string]any) { d["token_endpoint"] = "http://169.254.169.254/token" }, want: "its token_endpoint leads to an address that is not public"},
		"a fragment":          {mend: func(d map[string]any) { d["authorization_endpoint"] = d["issuer"].(string) + "/a#b" }, want: "its authorization_endpoint must have no fragment"},
		"what is asked for":   {mend: func(d map[string]any) { d["authorization_endpoint"] = d["issuer"].(string) + "/a?redirect_uri=b" }, want: "its authorization_endpoint must not have redirect_uri in its query"},
		"nothing there":       {answer: oauthtest.Status(404, "nothing"), want: "has no discovery document"},
		"something else":      {answer: oauthtest.Status(200, "<html>"), want: "is no discovery document"},
		"trouble":             {answer: oauthtest.Status(502, ""), want: "in trouble"},
		"a redirect":          {answer: func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", 302) }, want: "has no discovery document"},
	} {
		provider, p := newProvider(t)
		provider.Mend["discovery"] = try.mend
		if try.answer != nil {
			provider.Answer("/.well-known/openid-configuration", try.answer)
		}
		if err := client().Discover(t.Context(), p.Issuer); err == nil || !strings.Contains(err.Error(), try.want) {
			t.Errorf("%s: %v, not %s", name, err, try.want)
		}
	}
	provider, p := newProvider(t)
	provider.Close()
	if err := client().Discover(t.Context(), p.Issuer); err == nil || err.Error() != "can't be reached" {
		t.Errorf("one that is down: %v", err)
	}
	if err := oauth.New(outbound.New(false), redirectURI, time.Now).Discover(t.Context(), "https://127.0.0.1"); oauth.FailureOf(err) != models.ConnectionMisconfigured {
		t.Errorf("a private address: %v", err)
	}
}

func TestWhatAnIssuerSaysIsAskedForAgainAfterAWhile(t *testing.T) {
	t.Parallel()
	provider, p := newProvider(t)
	now := time.Now()
	c := oauth.New(outbound.New(true), redirectURI, func() time.Time { return now })
	for _, step := range []struct {
		after time.Duration
		want  int
	}{{0, 1}, {9 * time.Minute, 1}, {2 * time.Minute, 2}} {
		now = now.Add(step.after)
		if err := c.CheckAnswerer(t.Context(), p, ""); oauth.FailureOf(err) != models.ConnectionInvalid {
			t.Fatal(err)
		}
		if n := provider.Count("/.well-known/openid-configuration"); n != step.want {
			t.Errorf("after %s it was asked %d times, not %d", step.after, n, step.want)
		}
	}
	if _, err := c.AuthorizationURL(t.Context(), p, oauth.Authorization{}); err != nil || provider.Count("/.well-known/openid-configuration") != 3 {
		t.Errorf("before a person is led there it isn't asked: %v", err)
	}
}

func TestAnErrorHoldsNothingThatAProviderSent(t *testing.T) {
	t.Parallel()
	const sent = "what-the-provider-sent"
	provider, p := newProvider(t)
	for _, answer := range []http.HandlerFunc{
		oauthtest.Status(400, `{"error":"`+sent+`","error_description":"`+sent+`"}`), oauthtest.Status(500, sent), oauthtest.Status(200, `{"access_token":"`+sent+`","id_token":"`+sent+`"}`),
	} {
		provider.Answer("/token", answer)
		if _, err := exchange(t, client(), p); err == nil || strings.Contains(err.Error(), sent) {
			t.Errorf("%v", err)
		}
	}
	provider.Answer("/.well-known/openid-configuration", oauthtest.Status(400, sent))
	if err := client().Discover(context.Background(), p.Issuer); err == nil || strings.Contains(err.Error(), sent) {
		t.Errorf("%v", err)
	}
	if oauth.FailureOf(errors.New("any")) != models.ConnectionUnavailable {
		t.Error("an error of no meaning has another failure")
	}
}

func TestAnErrorInPlaceOfACodeHasItsFailure(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]models.ConnectionFailure{
		"access_denied": models.ConnectionDenied, "login_required": models.ConnectionDenied, "server_error": models.ConnectionUnavailable,
		"invalid_scope": models.ConnectionMisconfigured, "unauthorized_client": models.ConnectionMisconfigured, "made_up": models.ConnectionInvalid,
	} {
		if got := oauth.AnswerFailure(code); got != want {
			t.Errorf("%s is %s, not %s", code, got, want)
		}
	}
}
