package config

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
)

const (
	// minSecretBytes is the least length of a root secret.
	minSecretBytes = 32
	// newSecretBytes of randomness make a secret of 64 hex digits.
	newSecretBytes = 32
)

var (
	errSecretShort = errors.New("has a secret of fewer than 32 bytes")
	errSecretTwice = errors.New("has the same secret twice")
)

// parseSecrets reads secrets that commas separate; white space around one isn't
// part of it.
func parseSecrets(value string) ([]Secret, error) {
	var list []Secret
	err := readList(&list, value, func(text string) (Secret, error) {
		if len(text) < minSecretBytes {
			return Secret{}, errSecretShort
		}
		return NewSecret(text), nil
	})
	for i, secret := range list {
		if slices.Contains(list[:i], secret) {
			return nil, errSecretTwice
		}
	}
	return list, err
}

// RootSecrets gives the root secrets, the one that makes first: those of
// PORTICO_SECRET, else those of the file beside SQLite's database
// ([EnsureSecretFile]), else, for a database in memory, one that ends with it.
func (c Config) RootSecrets(random io.Reader) ([]Secret, error) {
	switch {
	case len(c.Secrets) > 0:
		return c.Secrets, nil
	case c.Database.Engine != SQLite:
		return nil, named("PORTICO_SECRET").fault("", errSecretMissing)
	case c.Database.InMemory():
		secret, err := newSecret(random)
		return []Secret{NewSecret(secret)}, err
	default:
		return EnsureSecretFile(c.Database.Dir(), random)
	}
}

// KnownSecrets gives the root secrets as [Config.RootSecrets] does, and makes
// none: there may be none yet.
func (c Config) KnownSecrets() ([]Secret, error) {
	if len(c.Secrets) > 0 || c.Database.Dir() == "" {
		return c.Secrets, nil
	}
	return ReadSecretFile(c.Database.Dir())
}

// newSecret draws a secret.
func newSecret(random io.Reader) (string, error) {
	drawn := make([]byte, newSecretBytes)
	if _, err := io.ReadFull(random, drawn); err != nil {
		return "", fmt.Errorf("drawing a root secret: %w", err)
	}
	return hex.EncodeToString(drawn), nil
}
