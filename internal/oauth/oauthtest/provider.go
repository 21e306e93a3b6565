// Package oauthtest is a provider for tests: it speaks OAuth 2.0 and OpenID Connect
// over real HTTP, signs with a real key, and errs where a test says so.
package oauthtest

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/coreos/go-oidc/v3/oidc/oidctest"
)

// The client that the provider knows.
const (
	ClientID     = "portico-client"
	ClientSecret = "client-secret-of-the-test"
)

const keyID = "key-of-the-test"

// Provider is a provider. Its fields may be set before each request.
type Provider struct {
	*httptest.Server

	// Subject and Name are who consents; Name stands in the id_token, and where
	// NameInUserInfo says so in the userinfo alone.
	Subject, Name  string
	NameInUserInfo bool
	// Lifetime is an access token's, in seconds; 0 tells nothing of it.
	Lifetime int
	// NoRefresh gives no refresh tokens.
	NoRefresh bool
	// Public knows a client without a secret.
	Public bool
	// Denies answers that the consent was refused, by this error.
	Denies string
	// Mend changes the documents and the claims that it gives: "discovery", "token",
	// "claims", "callback".
	Mend map[string]func(map[string]any)
	// Instead answers a request to a path in the provider's place.
	Instead map[string]http.HandlerFunc
	// Now tells the time; nil is the system's clock.
	Now func() time.Time

	mu      sync.Mutex
	key     *rsa.PrivateKey
	codes   map[string]asked
	living  map[string]string
	counts  map[string]int
	issued  []string
	revoked []string
}

// asked is what an authorization was asked for by.
type asked struct{ redirect, challenge, nonce, scope string }

// signingKey is one for all providers of a process: making one costs more than most tests do.
var signingKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

// New starts a provider, which ends by its Close.
func New() *Provider {
	p := &Provider{
		Subject: "subject", Name: "Ann Archer", Lifetime: 3600, key: signingKey(), Mend: map[string]func(map[string]any){}, Instead: map[string]http.HandlerFunc{},
		codes: map[string]asked{}, living: map[string]string{}, counts: map[string]int{},
	}
	mux := http.NewServeMux()
	for path, serve := range map[string]http.HandlerFunc{
		"/.well-known/openid-configuration": p.discovery, "/jwks": p.keys, "/authorize": p.authorize, "/token": p.token, "/userinfo": p.userInfo, "/revoke": p.revoke,
	} {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			p.mu.Lock()
			p.counts[path]++
			instead := p.Instead[path]
			p.mu.Unlock()
			if instead != nil {
				instead(w, r)
				return
			}
			serve(w, r)
		})
	}
	p.Server = httptest.NewServer(mux)
	return p
}

// Count tells how many requests a path got.
func (p *Provider) Count(path string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.counts[path]
}

// Issued lists every token that was given.
func (p *Provider) Issued() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.issued)
}

// Revoked lists the tokens that were revoked.
func (p *Provider) Revoked() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.revoked)
}

// Forget takes every refresh token no longer.
func (p *Provider) Forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.living)
}

// Answer replaces what a path answers; nil has the provider itself answer again.
func (p *Provider) Answer(path string, instead http.HandlerFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.Instead[path] = instead
}

