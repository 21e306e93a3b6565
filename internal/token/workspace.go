package token

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// WorkspaceCodeLength is the number of base62 characters in a workspace's code.
const WorkspaceCodeLength = 6

// NewWorkspaceCode draws a workspace's code: 6 base62 characters that stand in
// every token of the workspace and lead to the shard that holds its rows. It is
// no secret. There are 5.7e10 codes, so a column that keeps them needs a unique
// index and the caller draws again on a clash. The error is random's.
func NewWorkspaceCode(random io.Reader) (string, error) {
	return base62.random(random, WorkspaceCodeLength)
}

// ValidWorkspaceCode reports whether code is 6 base62 characters.
func ValidWorkspaceCode(code string) bool {
	return base62.spells(code, WorkspaceCodeLength)
}

// workspaceToken is what link and session tokens have in common: a tag, the
// workspace's code, a body that can't be guessed, and a checksum.
type workspaceToken struct {
	tag, code, text string
}

// seal puts a token together from its parts, which the caller has checked.
func seal(tag, code, body string) workspaceToken {
	text := tag + code + body
	return workspaceToken{tag: tag, code: code, text: text + checksum(text)}
}

// unseal takes a token apart, and asks for the exact length, alphabet and
// checksum.
func unseal(text, tag string, bodyLength int) (workspaceToken, error) {
	rest, tagged := strings.CutPrefix(text, tag)
	if !tagged || !base62.spells(rest, WorkspaceCodeLength+bodyLength+checksumLength) {
		return workspaceToken{}, ErrMalformed
	}
	sealed := seal(tag, rest[:WorkspaceCodeLength], rest[WorkspaceCodeLength:len(rest)-checksumLength])
	if sealed.text != text {
		return workspaceToken{}, ErrMalformed
	}
	return sealed, nil
}

// WorkspaceCode is the code of the workspace that the token belongs to, as the
// token claims: only the look-up of its hash proves it. Empty for a zero value.
func (t workspaceToken) WorkspaceCode() string { return t.code }

// Hash is the SHA-256 of the whole token: what the database keeps.
func (t workspaceToken) Hash() [32]byte { return hash(t.text) }

// Reveal gives the token's text, for the one who is to receive it.
func (t workspaceToken) Reveal() string { return t.text }

// String gives the redacted form, such as pl_…redacted. See Reveal.
func (t workspaceToken) String() string { return string(t.hidden()) }

// Format writes the redacted form for every verb of fmt.
func (t workspaceToken) Format(f fmt.State, _ rune) { t.hidden().format(f) }

// LogValue gives slog the redacted form.
func (t workspaceToken) LogValue() slog.Value { return t.hidden().logValue() }

// MarshalText gives encoders (JSON, XML and others) the redacted form.
func (t workspaceToken) MarshalText() ([]byte, error) { return []byte(t.hidden()), nil }

func (t workspaceToken) hidden() hidden { return hidden(t.tag + mark) }
