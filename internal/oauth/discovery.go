package oauth

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// issuer is what an issuer said of itself.
type issuer struct {
	endpoints endpoints
	until     time.Time
}

// endpoints are where a provider is spoken with.
type endpoints struct {
	authorization, token, revocation string
	// style is how a client shows its secret.
	style oauth2.AuthStyle
	// namesItself says that each of its answers names the issuer.
	namesItself bool
	// discovered is nil of a provider without an issuer.
	discovered *oidc.Provider
}

// Discover asks an issuer for what it says of itself, and for nothing that was said
// before. Its error reads on behind the issuer's name.
func (c *Client) Discover(ctx context.Context, name string) error {
	_, err := c.discover(ctx, name)
	return err
}

// endpoints are those of a provider, as its issuer said a while ago at most.
func (c *Client) endpoints(ctx context.Context, p *Provider) (*endpoints, error) {
	if kept, ok := c.issuers.Get(p.Issuer); ok && c.clock().Before(kept.until) {
		return &kept.endpoints, nil
	}
	return c.endpointsNow(ctx, p)
}

// endpointsNow are those that its issuer says now.
func (c *Client) endpointsNow(ctx context.Context, p *Provider) (*endpoints, error) {
	if p.Issuer == "" {
		return &endpoints{authorization: p.AuthorizationURL, token: p.TokenURL, revocation: p.RevocationURL, style: oauth2.AuthStyleInHeader}, nil
	}
	found, err := c.discover(ctx, p.Issuer)
	if err != nil {
		return nil, err
	}
	return &found.endpoints, nil
}

// document is what go-oidc doesn't read of a discovery document.
type document struct {
	RevocationEndpoint string   `json:"revocation_endpoint"`
	AuthMethods        []string `json:"token_endpoint_auth_methods_supported"`
	NamesItself        bool     `json:"authorization_response_iss_parameter_supported"`
	JWKSURI            string   `json:"jwks_uri"`
}

func (c *Client) discover(ctx context.Context, name string) (*issuer, error) {
	provider, err := oidc.NewProvider(oidc.ClientContext(ctx, c.library), name)
	if err != nil {
		return nil, discoveryFailureOf(err)
	}
	var said document
	if err := provider.Claims(&said); err != nil {
		return nil, misconfigured(errDocument)
	}
	at := provider.Endpoint()
	if err := c.checkEndpoints(at, said.JWKSURI); err != nil {
		return nil, misconfigured(err)
	}
	found := &issuer{
		until: c.clock().Add(discoveryKept),
		endpoints: endpoints{
			authorization: at.AuthURL, token: at.TokenURL, revocation: said.RevocationEndpoint,
			style: styleOf(said.AuthMethods), namesItself: said.NamesItself, discovered: provider,
		},
	}
	c.issuers.Add(name, found)
	return found, nil
}

// checkEndpoints tells what is wrong with the endpoints that an issuer names.
func (c *Client) checkEndpoints(at oauth2.Endpoint, keys string) error {
	for _, endpoint := range []struct{ name, url string }{{"authorization_endpoint", at.AuthURL}, {"token_endpoint", at.TokenURL}, {"jwks_uri", keys}} {
		if endpoint.url == "" {
			return fmt.Errorf("names no %s", endpoint.name)
		}
		if _, err := c.calls.CheckURL(endpoint.url); err != nil {
			return fmt.Errorf("names an endpoint that can't be called: its %s %w", endpoint.name, callFailureOf(err))
		}
	}
	if faults := AuthorizationURLFaults(at.AuthURL); len(faults) > 0 {
		return fmt.Errorf("names an endpoint at which consent can't be asked for: its authorization_endpoint %s", faults[0])
	}
	return nil
}

// styleOf prefers HTTP Basic, which a provider that names nothing takes.
func styleOf(methods []string) oauth2.AuthStyle {
	if !slices.Contains(methods, "client_secret_basic") && slices.Contains(methods, "client_secret_post") {
		return oauth2.AuthStyleInParams
	}
	return oauth2.AuthStyleInHeader
}

var (
	errDocument     = errors.New("answers with something that is no discovery document")
	errEndpoints    = errors.New("names endpoints that can't be called")
	errNoDiscovery  = errors.New("has no discovery document at /.well-known/openid-configuration")
	errNoAnswer     = errors.New("can't be reached")
	errOtherIssuer  = errors.New("is not the issuer that the answer names")
	errDiscoversOne = errors.New("names another issuer in its discovery document: the two must be the same to the letter")
)
