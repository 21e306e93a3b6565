package token

import (
	"strings"
	"testing"
)

func TestRedactTakesOutEveryTokenInAnyText(t *testing.T) {
	t.Parallel()
	const key, pat = "seam_BRTRKFsL_" + long24, "portico_at1BRTRKFsL_" + long24
	for _, c := range []struct{ name, text, want string }{
		{"link token", linkText, "pl_…redacted"},
		{"session token", sessionText, "ps_…redacted"},
		{"flow token", "po_" + sessionText[3:], "po_…redacted"},
		{"API key keeps its short part", key, "seam_BRTRKFsL_…redacted"},
		{"personal access token", pat, "portico_at1BRTRKFsL_…redacted"},
		{"any prefix", "x9_BRTRKFsL_" + long24, "x9_BRTRKFsL_…redacted"},
		{"prefix that ends like a tag", "steps_BRTRKFsL_" + long24, "steps_BRTRKFsL_…redacted"},
		{"URL", "GET https://a.example/p/" + linkText + "?x=1 200", "GET https://a.example/p/pl_…redacted?x=1 200"},
		{"header", "Authorization: Bearer " + key, "Authorization: Bearer seam_BRTRKFsL_…redacted"},
		{"cookie", "__Host-portico_session=" + sessionText + "; Path=/", "__Host-portico_session=ps_…redacted; Path=/"},
		{"JSON", `{"token":"` + sessionText + `","n":1}`, `{"token":"ps_…redacted","n":1}`},
		{"escaped line end", `\n` + linkText + `\n`, `\npl_…redacted\n`},
		{"query", "?token=" + linkText + "&key=" + key, "?token=pl_…redacted&key=seam_BRTRKFsL_…redacted"},
		{"percent-encoded path", "next=%2Fp%2F" + linkText + "%3Fa", "next=%2Fp%2Fpl_…redacted%3Fa"},
		{"percent-encoded key", "a%20" + key + "%0A", "a%20seam_BRTRKFsL_…redacted%0A"},
		{"percent-encoded underscore", "pl%5F" + linkText[3:], "pl%5F…redacted"},
		{"percent-encoded token", "%70l%5f%41" + linkText[4:] + "%zz%4", "%70l%5f…redacted%zz%4"},
		{"cut before the checksum", linkText[:36] + "…", "pl_…redacted…"},
		{"cut in the middle", "p=" + sessionText[:30], "p=ps_…redacted"},
		{"key cut", key[:len(key)-6] + "...", "seam_BRTRKFsL_…redacted..."},
		{"run together", "a" + linkText + "tail" + "_" + key + "0tail", "apl_…redacted_seam_BRTRKFsL_…redacted"},
		{"after a look-alike", "x_abcdefgh_AAAAAAAAAAAA" + key, "x_abcdefgh_…redacted_BRTRKFsL_…redacted"},
		{"redacted already", "pl_…redacted seam_BRTRKFsL_…redacted", "pl_…redacted seam_BRTRKFsL_…redacted"},
	} {
		if got := Redact(c.text); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestRedactLeavesOrdinaryText(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "_", "__", "a_", "no underscore 100% here", "50%_off%2", "pl_", "ps_short",
		"http_requests_total", "portico_requests_rejected_total", "steps_to_reproduce",
		"/p/0198f0de-7c4a-7000-8000-000000000000", "__Host-portico_session", "customer_key=hotel_1",
		"x_deadbeef_0123456789abcdef0123456789abcdef", "_BRTRKFsL_" + long24, "X_BRTRKFsL_" + long24,
		"seam_BRTRKFsL_short", "seam_cst1RTRKFsL_" + long24, "é_BRTRKFsL_" + long24,
	} {
		if got := Redact(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestRedactAllocatesNothingWithoutAMatch(t *testing.T) {
	text := strings.Repeat("an ordinary line with customer_key=hotel_1 and http_requests_total; ", 20)
	if n := testing.AllocsPerRun(100, func() { Redact(text) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzRedact(f *testing.F) {
	f.Add("GET /p/", "?x=%2F")
	f.Add("x_abcdefgh_AAAAAAAAAAAA", "tail_")
	f.Add("%", "%5F")
	f.Fuzz(func(t *testing.T, before, after string) {
		for secret, text := range map[string]string{
			linkText[3:]: linkText, sessionText[3:]: sessionText, long24: "seam_BRTRKFsL_" + long24,
		} {
			got := Redact(before + text + after)
			// What surrounds the token may hold the same characters in another shape.
			if strings.Contains(got, secret) && !strings.Contains(before+after, secret) {
				t.Errorf("%q is left of %q", got, before+text+after)
			}
			if again := Redact(got); again != got {
				t.Errorf("a second pass makes %q of %q", again, got)
			}
		}
	})
}

func BenchmarkRedactOrdinaryText(b *testing.B) {
	text := "request done method=POST path=/graphql status=200 customer_key=hotel_1"
	for b.Loop() {
		Redact(text)
	}
}
