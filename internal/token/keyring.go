package token

import (
	"bytes"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	stdhash "hash"
	"slices"
	"strings"
	"sync"
)

// MinSecretBytes is the least length of a root secret.
const MinSecretBytes = 32

// keyBytes is the length of every derived key: SHA-256's own.
const keyBytes = sha256.Size

// Purpose is the HKDF label (RFC 5869's info) that a key is derived under. A
// purpose is a constant of the program, with a version at its end: a key of one
// purpose says nothing about that of another.
type Purpose string

const (
	// PurposeMagicLink signs the tokens of magic links.
	PurposeMagicLink Purpose = "portico/magic-link/v1"
	// PurposeFormToken signs the tokens of forms.
	PurposeFormToken Purpose = "portico/form-token/v1"
	// PurposeAddressHash hides the addresses that events tell of.
	PurposeAddressHash Purpose = "portico/address-hash/v1"
	// purposeSecretID makes a public value, so no key is given out under it.
	purposeSecretID Purpose = "portico/secret-id/v1"
)

// SecretID names a root secret in public: 16 hex digits, the first 8 bytes that
// HKDF-SHA256 gives for the label portico/secret-id/v1. It is the same in every
// process and says nothing about the secret.
type SecretID string

// ErrNoSecret tells that a keyring was asked for without any secret.
var ErrNoSecret = errors.New("token: at least one root secret is needed")

// Keyring holds the root secrets and derives every key from them. The first
// secret makes what is new; all are honoured; what a secret that was taken out
// has made is dead. A keyring is safe for concurrent use, and prints its ids only.
type Keyring struct {
	ids   []SecretID
	roots map[SecretID][]byte // HKDF's extracted keys: the secrets themselves aren't kept.
	keys  sync.Map            // from derivation to *derived
}

// derivation names one derived key.
type derivation struct {
	secret  SecretID
	purpose Purpose
}

// derived is a key, with hashes that have it in them already: to put it into one
// costs as much as a token's whole message.
type derived struct {
	key  []byte
	macs sync.Pool // of hash.Hash
}

// NewKeyring builds a keyring from secrets, the one that makes first. Each has at
// least 32 bytes and stands once. Errors name a secret by its place in the list.
func NewKeyring(secrets []string) (*Keyring, error) {
	if len(secrets) == 0 {
		return nil, ErrNoSecret
	}
	k := &Keyring{roots: make(map[SecretID][]byte, len(secrets))}
	for i, secret := range secrets {
		if len(secret) < MinSecretBytes {
			return nil, fmt.Errorf("token: root secret %d of %d has fewer than %d bytes", i+1, len(secrets), MinSecretBytes)
		}
		if !k.add(secret) {
			return nil, fmt.Errorf("token: root secret %d of %d stands twice", i+1, len(secrets))
		}
	}
	return k, nil
}

// add takes a secret in, unless one with its id is there.
func (k *Keyring) add(secret string) bool {
	root := must(hkdf.Extract(sha256.New, []byte(secret), nil))
	id := SecretID(hex.EncodeToString(expand(root, purposeSecretID)[:8]))
	if k.Has(id) {
		return false
	}
	k.ids = append(k.ids, id)
	k.roots[id] = root
	return true
}

// Current is the id of the secret that makes what is new.
func (k *Keyring) Current() SecretID { return k.ids[0] }

// IDs lists the ids of all secrets, the current one first. The list is a copy.
func (k *Keyring) IDs() []SecretID { return slices.Clone(k.ids) }

// Has reports whether what the secret with this id has made is honoured.
func (k *Keyring) Has(id SecretID) bool {
	_, known := k.roots[id]
	return known
}

// Key gives the 32-byte key of a secret for a purpose, as a copy. It is derived
// once and then kept for good, so purpose must be a constant and never a
// client's text. It is false when the secret is unknown, or the purpose empty or
// that of the public secret id.
func (k *Keyring) Key(id SecretID, purpose Purpose) ([]byte, bool) {
	of, known := k.derive(id, purpose)
	if !known {
		return nil, false
	}
	return bytes.Clone(of.key), true
}

// MAC is the HMAC-SHA256 of a message under the key that [Keyring.Key] gives. It is
// false when that is.
func (k *Keyring) MAC(id SecretID, purpose Purpose, message []byte) (sum [sha256.Size]byte, known bool) {
	of, known := k.derive(id, purpose)
	if !known {
		return sum, false
	}
	mac := of.macs.Get().(stdhash.Hash)
	defer of.macs.Put(mac)
	mac.Reset()
	mac.Write(message)
	mac.Sum(sum[:0])
	return sum, true
}

func (k *Keyring) derive(id SecretID, purpose Purpose) (*derived, bool) {
	root, known := k.roots[id]
	if !known || purpose == "" || purpose == purposeSecretID {
		return nil, false
	}
	name := derivation{id, purpose}
	if kept, found := k.keys.Load(name); found {
		return kept.(*derived), true
	}
	made := &derived{key: expand(root, purpose)}
	made.macs.New = func() any { return hmac.New(sha256.New, made.key) }
	kept, _ := k.keys.LoadOrStore(name, made)
	return kept.(*derived), true
}

// String lists the public ids.
func (k *Keyring) String() string {
	ids := make([]string, len(k.ids))
	for i, id := range k.ids {
		ids[i] = string(id)
	}
	return "keyring(" + strings.Join(ids, " ") + ")"
}

// Format writes the public ids for every verb of fmt.
func (k *Keyring) Format(f fmt.State, _ rune) { hidden(k.String()).format(f) }

func expand(root []byte, purpose Purpose) []byte {
	return must(hkdf.Expand(sha256.New, root, string(purpose), keyBytes))
}

// must is for calls that fail only when their constant arguments are wrong. Going
// on with an empty key would be worse than stopping.
func must(key []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return key
}
