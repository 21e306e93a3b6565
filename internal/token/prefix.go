package token

import (
	"errors"
	"strings"
)

// DefaultPrefix begins a credential whose maker named no prefix.
const DefaultPrefix = "portico"

// maxPrefixLength keeps a credential within 54 characters.
const maxPrefixLength = 16

// ErrPrefix tells what a credential's prefix may be.
var ErrPrefix = errors.New("token: a prefix is 1 to 16 of a-z and 0-9, begins with a letter, and is neither pl nor ps")

// ValidPrefix reports whether a credential may begin with prefix: 1 to 16 of a-z
// and 0-9, a letter first. There is no underscore among them, so the first one
// in a credential ends its prefix. pl and ps are taken by link and session
// tokens.
func ValidPrefix(prefix string) bool {
	if len(prefix) < 1 || len(prefix) > maxPrefixLength || prefix+"_" == linkTag || prefix+"_" == sessionTag {
		return false
	}
	return isLower(prefix[0]) && strings.IndexFunc(prefix, notPrefixRune) < 0
}

func isLower(c byte) bool { return 'a' <= c && c <= 'z' }

func notPrefixRune(r rune) bool {
	return (r < 'a' || r > 'z') && (r < '0' || r > '9')
}
