// Package config reads the environment, once, into a [Config].
//
// [Variables] is the whole list of what is read. An empty variable counts as
// unset. A value that can't be used is an error of one line that names the
// variable and what it takes, and never shows a secret.
package config

import (
	"log/slog"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// Config is everything that the environment decides.
type Config struct {
	Database  Database
	Listen    Listen
	PublicURL PublicURL
	// Secrets are the root secrets, the one that makes first. Empty when the
	// variable is unset and the database is SQLite: see [Config.RootSecrets].
	Secrets     []Secret
	CORSOrigins Origins
	Lifetimes   Lifetimes
	// Keep is how long what is over is kept.
	Keep Keep
	// Introspection lets anyone ask for the schema.
	Introspection bool
	// Playground serves the explorer.
	Playground bool
	// MetricsToken is the bearer for /metrics; empty: loopback only.
	MetricsToken Secret
	// TrustedProxies are the addresses whose X-Forwarded-For counts.
	TrustedProxies   Prefixes
	TrustedDocuments TrustedDocuments
	// AllowPrivateOutbound lets outgoing calls reach private addresses.
	AllowPrivateOutbound bool
	Limits               Limits
	Rates                Rates
	Log                  Log
	Tracing              Tracing
	// Pprof is the address of loopback where profiles are served; the zero one: nowhere.
	Pprof netip.AddrPort
	// Warnings are lines about variables that look like ours and aren't known.
	Warnings []string
}

// Listen is where the server listens.
type Listen struct {
	// Host is an address or a name, without brackets; empty is all addresses.
	Host string
	// Port is 0 to 65535; 0 lets the system choose.
	Port int
}

// Address is Host and Port as [net.Listen] takes them.
func (l Listen) Address() string { return net.JoinHostPort(l.Host, strconv.Itoa(l.Port)) }

// PublicURL is the base of every link: an origin in lower case, such as
// https://portal.example.com, without a slash at the end or a default port.
type PublicURL struct {
	Origin string
	// Defaulted says that PORTICO_PUBLIC_URL is unset, so that Origin follows PORT.
	Defaulted bool
}

// Secure reports whether the origin is https, so that cookies can be Secure.
func (u PublicURL) Secure() bool { return strings.HasPrefix(u.Origin, "https://") }

// Join appends a path that begins with a slash.
func (u PublicURL) Join(path string) string { return u.Origin + path }

// Host is the origin's host, with its port if that isn't the default one.
func (u PublicURL) Host() string {
	_, host, _ := strings.Cut(u.Origin, "://")
	return host
}

// WithPort gives the configuration of a server that listens on port: what PORT=0
// has become. A public URL that is the default follows.
func (c Config) WithPort(port int) Config {
	c.Listen.Port = port
	if c.PublicURL.Defaulted {
		c.PublicURL.Origin = defaultPublicURL(port)
	}
	return c
}

// Lifetimes are whole seconds, from a minute to 30 days.
type Lifetimes struct {
	// Link is the lifetime of a link that names none.
	Link time.Duration
	// Session is that of a portal session, which also ends with its link.
	Session time.Duration
}

// TrustedDocuments are the persisted documents that the server knows beforehand.
type TrustedDocuments struct {
	// Manifest is the path of the file that lists them; empty: there is none.
	Manifest string
	// Only refuses every other document.
	Only bool
}

// Limits bound one request. All are at least 1.
type Limits struct {
	// Body is in bytes.
	Body int64
	// Tokens are the lexical tokens of a GraphQL document.
	Tokens        int
	Depth         int
	Aliases       int
	RootMutations int
	// Cost counts fields; a list without a page size counts as 10.
	Cost int
}

// Rates are a minute's; 0 is off.
type Rates struct {
	// Credential bounds the requests of one credential.
	Credential int
	// UnknownTokens bounds the tokens of one address that match nothing.
	UnknownTokens int
}

// Log says what is logged to stderr, and how.
type Log struct {
	Level  slog.Level
	Format LogFormat
}

// LogFormat is how a log line is written.
type LogFormat string

const (
	// LogText is key=value.
	LogText LogFormat = "text"
	// LogJSON is an object a line.
	LogJSON LogFormat = "json"
)
