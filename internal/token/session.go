package token

import "io"

const (
	sessionTag = "ps_"
	// sessionLength base62 characters hold 190 random bits.
	sessionLength = 32
)

// SessionToken is the bearer of a portal session: ps_, 6 characters of the
// workspace's code, 32 random ones and 4 of a checksum, 45 in all. Only its hash
// is stored. [NewSessionToken] and [ParseSessionToken] make one; the zero value
// is no token.
type SessionToken struct{ workspaceToken }

// NewSessionToken draws a token for the workspace with this code. The error is
// [ErrMalformed] for a code that is none, else random's.
func NewSessionToken(random io.Reader, workspaceCode string) (SessionToken, error) {
	if !ValidWorkspaceCode(workspaceCode) {
		return SessionToken{}, ErrMalformed
	}
	body, err := base62.random(random, sessionLength)
	if err != nil {
		return SessionToken{}, err
	}
	return SessionToken{seal(sessionTag, workspaceCode, body)}, nil
}

// ParseSessionToken checks the tag, the length, the alphabet and the checksum.
// The error is [ErrMalformed]. A token that passes may still be unknown or ended.
func ParseSessionToken(text string) (SessionToken, error) {
	parsed, err := unseal(text, sessionTag, sessionLength)
	return SessionToken{parsed}, err
}
