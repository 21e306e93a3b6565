// Package testdb gives every test a fresh, migrated database of its own, on both engines.
//
// The database is migrated once in a process and copied for each test, so that tests can run in parallel and
// a fresh database costs milliseconds. PostgreSQL is the one that PORTICO_TEST_DATABASE_URL names, and `make test`
// starts one; without it a test fails, since a test that skips in silence proves nothing.
//
// With PORTICO_TEST_DISTRIBUTE=true that PostgreSQL is a node of Citus, and each database has its extension:
// what migrates distributes the tables, too.
package testdb

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// Engine is a kind of database that the server runs on.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// Engines lists all of them, in the order in which Each runs them.
func Engines() []Engine { return []Engine{SQLite, Postgres} }

// Migrate brings the empty database at databaseURL to the newest schema. It must close what it opened:
// PostgreSQL copies no database in use, and SQLite's file is whole only when it is closed.
type Migrate func(ctx context.Context, databaseURL string) error

const (
	urlVariable        = "PORTICO_TEST_DATABASE_URL"
	distributeVariable = "PORTICO_TEST_DISTRIBUTE"

	// Our databases are named prefix, the second they were made, process, a random word.
	prefix = "portico_test_"

	// empty is the database without anything that every server has.
	empty = "template0"

	// A run of the tests ends long before this; what is older was left by one that was killed.
	staleAfter = 2 * time.Hour

	// A hung server must fail a test, not hang it.
	patience = time.Minute
)

// Each runs test once an engine, as parallel subtests, each with the URL of a fresh, migrated database.
func Each(t *testing.T, migrate Migrate, test func(t *testing.T, databaseURL string)) {
	t.Helper()
	for _, engine := range Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			test(t, New(t, engine, migrate))
		})
	}
}

// New gives the URL of a fresh, migrated database, which goes when the test ends. A process migrates once for each
// migrate it passes; two closures made at the same place in the source count as one.
func New(t testing.TB, engine Engine, migrate Migrate) string {
	t.Helper()
	switch engine {
	case SQLite:
		return newSQLite(t, migrate)
	case Postgres:
		return newPostgres(t, migrate)
	}
	t.Fatalf("testdb: no engine %q", engine)
	return ""
}

// Distributed tells whether the tests run on Citus.
func Distributed() bool { return os.Getenv(distributeVariable) == "true" }

// NotDistributed skips a test of what can't hold on Citus, and says why.
func NotDistributed(t testing.TB, engine Engine, reason string) {
	t.Helper()
	if engine == Postgres && Distributed() {
		t.Skip("NOT TESTED on Citus: " + reason)
	}
}

// Empty gives the URL of a database without any schema, for tests of the migrations themselves.
func Empty(t testing.TB, engine Engine) string {
	t.Helper()
	switch engine {
	case SQLite:
		return sqliteURL(filepath.Join(t.TempDir(), "portico.db"))
	case Postgres:
		server := connect(t)
		return server.create(t, empty)
	}
	t.Fatalf("testdb: no engine %q", engine)
	return ""
}

// once keeps one result for each migrate function.
type once[T any] struct{ made sync.Map }

func (o *once[T]) get(migrate Migrate, create func() (T, error)) (T, error) {
	type entry = func() (T, error)
	// Functions can't be compared; where they begin in the program can.
	made, _ := o.made.LoadOrStore(reflect.ValueOf(migrate).Pointer(), sync.OnceValues(create))
	return made.(entry)()
}

var (
	sqliteTemplates   once[[]byte]
	postgresTemplates once[string]
)

func sqliteURL(path string) string { return "sqlite:" + path }

func newSQLite(t testing.TB, migrate Migrate) string {
	t.Helper()
	template, err := sqliteTemplates.get(migrate, func() ([]byte, error) { return migratedFile(migrate) })
	if err != nil {
		t.Fatalf("testdb: %v", err)
	}
	path := filepath.Join(t.TempDir(), "portico.db")
	if err := os.WriteFile(path, template, 0o600); err != nil {
		t.Fatalf("testdb: %v", err)
	}
	return sqliteURL(path)
}

