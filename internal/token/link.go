package token

import (
	"encoding/binary"
	"math"
	"strings"
)

const (
	linkTag = "pl_"
	// macBytes of an HMAC-SHA256 make 160 bits, and 27 base62 characters are the
	// fewest that hold them.
	macBytes  = 20
	macLength = 27
)

// LinkToken is the secret part of a magic link: pl_, 6 characters of the
// workspace's code, 27 of an HMAC and 4 of a checksum, 40 in all. It is never
// stored: [Keyring.LinkToken] makes it again from the link's row. Only that and
// [ParseLinkToken] make one; the zero value is no token.
type LinkToken struct{ workspaceToken }

// LinkToken computes the token of a link: an HMAC-SHA256 under the key that the
// secret with this id gives for [PurposeMagicLink], over the link's id and its
// generation (a big-endian uint32; rotating a link counts it up). It is false
// when the secret isn't in the keyring any more, so that the link is dead, and
// when workspaceCode or generation can't be part of a token.
func (k *Keyring) LinkToken(secret SecretID, workspaceCode string, linkID [16]byte, generation int) (LinkToken, bool) {
	if !ValidWorkspaceCode(workspaceCode) || !validGeneration(generation) {
		return LinkToken{}, false
	}
	var message [len(linkID) + 4]byte
	copy(message[:], linkID[:])
	binary.BigEndian.PutUint32(message[len(linkID):], uint32(generation)) //nolint:gosec // validGeneration bounds it
	mac, known := k.MAC(secret, PurposeMagicLink, message[:])
	if !known {
		return LinkToken{}, false
	}
	return LinkToken{seal(linkTag, workspaceCode, encode62(mac[:macBytes], macLength))}, true
}

// validGeneration asks for what a uint32 holds; int has 32 bits on some machines.
func validGeneration(generation int) bool {
	return generation >= 0 && int64(generation) <= math.MaxUint32
}

// ParseLinkToken checks the tag, the length, the alphabet and the checksum. The
// error is [ErrMalformed]. A token that passes may still open nothing.
func ParseLinkToken(text string) (LinkToken, error) {
	parsed, err := unseal(text, linkTag, macLength)
	return LinkToken{parsed}, err
}

// LinkTokenFromURL reads the token out of what a person pastes: the token alone,
// or a URL with what follows its last /p/. White space around it, a query, a
// fragment and slashes at the end are dropped. Scheme and host aren't looked at:
// a token is good wherever it was pasted from, and a caller who cares checks.
// The error is [ErrMalformed].
func LinkTokenFromURL(text string) (LinkToken, error) {
	text = strings.TrimSpace(text)
	// The query goes first: it may hold a /p/ of its own.
	if end := strings.IndexAny(text, "?#"); end >= 0 {
		text = text[:end]
	}
	if at := strings.LastIndex(text, "/p/"); at >= 0 {
		text = text[at+len("/p/"):]
	}
	return ParseLinkToken(strings.TrimRight(text, "/"))
}
