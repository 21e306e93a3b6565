package oauth

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/oauth2"
)

// Revoke ends a token at the provider (RFC 7009), where that has an endpoint for it:
// with a refresh token ends all that came of it.
func (c *Client) Revoke(ctx context.Context, p *Provider, token, hint string) error {
	e, err := c.endpoints(ctx, p)
	if err != nil || e.revocation == "" {
		return err
	}
	form := url.Values{"token": {token}, "token_type_hint": {hint}}
	basic := p.ClientSecret != "" && e.style == oauth2.AuthStyleInHeader
	if !basic {
		form.Set("client_id", p.ClientID)
		if p.ClientSecret != "" {
			form.Set("client_secret", p.ClientSecret)
		}
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, e.revocation, strings.NewReader(form.Encode()))
	if err != nil {
		return misconfigured(errEndpoints)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if basic {
		request.SetBasicAuth(url.QueryEscape(p.ClientID), url.QueryEscape(p.ClientSecret))
	}
	answer, err := c.calls.Do(request)
	if err != nil {
		return unavailable(errNoAnswer)
	}
	if answer.Status != http.StatusOK {
		return unavailable(fmt.Errorf("answers with status %d", answer.Status))
	}
	return nil
}
