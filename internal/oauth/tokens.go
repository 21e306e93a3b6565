package oauth

import (
	"strings"
	"time"

	"golang.org/x/oauth2"
)

// longestLife bounds what a provider may say of a token's life, so that adding it to
// the time can't overflow.
const longestLife = 10 * 365 * 24 * time.Hour

// untoldLife is a token's life where the provider tells nothing of it, and there is a
// refresh token to have another one by.
const untoldLife = time.Hour

// bearer is the one type of token that is taken, and that of one whose type isn't told: how
// to use another, its readers couldn't know (RFC 6749, section 7.1).
const bearer = "Bearer"

// tokensOf reads a provider's answer to a request that was sent at begin: a token's life
// counts from no later than that. An answer without a refresh token leaves the former one.
func tokensOf(answer *oauth2.Token, begin time.Time, asked []string, former string) Tokens {
	tokens := Tokens{Access: answer.AccessToken, Refresh: answer.RefreshToken, Scopes: asked}
	if tokens.Refresh == "" {
		tokens.Refresh = former
	}
	life := lifeOf(answer)
	if life == 0 && tokens.Refresh != "" {
		life = untoldLife
	}
	if life > 0 {
		end := begin.Add(min(life, longestLife)).UTC().Truncate(time.Microsecond)
		tokens.ExpiresAt = &end
	}
	if granted, ok := answer.Extra("scope").(string); ok && granted != "" {
		tokens.Scopes = strings.Fields(granted)
	}
	return tokens
}

// lifeOf is how long a token lives; 0 where the provider doesn't tell.
func lifeOf(answer *oauth2.Token) time.Duration {
	if seconds := answer.ExpiresIn; seconds > 0 {
		return time.Duration(min(seconds, int64(longestLife/time.Second))) * time.Second
	}
	if !answer.Expiry.IsZero() {
		return time.Until(answer.Expiry) // of an answer as a form, which has no ExpiresIn
	}
	return 0
}
