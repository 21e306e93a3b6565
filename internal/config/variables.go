package config

import "time"

// Variable describes one variable of the environment, for people to read.
type Variable struct {
	Name string
	// Default is the value that an unset variable has, or says where it comes from.
	Default string
	// Takes completes the sentence "it takes …".
	Takes string
	// Meaning is what the variable decides.
	Meaning string
	// Secret says that the value must never be shown.
	Secret bool
}

// variable is a Variable with the code that reads it.
type variable struct {
	Variable
	// fallback is read in place of an unset variable; empty: nothing is read.
	fallback string
	// read puts a value, which isn't empty, into the configuration. Its error reads
	// on after the value, as in "is not a number", and never quotes it.
	read func(c *Config, value string) error
}

// Variables lists every variable that [Load] reads, in the order of its errors.
func Variables() []Variable {
	table := variables()
	list := make([]Variable, len(table))
	for i, v := range table {
		list[i] = v.Variable
	}
	return list
}

const (
	takesBool    = "true, false, 1 or 0"
	takesCount   = "a whole number from 1 to 2147483647"
	takesRate    = "off or a whole number from 1 to 2147483647"
	takesSeconds = "a duration in whole seconds from 1m to 30d, such as 90m, 24h or 7d"
)

// Bounds of every lifetime, as of createCustomerPortal's expiresInSeconds.
const (
	MinLifetime = time.Minute
	MaxLifetime = 30 * day
)

// maxBody keeps one request from taking the memory of a machine.
const maxBody = 1 << 30

// variables is the whole contract with the environment.
func variables() []variable {
	groups := [][]variable{databaseVariables(), addressVariables(), secretVariables(), browserVariables(),
		keepVariables(), operationVariables(), limitVariables(), rateVariables(), logVariables(), tracingVariables()}
	var all []variable
	for _, group := range groups {
		all = append(all, group...)
	}
	return all
}

func databaseVariables() []variable {
	return []variable{
		described("DATABASE_URL", "sqlite:data/portico.db",
			"sqlite:path/of/file or postgres://user:password@host:port/database, where several hosts are separated by commas",
			"the database; SQLite's file is made when it is missing").
			secret().reads(func(c *Config, value string) (err error) {
			c.Database, err = parseDatabase(value)
			return err
		}),
	}
}

func addressVariables() []variable {
	return []variable{
		described("PORT", "8080", "a whole number from 1 to 65535, or 0 for any free port", "the port to listen on").
			reads(func(c *Config, value string) error { return readWhole(&c.Listen.Port, value, 0, 65535) }),
		described("HOST", "", "an address or a name of this machine, without a port", "the address to listen on").
			shows("all addresses").
			reads(func(c *Config, value string) error { return readHost(&c.Listen.Host, value) }),
		described("PORTICO_PUBLIC_URL", "",
			"an https origin without a path, such as https://portal.example.com, or an http one on localhost, 127.0.0.1 or [::1]",
			"the base of every link; never taken from a request's Host").
			shows("http://localhost:$PORT").
			reads(func(c *Config, value string) (err error) {
				c.PublicURL, err = parsePublicURL(value)
				return err
			}),
	}
}

func secretVariables() []variable {
	return []variable{
		described("PORTICO_SECRET", "",
			"one or more different secrets of at least 32 bytes each, separated by commas",
			"the root of every key; the first makes, all are honoured, and what a removed one made is dead").
			shows("SQLite: made once in the file secret beside the database; PostgreSQL: required").
			secret().reads(func(c *Config, value string) (err error) {
			c.Secrets, err = parseSecrets(value)
			return err
		}),
		described("PORTICO_METRICS_TOKEN", "", "visible ASCII characters without white space",
			"the bearer token for /metrics; without it /metrics answers loopback only").
			shows("none").
			secret().reads(func(c *Config, value string) error { return readBearer(&c.MetricsToken, value) }),
	}
}

func browserVariables() []variable {
	return []variable{
		described("PORTICO_CORS_ORIGINS", "http://localhost:*,http://127.0.0.1:*",
			"origins separated by commas, such as https://app.example.com or http://localhost:*",
			"the browser apps that may call the API").
			reads(func(c *Config, value string) error { return readList(&c.CORSOrigins, value, ParseOriginPattern) }),
		described("PORTICO_LINK_TTL", "24h", takesSeconds, "the lifetime of a link that names none").
			reads(func(c *Config, value string) error { return readLifetime(&c.Lifetimes.Link, value) }),
		described("PORTICO_SESSION_TTL", "12h", takesSeconds, "the lifetime of a portal session, never past its link's expiry").
			reads(func(c *Config, value string) error { return readLifetime(&c.Lifetimes.Session, value) }),
		described("PORTICO_INTROSPECTION", "true", takesBool, "whether clients may read the schema, by introspection or at `/schema.graphqls`").
			reads(func(c *Config, value string) error { return readBool(&c.Introspection, value) }),
		described("PORTICO_PLAYGROUND", "true", takesBool, "whether /playground is served").
			reads(func(c *Config, value string) error { return readBool(&c.Playground, value) }),
	}
}

