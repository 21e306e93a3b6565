package token

import (
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
)

const long24 = "51FwqftsmMDHHbJAMEXXHCgG"

func TestPrefixRule(t *testing.T) {
	t.Parallel()
	for prefix, want := range map[string]bool{
		"portico": true, "seam": true, "a": true, "a1": true, "abcdefghij123456": true, "plx": true, "at": true,
		"": false, "abcdefghij1234567": false, "1a": false, "Seam": false, "se_am": false, "se-am": false,
		"sé": false, "a\x00": false, "a{": false, "pl": false, "ps": false,
	} {
		if got := ValidPrefix(prefix); got != want {
			t.Errorf("ValidPrefix(%q) = %v", prefix, got)
		}
	}
}

func TestNewCredentialsHaveTheContractsShape(t *testing.T) {
	t.Parallel()
	const digits = `[1-9A-HJ-NP-Za-km-z]`
	for _, c := range []struct {
		make  func(io.Reader, string) (Credential, error)
		kind  CredentialKind
		shape string
	}{
		{NewAPIKey, APIKey, `^seam_` + digits + `{8}_` + digits + `{24}$`},
		{NewPersonalAccessToken, PersonalAccessToken, `^seam_at1` + digits + `{8}_` + digits + `{24}$`},
	} {
		made, err := c.make(rand.Reader, "seam")
		if err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(c.shape).MatchString(made.Reveal()) || made.Kind != c.kind {
			t.Errorf("%s doesn't fit %s", made.Kind, c.shape)
		}
		parsed, err := ParseCredential(made.Reveal())
		if err != nil || parsed != made {
			t.Errorf("%s doesn't parse to itself: %v, %v", c.kind, parsed, err)
		}
	}
}

func TestHashIsTheSHA256OfTheLongPart(t *testing.T) {
	t.Parallel()
	c, err := ParseCredential("portico_BRTRKFsL_" + long24)
	if err != nil || !Equal(c.Hash(), sha256.Sum256([]byte(long24))) {
		t.Errorf("hash %x, %v", c.Hash(), err)
	}
	if Equal(c.Hash(), [32]byte{}) {
		t.Error("two different hashes are equal")
	}
}

func TestShortPartNeverBeginsLikeAnotherKind(t *testing.T) {
	t.Parallel()
	indexes := func(text string) string {
		var source strings.Builder
		for _, c := range text {
			source.WriteByte(byte(strings.IndexRune(string(base58), c)))
		}
		return source.String()
	}
	source := indexes("atCCCCCC" + "cstCCCCC" + "pkCCCCCC" + "GkkdDneX" + long24)
	c, err := NewAPIKey(drained(source), "seam")
	if err != nil || c.Reveal() != "seam_GkkdDneX_"+long24 {
		t.Errorf("drew %q, %v", c.Reveal(), err)
	}
	// 'p' then 'k' forever is what a stuck source might give.
	if _, err := NewAPIKey(strings.NewReader(strings.Repeat(indexes("pkpkpkpk"), 100)), "seam"); !errors.Is(err, errRandom) {
		t.Errorf("stuck source: %v", err)
	}
}

func TestNewCredentialErrors(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		random io.Reader
		prefix string
		want   error
	}{
		"prefix of link tokens":    {rand.Reader, "pl", ErrPrefix},
		"no randomness":            {drained(""), "seam", io.EOF},
		"randomness for the short": {drained("\x00\x01\x02\x03\x04\x05\x06\x07"), "seam", io.EOF},
	} {
		if _, err := NewAPIKey(c.random, c.prefix); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestParseCredentialTellsTheKinds(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Credential{
		"mycompany_BRTRKFsL_" + long24: {APIKey, "mycompany", "BRTRKFsL", long24},
		"seam_at1BRTRKFsL_" + long24:   {PersonalAccessToken, "seam", "at1BRTRKFsL", long24},
		"seam_test2bMS_" + long24:      {APIKey, "seam", "test2bMS", long24},
	} {
		if got, err := ParseCredential(text); err != nil || got != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
}

func TestParseCredentialIsStrict(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"empty":                   "",
		"no underscore":           "seam",
		"one underscore":          "seam_BRTRKFsL",
		"three underscores":       "seam_BRTRKFsL_" + long24 + "_",
		"upper-case prefix":       "Seam_BRTRKFsL_" + long24,
		"prefix of links":         "pl_BRTRKFsL_" + long24,
		"no prefix":               "_BRTRKFsL_" + long24,
		"short part of 7":         "seam_BRTRKFs_" + long24,
		"short part of 9":         "seam_BRTRKFsLL_" + long24,
		"short part with 0":       "seam_BRTRKFs0_" + long24,
		"long part of 23":         "seam_BRTRKFsL_" + long24[1:],
		"long part of 25":         "seam_BRTRKFsL_1" + long24,
		"long part with l":        "seam_BRTRKFsL_l" + long24[1:],
		"key that looks like PAT": "seam_atRTRKFs_" + long24,
		"key like a session":      "seam_cstRKFsL_" + long24,
		"key like a public key":   "seam_pkTRKFsL_" + long24,
		"PAT like a session":      "seam_at1cstRKFsL_" + long24,
		"another PAT version":     "seam_at2BRTRKFsL_" + long24,
		"white space":             " seam_BRTRKFsL_" + long24,
		"line end":                "seam_BRTRKFsL_" + long24 + "\n",
	} {
		if got, err := ParseCredential(text); !errors.Is(err, ErrMalformed) || got != (Credential{}) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestKindsHaveNames(t *testing.T) {
	t.Parallel()
	for kind, want := range map[CredentialKind]string{
		APIKey: "API key", PersonalAccessToken: "personal access token", 0: "no credential",
	} {
		if kind.String() != want {
			t.Errorf("%d is %q", int(kind), kind)
		}
	}
}

func FuzzParseCredential(f *testing.F) {
	f.Add("seam_BRTRKFsL_" + long24)
	f.Add("portico_at1BRTRKFsL_" + long24)
	f.Add("pl_BRTRKFsL_")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseCredential(text)
		if err != nil {
			return
		}
		if c.Reveal() != text {
			t.Errorf("%q parsed to %q", text, c.Reveal())
		}
		if strings.HasPrefix(c.Short, "at") != (c.Kind == PersonalAccessToken) {
			t.Errorf("%q is taken for a %s", text, c.Kind)
		}
		if _, err := ParseLinkToken(text); err == nil {
			t.Errorf("%q is a link token too", text)
		}
		if strings.Contains(Redact(text), c.long) {
			t.Errorf("Redact leaves %q", text)
		}
	})
}
