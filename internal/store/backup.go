package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/portico-portal/portico/models"
)

// ErrExists says that a backup's file is there already.
var ErrExists = errors.New("store: the file exists")

// ErrOwnFile says that a backup's file is the database itself.
var ErrOwnFile = errors.New("store: the database's own file")

// Backup is what a backup tells of itself, in a table of its own.
type Backup struct {
	MadeAt time.Time
	// SecretIDs name the root secrets that the database was used with, the one that
	// makes first.
	SecretIDs models.StringList
}

// BackUp copies the SQLite database at path into a file, as it is at one moment
// after the call began, while others write to it. The file gets its name when it
// is whole, checked and on the disk; one that is there stays, unless replace.
func BackUp(ctx context.Context, path, file string, about Backup, replace bool) (err error) {
	if isOf(path, file) {
		return ErrOwnFile
	}
	if err := checkFree(file, replace); err != nil {
		return err
	}
	partial, err := makePartial(file)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, removeFile(partial), removeBeside(partial))
		}
	}()
	if err := copySQLite(ctx, path, readWrite, partial); err != nil {
		return fmt.Errorf("copy the database: %w", err)
	}
	if err := withSQLiteFile(ctx, partial, readWrite, about.complete(ctx)); err != nil {
		return fmt.Errorf("check the copy: %w", err)
	}
	// It may have come while the copy was made.
	if err := checkFree(file, replace); err != nil {
		return err
	}
	return place(partial, file)
}

func checkFree(file string, replace bool) error {
	if replace {
		return nil
	}
	_, err := os.Lstat(file)
	if err == nil {
		return ErrExists
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// makePartial makes an empty file beside the backup's, for its owner alone.
func makePartial(file string) (string, error) {
	partial, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*.partial")
	if err != nil {
		return "", err
	}
	return partial.Name(), partial.Close()
}

// complete makes a backup of a copy: one file, that tells of itself.
func (b Backup) complete(ctx context.Context) func(*sql.Conn) error {
	return func(conn *sql.Conn) error {
		if err := leaveWAL(ctx, conn); err != nil {
			return err
		}
		// One that was put in the database's place by hand has the table still.
		if _, err := conn.ExecContext(ctx, "DROP TABLE IF EXISTS backup; CREATE TABLE backup (made_at DATETIME NOT NULL, secret_ids TEXT NOT NULL)"); err != nil {
			return err
		}
		if _, err := conn.ExecContext(ctx, "INSERT INTO backup (made_at, secret_ids) VALUES (?, ?)", b.MadeAt, b.SecretIDs); err != nil {
			return err
		}
		return checkIntegrity(ctx, conn)
	}
}

// take reads what a backup tells of itself, and takes it out; nothing, of a
// database that BackUp didn't make.
func (b *Backup) take(ctx context.Context, conn *sql.Conn) error {
	has, err := hasTable(ctx, conn, "backup")
	if err != nil || !has {
		return err
	}
	if err := conn.QueryRowContext(ctx, "SELECT made_at, secret_ids FROM backup").Scan(&b.MadeAt, &b.SecretIDs); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "DROP TABLE backup")
	return err
}

func hasTable(ctx context.Context, conn *sql.Conn, name string) (has bool, err error) {
	err = conn.QueryRowContext(ctx, "SELECT count(*) > 0 FROM sqlite_schema WHERE type = 'table' AND name = ?", name).Scan(&has)
	return has, err
}
