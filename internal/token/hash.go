package token

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
)

// ErrMalformed is what every parser of this package returns for text that isn't
// of the wanted shape. It never holds the text, and it doesn't say what is wrong
// with it: whoever guesses at tokens learns nothing.
var ErrMalformed = errors.New("token: not of the expected shape")

// Equal compares two hashes in a time that doesn't depend on where they differ.
func Equal(a, b [32]byte) bool {
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

// hash is the SHA-256 of text. Every text hashed here has at least 140 random
// bits, so neither a salt nor a slow function adds anything.
func hash(text string) [32]byte {
	return sha256.Sum256([]byte(text))
}