// Status answers with a status and a body.
func Status(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func (p *Provider) mended(what string, document map[string]any) map[string]any {
	if mend := p.Mend[what]; mend != nil {
		mend(document)
	}
	return document
}

func (p *Provider) write(w http.ResponseWriter, status int, document map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(document)
}

func (p *Provider) discovery(w http.ResponseWriter, _ *http.Request) {
	p.write(w, http.StatusOK, p.mended("discovery", map[string]any{
		"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/jwks",
		"userinfo_endpoint": p.URL + "/userinfo", "revocation_endpoint": p.URL + "/revoke", "id_token_signing_alg_values_supported": []string{oidc.RS256},
		"authorization_response_iss_parameter_supported": true,
	}))
}

func (p *Provider) keys(w http.ResponseWriter, _ *http.Request) {
	encode := base64.RawURLEncoding.EncodeToString
	p.write(w, http.StatusOK, map[string]any{"keys": []map[string]any{{
		"kty": "RSA", "use": "sig", "alg": oidc.RS256, "kid": keyID,
		"n": encode(p.key.N.Bytes()), "e": encode(big.NewInt(int64(p.key.E)).Bytes()),
	}}})
}

func (p *Provider) authorize(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	if query.Get("client_id") != ClientID || query.Get("response_type") != "code" || query.Get("code_challenge_method") != "S256" || query.Get("state") == "" {
		http.Error(w, "bad request", http.StatusBadRequest)
		return
	}
	answer := map[string]any{"state": query.Get("state"), "iss": p.URL}
	if p.Denies != "" {
		answer["error"] = p.Denies
	} else {
		code := rand.Text()
		p.mu.Lock()
		p.codes[code] = asked{query.Get("redirect_uri"), query.Get("code_challenge"), query.Get("nonce"), query.Get("scope")}
		p.mu.Unlock()
		answer["code"] = code
	}
	back := url.Values{}
	for name, value := range p.mended("callback", answer) {
		back.Set(name, value.(string))
	}
	http.Redirect(w, r, query.Get("redirect_uri")+"?"+back.Encode(), http.StatusSeeOther) //nolint:gosec // the test's own address
}

func (p *Provider) knows(r *http.Request) bool {
	if p.Public {
		return r.PostFormValue("client_id") == ClientID && r.PostFormValue("client_secret") == ""
	}
	id, secret, basic := r.BasicAuth()
	return basic && id == ClientID && secret == ClientSecret
}

func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	if !p.knows(r) {
		p.write(w, http.StatusUnauthorized, map[string]any{"error": "invalid_client"})
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	var of asked
	known := false
	switch r.PostFormValue("grant_type") {
	case "authorization_code":
		code := r.PostFormValue("code")
		of, known = p.codes[code]
		delete(p.codes, code)
		sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
		known = known && of.redirect == r.PostFormValue("redirect_uri") && of.challenge == base64.RawURLEncoding.EncodeToString(sum[:])
	case "refresh_token":
		of.scope, known = p.living[r.PostFormValue("refresh_token")]
		delete(p.living, r.PostFormValue("refresh_token")) // each is good once
	}
	if !known {
		p.write(w, http.StatusBadRequest, map[string]any{"error": "invalid_grant"})
		return
	}
	p.write(w, http.StatusOK, p.mended("token", p.tokens(of)))
}

// tokens makes new ones.
func (p *Provider) tokens(of asked) map[string]any {
	access := "access-" + rand.Text()
	p.issued = append(p.issued, access)
	answer := map[string]any{"access_token": access, "token_type": "Bearer", "scope": of.scope}
	if p.Lifetime > 0 {
		answer["expires_in"] = p.Lifetime
	}
	if !p.NoRefresh {
		refresh := "refresh-" + rand.Text()
		p.issued, p.living[refresh] = append(p.issued, refresh), of.scope
		answer["refresh_token"] = refresh
	}
	if of.nonce != "" {
		answer["id_token"] = p.idToken(of.nonce)
	}
	return answer
}

func (p *Provider) idToken(nonce string) string {
	now := time.Now()
	if p.Now != nil {
		now = p.Now()
	}
	claims := map[string]any{"iss": p.URL, "sub": p.Subject, "aud": ClientID, "iat": now.Unix(), "exp": now.Add(time.Minute).Unix(), "nonce": nonce}
	if p.Name != "" && !p.NameInUserInfo {
		claims["name"] = p.Name
	}
	text, err := json.Marshal(p.mended("claims", maps.Clone(claims)))
	if err != nil {
		panic(err)
	}
	return oidctest.SignIDToken(p.key, keyID, oidc.RS256, string(text))
}

func (p *Provider) userInfo(w http.ResponseWriter, _ *http.Request) {
	claims := map[string]any{"sub": p.Subject}
	if p.Name != "" {
		claims["preferred_username"] = p.Name
	}
	p.write(w, http.StatusOK, p.mended("userinfo", claims))
}

func (p *Provider) revoke(w http.ResponseWriter, r *http.Request) {
	if !p.knows(r) {
		p.write(w, http.StatusUnauthorized, map[string]any{"error": "invalid_client"})
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.revoked = append(p.revoked, r.PostFormValue("token"))
	w.WriteHeader(http.StatusOK)
}
