package config

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestParseDuration(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"90s": 90 * time.Second, "24h": day, "90d": 90 * day, "1d12h": 36 * time.Hour, "1h30m": 90 * time.Minute,
		"0d1s": time.Second, "106751d": 106751 * day, "1.5h": 90 * time.Minute,
	} {
		if got, err := ParseDuration(text); err != nil || got != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for text, want := range map[string]error{
		"": errDuration, "90": errDuration, "d": errDuration, "1.5d": errDuration, "+1d": errDuration, "1d1d": errDuration,
		"1h1d": errDuration, " 1d": errDuration, "1 d": errDuration, "week": errDuration,
		"0s": errDurationSign, "0d": errDurationSign, "-1h": errDurationSign, "1d-1h": errDurationSign,
		"106752d": errDurationTooLong, "106751d24h": errDurationTooLong, "99999999999999999999d": errDurationTooLong,
	} {
		if got, err := ParseDuration(text); err != want || got != 0 {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
}

func FuzzParseDuration(f *testing.F) {
	f.Add("1d12h")
	f.Add("106751d24h")
	f.Fuzz(func(t *testing.T, text string) {
		if got, err := ParseDuration(text); (err == nil) != (got > 0) {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	})
}

func TestParseSize(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{
		"1": 1, "8388608": 8 << 20, "8MiB": 8 << 20, "8 MiB": 8 << 20, "2KiB": 2048, "1 GiB": 1 << 30, "7B": 7, "007": 7,
	} {
		if got, err := ParseSize(text); err != nil || got != want {
			t.Errorf("%q: %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "0", "-1", "+1", "1.5MiB", "8MB", "8 mib", "MiB", "8 Mi B", "9223372036854775808", "8589934592GiB", " 8"} {
		if got, err := ParseSize(text); err != errSize || got != 0 {
			t.Errorf("%q: %d, %v", text, got, err)
		}
	}
}

func FuzzParseSize(f *testing.F) {
	f.Add("8 MiB")
	f.Fuzz(func(t *testing.T, text string) {
		if got, err := ParseSize(text); (err == nil) != (got > 0) {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	})
}

func TestPublicURLIsAnOrigin(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"https://portal.example.com":     "https://portal.example.com",
		"https://portal.example.com/":    "https://portal.example.com",
		"HTTPS://Portal.Example.com:443": "https://portal.example.com",
		"https://10.0.0.1:8443":          "https://10.0.0.1:8443",
		"http://localhost:8080":          "http://localhost:8080",
		"http://localhost:80":            "http://localhost",
		"http://127.0.0.1:1":             "http://127.0.0.1:1",
		"http://[::1]:8080/":             "http://[::1]:8080",
	} {
		if got, err := parsePublicURL(text); err != nil || got.Origin != want {
			t.Errorf("%q: %q, %v", text, got.Origin, err)
		}
	}
	for text, want := range map[string]error{
		"portal.example.com":       errOriginShape,
		"ftp://portal.example.com": errOriginShape,
		"https://":                 errOriginShape,
		"https:///":                errOriginShape,
		"https://a.example/portal": errOriginPath,
		"https://a.example//":      errOriginPath,
		"https://a.example?":       errOriginPath,
		"https://a.example#x":      errOriginPath,
		`https://a.example\b`:      errOriginPath,
		"https://u:p@a.example":    errOriginUser,
		"https://a.example:0":      errOriginPort,
		"https://a.example:65536":  errOriginPort,
		"https://a.example:":       errOriginPort,
		"https://a.example:*":      errOriginPort,
		"https://a..example":       errOriginHost,
		"https://ä.example":        errOriginHost,
		"https://a b":              errOriginHost,
		"https://[::1":             errOriginHost,
		"https://[127.0.0.1]":      errOriginHost,
		"https://::1":              errOriginHost,
		"http://a.example":         errPublicHTTP,
		"http://127.0.0.2":         errPublicHTTP,
		"http://x.localhost":       errPublicHTTP,
		"http://localhost.":        errPublicHTTP,
	} {
		if got, err := parsePublicURL(text); err != want || got != (PublicURL{}) {
			t.Errorf("%q: %q, %v", text, got.Origin, err)
		}
	}
}

func TestPublicURLGivesItsParts(t *testing.T) {
	t.Parallel()
	u, err := parsePublicURL("https://a.example:8443")
	if err != nil || !u.Secure() || u.Host() != "a.example:8443" || u.Join("/p/x") != "https://a.example:8443/p/x" {
		t.Errorf("%+v, %v", u, err)
	}
	if (PublicURL{Origin: "http://localhost"}).Secure() {
		t.Error("http is secure")
	}
}

func TestOriginPatternsMatchWhatBrowsersSend(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pattern, header string
		want            bool
	}{
		{"http://localhost:*", "http://localhost:5173", true},
		{"http://localhost:*", "http://localhost", true},
		{"http://localhost:*", "https://localhost:5173", false},
		{"http://localhost:*", "http://localhost.evil.example:80", false},
		{"http://localhost:*", "http://localhost:*", false},
		{"https://a.example", "https://a.example", true},
		{"https://A.example:443", "https://a.example", true},
		{"https://a.example", "https://a.example:8443", false},
		{"https://a.example", "https://b.a.example", false},
		{"https://a.example", "https://a.example/", false},
		{"https://a.example", "null", false},
		{"https://a.example", "", false},
		{"http://[::1]:*", "http://[::1]:3000", true},
		{"capacitor://localhost", "capacitor://localhost", true},
	} {
		pattern, err := ParseOriginPattern(c.pattern)
		if got := (Origins{pattern}).Allow(c.header); err != nil || got != c.want {
			t.Errorf("%s on %q: %v, %v", c.pattern, c.header, got, err)
		}
	}
	if (Origins)(nil).Allow("https://a.example") {
		t.Error("no pattern lets a site in")
	}
}

func TestOriginPatternsThatNameNobodyAreRefused(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]error{
		"*": errOriginAny, "null": errOriginNull, "a.example": errOriginShape, "https://*.a.example": errOriginHost,
		"https://a.example/": errOriginPath, "://a": errOriginShape, "1x://a": errOriginShape, "https://*": errOriginHost,
	} {
		if _, err := ParseOriginPattern(text); err != want {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzParseOriginPattern(f *testing.F) {
	f.Add("http://localhost:*")
	f.Add("https://[::1]:443")
	f.Fuzz(func(t *testing.T, text string) {
		pattern, err := ParseOriginPattern(text)
		if err != nil {
			return
		}
		if again, err := ParseOriginPattern(pattern.String()); err != nil || again != pattern {
			t.Errorf("%q: %q parses to %q, %v", text, pattern, again, err)
		}
	})
}

func TestDatabaseURLs(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Database{
		"sqlite:data/portico.db":    {Engine: SQLite, Path: "data/portico.db"},
		"sqlite:/var/lib/a b.db":    {Engine: SQLite, Path: "/var/lib/a b.db"},
		"sqlite:///var/lib/p.db":    {Engine: SQLite, Path: "/var/lib/p.db"},
		"sqlite::memory:":           {Engine: SQLite, Path: ":memory:"},
		"postgres://db":             {Engine: PostgreSQL, Hosts: []string{"db"}},
		"postgresql://u:p@db:1/x":   {Engine: PostgreSQL, Hosts: []string{"db:1"}},
		"postgres://u:p@w@db/x":     {Engine: PostgreSQL, Hosts: []string{"db"}},
		"postgres://a:1,[::1]:2,c/": {Engine: PostgreSQL, Hosts: []string{"a:1", "[::1]:2", "c"}},
		"postgres:///x?host=/run":   {Engine: PostgreSQL},
		"postgres://%2Frun%2Fpg/x":  {Engine: PostgreSQL, Hosts: []string{"%2Frun%2Fpg"}},
	} {
		if want.Engine == PostgreSQL {
			want.URL = NewSecret(text)
		}
		if got, err := parseDatabase(text); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
	for text, want := range map[string]error{
		"":                          errDatabaseScheme,
		"data/portico.db":           errDatabaseScheme,
		"mysql://db":                errDatabaseScheme,
		"SQLITE:x":                  errDatabaseScheme,
		"sqlite:":                   errDatabasePath,
		"sqlite:data/":              errDatabasePath,
		"sqlite://data/portico.db":  errDatabasePath,
		"sqlite:x.db?mode=ro":       errDatabaseQuery,
		"postgres:db":               errDatabaseHost,
		"postgres://u:p@db:x/":      errDatabaseHost,
		"postgres://u:p@d b/":       errDatabaseSpace,
		"postgres://u:p%@db/":       errDatabaseEscape,
		"postgres://u:p#w@db/":      errDatabaseHost,
		"postgres://u:12/34@db/":    errDatabaseHost,
		"postgres://u:p@a,b_!/":     errDatabaseHost,
		"postgres://u:p@db:70000/x": errDatabaseHost,
	} {
		if got, err := parseDatabase(text); err != want {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
}

func FuzzParseDatabase(f *testing.F) {
	f.Add("postgres://u:hunter2@a:1,[::1]:2/x?y=z")
	f.Add("sqlite:///a")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := parseDatabase(text)
		if err == nil && got.Engine == PostgreSQL && (got.URL.Reveal() != text || strings.Contains(got.String(), "@")) {
			t.Errorf("%q: %s", text, got)
		}
	})
}

func TestDatabaseIsNamedWithoutItsPassword(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"postgres://u:hunter2@a:1,b/x?sslpassword=hunter2": "postgres://a:1,b",
		"sqlite:///x/p.db": "sqlite:/x/p.db",
	} {
		d, err := parseDatabase(text)
		if err != nil || d.String() != want || strings.Contains(fmt.Sprintf("%+v %#v", d, d), "hunter2") {
			t.Errorf("%q: %s, %v", text, d, err)
		}
	}
}

func TestOnlyAFileHasAFolder(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"sqlite:data/portico.db": "data", "sqlite:portico.db": ".", "sqlite::memory:": "", "postgres://db/x": "",
	} {
		if d, err := parseDatabase(text); err != nil || d.Dir() != want || d.InMemory() != strings.Contains(text, ":memory:") {
			t.Errorf("%q: %q, %v", text, d.Dir(), err)
		}
	}
}

func TestSecretsAreNotShown(t *testing.T) {
	t.Parallel()
	s := NewSecret("hunter2")
	c := Config{Secrets: []Secret{s}, MetricsToken: s, Database: Database{URL: s}}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d", "%x", "%q"} {
		if got := fmt.Sprintf(verb, s); got != "[secret]" {
			t.Errorf("%s: %s", verb, got)
		}
		if got := fmt.Sprintf(verb, c); strings.Contains(got, "hunter2") {
			t.Errorf("%s: %s", verb, got)
		}
	}
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "secret", s, "config", c)
	data, err := json.Marshal(c)
	if err != nil || strings.Contains(string(data)+log.String(), "hunter2") || !strings.Contains(string(data), "[secret]") {
		t.Errorf("%s %s %v", data, &log, err)
	}
	if (Secret{}).String() != "[none]" || s.Reveal() != "hunter2" || s.Empty() {
		t.Error("an empty secret isn't told from one")
	}
}

func TestProxiesAreAddressesAndRanges(t *testing.T) {
	t.Parallel()
	c := mustLoad(t, "PORTICO_TRUSTED_PROXIES=10.1.2.3/8, 192.0.2.1 ,::ffff:192.0.2.2,fd00::/8")
	for text, want := range map[string]bool{
		"10.200.0.1": true, "11.0.0.1": false, "192.0.2.1": true, "::ffff:192.0.2.1": true, "192.0.2.2": true,
		"192.0.2.3": false, "fd12::1%eth0": true, "fe80::1": false,
	} {
		if got := c.TrustedProxies.Contains(netip.MustParseAddr(text)); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
	for _, text := range []string{"", "localhost", "10.0.0.0/33", "10.0.0", "fe80::1%eth0", "::ffff:10.0.0.0/104", "10.0.0.1:80"} {
		if _, err := parsePrefix(text); err != errPrefix {
			t.Errorf("%q: %v", text, err)
		}
	}
	if (Prefixes)(nil).Contains(netip.Addr{}) {
		t.Error("no range holds an address")
	}
}

func TestHosts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"0.0.0.0": "0.0.0.0:1", "::": "[::]:1", "[::1]": "[::1]:1", "localhost": "localhost:1", "": ":1",
	} {
		c := mustLoad(t, "PORT=1", "HOST="+text)
		if c.Listen.Address() != want {
			t.Errorf("%q: %s", text, c.Listen.Address())
		}
	}
}