// migratedFile keeps the file in memory, so that nothing is left on disk when the process ends.
func migratedFile(migrate Migrate) (content []byte, err error) {
	dir, err := os.MkdirTemp("", "portico-testdb-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()

	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	path := filepath.Join(dir, "portico.db")
	if err := migrate(ctx, sqliteURL(path)); err != nil {
		return nil, fmt.Errorf("migrating the SQLite template: %w", err)
	}
	// What stands in the write-ahead log is not in the file yet; closing the last connection moves it there.
	if log, err := os.Stat(path + "-wal"); err == nil && log.Size() > 0 {
		return nil, errors.New("migrate left its SQLite database open")
	}
	return os.ReadFile(path)
}

// server is the PostgreSQL that the tests of this process share.
type server struct {
	url   *url.URL
	admin *sql.DB
}

// sharedServer connects once in a process and keeps the connection to its end.
var sharedServer = sync.OnceValues(func() (*server, error) {
	given, err := url.Parse(os.Getenv(urlVariable))
	if err != nil || given.Scheme != "postgres" && given.Scheme != "postgresql" {
		// Not the error itself: it would show the password.
		return nil, errors.New(urlVariable + " is no postgres:// URL")
	}
	admin, err := sql.Open("pgx", given.String())
	if err != nil {
		return nil, err
	}
	// As many as two cores can use: each copies or drops one database.
	admin.SetMaxOpenConns(4)
	admin.SetMaxIdleConns(2)
	s := &server{url: given, admin: admin}
	return s, s.dropStale()
})

func connect(t testing.TB) *server {
	t.Helper()
	if os.Getenv(urlVariable) == "" {
		t.Fatalf("%s is not set, and tests on PostgreSQL need it: run the tests by `make test` "+
			"(or some of them by `make test ARGS='-run TestName ./internal/store'`), which starts a PostgreSQL of its own", urlVariable)
	}
	s, err := sharedServer()
	if err != nil {
		t.Fatalf("testdb: %v", err)
	}
	return s
}

func newPostgres(t testing.TB, migrate Migrate) string {
	t.Helper()
	s := connect(t)
	template, err := postgresTemplates.get(migrate, func() (string, error) { return s.template(migrate) })
	if err != nil {
		t.Fatalf("testdb: %v", err)
	}
	return s.create(t, template)
}

// template makes a migrated database for others to be copied from. It stays when the process ends, as nothing
// runs then; a later run drops it.
func (s *server) template(migrate Migrate) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	name := newName()
	if err := s.copy(ctx, name, empty); err != nil {
		return "", err
	}
	if err := migrate(ctx, s.database(name)); err != nil {
		return "", fmt.Errorf("migrating the PostgreSQL template: %w", err)
	}
	return name, nil
}

// create copies a database for one test, and drops the copy when the test ends.
func (s *server) create(t testing.TB, template string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	name := newName()
	if err := s.copy(ctx, name, template); err != nil {
		t.Fatalf("testdb: %v", err)
	}
	t.Cleanup(func() {
		// The test's own context has ended by now.
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := s.drop(ctx, name); err != nil {
			t.Errorf("testdb: %v", err)
		}
	})
	return s.database(name)
}

// copy makes a database. PostgreSQL lets several sessions copy one template at a time, as long as none is connected to it.
func (s *server) copy(ctx context.Context, name, template string) error {
	// Names are our own, of letters, digits and underscores.
	statement := "CREATE DATABASE " + name + " TEMPLATE " + template
	if err := s.withoutCitus(ctx, template, statement); err != nil {
		return fmt.Errorf("copying database %s: %w", template, err)
	}
	if Distributed() && template == empty {
		return s.addCitus(ctx, name)
	}
	return nil
}

func (s *server) drop(ctx context.Context, name string) error {
	// FORCE, since the test may have left connections open.
	if err := s.withoutCitus(ctx, name, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"); err != nil {
		return fmt.Errorf("dropping database %s: %w", name, err)
	}
	return nil
}

func (s *server) database(name string) string {
	u := *s.url
	u.Path = "/" + name
	return u.String()
}

// dropStale drops what earlier runs left on a server that outlives them.
func (s *server) dropStale() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	names, err := s.databases(ctx)
	if err != nil {
		return err
	}
	for _, name := range names {
		if !stale(name, time.Now()) {
			continue
		}
		// Another process may be dropping the same one; what is left then, the next run drops.
		_ = s.drop(ctx, name)
	}
	return nil
}

func (s *server) databases(ctx context.Context) (names []string, err error) {
	rows, err := s.admin.QueryContext(ctx, "SELECT datname FROM pg_database")
	if err != nil {
		return nil, fmt.Errorf("asking the PostgreSQL of %s: %w", urlVariable, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

var databases atomic.Int64

func newName() string {
	return fmt.Sprintf("%s%d_%d_%s_%d", prefix, time.Now().Unix(), os.Getpid(), processWord, databases.Add(1))
}

// processWord tells processes of one number on two machines apart.
var processWord = strings.ToLower(rand.Text()[:8])

// stale says whether a database is one of ours that a run left behind.
func stale(name string, now time.Time) bool {
	rest, ours := strings.CutPrefix(name, prefix)
	made, _, whole := strings.Cut(rest, "_")
	seconds, err := strconv.ParseInt(made, 10, 64)
	return ours && whole && err == nil && now.Sub(time.Unix(seconds, 0)) > staleAfter
}
