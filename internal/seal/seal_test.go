package seal

import (
	"bytes"
	"crypto/rand"
	"errors"
	"strings"
	"testing"

	"github.com/portico-portal/portico/internal/token"
)

var (
	oldRoot = strings.Repeat("old root secret ", 3)
	newRoot = strings.Repeat("new root secret ", 3)
)

func sealer(t testing.TB, roots ...string) *Sealer {
	t.Helper()
	keyring, err := token.NewKeyring(roots)
	if err != nil {
		t.Fatal(err)
	}
	return New(keyring, rand.Reader)
}

func sealed(t testing.TB, s *Sealer, plain, about string) []byte {
	t.Helper()
	text, err := s.Seal([]byte(plain), about)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestASealedValueOpensOnlyAsItWasSealed(t *testing.T) {
	t.Parallel()
	s := sealer(t, oldRoot)
	text := sealed(t, s, "secret", "row 1")
	if plain, err := s.Open(text, "row 1"); err != nil || string(plain) != "secret" {
		t.Errorf("%q, %v", plain, err)
	}
	if _, err := s.Open(text, "row 2"); err != ErrSealed {
		t.Errorf("about another row: %v", err)
	}
	for i := range text {
		for _, flip := range []byte{1, 0x20, 0x80} {
			other := bytes.Clone(text)
			other[i] ^= flip
			if _, err := s.Open(other, "row 1"); err != ErrSealed {
				t.Errorf("byte %d changed by %x: %v", i, flip, err)
			}
		}
		if _, err := s.Open(text[:i], "row 1"); err != ErrSealed {
			t.Errorf("%d bytes: %v", i, err)
		}
	}
}

func TestASealedValueOutlivesARotation(t *testing.T) {
	t.Parallel()
	former, rotated, after := sealer(t, oldRoot), sealer(t, newRoot, oldRoot), sealer(t, newRoot)
	text := sealed(t, former, "secret", "row")
	if plain, err := rotated.Open(text, "row"); err != nil || string(plain) != "secret" {
		t.Errorf("rotated: %q, %v", plain, err)
	}
	if _, err := after.Open(text, "row"); err != ErrSealed {
		t.Errorf("its root secret is taken out: %v", err)
	}
	if !former.Current(text) || rotated.Current(text) || rotated.Current(nil) {
		t.Error("Current is wrong about a former value")
	}
	if !rotated.Current(sealed(t, rotated, "secret", "row")) {
		t.Error("Current is wrong about a current value")
	}
}

func TestSealingNeedsRandomBytes(t *testing.T) {
	t.Parallel()
	s := sealer(t, oldRoot)
	s.random = strings.NewReader("short")
	if text, err := s.Seal([]byte("secret"), "row"); err == nil || text != nil {
		t.Errorf("%q, %v", text, err)
	}
	if bytes.Equal(sealed(t, sealer(t, oldRoot), "x", ""), sealed(t, sealer(t, oldRoot), "x", "")) {
		t.Error("the same nonce twice")
	}
}

func FuzzOpen(f *testing.F) {
	s := sealer(f, newRoot, oldRoot)
	f.Add(sealed(f, s, "secret", "row"), "row")
	f.Add([]byte(s.keyring.Current()), "")
	f.Add([]byte(nil), "")
	f.Fuzz(func(t *testing.T, text []byte, about string) {
		_ = s.Current(text)
		plain, err := s.Open(text, about)
		if err != nil && (!errors.Is(err, ErrSealed) || plain != nil) {
			t.Errorf("%q, %v", plain, err)
		}
	})
}