func operationVariables() []variable {
	return []variable{
		described("PORTICO_TRUSTED_PROXIES", "", "addresses or ranges separated by commas, such as 10.0.0.0/8 or ::1",
			"the addresses whose X-Forwarded-For counts").
			shows("none").
			reads(func(c *Config, value string) error { return readList(&c.TrustedProxies, value, parsePrefix) }),
		described("PORTICO_TRUSTED_DOCUMENTS", "", "the path of a manifest file", "the persisted documents that are known beforehand").
			shows("none").
			reads(func(c *Config, value string) error { c.TrustedDocuments.Manifest = value; return nil }),
		described("PORTICO_TRUSTED_DOCUMENTS_ONLY", "false", takesBool+"; true needs PORTICO_TRUSTED_DOCUMENTS",
			"whether every other document is refused").
			reads(func(c *Config, value string) error { return readBool(&c.TrustedDocuments.Only, value) }),
		described("PORTICO_ALLOW_PRIVATE_OUTBOUND", "false", takesBool,
			"whether outgoing calls (webhooks, OAuth) may reach private addresses").
			reads(func(c *Config, value string) error { return readBool(&c.AllowPrivateOutbound, value) }),
	}
}

func limitVariables() []variable {
	return []variable{
		described("PORTICO_LIMIT_BODY", "8 MiB", "a size from 1 B to 1 GiB, such as 8 MiB or 8388608", "the largest body of a request").
			reads(func(c *Config, value string) error { return readSize(&c.Limits.Body, value, maxBody) }),
		limit("PORTICO_LIMIT_TOKENS", "15000", "the most lexical tokens in a document", func(c *Config) *int { return &c.Limits.Tokens }),
		limit("PORTICO_LIMIT_DEPTH", "15", "the deepest nesting of fields", func(c *Config) *int { return &c.Limits.Depth }),
		limit("PORTICO_LIMIT_ALIASES", "100", "the most aliases in a document", func(c *Config) *int { return &c.Limits.Aliases }),
		limit("PORTICO_LIMIT_ROOT_MUTATIONS", "10", "the most mutations in a request", func(c *Config) *int { return &c.Limits.RootMutations }),
		limit("PORTICO_LIMIT_COST", "100000", "the most fields that a request may ask for; a list without a page size counts as 10",
			func(c *Config) *int { return &c.Limits.Cost }),
	}
}

func limit(name, fallback, meaning string, field func(*Config) *int) variable {
	return described(name, fallback, takesCount, meaning).
		reads(func(c *Config, value string) error { return readWhole(field(c), value, 1, maxInt32) })
}

func rateVariables() []variable {
	return []variable{
		described("PORTICO_RATE_CREDENTIAL", "off", takesRate, "requests a minute for one credential").
			reads(func(c *Config, value string) error { return readRate(&c.Rates.Credential, value) }),
		described("PORTICO_RATE_UNKNOWN_TOKENS", "300", takesRate,
			"tokens a minute from one address that match nothing; a known link never counts").
			reads(func(c *Config, value string) error { return readRate(&c.Rates.UnknownTokens, value) }),
	}
}

func logVariables() []variable {
	return []variable{
		described("PORTICO_LOG_LEVEL", "info", "debug, info, warn or error", "the least level that is logged").
			reads(func(c *Config, value string) error { return readLevel(&c.Log.Level, value) }),
		described("PORTICO_LOG_FORMAT", "", "text or json", "how log lines are written").
			shows("text on a terminal, else json").
			reads(func(c *Config, value string) error { return readFormat(&c.Log.Format, value) }),
		described("PORTICO_PPROF_ADDRESS", "", "an address of loopback with a port, such as 127.0.0.1:6060 or [::1]:6060",
			"where Go's profiles are served, below /debug/pprof/").
			shows("none: they are not served").
			reads(func(c *Config, value string) error { return readLoopback(&c.Pprof, value) }),
	}
}

// described begins a row of the table.
func described(name, fallback, takes, meaning string) variable {
	return variable{Variable: Variable{Name: name, Default: fallback, Takes: takes, Meaning: meaning}, fallback: fallback}
}

// shows says in words what an unset variable means.
func (v variable) shows(defaultText string) variable {
	v.Default = defaultText
	return v
}

// secret keeps the value out of every message.
func (v variable) secret() variable {
	v.Secret = true
	return v
}

func (v variable) reads(read func(*Config, string) error) variable {
	v.read = read
	return v
}
