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

	sqlite3 "modernc.org/sqlite/lib"

	"github.com/portico-portal/portico/migrations"
)

// ErrOpen says that another process has the database open.
var ErrOpen = errors.New("store: the database is open elsewhere")

// ErrHoldsData says that what would be replaced holds data, or that nobody can
// tell what it holds.
var ErrHoldsData = errors.New("store: the database holds data")

// ErrNotPortico says that a file is no database of Portico's.
var ErrNotPortico = errors.New("store: no database of Portico's")

// NewerError says that a newer version made a file.
type NewerError struct{ Migration int64 }

// Error tells both versions.
func (e *NewerError) Error() string {
	return fmt.Sprintf("store: the file is at migration %d, this version knows %d", e.Migration, migrations.Newest)
}

// Restore puts the database in file, checked and migrated, in the place of the
// SQLite database at path, which is the old one or the new one at any moment, and
// each whole. Nobody may have it open. One that holds data stays, unless replace.
// The file stays as it is; accept may refuse it by what it tells of itself.
func Restore(ctx context.Context, path, file string, replace bool, accept func(Backup) error, log *slog.Logger) error {
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return ErrNotPortico
	}
	if isOf(path, file) {
		return ErrOwnFile
	}
	return withLock(ctx, "sqlite:"+path, func() error {
		// What a symbolic link leads to is replaced, and not the link.
		if target, err := filepath.EvalSymlinks(path); err == nil {
			path = target
		}
		// Whoever has the database open hears of it before all the work, not after.
		if err := takeOver(ctx, path, replace); err != nil {
			return err
		}
		restored := path + ".restored"
		if err := errors.Join(removeFile(restored), removeBeside(restored)); err != nil { // what a restore left that was killed
			return err
		}
		if err := prepare(ctx, file, restored, accept, log); err != nil {
			return errors.Join(err, removeFile(restored), removeBeside(restored))
		}
		if err := takeOver(ctx, path, replace); err != nil {
			return errors.Join(err, removeFile(restored))
		}
		if err := removeBeside(path); err != nil {
			return errors.Join(err, removeFile(restored))
		}
		return place(restored, path)
	})
}

// prepare makes of a backup the database that it becomes.
func prepare(ctx context.Context, file, restored string, accept func(Backup) error, log *slog.Logger) error {
	mode, err := readingMode(file)
	if err != nil {
		return err
	}
	if err := createPrivate(restored); err != nil {
		return err
	}
	if err := copySQLite(ctx, file, mode, restored); err != nil {
		return unreadable(fmt.Errorf("copy the backup: %w", err))
	}
	err = withSQLiteFile(ctx, restored, readWrite, func(conn *sql.Conn) error {
		if err := checkPortico(ctx, conn); err != nil {
			return err
		}
		if err := checkIntegrity(ctx, conn); err != nil {
			return err
		}
		var about Backup
		if err := about.take(ctx, conn); err != nil {
			return err
		}
		return accept(about)
	})
	if err != nil {
		return unreadable(err)
	}
	if err := migrate(ctx, "sqlite:"+restored, log); err != nil {
		return err
	}
	return withSQLiteFile(ctx, restored, readWrite, func(conn *sql.Conn) error { return leaveWAL(ctx, conn) })
}

// unreadable tells what SQLite can't read from what it fails to do.
func unreadable(err error) error {
	if isUnreadable(err) {
		return fmt.Errorf("%w: %w", ErrNotPortico, err)
	}
	return err
}

func checkPortico(ctx context.Context, conn *sql.Conn) error {
	for _, table := range []string{"schema_migrations", "workspaces"} {
		if has, err := hasTable(ctx, conn, table); err != nil || !has {
			return errors.Join(err, ErrNotPortico)
		}
	}
	var version int64
	if err := conn.QueryRowContext(ctx, "SELECT max(version_id) FROM schema_migrations").Scan(&version); err != nil {
		return err
	}
	if version > migrations.Newest {
		return &NewerError{version}
	}
	return nil
}

// takeOver makes sure that nobody has the database open and that it may be
// replaced, and puts all of it into its one file, so that it is whole without
// those beside it.
func takeOver(ctx context.Context, path string, replace bool) error {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	err := withSQLiteFile(ctx, path, readWrite, func(conn *sql.Conn) error {
		// Who has it open keeps it open: there is nothing to wait for.
		if _, err := conn.ExecContext(ctx, "PRAGMA busy_timeout = 0"); err != nil {
			return err
		}
		if err := leaveWAL(ctx, conn); err != nil || replace {
			return err
		}
		return checkEmpty(ctx, conn)
	})
	switch {
	case hasCode(err, sqlite3.SQLITE_BUSY):
		return ErrOpen
	case isUnreadable(err) && replace:
		return nil
	case isUnreadable(err):
		return fmt.Errorf("%w: %w", ErrHoldsData, err)
	default:
		return err
	}
}

// checkEmpty lets a database pass that no server has made a workspace in.
func checkEmpty(ctx context.Context, conn *sql.Conn) error {
	has, err := hasTable(ctx, conn, "workspaces")
	if err != nil {
		return err
	}
	// Without workspaces, what isn't the list of migrations is another program's.
	holds := "SELECT count(*) > 0 FROM sqlite_schema WHERE tbl_name NOT IN ('schema_migrations', 'sqlite_sequence')"
	if has {
		holds = "SELECT count(*) > 0 FROM workspaces"
	}
	var data bool
	if err := conn.QueryRowContext(ctx, holds).Scan(&data); err != nil {
		return err
	}
	if data {
		return ErrHoldsData
	}
	return nil
}
