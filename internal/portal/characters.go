package portal

import (
	"unicode"

	"github.com/portico-portal/portico/internal/fault"
)

// characters checks what a text that is shown is made of, and tells whether it is right.
func (c *checker) characters(at *fault.Path, text string) bool {
	for _, r := range text {
		switch {
		case ' ' <= r && r <= '~': // nearly all there is
		case unshown(r):
			c.add(at, "must not hold control characters or line breaks")
			return false
		case turns(r):
			c.add(at, "must not hold characters that turn the direction of text (U+202A to U+202E, U+2066 to U+2069)")
			return false
		}
	}
	return true
}

// unshown tells whether it is a control character or a line break: with those
// a text can write over what stands around it, on a terminal or in a log.
func unshown(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }

// turns tells whether it is one of Unicode's embeddings, overrides and isolates,
// which make what follows read other than it is. Marks (U+200E, U+200F, U+061C)
// and joiners may stand: text of both directions, words and emoji need them.
func turns(r rune) bool {
	return '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069'
}
