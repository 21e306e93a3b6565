package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/portico-portal/portico/migrations"
)

// Migration is one numbered migration.
type Migration struct {
	Version int64
	Name    string
	// AppliedAt is when it was applied; nil where it wasn't yet.
	AppliedAt *time.Time
}

// A server that waits for another's migration looks again every lockRetry, and
// on PostgreSQL gives up after lockRetries looks: a minute.
const (
	lockRetry   = 200 * time.Millisecond
	lockRetries = 300
)

// Migrate applies the migrations that are missing to the database at
// databaseURL. Of several servers that start at once, one does and the others
// wait. Where Citus has the tables, it gets new ones, too.
func Migrate(ctx context.Context, databaseURL string, log *slog.Logger) error {
	return withLock(ctx, databaseURL, func() error { return migrate(ctx, databaseURL, log) })
}

// OpenMigrated does what Migrate does, and then Open. It opens SQLite once for both, since each
// connection reads the whole schema; to PostgreSQL the connections of the two differ.
func OpenMigrated(ctx context.Context, databaseURL string, log *slog.Logger) (s *Store, err error) {
	path, isSQLite := sqlitePath(databaseURL)
	if !isSQLite {
		if err := Migrate(ctx, databaseURL, log); err != nil {
			return nil, err
		}
		return Open(ctx, databaseURL, log)
	}
	err = withLock(ctx, databaseURL, func() error {
		if s, err = openSQLite(ctx, path, log); err != nil {
			return err
		}
		err := s.withProvider(ctx, func(p *goose.Provider, _ *Store) error { return up(ctx, p, log) })
		if err != nil {
			return errors.Join(err, s.Close())
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

func migrate(ctx context.Context, databaseURL string, log *slog.Logger) error {
	return withProvider(ctx, databaseURL, log, func(p *goose.Provider, s *Store) error {
		if err := up(ctx, p, log); err != nil {
			return err
		}
		return distributeNew(ctx, s, log)
	})
}

func up(ctx context.Context, p *goose.Provider, log *slog.Logger) error {
	applied, err := p.Up(ctx)
	for _, m := range applied {
		log.InfoContext(ctx, "migration applied", "version", m.Source.Version, "duration", m.Duration)
	}
	return err
}

// Migrations lists all migrations with their state, oldest first.
func Migrations(ctx context.Context, databaseURL string, log *slog.Logger) ([]Migration, error) {
	var all []Migration
	err := withLock(ctx, databaseURL, func() error {
		return withProvider(ctx, databaseURL, log, func(p *goose.Provider, _ *Store) error {
			statuses, err := p.Status(ctx)
			for _, status := range statuses {
				m := Migration{Version: status.Source.Version, Name: status.Source.Path}
				if status.State == goose.StateApplied {
					m.AppliedAt = &status.AppliedAt
				}
				all = append(all, m)
			}
			return err
		})
	})
	return all, err
}

func withProvider(ctx context.Context, databaseURL string, log *slog.Logger, do func(*goose.Provider, *Store) error) (err error) {
	s, err := openWithout(ctx, citusLocalKeys, databaseURL, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return s.withProvider(ctx, do)
}

func (s *Store) withProvider(ctx context.Context, do func(*goose.Provider, *Store) error) error {
	pool, err := s.write.DB()
	if err != nil {
		return err
	}
	newProvider := postgresProvider
	if _, isSQLite := s.dialect.(sqliteDialect); isSQLite {
		newProvider = sqliteProvider
	}
	provider, err := newProvider(ctx, pool)
	if err != nil {
		return fmt.Errorf("prepare the migrations: %w", err)
	}
	if err := do(provider, s); err != nil {
		return fmt.Errorf("migrate the database: %w", pooled(err))
	}
	return nil
}

// withLock keeps processes from migrating, opening or replacing one SQLite file
// together. PostgreSQL has a lock of its own.
func withLock(ctx context.Context, databaseURL string, do func() error) error {
	path, isSQLite := sqlitePath(databaseURL)
	if !isSQLite {
		return do()
	}
	unlock, err := lockFile(ctx, path)
	if err != nil {
		if ctx.Err() == nil {
			err = unusable(path, err)
		}
		return fmt.Errorf("lock the database: %w", err)
	}
	defer unlock()
	return do()
}

func lockFile(ctx context.Context, path string) (unlock func(), err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	file := flock.New(path+".migrate", flock.SetPermissions(0o600))
	if _, err := file.TryLockContext(ctx, lockRetry); err != nil {
		return nil, err
	}
	return func() { _ = file.Unlock() }, nil // the process's end unlocks it at the latest
}

// sqliteProvider also switches the file to WAL, for good: it lets readers go on
// beside the writer.
func sqliteProvider(ctx context.Context, pool *sql.DB) (*goose.Provider, error) {
	if _, err := pool.ExecContext(ctx, "PRAGMA journal_mode = WAL"); err != nil {
		return nil, err
	}
	return provider(goose.DialectSQLite3, pool, "sqlite")
}

// postgresProvider locks by a lease in a row, which works everywhere: a
// session's lock breaks behind PgBouncer.
func postgresProvider(_ context.Context, pool *sql.DB) (*goose.Provider, error) {
	locker, err := lock.NewPostgresTableLocker(lock.WithTableLockTimeout(lockRetry, lockRetries))
	if err != nil {
		return nil, err
	}
	return provider(goose.DialectPostgres, pool, "postgres", goose.WithLocker(locker))
}

func provider(dialect goose.Dialect, pool *sql.DB, folder string, options ...goose.ProviderOption) (*goose.Provider, error) {
	files, err := fs.Sub(migrations.FS, folder)
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(dialect, pool, files,
		append(options, goose.WithTableName("schema_migrations"), goose.WithDisableGlobalRegistry(true))...)
}
