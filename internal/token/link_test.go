package token

import (
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"io"
	"strings"
	"testing"
)

const (
	code        = "Ab3xY9"
	linkText    = "pl_Ab3xY9AJvHuJ3xmMl92fpXLDLczWfvTBY3DQG"
	sessionText = "ps_Ab3xY900000000000000000000000000000000GOS2"
)

var linkID = [16]byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}

func TestLinkTokenIsTheKnownOne(t *testing.T) {
	t.Parallel()
	k := keyring(t, secondSecret, firstSecret)
	// Computed with another implementation of HKDF, HMAC and CRC-32.
	for generation, want := range map[int]string{
		0:         linkText,
		1:         "pl_Ab3xY9RsK1Mmz2tzWU4NsNWZSQtGlf5pgzdIH",
		1<<32 - 1: "pl_Ab3xY90BFmGdDHSjLSmk8WVIf6ZoK42GJkTQQ",
	} {
		got, ok := k.LinkToken(firstID, code, linkID, generation)
		if !ok || got.Reveal() != want {
			t.Errorf("generation %d: %q, %v", generation, got.Reveal(), ok)
		}
		if got.WorkspaceCode() != code || !Equal(got.Hash(), sha256.Sum256([]byte(want))) {
			t.Errorf("generation %d: code %q, hash %x", generation, got.WorkspaceCode(), got.Hash())
		}
		if parsed, err := ParseLinkToken(want); err != nil || parsed != got {
			t.Errorf("generation %d doesn't parse to itself: %v", generation, err)
		}
	}
}

func TestLinkTokenDependsOnSecretLinkAndGeneration(t *testing.T) {
	t.Parallel()
	k := keyring(t, firstSecret, secondSecret)
	seen := map[string]bool{}
	for _, id := range k.IDs() {
		for _, link := range [][16]byte{linkID, {}} {
			for generation := range 3 {
				made, _ := k.LinkToken(id, code, link, generation)
				seen[made.Reveal()] = true
			}
		}
	}
	if len(seen) != 12 {
		t.Errorf("12 links have %d tokens", len(seen))
	}
}

func TestNoLinkTokenIsMadeFromWhatCannotBe(t *testing.T) {
	t.Parallel()
	k := keyring(t, firstSecret)
	for name, c := range map[string]struct {
		secret     SecretID
		code       string
		generation int
	}{
		"secret taken out":     {"0123456789abcdef", code, 0},
		"code too short":       {firstID, "Ab3xY", 0},
		"code with a sign":     {firstID, "Ab3xY-", 0},
		"negative generation":  {firstID, code, -1},
		"generation too large": {firstID, code, 1 << 32},
	} {
		if made, ok := k.LinkToken(c.secret, c.code, linkID, c.generation); ok || made != (LinkToken{}) {
			t.Errorf("%s: made %q", name, made.Reveal())
		}
	}
}

