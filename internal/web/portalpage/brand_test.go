package portalpage

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"testing"
)

var colors = regexp.MustCompile(`--accent:(#[0-9a-f]{6});--on-accent:(#[0-9a-f]{6})`)

func TestAccentCanBeRead(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	accents := []string{"", "red", "#12345", "#ffffff", "#000000", "#ffff00", "#808080", "#2257d0", "#GGGGGG"}
	for range 2000 {
		accents = append(accents, fmt.Sprintf("#%06x", random.IntN(1<<24)))
	}
	for _, accent := range accents {
		found := colors.FindAllStringSubmatch(string(accentColors(accent)), -1)
		if len(found) != 2 {
			t.Fatalf("%q: %s", accent, accentColors(accent))
		}
		for i, surface := range []string{lightSurface, darkSurface} {
			color, on := mustColor(found[i][1]), mustColor(found[i][2])
			if contrast(color, mustColor(surface)) < readable || contrast(on, color) < readable {
				t.Errorf("%s becomes %s with %s on it, on %s", accent, color, on, surface)
			}
		}
	}
}

func TestReadableAccentStays(t *testing.T) {
	if got := colors.FindStringSubmatch(string(accentColors("#0A5C36")))[1]; got != "#0a5c36" {
		t.Errorf("a colour that can be read became %s", got)
	}
}

func TestPolicyTakesWholeOriginsOnly(t *testing.T) {
	p := policy{nonce: "n", logoURL: "https://a.example/x; script-src *", ancestors: []string{
		"https://ok.example", "*", "https://*.example", "https://a.example/path", "null", "https://a.example; script-src *", "javascript:1", "",
	}}
	const want = "default-src 'none'; style-src 'nonce-n'; img-src 'self' https://a.example; base-uri 'none'; form-action 'none'; frame-ancestors https://ok.example"
	if got := p.String(); got != want {
		t.Errorf("the policy is\n%s, want\n%s", got, want)
	}
}
