package config

import (
	"errors"
	"net/url"
	"path/filepath"
	"strings"
)

// Engine is a kind of database.
type Engine string

const (
	// SQLite is a file beside the server.
	SQLite Engine = "sqlite"
	// PostgreSQL is a server, or several behind one URL.
	PostgreSQL Engine = "postgres"
)

// Database says where the data is.
type Database struct {
	Engine Engine
	// Path is SQLite's file, as it was given; empty for PostgreSQL.
	Path string
	// URL is PostgreSQL's connection string, as it was given: it may hold a
	// password. Empty for SQLite.
	URL Secret
	// Hosts are PostgreSQL's hosts with their ports, for people to read. They are
	// empty when the URL leaves them to its query or to PGHOST.
	Hosts []string
}

// InMemory reports whether this is SQLite's :memory:, which ends with the process.
func (d Database) InMemory() bool { return d.Engine == SQLite && d.Path == ":memory:" }

// Dir is the folder of SQLite's file; empty for what has none.
func (d Database) Dir() string {
	if d.Engine != SQLite || d.InMemory() {
		return ""
	}
	return filepath.Dir(d.Path)
}

// Reveal gives the whole URL as DATABASE_URL takes it, for the code that connects:
// it may hold a password.
func (d Database) Reveal() string {
	if d.Engine == SQLite {
		return "sqlite:" + d.Path
	}
	return d.URL.Reveal()
}

// String names the database without user, password or options.
func (d Database) String() string {
	if d.Engine == SQLite {
		return "sqlite:" + d.Path
	}
	return "postgres://" + strings.Join(d.Hosts, ",")
}

// The errors never quote the value, which may hold a password.
var (
	errDatabaseScheme = errors.New("has another scheme")
	errDatabasePath   = errors.New("has no path of a file")
	errDatabaseQuery  = errors.New("has options after the path, and SQLite's are Portico's own")
	errDatabaseHost   = errors.New("has a host or port that is none (a /, ?, # or @ in a password is written %2F, %3F, %23, %40)")
	errDatabaseEscape = errors.New("has a % that no two hex digits follow (a % in a password is written %25)")
	errDatabaseSpace  = errors.New("has white space or control characters in it")
)

func parseDatabase(text string) (Database, error) {
	scheme, rest, _ := strings.Cut(text, ":")
	switch scheme {
	case "sqlite":
		return parseSQLite(rest)
	case "postgres", "postgresql":
		return parsePostgres(text, rest)
	default:
		return Database{}, errDatabaseScheme
	}
}

// parseSQLite takes a path as it is, and the URL form with an empty host.
func parseSQLite(path string) (Database, error) {
	if rest, isURL := strings.CutPrefix(path, "//"); isURL {
		if !strings.HasPrefix(rest, "/") {
			return Database{}, errDatabasePath
		}
		path = rest
	}
	switch {
	case path == "", strings.HasSuffix(path, "/"), strings.ContainsRune(path, 0):
		return Database{}, errDatabasePath
	case strings.Contains(path, "?"):
		return Database{}, errDatabaseQuery
	}
	return Database{Engine: SQLite, Path: path}, nil
}

// parsePostgres looks at the syntax that libpq documents for connection URIs
// (PostgreSQL manual, 32.1.1.2) and leaves the options to the driver. It doesn't
// use url.Parse, whose errors quote the password and which has no several hosts.
func parsePostgres(text, rest string) (Database, error) {
	rest, isURL := strings.CutPrefix(rest, "//")
	if !isURL {
		return Database{}, errDatabaseHost
	}
	if strings.ContainsFunc(rest, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return Database{}, errDatabaseSpace
	}
	if _, err := url.PathUnescape(rest); err != nil {
		return Database{}, errDatabaseEscape
	}
	authority, more := cutAuthority(rest)
	if strings.Contains(more, "@") {
		// What looks like a host and a port is the beginning of a password.
		return Database{}, errDatabaseHost
	}
	hosts, err := parseHosts(authority[strings.LastIndexByte(authority, '@')+1:])
	if err != nil {
		return Database{}, err
	}
	return Database{Engine: PostgreSQL, URL: NewSecret(text), Hosts: hosts}, nil
}

// cutAuthority splits user, password and hosts from database and options.
func cutAuthority(text string) (authority, more string) {
	if end := strings.IndexAny(text, "/?#"); end >= 0 {
		return text[:end], text[end:]
	}
	return text, ""
}

// parseHosts takes host[:port],… A host may be empty, or a socket's folder with
// its slashes percent-encoded.
func parseHosts(text string) ([]string, error) {
	if text == "" {
		return nil, nil
	}
	hosts := strings.Split(text, ",")
	for _, each := range hosts {
		host, port, hasPort := cutPort(each)
		isSocket := strings.HasPrefix(strings.ToLower(host), "%2f")
		if host != "" && !isSocket && !isHost(host) || hasPort && !isPort(port) {
			return nil, errDatabaseHost
		}
	}
	return hosts, nil
}
