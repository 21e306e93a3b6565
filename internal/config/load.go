package config

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// VariableError tells that a variable's value can't be used. Its text is one line.
type VariableError struct {
	// Variable is the row of the table.
	Variable Variable
	// Value is what was given, quoted and shortened: "the value" for what is secret
	// or might hold a password, "it" for a value that is missing.
	Value string
	// Reason reads on after Value.
	Reason string
}

// Error names the variable, what it takes, and what is wrong with the value.
func (e *VariableError) Error() string {
	return e.Variable.Name + " takes " + e.Variable.Takes + "; " + e.Value + " " + e.Reason
}

var (
	errSecretMissing   = errors.New("is required with PostgreSQL, where every server process needs the same")
	errManifestMissing = errors.New("would refuse every document without one")
)

// Load reads the environment. getenv gives a variable's value, and environ lists
// NAME=value as [os.Environ] does: it serves the warnings about unknown names
// alone. stderrIsTerminal decides the log format that is the default.
//
// The error joins a [*VariableError] for each variable that can't be used, a line
// each, in the order of [Variables]; the Config is then of no use but for its
// Warnings.
func Load(getenv func(string) string, environ []string, stderrIsTerminal bool) (Config, error) {
	config := Config{Log: Log{Format: LogJSON}, Warnings: warnings(environ)}
	if stderrIsTerminal {
		config.Log.Format = LogText
	}
	var faults []error
	for _, v := range variables() {
		given := getenv(v.Name)
		if err := v.set(&config, given); err != nil {
			faults = append(faults, v.fault(given, err))
		}
	}
	if len(faults) > 0 {
		return config, errors.Join(faults...)
	}
	err := config.finish()
	return config, err
}

// set reads the given value, or the fallback in place of an empty one.
func (v variable) set(config *Config, given string) error {
	value := given
	if value == "" {
		value = v.fallback
	}
	if value == "" {
		return nil
	}
	return v.read(config, value)
}

func (v variable) fault(given string, reason error) *VariableError {
	return &VariableError{Variable: v.Variable, Value: shown(given, v.Secret), Reason: reason.Error()}
}

// finish applies what depends on more than one variable.
func (c *Config) finish() error {
	if c.PublicURL.Origin == "" {
		c.PublicURL = PublicURL{Origin: defaultPublicURL(c.Listen.Port), Defaulted: true}
	}
	var faults []error
	if c.Database.Engine == PostgreSQL && len(c.Secrets) == 0 {
		faults = append(faults, named("PORTICO_SECRET").fault("", errSecretMissing))
	}
	faults = append(faults, c.Keep.faults(c.Lifetimes.Session)...)
	if c.TrustedDocuments.Only && c.TrustedDocuments.Manifest == "" {
		faults = append(faults, named("PORTICO_TRUSTED_DOCUMENTS_ONLY").fault("true", errManifestMissing))
	}
	return errors.Join(faults...)
}

// named finds a row of the table that is known to be there.
func named(name string) variable {
	table := variables()
	return table[slices.IndexFunc(table, func(v variable) bool { return v.Name == name })]
}

// maxShown is how many characters of a value an error shows.
const maxShown = 40

// shown quotes a value, so that it stays on one line, unless it is a secret or has
// an @, as a URL with a password has.
func shown(given string, secret bool) string {
	switch {
	case given == "":
		return "it"
	case secret, strings.Contains(given, "@"):
		return "the value"
	case utf8.RuneCountInString(given) > maxShown:
		return strconv.Quote(string([]rune(given)[:maxShown]) + "…")
	default:
		return strconv.Quote(given)
	}
}
