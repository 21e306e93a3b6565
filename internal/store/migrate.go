package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
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

// lockRetry is how often a server that waits for another's migration looks again.
const lockRetry = 200 * time.Millisecond

// Migrate applies the migrations that are missing to the database at
// databaseURL. Of several servers that start at once, one does and the others
// wait.
func Migrate(ctx context.Context, databaseURL string, log *slog.Logger) error {
	return withProvider(ctx, databaseURL, log, func(p *goose.Provider) error {
		applied, err := p.Up(ctx)
		for _, m := range applied {
			log.InfoContext(ctx, "migration applied", "version", m.Source.Version, "duration", m.Duration)
		}
		return err
	})
}

// Migrations lists all migrations with their state, oldest first.
func Migrations(ctx context.Context, databaseURL string, log *slog.Logger) ([]Migration, error) {
	var all []Migration
	err := withProvider(ctx, databaseURL, log, func(p *goose.Provider) error {
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
	return all, err
}

func withProvider(ctx context.Context, databaseURL string, log *slog.Logger, do func(*goose.Provider) error) (err error) {
	s, err := Open(ctx, databaseURL, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	pool, err := s.write.DB()
	if err != nil {
		return err
	}
	provider, err := newProvider(databaseURL, pool)
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	if err := do(provider); err != nil {
		return fmt.Errorf("migrate the database: %w", err)
	}
	return nil
}

func newProvider(databaseURL string, pool *sql.DB) (*goose.Provider, error) {
	dialect, folder := goose.DialectPostgres, "postgres"
	var locker lock.Locker
	if path, ok := strings.CutPrefix(databaseURL, "sqlite:"); ok {
		dialect, folder = goose.DialectSQLite3, "sqlite"
		locker = fileLock{flock.New(path + ".migrate")}
	} else {
		// A lease row works everywhere; a session lock breaks behind PgBouncer.
		var err error
		if locker, err = lock.NewPostgresTableLocker(lock.WithTableLockTimeout(lockRetry, 300)); err != nil {
			return nil, err
		}
	}
	files, err := fs.Sub(migrations.FS, folder)
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(dialect, pool, files, goose.WithLocker(locker), goose.WithTableName("schema_migrations"),
		goose.WithDisableGlobalRegistry(true))
}

// fileLock keeps processes on one SQLite file from migrating it together.
type fileLock struct{ file *flock.Flock }

func (l fileLock) Lock(ctx context.Context, _ *sql.DB) error {
	_, err := l.file.TryLockContext(ctx, lockRetry)
	return err
}

func (l fileLock) Unlock(context.Context, *sql.DB) error { return l.file.Unlock() }