func TestParsersRefuseEveryOtherShape(t *testing.T) {
	t.Parallel()
	link := func(s string) error { _, err := ParseLinkToken(s); return err }
	session := func(s string) error { _, err := ParseSessionToken(s); return err }
	if err := errors.Join(link(linkText), session(sessionText)); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		parse func(string) error
		whole string
	}{"link": {link, linkText}, "session": {session, sessionText}} {
		for i := range c.whole {
			swapped := "0"
			if c.whole[i] == '0' {
				swapped = "1"
			}
			for change, text := range map[string]string{
				"cut at":          c.whole[:i],
				"one less at":     c.whole[:i] + c.whole[i+1:],
				"one more at":     c.whole[:i] + "0" + c.whole[i:],
				"another at":      c.whole[:i] + swapped + c.whole[i+1:],
				"a sign at":       c.whole[:i] + "-" + c.whole[i+1:],
				"not an ASCII at": c.whole[:i] + "é" + c.whole[i+1:],
			} {
				if err := c.parse(text); !errors.Is(err, ErrMalformed) {
					t.Errorf("%s with %s %d: %v", name, change, i, err)
				}
			}
		}
	}
	for name, err := range map[string]error{
		"a session for a link": link(sessionText), "a link for a session": session(linkText),
		"a line end": link(linkText + "\n"), "upper case": link(strings.ToUpper(linkText)),
	} {
		if !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLinkTokenIsReadFromWhatPeoplePaste(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		linkText,
		" \t" + linkText + "\r\n",
		"https://portal.example.com/p/" + linkText,
		"http://localhost:8080/p/" + linkText + "/",
		"https://portal.example.com/p/" + linkText + "?utm_source=mail&next=/p/other#top",
		"https://portal.example.com/p/" + linkText + "#/p/other",
		"https://portal.example.com/base/p/p/" + linkText,
		"/p/" + linkText,
	} {
		if got, err := LinkTokenFromURL(text); err != nil || got.Reveal() != linkText {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestLinkTokenIsNotReadFromElsewhere(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "/", "/p/", "https://portal.example.com/p/",
		"https://portal.example.com/q/" + linkText,
		"https://portal.example.com/?/p/" + linkText,
		"https://portal.example.com/p/" + linkText + "/more",
		"https://portal.example.com/p/" + linkText[:39],
		"https://portal.example.com/p/0198f0de-7c4a-7000-8000-000000000000",
	} {
		if got, err := LinkTokenFromURL(text); !errors.Is(err, ErrMalformed) || got != (LinkToken{}) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestNewSessionTokensParseAndDiffer(t *testing.T) {
	t.Parallel()
	first, err := NewSessionToken(rand.Reader, code)
	if err != nil {
		t.Fatal(err)
	}
	second, _ := NewSessionToken(rand.Reader, code)
	parsed, err := ParseSessionToken(first.Reveal())
	if err != nil || parsed != first || first == second || first.WorkspaceCode() != code {
		t.Errorf("parsed %v, %v", parsed == first, err)
	}
	zero, err := NewSessionToken(always(0), code)
	if err != nil || zero.Reveal() != sessionText || !Equal(zero.Hash(), sha256.Sum256([]byte(sessionText))) {
		t.Errorf("from zeros: %q, %v", zero.Reveal(), err)
	}
}

func TestNewSessionTokenErrors(t *testing.T) {
	t.Parallel()
	if _, err := NewSessionToken(rand.Reader, "no code"); !errors.Is(err, ErrMalformed) {
		t.Errorf("bad code: %v", err)
	}
	if _, err := NewSessionToken(drained(""), code); !errors.Is(err, io.EOF) {
		t.Errorf("no randomness: %v", err)
	}
}

func TestWorkspaceCodesAreSixBase62Characters(t *testing.T) {
	t.Parallel()
	made, err := NewWorkspaceCode(rand.Reader)
	if err != nil || !ValidWorkspaceCode(made) {
		t.Errorf("made %q, %v", made, err)
	}
	for _, text := range []string{"", "Ab3xY", "Ab3xY99", "Ab3x_9", "Ab3xé"} {
		if ValidWorkspaceCode(text) {
			t.Errorf("%q is a code", text)
		}
	}
}

func FuzzParseLinkToken(f *testing.F) {
	f.Add(linkText)
	f.Add(sessionText)
	f.Fuzz(func(t *testing.T, text string) {
		if parsed, err := ParseLinkToken(text); err == nil && (parsed.Reveal() != text || len(text) != 40) {
			t.Errorf("%q parsed to %q", text, parsed.Reveal())
		}
	})
}

func FuzzParseSessionToken(f *testing.F) {
	f.Add(linkText)
	f.Add(sessionText)
	f.Fuzz(func(t *testing.T, text string) {
		if parsed, err := ParseSessionToken(text); err == nil && (parsed.Reveal() != text || len(text) != 45) {
			t.Errorf("%q parsed to %q", text, parsed.Reveal())
		}
	})
}

func FuzzLinkTokenFromURL(f *testing.F) {
	f.Add("https://portal.example.com/p/" + linkText + "/?a=/p/#b")
	f.Add(linkText)
	f.Fuzz(func(t *testing.T, text string) {
		if parsed, err := LinkTokenFromURL(text); err == nil && !strings.Contains(text, parsed.Reveal()) {
			t.Errorf("%q isn't in %q", parsed.Reveal(), text)
		}
	})
}
