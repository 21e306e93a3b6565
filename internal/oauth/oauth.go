// Package oauth speaks OAuth 2.0 and OpenID Connect with the providers at which
// customers connect their accounts. The protocols are golang.org/x/oauth2's and
// go-oidc's; this package has them call by internal/outbound alone, and says of each
// failure what it means.
package oauth

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/oauth2"

	"github.com/portico-portal/portico/internal/outbound"
)

const (
	// discoveryKept is how long what an issuer says of itself is taken to hold.
	discoveryKept = 10 * time.Minute
	// issuersKept bounds the issuers that are remembered.
	issuersKept = 256
)

// Client speaks with providers. It is safe for use by many goroutines.
type Client struct {
	calls *outbound.Client
	// library is what the libraries call by.
	library     *http.Client //nolint:forbidigo // it is internal/outbound's own
	redirectURI string
	clock       func() time.Time
	issuers     *lru.Cache[string, *issuer]
}

// New makes a Client. Providers lead back to redirectURI.
func New(calls *outbound.Client, redirectURI string, clock func() time.Time) *Client {
	issuers, err := lru.New[string, *issuer](issuersKept)
	if err != nil {
		panic(err) // of a size below one
	}
	return &Client{calls: calls, library: calls.HTTP(), redirectURI: redirectURI, clock: clock, issuers: issuers}
}

// Provider is what speaking with a provider takes.
type Provider struct {
	// Issuer says where its endpoints are; where it is empty, the URLs do.
	Issuer           string
	AuthorizationURL string
	TokenURL         string
	RevocationURL    string
	ClientID         string
	// ClientSecret is empty of a public client.
	ClientSecret string
	Scopes       []string
}

// Tokens are what a provider gives.
type Tokens struct {
	Access string
	// Refresh is empty where the provider gives none.
	Refresh string
	// ExpiresAt is nil where the provider names no end.
	ExpiresAt *time.Time
	// Scopes are those that were granted.
	Scopes []string
}

// Account is who has consented.
type Account struct {
	Tokens Tokens
	// Subject and Name are nil where the provider doesn't tell.
	Subject *string
	Name    *string
}

// Authorization is a consent that is asked for.
type Authorization struct{ State, Nonce, Verifier string }

// NewVerifier draws a verifier for PKCE.
func NewVerifier() string { return oauth2.GenerateVerifier() }

// AuthorizationURL is where a browser asks for the consent. An issuer is asked anew: a
// person is not to be led to one that is down.
func (c *Client) AuthorizationURL(ctx context.Context, p *Provider, a Authorization) (string, error) {
	e, err := c.endpointsNow(ctx, p)
	if err != nil {
		return "", err
	}
	if _, err := c.calls.CheckURL(e.authorization); err != nil {
		return "", misconfigured(err)
	}
	options := []oauth2.AuthCodeOption{oauth2.S256ChallengeOption(a.Verifier)}
	if p.Issuer != "" {
		options = append(options, oidc.Nonce(a.Nonce))
		if slices.Contains(p.Scopes, oidc.ScopeOfflineAccess) {
			options = append(options, oauth2.SetAuthURLParam("prompt", "consent")) // without it the scope is ignored (OpenID Connect Core, section 11)
		}
	}
	return c.config(p, e).AuthCodeURL(a.State, options...), nil
}

// CheckAnswerer tells whether an answer that names its issuer, or doesn't, comes from
// the provider (RFC 9207). Of one without an issuer it is known where consent is asked
// for: one elsewhere has mixed itself in (RFC 9700, section 4.4).
func (c *Client) CheckAnswerer(ctx context.Context, p *Provider, named string) error {
	if p.Issuer == "" && named != "" && sameOrigin(named, p.AuthorizationURL) {
		return nil
	}
	if named == p.Issuer {
		return nil
	}
	if named != "" {
		return invalid(errOtherIssuer)
	}
	e, err := c.endpoints(ctx, p)
	if err == nil && e.namesItself {
		err = invalid(errOtherIssuer)
	}
	return err
}

func sameOrigin(one, other string) bool {
	a, err := url.Parse(one)
	if err != nil {
		return false
	}
	b, err := url.Parse(other)
	return err == nil && a.Scheme == b.Scheme && strings.EqualFold(a.Host, b.Host)
}

// Exchange turns the code of an answer into tokens, and says whose they are. The account
// stands beside the error where there are tokens that can't be trusted: they are to be
// revoked.
func (c *Client) Exchange(ctx context.Context, p *Provider, code, verifier string, nonceHolds func(string) bool) (*Account, error) {
	e, err := c.endpoints(ctx, p)
	if err != nil {
		return nil, err
	}
	begin := c.clock()
	answer, err := c.retrieve(ctx, p, e, func(ctx context.Context, config *oauth2.Config) (*oauth2.Token, error) {
		return config.Exchange(ctx, code, oauth2.VerifierOption(verifier))
	})
	if err != nil {
		return nil, failureOf(err)
	}
	account := &Account{Tokens: tokensOf(answer, begin, p.scopes(), "")}
	if answer.Type() != bearer {
		return account, invalid(errType)
	}
	if e.discovered == nil {
		return account, nil
	}
	return account, c.identify(ctx, p, e, answer, account, nonceHolds)
}

// Refresh turns a refresh token into new tokens. Those without a refresh token go on
// with the one that they had. The failure is CONSENT_ENDED where the provider takes it
// no longer.
func (c *Client) Refresh(ctx context.Context, p *Provider, refresh string, granted []string) (*Tokens, error) {
	e, err := c.endpoints(ctx, p)
	if err != nil {
		return nil, err
	}
	begin := c.clock()
	answer, err := c.retrieve(ctx, p, e, func(ctx context.Context, config *oauth2.Config) (*oauth2.Token, error) {
		return config.TokenSource(ctx, &oauth2.Token{RefreshToken: refresh}).Token()
	})
	if err != nil {
		return nil, refreshFailureOf(err)
	}
	tokens := tokensOf(answer, begin, granted, refresh)
	return &tokens, nil
}

// scopes are those that are asked for: OpenID Connect has one of its own.
func (p *Provider) scopes() []string {
	if p.Issuer == "" || slices.Contains(p.Scopes, oidc.ScopeOpenID) {
		return p.Scopes
	}
	return append([]string{oidc.ScopeOpenID}, p.Scopes...)
}

func (c *Client) config(p *Provider, e *endpoints) *oauth2.Config {
	style := e.style
	if p.ClientSecret == "" {
		style = oauth2.AuthStyleInParams // a public client has its id alone to send
	}
	return &oauth2.Config{
		ClientID: p.ClientID, ClientSecret: p.ClientSecret, RedirectURL: c.redirectURI, Scopes: p.scopes(),
		Endpoint: oauth2.Endpoint{AuthURL: e.authorization, TokenURL: e.token, AuthStyle: style},
	}
}

// retrieve asks for tokens. A provider that is set up by its URLs, and doesn't know the
// client by HTTP Basic, is asked once more with the secret in the body: it has refused
// the client, so nothing has come of the first time.
func (c *Client) retrieve(ctx context.Context, p *Provider, e *endpoints, ask func(context.Context, *oauth2.Config) (*oauth2.Token, error)) (*oauth2.Token, error) {
	ctx = context.WithValue(ctx, oauth2.HTTPClient, c.library)
	config := c.config(p, e)
	answer, err := ask(ctx, config)
	if e.discovered == nil && p.ClientSecret != "" && isInvalidClient(err) {
		config.Endpoint.AuthStyle = oauth2.AuthStyleInParams
		return ask(ctx, config)
	}
	return answer, err
}
