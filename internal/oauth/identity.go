package oauth

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"unicode"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

const (
	// longestSubject is OpenID Connect Core's, in bytes.
	longestSubject = 255
	// longestName is what is kept of a name, in characters.
	longestName = 255
)

var (
	errNoIDToken = errors.New("answers without an id_token")
	errNonce     = errors.New("answers with an id_token of another authorization")
	errSubject   = errors.New("answers with an id_token of nobody")
)

// named are the claims that an account may be called by.
type named struct {
	Name              string `json:"name"`
	PreferredUsername string `json:"preferred_username"`
	Email             string `json:"email"`
}

// identify verifies the id_token, and reads from it, or else from the provider's
// userinfo, who the account is.
func (c *Client) identify(ctx context.Context, p *Provider, e *endpoints, answer *oauth2.Token, account *Account, nonceHolds func(string) bool) error {
	raw, ok := answer.Extra("id_token").(string)
	if !ok || raw == "" {
		return invalid(errNoIDToken)
	}
	token, err := e.discovered.Verifier(&oidc.Config{ClientID: p.ClientID, Now: c.clock}).Verify(ctx, raw)
	if err != nil {
		return verifyFailureOf(err)
	}
	if !nonceHolds(token.Nonce) {
		return invalid(errNonce)
	}
	if token.AccessTokenHash != "" {
		if err := token.VerifyAccessToken(account.Tokens.Access); err != nil {
			return invalid(err)
		}
	}
	if token.Subject == "" || len(token.Subject) > longestSubject || strings.ContainsRune(token.Subject, 0) {
		return invalid(errSubject)
	}
	account.Subject = &token.Subject
	var claims named
	if err := token.Claims(&claims); err == nil {
		account.Name = claims.text()
	}
	if account.Name == nil && e.discovered.UserInfoEndpoint() != "" {
		account.Name = c.nameByUserInfo(ctx, e, token.Subject, account.Tokens.Access)
	}
	return nil
}

// nameByUserInfo is nil where the provider doesn't tell: an account does without a name.
func (c *Client) nameByUserInfo(ctx context.Context, e *endpoints, subject, access string) *string {
	info, err := e.discovered.UserInfo(oidc.ClientContext(ctx, c.library), oauth2.StaticTokenSource(&oauth2.Token{AccessToken: access}))
	if err != nil || info.Subject != subject {
		return nil
	}
	var claims named
	if info.Claims(&claims) != nil {
		return nil
	}
	return claims.text()
}

// text is what the account is called, without what would disturb a page.
func (n *named) text() *string {
	text := cmp.Or(clean(n.Name), clean(n.PreferredUsername), clean(n.Email))
	if text == "" {
		return nil
	}
	return &text
}

func clean(text string) string {
	kept := strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "")))
	if runes := []rune(kept); len(runes) > longestName {
		return string(runes[:longestName])
	}
	return kept
}
