package oauth

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/oauth2"

	"github.com/portico-portal/portico/internal/outbound"
)

// Revoke ends a token at the provider (RFC 7009), where that has an endpoint for it:
// with a refresh token ends all that came of it.
func (c *Client) Revoke(ctx context.Context, p *Provider, token, hint string) error {
	e, err := c.endpoints(ctx, p)
	if err != nil || e.revocation == "" {
		return err
	}
	style := c.config(p, e).Endpoint.AuthStyle
	answer, err := c.revoke(ctx, p, e.revocation, token, hint, style)
	if err == nil && e.discovered == nil && p.ClientSecret != "" && refusesClient(answer) {
		answer, err = c.revoke(ctx, p, e.revocation, token, hint, oauth2.AuthStyleInParams) // as for tokens
	}
	if err != nil {
		return err
	}
	if answer.Status != http.StatusOK {
		return unavailable(fmt.Errorf("answers with status %d", answer.Status))
	}
	return nil
}

// revoke asks once, in the style that the client shows its secret by.
func (c *Client) revoke(ctx context.Context, p *Provider, at, token, hint string, style oauth2.AuthStyle) (*outbound.Answer, error) {
	form := url.Values{"token": {token}, "token_type_hint": {hint}}
	if style == oauth2.AuthStyleInParams {
		form.Set("client_id", p.ClientID)
		if p.ClientSecret != "" {
			form.Set("client_secret", p.ClientSecret)
		}
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, at, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, misconfigured(errEndpoints)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if style == oauth2.AuthStyleInHeader {
		request.SetBasicAuth(url.QueryEscape(p.ClientID), url.QueryEscape(p.ClientSecret))
	}
	answer, err := c.calls.Do(request)
	if err != nil {
		return nil, unavailable(errNoAnswer)
	}
	return answer, nil
}

// refusesClient tells whether an answer refuses the client, and not the token.
func refusesClient(answer *outbound.Answer) bool {
	var said struct {
		Error string `json:"error"`
	}
	if json.Unmarshal(answer.Body, &said) == nil && said.Error != "" {
		return said.Error == "invalid_client"
	}
	return answer.Status == http.StatusUnauthorized
}
