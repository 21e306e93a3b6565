package testdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// migrations counts the calls of migrate for each engine.
var migrations = map[Engine]*atomic.Int32{SQLite: new(atomic.Int32), Postgres: new(atomic.Int32)}

// migrate stands for the real one. On SQLite it writes a file that is no database, since the copying is what counts.
func migrate(ctx context.Context, databaseURL string) error {
	if path, ok := strings.CutPrefix(databaseURL, "sqlite:"); ok {
		migrations[SQLite].Add(1)
		return os.WriteFile(path, []byte("migrated"), 0o600)
	}
	migrations[Postgres].Add(1)
	return execute(ctx, databaseURL, "CREATE TABLE things (name text PRIMARY KEY)")
}

func execute(ctx context.Context, databaseURL, statement string) (err error) {
	db, err := sql.Open("pgx", databaseURL)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	_, err = db.ExecContext(ctx, statement)
	return err
}

func TestEachTestHasADatabaseOfItsOwn(t *testing.T) {
	t.Parallel()
	for i := range 8 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			Each(t, migrate, func(t *testing.T, databaseURL string) {
				if path, ok := strings.CutPrefix(databaseURL, "sqlite:"); ok {
					content, err := os.ReadFile(path)
					if err != nil || string(content) != "migrated" {
						t.Fatalf("got %q, %v; want the migrated file", content, err)
					}
					if err := os.WriteFile(path, []byte("changed"), 0o600); err != nil {
						t.Fatal(err)
					}
					return
				}
				// The same key in every test: it would clash in a shared database.
				if err := execute(t.Context(), databaseURL, "INSERT INTO things VALUES ('one')"); err != nil {
					t.Fatal(err)
				}
			})
		})
	}
	t.Cleanup(func() { // runs when the parallel subtests are through
		for engine, count := range migrations {
			if got := count.Load(); got != 1 {
				t.Errorf("migrated %s %d times, want once", engine, got)
			}
		}
	})
}

func TestDatabaseGoesWithItsTest(t *testing.T) {
	t.Parallel()
	var databaseURL string
	t.Run("inner", func(t *testing.T) {
		databaseURL = New(t, Postgres, migrateNothing)
		// A connection left open must not keep the database.
		db, err := sql.Open("pgx", databaseURL)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.PingContext(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
	if err := execute(t.Context(), databaseURL, "SELECT 1"); err == nil || !strings.Contains(err.Error(), "3D000") {
		t.Errorf("got %v, want that the database does not exist", err)
	}
}

func migrateNothing(context.Context, string) error { return nil }

func TestEmptyHasNoSchema(t *testing.T) {
	t.Parallel()
	if err := execute(t.Context(), Empty(t, Postgres), "SELECT FROM things"); err == nil || !strings.Contains(err.Error(), "42P01") {
		t.Errorf("got %v, want that the table does not exist", err)
	}
	path := strings.TrimPrefix(Empty(t, SQLite), "sqlite:")
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v, want no file yet", err)
	}
}

func TestMigrateThatLeavesSQLiteOpenIsFound(t *testing.T) {
	t.Parallel()
	_, err := migratedFile(func(_ context.Context, databaseURL string) error {
		path := strings.TrimPrefix(databaseURL, "sqlite:")
		return errors.Join(os.WriteFile(path, nil, 0o600), os.WriteFile(path+"-wal", []byte("pending"), 0o600))
	})
	if err == nil || !strings.Contains(err.Error(), "left its SQLite database open") {
		t.Errorf("got %v, want the complaint", err)
	}
}

func TestStale(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	for name, want := range map[string]bool{
		"postgres":                              false,
		"portico":                               false,
		"portico_test_":                         false,
		"portico_test_mine":                     false,
		"portico_test_1_of_somebody":            true,
		"portico_test_1799999999_17_abcdefgh_1": false,
		"portico_test_1799990000_17_abcdefgh_1": true,
	} {
		if got := stale(name, now); got != want {
			t.Errorf("stale(%q) = %v, want %v", name, got, want)
		}
	}
}

func TestStaleDatabasesAreDropped(t *testing.T) {
	t.Parallel()
	s := connect(t)
	name := fmt.Sprintf("%s%d_%d_%s", prefix, time.Now().Add(-2*staleAfter).Unix(), os.Getpid(), processWord)
	if err := s.copy(t.Context(), name, "template0"); err != nil {
		t.Fatal(err)
	}
	if err := s.dropStale(); err != nil {
		t.Fatal(err)
	}
	if err := execute(t.Context(), s.database(name), "SELECT 1"); err == nil || !strings.Contains(err.Error(), "3D000") {
		t.Errorf("got %v, want that the database does not exist", err)
	}
}

// TestWithoutServerFails runs a test of this package in a process without the variable: it must fail and say what to do.
func TestWithoutServerFails(t *testing.T) {
	t.Parallel()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for value, want := range map[string]string{
		"":                           "make test",
		"nonsense":                   "is no postgres:// URL",
		"postgres://u:geheim@h:port": "is no postgres:// URL",
	} {
		command := exec.CommandContext(t.Context(), program, "-test.run=^TestEmptyHasNoSchema$", "-test.v")
		command.Env = append(os.Environ(), urlVariable+"="+value)
		output, err := command.CombinedOutput()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || !strings.Contains(string(output), want) || strings.Contains(string(output), "SKIP") {
			t.Errorf("%s=%q: got %v, want a failure with %q:\n%s", urlVariable, value, err, want, output)
		}
		if strings.Contains(string(output), "geheim") {
			t.Errorf("shows the password:\n%s", output)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	for _, engine := range Engines() {
		b.Run(string(engine), func(b *testing.B) {
			for b.Loop() {
				New(b, engine, migrateNothing1)
			}
		})
	}
}

func migrateNothing1(_ context.Context, databaseURL string) error {
	if path, ok := strings.CutPrefix(databaseURL, "sqlite:"); ok {
		return os.WriteFile(path, nil, 0o600)
	}
	return nil
}
