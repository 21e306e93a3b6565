package token

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// CredentialKind tells the two kinds of credential apart.
type CredentialKind int

const (
	// APIKey is bound to one workspace.
	APIKey CredentialKind = iota + 1
	// PersonalAccessToken is good for several workspaces: each request names one.
	PersonalAccessToken
)

// String names the kind: "API key" or "personal access token".
func (k CredentialKind) String() string {
	switch k {
	case APIKey:
		return "API key"
	case PersonalAccessToken:
		return "personal access token"
	default:
		return "no credential"
	}
}

const (
	shortLength = 8
	longLength  = 24
	// accessTokenMark begins the short part of a personal access token.
	accessTokenMark = "at1"
)

// Credential is an API key, <prefix>_<8 base58>_<24 base58>, or a personal access
// token, <prefix>_at1<8>_<24>. The form is that of Seam's prefixed API keys
// (npm: prefixed-api-key), so that with the prefix seam Seam's own SDKs take it:
// they tell the kinds apart by seam_at, seam_cst, seam_pk at the beginning.
//
// The zero value is no credential.
type Credential struct {
	Kind CredentialKind
	// Prefix is public; see [ValidPrefix].
	Prefix string
	// Short is public and finds the row. It is the whole middle part: 8 characters
	// for an API key, 11 for a personal access token, with its at1. No API key has
	// a short part that begins with at, so one unique index over both kinds holds,
	// and a short part shows its kind wherever it is seen.
	Short string

	long string
}

// NewAPIKey draws an API key. The error is [ErrPrefix], or random's. The short
// part has 47 random bits: the caller draws again when it is taken.
func NewAPIKey(random io.Reader, prefix string) (Credential, error) {
	return newCredential(random, APIKey, prefix, "")
}

// NewPersonalAccessToken draws a personal access token. Errors and clashes are
// as in [NewAPIKey].
func NewPersonalAccessToken(random io.Reader, prefix string) (Credential, error) {
	return newCredential(random, PersonalAccessToken, prefix, accessTokenMark)
}

func newCredential(random io.Reader, kind CredentialKind, prefix, shortMark string) (Credential, error) {
	if !ValidPrefix(prefix) {
		return Credential{}, ErrPrefix
	}
	short, err := randomShort(random)
	if err != nil {
		return Credential{}, err
	}
	long, err := base58.random(random, longLength)
	if err != nil {
		return Credential{}, err
	}
	return Credential{Kind: kind, Prefix: prefix, Short: shortMark + short, long: long}, nil
}

// randomShort draws until the short part can't be taken for another kind's.
func randomShort(random io.Reader) (string, error) {
	for range maxDraws {
		short, err := base58.random(random, shortLength)
		if err != nil || !hasKindMark(short) {
			return short, err
		}
	}
	return "", errRandom
}

// hasKindMark reports whether short begins as Seam's SDKs expect of another kind:
// at (access token), cst (client session token), pk (publishable key).
func hasKindMark(short string) bool {
	return strings.HasPrefix(short, "at") || strings.HasPrefix(short, "cst") || strings.HasPrefix(short, "pk")
}

// ParseCredential takes a credential apart and is strict about its prefix, its
// lengths and its alphabet. The error is [ErrMalformed].
func ParseCredential(text string) (Credential, error) {
	prefix, rest, _ := strings.Cut(text, "_")
	short, long, _ := strings.Cut(rest, "_")
	kind := kindOfShort(short)
	if !ValidPrefix(prefix) || kind == 0 || !base58.spells(long, longLength) {
		return Credential{}, ErrMalformed
	}
	return Credential{Kind: kind, Prefix: prefix, Short: short, long: long}, nil
}

// kindOfShort tells by its short part what a credential is; 0 is nothing of ours.
func kindOfShort(short string) CredentialKind {
	drawn, marked := strings.CutPrefix(short, accessTokenMark)
	switch {
	case marked && isDrawnShort(drawn):
		return PersonalAccessToken
	case isDrawnShort(short):
		return APIKey
	default:
		return 0
	}
}

// isDrawnShort reports whether randomShort could have made s.
func isDrawnShort(s string) bool {
	return base58.spells(s, shortLength) && !hasKindMark(s)
}

// Hash is the SHA-256 of the long part's 24 characters: what the database keeps.
func (c Credential) Hash() [32]byte { return hash(c.long) }

// Reveal gives the credential's text, for the one who is to receive it.
func (c Credential) Reveal() string { return c.Prefix + "_" + c.Short + "_" + c.long }

// String gives the redacted form, <prefix>_<short>_…redacted. See Reveal.
func (c Credential) String() string { return string(c.hidden()) }

// Format writes the redacted form for every verb of fmt.
func (c Credential) Format(f fmt.State, _ rune) { c.hidden().format(f) }

// LogValue gives slog the redacted form.
func (c Credential) LogValue() slog.Value { return c.hidden().logValue() }

// MarshalText gives encoders (JSON, XML and others) the redacted form.
func (c Credential) MarshalText() ([]byte, error) { return []byte(c.hidden()), nil }

func (c Credential) hidden() hidden { return hidden(c.Prefix + "_" + c.Short + "_" + mark) }
