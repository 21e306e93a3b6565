package config

import (
	"errors"
	"log/slog"
	"maps"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	secretA = "0123456789abcdef0123456789abcdef"
	secretB = "fedcba9876543210fedcba9876543210"
)

// load reads NAME=value settings and nothing else.
func load(settings ...string) (Config, error) {
	values := map[string]string{}
	for _, s := range settings {
		name, value, _ := strings.Cut(s, "=")
		values[name] = value
	}
	return Load(func(name string) string { return values[name] }, settings, false)
}

func mustLoad(t *testing.T, settings ...string) Config {
	t.Helper()
	c, err := load(settings...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAnEmptyEnvironmentGivesTheContractsDefaults(t *testing.T) {
	t.Parallel()
	got := mustLoad(t)
	origins := slices.Collect(func(yield func(string) bool) {
		for _, o := range got.CORSOrigins {
			yield(o.String())
		}
	})
	if !slices.Equal(origins, []string{"http://localhost:*", "http://127.0.0.1:*"}) {
		t.Errorf("origins %q", origins)
	}
	got.CORSOrigins = nil
	want := Config{
		Database:  Database{Engine: SQLite, Path: "data/portico.db"},
		Listen:    Listen{Port: 8080},
		PublicURL: PublicURL{Origin: "http://localhost:8080", Defaulted: true},
		Lifetimes: Lifetimes{Link: 24 * time.Hour, Session: 12 * time.Hour},
		Keep: Keep{
			MagicLinks: 90 * day, PortalSessions: day, IdempotencyKeys: day, Events: 90 * day, WebhookDeliveries: 30 * day,
			DeviceActions: 90 * day, Credentials: 90 * day,
		},
		Introspection: true,
		Playground:    true,
		Limits:        Limits{Body: 8 << 20, Tokens: 15000, Depth: 15, Aliases: 100, RootMutations: 10, Cost: 100000},
		Rates:         Rates{Credential: 0, UnknownTokens: 300},
		Log:           Log{Level: slog.LevelInfo, Format: LogJSON},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestEveryVariableIsReadAsItIsSet(t *testing.T) {
	t.Parallel()
	for setting, field := range map[string]func(Config) (got, want any){
		"DATABASE_URL=sqlite:x.db":             func(c Config) (any, any) { return c.Database.Path, "x.db" },
		"PORT=0":                               func(c Config) (any, any) { return c.PublicURL.Origin, "http://localhost:0" },
		"HOST=[::1]":                           func(c Config) (any, any) { return c.Listen.Address(), "[::1]:8080" },
		"PORTICO_PUBLIC_URL=https://a.example": func(c Config) (any, any) { return c.PublicURL, PublicURL{Origin: "https://a.example"} },
		"PORTICO_SECRET=" + secretA + " , " + secretB: func(c Config) (any, any) { return c.Secrets, []Secret{{secretA}, {secretB}} },
		"PORTICO_CORS_ORIGINS=https://a.example":      func(c Config) (any, any) { return c.CORSOrigins.Allow("https://a.example"), true },
		"PORTICO_LINK_TTL=7d":                         func(c Config) (any, any) { return c.Lifetimes.Link, 168 * time.Hour },
		"PORTICO_SESSION_TTL=90m":                     func(c Config) (any, any) { return c.Lifetimes.Session, 90 * time.Minute },
		"PORTICO_KEEP_LINKS=2d":                       func(c Config) (any, any) { return c.Keep.MagicLinks, 2 * day },
		"PORTICO_KEEP_SESSIONS=36h":                   func(c Config) (any, any) { return c.Keep.PortalSessions, 36 * time.Hour },
		"PORTICO_KEEP_IDEMPOTENCY_KEYS=7d":            func(c Config) (any, any) { return c.Keep.IdempotencyKeys, 7 * day },
		"PORTICO_KEEP_EVENTS=forever":                 func(c Config) (any, any) { return c.Keep.Events, time.Duration(0) },
		"PORTICO_KEEP_DELIVERIES=1d":                  func(c Config) (any, any) { return c.Keep.WebhookDeliveries, day },
		"PORTICO_KEEP_ACTIONS=3650d":                  func(c Config) (any, any) { return c.Keep.DeviceActions, 3650 * day },
		"PORTICO_KEEP_CREDENTIALS=forever":            func(c Config) (any, any) { return c.Keep.Credentials, time.Duration(0) },
		"PORTICO_INTROSPECTION=false":                 func(c Config) (any, any) { return c.Introspection, false },
		"PORTICO_PLAYGROUND=0":                        func(c Config) (any, any) { return c.Playground, false },
		"PORTICO_METRICS_TOKEN=m":                     func(c Config) (any, any) { return c.MetricsToken.Reveal(), "m" },
		"PORTICO_TRUSTED_PROXIES=10.1.2.3/8, ::1":     func(c Config) (any, any) { return c.TrustedProxies.Contains(netip.MustParseAddr("10.9.9.9")), true },
		"PORTICO_TRUSTED_DOCUMENTS=docs.json":         func(c Config) (any, any) { return c.TrustedDocuments, TrustedDocuments{Manifest: "docs.json"} },
		"PORTICO_TRUSTED_DOCUMENTS_ONLY=1":            func(c Config) (any, any) { return c.TrustedDocuments.Only, true },
		"PORTICO_ALLOW_PRIVATE_OUTBOUND=true":         func(c Config) (any, any) { return c.AllowPrivateOutbound, true },
		"PORTICO_LIMIT_BODY=1KiB":                     func(c Config) (any, any) { return c.Limits.Body, int64(1024) },
		"PORTICO_LIMIT_TOKENS=1":                      func(c Config) (any, any) { return c.Limits.Tokens, 1 },
		"PORTICO_LIMIT_DEPTH=2":                       func(c Config) (any, any) { return c.Limits.Depth, 2 },
		"PORTICO_LIMIT_ALIASES=3":                     func(c Config) (any, any) { return c.Limits.Aliases, 3 },
		"PORTICO_LIMIT_ROOT_MUTATIONS=4":              func(c Config) (any, any) { return c.Limits.RootMutations, 4 },
		"PORTICO_LIMIT_COST=5":                        func(c Config) (any, any) { return c.Limits.Cost, 5 },
		"PORTICO_RATE_CREDENTIAL=6":                   func(c Config) (any, any) { return c.Rates.Credential, 6 },
		"PORTICO_RATE_UNKNOWN_TOKENS=off":             func(c Config) (any, any) { return c.Rates.UnknownTokens, 0 },
		"PORTICO_LOG_LEVEL=WARN":                      func(c Config) (any, any) { return c.Log.Level, slog.LevelWarn },
		"PORTICO_LOG_FORMAT=text":                     func(c Config) (any, any) { return c.Log.Format, LogText },
	} {
		settings := []string{setting}
		if strings.HasPrefix(setting, "PORTICO_TRUSTED_DOCUMENTS_ONLY") {
			settings = append(settings, "PORTICO_TRUSTED_DOCUMENTS=docs.json")
		}
		c, err := load(settings...)
		if got, want := field(c); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v; %v", setting, got, want, err)
		}
	}
}

func TestExactlyTheVariablesOfTheTableAreRead(t *testing.T) {
	t.Parallel()
	asked := map[string]bool{}
	if _, err := Load(func(name string) string { asked[name] = true; return "" }, nil, false); err != nil {
		t.Fatal(err)
	}
	table := map[string]bool{}
	for _, v := range Variables() {
		table[v.Name] = true
		if v.Default == "" || v.Takes == "" || v.Meaning == "" {
			t.Errorf("%s isn't described", v.Name)
		}
		if strings.ContainsAny(v.Takes+v.Meaning+v.Default, "\n") {
			t.Errorf("%s is described in more than a line", v.Name)
		}
	}
	if !maps.Equal(asked, table) {
		t.Errorf("asked for %v, the table has %v", asked, table)
	}
}

func TestEveryDefaultIsAValueThatCanBeUsed(t *testing.T) {
	t.Parallel()
	for _, v := range variables() {
		if v.fallback == "" {
			continue
		}
		if _, err := load(v.Name + "=" + v.Default); err != nil {
			t.Error(err)
		}
	}
}

func TestAnEmptyVariableIsUnset(t *testing.T) {
	t.Parallel()
	var empty []string
	for _, v := range Variables() {
		empty = append(empty, v.Name+"=")
	}
	if got, want := mustLoad(t, empty...), mustLoad(t); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestLogIsTextOnATerminal(t *testing.T) {
	t.Parallel()
	for setting, want := range map[string]LogFormat{"": LogText, "json": LogJSON} {
		c, err := Load(func(name string) string {
			return map[string]string{"PORTICO_LOG_FORMAT": setting}[name]
		}, nil, true)
		if err != nil || c.Log.Format != want {
			t.Errorf("%q on a terminal: %s, %v", setting, c.Log.Format, err)
		}
	}
}

func TestAValueThatCannotBeUsedIsNamedInOneLine(t *testing.T) {
	t.Parallel()
	for setting, reason := range map[string]string{
		"DATABASE_URL=mysql://localhost":      "the value has another scheme",
		"PORT=http":                           `"http" is not a whole number`,
		"PORT=65536":                          `"65536" is out of range`,
		"PORT=-1":                             `"-1" is out of range`,
		"PORT=99999999999999999999":           `"99999999999999999999" is out of range`,
		"HOST=localhost:80":                   `"localhost:80" is not an address or a name`,
		"PORTICO_PUBLIC_URL=http://a.example": `"http://a.example" is plain http`,
		"PORTICO_PUBLIC_URL=https://u:hunter2@a.example":         "the value has a name or password in it",
		"PORTICO_SECRET=hunter2":                                 "the value has a secret of fewer than 32 bytes",
		"PORTICO_SECRET=" + secretA + "," + secretA:              "the value has the same secret twice",
		"PORTICO_SECRET=" + secretA + ",":                        "the value has an empty place between its commas",
		"PORTICO_CORS_ORIGINS=*":                                 `"*" would let every site in`,
		"PORTICO_CORS_ORIGINS=https://a.example,null":            `"https://a.example,null" stands for sandboxed frames`,
		"PORTICO_CORS_ORIGINS=https://a.example/":                "has more than scheme, host and port",
		"PORTICO_LINK_TTL=5 parsecs":                             `"5 parsecs" is not a duration`,
		"PORTICO_LINK_TTL=59s":                                   `"59s" is out of range`,
		"PORTICO_LINK_TTL=31d":                                   `"31d" is out of range`,
		"PORTICO_LINK_TTL=90.5s":                                 `"90.5s" is not in whole seconds`,
		"PORTICO_SESSION_TTL=-1h":                                `"-1h" is not longer than nothing`,
		"PORTICO_KEEP_EVENTS=never":                              `"never" is not a duration`,
		"PORTICO_KEEP_EVENTS=23h":                                `"23h" is out of range`,
		"PORTICO_KEEP_EVENTS=3651d":                              `"3651d" is out of range`,
		"PORTICO_KEEP_EVENTS=24h1ms":                             `"24h1ms" is not in whole seconds`,
		"PORTICO_KEEP_IDEMPOTENCY_KEYS=forever":                  `"forever" is not a duration`,
		"PORTICO_KEEP_IDEMPOTENCY_KEYS=31d":                      `"31d" is out of range`,
		"PORTICO_INTROSPECTION=yes":                              `"yes" is none of these`,
		"PORTICO_PLAYGROUND=True":                                `"True" is none of these`,
		"PORTICO_METRICS_TOKEN=hunter2 hunter2":                  "the value has other characters",
		"PORTICO_TRUSTED_PROXIES=proxy.example":                  "is neither an address nor a range",
		"PORTICO_TRUSTED_DOCUMENTS_ONLY=true":                    `"true" would refuse every document without one`,
		"PORTICO_ALLOW_PRIVATE_OUTBOUND=2":                       `"2" is none of these`,
		"PORTICO_LIMIT_BODY=8 MB":                                `"8 MB" is not a size`,
		"PORTICO_LIMIT_BODY=2GiB":                                `"2GiB" is out of range`,
		"PORTICO_LIMIT_TOKENS=0":                                 `"0" is out of range`,
		"PORTICO_LIMIT_DEPTH=1.5":                                `"1.5" is not a whole number`,
		"PORTICO_RATE_CREDENTIAL=0":                              `"0" is out of range`,
		"PORTICO_LOG_LEVEL=verbose":                              `"verbose" is none of these`,
		"PORTICO_LOG_FORMAT=a\nb" + strings.Repeat("é", 60):      `"a\nb` + strings.Repeat("é", 37) + `…" is none of these`,
		"DATABASE_URL=postgres://portico:hunter2@db/portico":     "",
		"DATABASE_URL=postgres://portico:hunter2/x@db:1/portico": "the value has a host or port that is none",
	} {
		name, _, _ := strings.Cut(setting, "=")
		if reason == "" {
			name, reason = "PORTICO_SECRET", "it is required with PostgreSQL"
		}
		_, err := load(setting)
		var fault *VariableError
		if !errors.As(err, &fault) || fault.Variable.Name != name {
			t.Errorf("%s: %v", setting, err)
			continue
		}
		line := err.Error()
		if !strings.HasPrefix(line, name+" takes "+fault.Variable.Takes+"; ") || !strings.Contains(line, reason) {
			t.Errorf("%s: %s", setting, line)
		}
		if strings.Contains(line, "\n") || strings.Contains(line, "hunter2") || strings.Contains(line, secretA) {
			t.Errorf("%s: more than a line, or a secret: %s", setting, line)
		}
	}
}

func TestEveryFaultHasALineInTheTablesOrder(t *testing.T) {
	t.Parallel()
	_, err := load("PORTICO_LOG_LEVEL=x", "PORT=x", "PORTICO_LINK_TTL=x", "DATABASE_URL=x")
	if err == nil {
		t.Fatal("no error")
	}
	var names []string
	for line := range strings.Lines(err.Error()) {
		name, _, _ := strings.Cut(line, " ")
		names = append(names, name)
	}
	if want := []string{"DATABASE_URL", "PORT", "PORTICO_LINK_TTL", "PORTICO_LOG_LEVEL"}; !slices.Equal(names, want) {
		t.Errorf("%q in %v", names, err)
	}
}

func TestNothingIsKeptForLessThanWhatNeedsIt(t *testing.T) {
	t.Parallel()
	for settings, name := range map[string]string{
		"PORTICO_KEEP_LINKS=35h":                                   "PORTICO_KEEP_LINKS",
		"PORTICO_KEEP_LINKS=36h":                                   "",
		"PORTICO_KEEP_LINKS=36h PORTICO_SESSION_TTL=13h":           "PORTICO_KEEP_LINKS",
		"PORTICO_KEEP_LINKS=6d PORTICO_KEEP_IDEMPOTENCY_KEYS=7d":   "PORTICO_KEEP_LINKS",
		"PORTICO_KEEP_SESSIONS=forever":                            "PORTICO_KEEP_LINKS",
		"PORTICO_KEEP_SESSIONS=forever PORTICO_KEEP_LINKS=forever": "",
		"PORTICO_KEEP_EVENTS=29d":                                  "PORTICO_KEEP_DELIVERIES",
		"PORTICO_KEEP_EVENTS=29d PORTICO_KEEP_DELIVERIES=29d":      "",
		"PORTICO_KEEP_DELIVERIES=forever":                          "PORTICO_KEEP_DELIVERIES",
	} {
		_, err := load(strings.Fields(settings)...)
		var fault *VariableError
		if name == "" && err != nil || name != "" && (!errors.As(err, &fault) || fault.Variable.Name != name) {
			t.Errorf("%s: %v", settings, err)
		}
	}
}

func TestPortThatTheSystemChoseMovesTheDefaultPublicURLOnly(t *testing.T) {
	t.Parallel()
	for setting, want := range map[string]string{
		"PORT=0": "http://localhost:4711", "PORTICO_PUBLIC_URL=https://a.example": "https://a.example",
	} {
		c := mustLoad(t, setting).WithPort(4711)
		if c.PublicURL.Origin != want || c.Listen.Port != 4711 {
			t.Errorf("%s: %+v", setting, c.PublicURL)
		}
	}
	if got := mustLoad(t, "PORT=80").PublicURL.Origin; got != "http://localhost" {
		t.Errorf("on port 80: %s", got)
	}
}

func TestUnknownNamesOfOursAreWarnedOf(t *testing.T) {
	t.Parallel()
	for setting, want := range map[string]string{
		"PORTICO_LINKTTL=hunter2":               "PORTICO_LINKTTL is not a variable of Portico's and is ignored; did you mean PORTICO_LINK_TTL?",
		"PORTICO_CORS_ORIGIN=x":                 "PORTICO_CORS_ORIGIN is not a variable of Portico's and is ignored; did you mean PORTICO_CORS_ORIGINS?",
		"PORTICO_PORT=3000":                     "PORTICO_PORT is not a variable of Portico's and is ignored; did you mean PORT?",
		"PORTICO_DATABASE_URL=x":                "PORTICO_DATABASE_URL is not a variable of Portico's and is ignored; did you mean DATABASE_URL?",
		"PORTICO_QUITE_ANOTHER_THING=x":         "PORTICO_QUITE_ANOTHER_THING is not a variable of Portico's and is ignored",
		"PORTICO_TEST_POSTGRES=x":               "",
		"PORTICO_LINK_TTL=1h":                   "",
		"PORTICOX=1":                            "",
		"PATH=/bin":                             "",
		"PORTICO_SERVICE_HOST=10.0.0.1":         "",
		"PORTICO_SERVICE_PORT_HTTP=80":          "",
		"PORTICO_PORT=tcp://10.0.0.1:80":        "",
		"PORTICO_PORT_80_TCP=tcp://10.0.0.1:80": "",
		"PORTICO_DB_PORT_5432_TCP_PORT=5432":    "",
	} {
		got := strings.Join(warnings([]string{setting}), "\n")
		if got != want {
			t.Errorf("%s: %q", setting, got)
		}
	}
	c, err := load("PORTICO_B=1", "PORTICO_A=1", "PORT=x")
	if err == nil || len(c.Warnings) != 2 || !strings.HasPrefix(c.Warnings[0], "PORTICO_A ") {
		t.Errorf("warnings %q beside %v", c.Warnings, err)
	}
}
