package token

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
)

const (
	firstSecret  = "first-secret-first-secret-first-"
	secondSecret = "second-secret-second-secret-secon"
	firstID      = SecretID("100a19dea467d3b4")
)

func keyring(t testing.TB, secrets ...string) *Keyring {
	t.Helper()
	k, err := NewKeyring(secrets)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestFirstSecretMakesAndAllAreHonoured(t *testing.T) {
	t.Parallel()
	k := keyring(t, firstSecret, secondSecret)
	second := keyring(t, secondSecret).Current()
	if k.Current() != firstID || !slices.Equal(k.IDs(), []SecretID{firstID, second}) {
		t.Errorf("current %s of %s", k.Current(), k.IDs())
	}
	if !k.Has(firstID) || !k.Has(second) || k.Has("0000000000000000") || k.Has("") {
		t.Error("Has doesn't tell the known ids")
	}
	k.IDs()[0] = "changed"
	if k.Current() != firstID {
		t.Error("a caller can change the order of the ids")
	}
}

func TestKeyringRefusesWeakAndRepeatedSecrets(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		secrets []string
		want    string
	}{
		"none":      {nil, "at least one"},
		"too short": {[]string{firstSecret, "only-31-bytes-in-this-secret-31"}, "root secret 2 of 2 has fewer than 32 bytes"},
		"twice":     {[]string{firstSecret, secondSecret, firstSecret}, "root secret 3 of 3 stands twice"},
	} {
		k, err := NewKeyring(c.secrets)
		if err == nil || k != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, secret := range c.secrets {
			if strings.Contains(err.Error(), secret) {
				t.Errorf("%s: the error holds a secret", name)
			}
		}
	}
}

func TestKeysArePerPurposeAndStable(t *testing.T) {
	t.Parallel()
	k := keyring(t, firstSecret, secondSecret)
	form, ok := k.Key(firstID, PurposeFormToken)
	// Computed with another implementation of RFC 5869.
	const want = "640dfc39f65fea0ea70a9bf728cf40a250f7ed8af394eafa2f9fc9792aa2af36"
	if !ok || hex.EncodeToString(form) != want {
		t.Errorf("key %x, %v", form, ok)
	}
	seen := map[string]bool{}
	for _, id := range k.IDs() {
		for _, purpose := range []Purpose{PurposeMagicLink, PurposeFormToken, "portico/later/v1"} {
			key, ok := k.Key(id, purpose)
			if !ok || len(key) != 32 || seen[string(key)] {
				t.Errorf("key of %s for %s: %d bytes, %v, or seen before", id, purpose, len(key), ok)
			}
			seen[string(key)] = true
		}
	}
	clear(form)
	if again, _ := k.Key(firstID, PurposeFormToken); hex.EncodeToString(again) != want {
		t.Error("a caller can change a kept key")
	}
}

func TestAMACIsThatOfItsKeyHoweverOftenAndByHowManyItIsMade(t *testing.T) {
	t.Parallel()
	k := keyring(t, firstSecret)
	key, _ := k.Key(firstID, PurposeFormToken)
	var group sync.WaitGroup
	for i := range 16 {
		group.Go(func() {
			for n := range 50 {
				message := bytes.Repeat([]byte{byte(i)}, n)
				mac := hmac.New(sha256.New, key)
				mac.Write(message)
				if got, ok := k.MAC(firstID, PurposeFormToken, message); !ok || !hmac.Equal(got[:], mac.Sum(nil)) {
					t.Errorf("%d bytes of %d: another MAC", n, i)
				}
			}
		})
	}
	group.Wait()
	if _, ok := k.MAC("0000000000000000", PurposeFormToken, nil); ok {
		t.Error("an unknown secret makes one")
	}
}

func TestNoKeyIsGivenForWhatIsPublicOrUnknown(t *testing.T) {
	t.Parallel()
	k := keyring(t, firstSecret)
	for _, c := range []struct {
		id      SecretID
		purpose Purpose
	}{{"0000000000000000", PurposeMagicLink}, {firstID, ""}, {firstID, "portico/secret-id/v1"}} {
		if key, ok := k.Key(c.id, c.purpose); ok || key != nil {
			t.Errorf("Key(%q, %q) gives one", c.id, c.purpose)
		}
	}
}

func TestKeyringIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	k := keyring(t, firstSecret)
	want, _ := keyring(t, firstSecret).Key(firstID, PurposeMagicLink)
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			if key, ok := k.Key(firstID, PurposeMagicLink); !ok || !slices.Equal(key, want) {
				t.Error("a concurrent caller got another key")
			}
		})
	}
	group.Wait()
}

func TestKeyringPrintsItsIDsOnly(t *testing.T) {
	t.Parallel()
	k := keyring(t, firstSecret)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d", "%x"} {
		if got := fmt.Sprintf(verb, k); got != "keyring(100a19dea467d3b4)" {
			t.Errorf("%s prints %q", verb, got)
		}
	}
}

func TestMustStopsAtAnError(t *testing.T) {
	t.Parallel()
	cause := errors.New("no such hash")
	defer func() {
		if recover() != cause {
			t.Error("an error went by")
		}
	}()
	must(nil, cause)
}
