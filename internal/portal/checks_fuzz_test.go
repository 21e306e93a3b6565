package portal

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/portico-portal/portico/internal/fault"
)

// The forms are written without package net/url, which the checks rely on.
var (
	safeURL    = regexp.MustCompile(`^(?i:https://[a-z0-9.:\[\]-]+|http://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?)([/?#][\w!#$%&'()*+,./:;=?@\[\]~\x{80}-\x{10FFFF}-]*)?$`)
	safeOrigin = regexp.MustCompile(`^(https://[a-z0-9.:\[\]-]+|http://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?)$`)
)

var strangeURLs = []string{
	"https://example.com", "https://example.com:8443/a/b?c=d&e=%20#f", "HTTPS://EXAMPLE.com", "http://localhost:3000/x", "http://127.0.0.1", "http://[::1]:80/",
	"https://münchen.example", "https://xn--mnchen-3ya.example/ü", "https://[2001:db8::1]:443", "https://[fe80::1%25eth0]/", "https://1.2.3", "https://a..b",
	"javascript:alert(1)", "JaVaScRiPt://example.com/%0aalert(1)", "data:text/html,x", "//example.com", "/path", "https:example.com", "https:///example.com", "https://",
	"https://user:pass@example.com", "https://@example.com", "https://example.com@evil.example", `https://example.com\@evil.example`, `https:\\example.com`,
	"http://localhost.evil.example", "http://localhost@evil.example", "http://127.0.0.1.evil.example", "http://0x7f.1", "http://localhost:0", "https://example.com:99999", "https://example.com:",
	"https://example.com/\r\nSet-Cookie: a=b", "https://example.com/ x", " https://example.com", "https://example.com/\x00", "https://exam\tple.com", "https://example.com/\u202e", "https://example.com/\u2028", "https://example.com/\xff",
	"https://*.example.com", "*", "null", "https://example.com;script-src *", "https://example.com,https://evil.example", "https://example.com 'unsafe-inline'", "https://example.com/", "https://example.com?", "https://example.com#",
	`https://example.com/"><script>`, "https://example.com/{a}", "https://example.com/|", "https://example.com/%zz", "https://-a.example", "https://a-.example", "https://" + strings.Repeat("a", 3000),
}

// FuzzURL holds what returnUrl, refreshUrl and logoUrl may be against a form of
// which a page's link and a redirect can be made without a look at it.
func FuzzURL(f *testing.F) {
	for _, text := range strangeURLs {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var c checker
		c.url(fault.At("returnUrl"), &text)
		checkFaults(t, c.faults)
		if len(c.faults) == 0 && (!safeURL.MatchString(text) || len(text) > MaxURLLength || !utf8.ValidString(text)) {
			t.Errorf("%q is taken", text)
		}
	})
}

// FuzzOrigins holds what embedOrigins may be against a form that can stand in
// the header Content-Security-Policy.
func FuzzOrigins(f *testing.F) {
	for _, text := range strangeURLs {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var c checker
		c.origins(fault.At("embedOrigins"), []string{"https://ok.example.com", text})
		checkFaults(t, c.faults)
		if len(c.faults) == 0 && !safeOrigin.MatchString(text) {
			t.Errorf("%q is taken", text)
		}
	})
}

func checkFaults(t *testing.T, faults fault.List) {
	t.Helper()
	if len(faults) > 1 {
		t.Errorf("%d faults of one value: %v", len(faults), faults)
	}
	for _, f := range faults {
		if f.Field == "" || len(f.Message) > 200 {
			t.Errorf("%q: %q", f.Field, f.Message)
		}
	}
}
