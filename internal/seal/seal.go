// Package seal encrypts the small secrets that the database keeps: those of webhooks, of
// providers, and the tokens of connected accounts.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"errors"
	"fmt"
	"io"

	"github.com/portico-portal/portico/internal/token"
)

// purposeSealing derives the keys that secrets are sealed under.
const purposeSealing token.Purpose = "portico/sealing/v1"

const (
	// idBytes is the length of a token.SecretID.
	idBytes = 16
	// nonceBytes is the length of GCM's usual nonce. Drawn at random it is safe for some
	// billions of values under one key.
	nonceBytes = 12
)

// ErrSealed tells that a sealed value doesn't open. It doesn't tell why.
var ErrSealed = errors.New("seal: the sealed value doesn't open")

// Sealer encrypts small secrets for the database with AES-256-GCM. It is safe for
// concurrent use if its source of random bytes is.
type Sealer struct {
	keyring *token.Keyring
	random  io.Reader
}

// New makes a Sealer of a keyring and a source of random bytes.
func New(k *token.Keyring, random io.Reader) *Sealer {
	return &Sealer{keyring: k, random: random}
}

// Seal encrypts a secret under the current root secret. It opens only with the same
// about, such as its row's id, so that it can't be moved to another row. It begins
// with the root secret's id and the nonce.
func (s *Sealer) Seal(plain []byte, about string) ([]byte, error) {
	id := s.keyring.Current()
	aead, known, err := s.aead(id)
	if err != nil {
		return nil, err
	}
	if !known || len(id) != idBytes {
		return nil, errors.New("seal: the current root secret gives no key")
	}
	sealed := make([]byte, idBytes+nonceBytes, idBytes+nonceBytes+len(plain)+aead.Overhead())
	copy(sealed, id)
	nonce := sealed[idBytes:]
	if _, err := io.ReadFull(s.random, nonce); err != nil {
		return nil, fmt.Errorf("seal: random bytes: %w", err)
	}
	return aead.Seal(sealed, nonce, plain, []byte(about)), nil
}

// Open decrypts what Seal gave, by any root secret of the keyring. The error is
// ErrSealed.
func (s *Sealer) Open(sealed []byte, about string) ([]byte, error) {
	if len(sealed) < idBytes+nonceBytes {
		return nil, ErrSealed
	}
	aead, known, err := s.aead(token.SecretID(sealed[:idBytes]))
	if err != nil || !known {
		return nil, ErrSealed
	}
	plain, err := aead.Open(nil, sealed[idBytes:idBytes+nonceBytes], sealed[idBytes+nonceBytes:], []byte(about))
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

// Current reports whether a value was sealed under the current root secret. One that
// wasn't is to be sealed again before its root secret is taken out.
func (s *Sealer) Current(sealed []byte) bool {
	return len(sealed) >= idBytes && token.SecretID(sealed[:idBytes]) == s.keyring.Current()
}

// CurrentID is what everything that is sealed now begins with.
func (s *Sealer) CurrentID() []byte { return []byte(s.keyring.Current()) }

func (s *Sealer) aead(id token.SecretID) (aead cipher.AEAD, known bool, err error) {
	key, known := s.keyring.Key(id, purposeSealing)
	if !known {
		return nil, false, nil
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, false, err
	}
	aead, err = cipher.NewGCM(block)
	return aead, true, err
}
