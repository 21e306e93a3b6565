package token

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

// samples are one of each secret, with its public form and what must not be seen.
func samples(t testing.TB) map[string]struct {
	value  any
	public string
	secret string
} {
	t.Helper()
	link, err := ParseLinkToken(linkText)
	if err != nil {
		t.Fatal(err)
	}
	session, err := ParseSessionToken(sessionText)
	if err != nil {
		t.Fatal(err)
	}
	credential, err := ParseCredential("portico_BRTRKFsL_" + long24)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]struct {
		value  any
		public string
		secret string
	}{
		"link":       {link, "pl_…redacted", linkText[9:]},
		"session":    {session, "ps_…redacted", sessionText[9:]},
		"credential": {credential, "portico_BRTRKFsL_…redacted", long24},
	}
}

func TestNoVerbPrintsASecret(t *testing.T) {
	t.Parallel()
	for name, c := range samples(t) {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%X", "%t"} {
			if got := fmt.Sprintf(verb, c.value); got != c.public {
				t.Errorf("%s by %s is %q", name, verb, got)
			}
			nested := struct{ Field any }{c.value}
			if got := fmt.Sprintf(verb, nested); strings.Contains(got, c.secret) {
				t.Errorf("%s in a struct by %s is %q", name, verb, got)
			}
		}
		if got := c.value.(fmt.Stringer).String(); got != c.public {
			t.Errorf("%s as a string is %q", name, got)
		}
	}
}

func TestNoEncoderWritesASecret(t *testing.T) {
	t.Parallel()
	for name, c := range samples(t) {
		data, err := json.Marshal(map[string]any{"token": c.value})
		if err != nil || string(data) != `{"token":"`+c.public+`"}` {
			t.Errorf("%s as JSON: %s, %v", name, data, err)
		}
	}
}

func TestNoLogHoldsASecret(t *testing.T) {
	t.Parallel()
	for name, c := range samples(t) {
		var out bytes.Buffer
		slog.New(slog.NewTextHandler(&out, nil)).Info("made", "token", c.value)
		slog.New(slog.NewJSONHandler(&out, nil)).Info("made", "token", c.value)
		if strings.Contains(out.String(), c.secret) || strings.Count(out.String(), c.public) != 2 {
			t.Errorf("%s in logs: %s", name, &out)
		}
	}
}

func TestZeroValuesHaveNoText(t *testing.T) {
	t.Parallel()
	var link LinkToken
	if link.Reveal() != "" || link.WorkspaceCode() != "" || link.String() != "…redacted" {
		t.Errorf("zero link: %q %q %s", link.Reveal(), link.WorkspaceCode(), link)
	}
}
