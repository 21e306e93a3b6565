package portalpage

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/portico-portal/portico/internal/portal"
)

var colors = regexp.MustCompile(`--(accent|second):(#[0-9a-f]{6});--on-(?:accent|second):(#[0-9a-f]{6})`)

// styled gives the style of a brand with these colours, each with the colour on it: the accent in
// light and in dark, and the second between them, where it is one.
func styled(accent, second, on string) [][]string {
	return colors.FindAllStringSubmatch(string(styleOf(portal.Brand{
		AccentColor: &accent, SecondaryColor: &second, PrimaryForegroundColor: &on, SecondaryForegroundColor: &on,
	})), -1)
}

func TestColoursCanBeRead(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	accents := []string{"", "red", "#12345", "#ffffff", "#000000", "#ffff00", "#808080", "#2257d0", "#GGGGGG"}
	for range 2000 {
		accents = append(accents, fmt.Sprintf("#%06x", random.IntN(1<<24)))
	}
	for i, accent := range accents {
		second := accents[len(accents)-1-i]
		found := styled(accent, second, accents[i/2])
		var surfaces []string
		for _, pair := range found {
			if on := mustColor(pair[3]); contrast(on, mustColor(pair[2])) < readable {
				t.Errorf("%s with %s on it", pair[2], on)
			}
			if pair[1] == "accent" {
				surfaces = append(surfaces, pair[2])
			}
		}
		if len(surfaces) != 2 {
			t.Fatalf("%q: %q", accent, found)
		}
		for i, surface := range []string{lightSurface, darkSurface} {
			if contrast(mustColor(surfaces[i]), mustColor(surface)) < readable {
				t.Errorf("%s becomes %s on %s", accent, surfaces[i], surface)
			}
		}
	}
}

func TestColoursThatCanBeReadStay(t *testing.T) {
	found := styled("#0A5C36", "#ffe8d6", "#fdf6ec")
	want := [][]string{{"accent", "#0a5c36", "#fdf6ec"}, {"second", "#ffe8d6", "#000000"}}
	for i := range want {
		if !slices.Equal(found[i][1:], want[i]) {
			t.Errorf("%q, want %q", found[i][1:], want[i])
		}
	}
}

func TestFontsAreNamesInQuotes(t *testing.T) {
	for list, want := range map[string]string{
		`Inter, "Segoe UI", sans-serif`: `"Inter","Segoe UI",sans-serif`, `'A, B' , MONOSPACE`: `"A, B",MONOSPACE`, `"it's"`: `"it's"`, "inherit": `"inherit"`, "Ελληνικά": `"Ελληνικά"`,
		"": "", "a;b": "", `a"b`: "", `"a`: "", `'a"b'`: "", `"a" b`: "", "it's": "", "a,,b": "", "url(x)": "", "a}b": "", "</style": "",
	} {
		if got := fonts(&list); got != want {
			t.Errorf("%s becomes %s, want %s", list, got, want)
		}
	}
	font, mono := "Inter", "Menlo"
	const want = `;--font:"Inter";--mono:"Menlo",ui-monospace,monospace}`
	if got := string(styleOf(portal.Brand{FontFamily: &font, MonoFontFamily: &mono})); !strings.Contains(got, want) {
		t.Errorf("%s lacks %s", got, want)
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
