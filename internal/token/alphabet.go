package token

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// alphabet is a set of ASCII characters, in the order of their digit values.
type alphabet string

const (
	// base58 is Bitcoin's alphabet: no 0, O, I or l, which people mix up.
	base58 alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
	base62 alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)

// maxDraws ends a draw from a source that is stuck. A working one needs more
// than this about once in 10^60.
const maxDraws = 64

// errRandom tells that a source of randomness never gave a usable value.
var errRandom = errors.New("token: the source of randomness is stuck")

// has reports whether c is one of the characters.
func (a alphabet) has(c byte) bool { return strings.IndexByte(string(a), c) >= 0 }

// run counts the characters at the beginning of s that are in the alphabet.
func (a alphabet) run(s string) int {
	for i := range len(s) {
		if !a.has(s[i]) {
			return i
		}
	}
	return len(s)
}

// spells reports whether s is exactly n characters of the alphabet.
func (a alphabet) spells(s string, n int) bool {
	return len(s) == n && a.run(s) == n
}

// encode62 writes data, read as one big-endian number, in exactly n characters of
// base62. Leading zeros are kept; a number too large for n characters loses its
// front, so the caller picks n to fit.
//
// It divides by hand, a word of 32 bits at a time and five characters at once: a page
// of links makes hundreds of tokens, and with math/big this took nine tenths of each.
func encode62(data []byte, n int) string {
	const (
		base  = uint64(len(base62))
		chunk = base * base * base * base * base // it fits into a word
	)
	words := make([]uint32, 0, 8)
	for end := len(data); end > 0; end -= 4 {
		var word uint32
		for _, b := range data[max(end-4, 0):end] {
			word = word<<8 | uint32(b)
		}
		words = append(words, word) // the lowest first
	}
	text := make([]byte, n)
	for left := n; left > 0; {
		var rest uint64
		for at := len(words) - 1; at >= 0; at-- {
			rest = rest<<32 | uint64(words[at])
			words[at], rest = uint32(rest/chunk), rest%chunk //nolint:gosec // rest is less than chunk words
		}
		for range min(5, left) {
			left--
			text[left] = base62[rest%base]
			rest /= base
		}
	}
	return string(text)
}

// random draws n characters, each equally likely. A byte beyond the last whole
// multiple of the alphabet's size is drawn again, since its remainder would
// favour the first characters.
func (a alphabet) random(source io.Reader, n int) (string, error) {
	limit := 256 / len(a) * len(a)
	text := make([]byte, 0, n)
	buffer := make([]byte, n)
	for range maxDraws {
		missing := buffer[:n-len(text)]
		if _, err := io.ReadFull(source, missing); err != nil {
			return "", fmt.Errorf("token: reading random bytes: %w", err)
		}
		for _, b := range missing {
			if int(b) < limit {
				text = append(text, a[int(b)%len(a)])
			}
		}
		if len(text) == n {
			return string(text), nil
		}
	}
	return "", errRandom
}
