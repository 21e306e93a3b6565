package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// pagesAtOnce is how many pages are copied between two looks at whether to go
// on: a megabyte.
const pagesAtOnce = 256

// Whether SQLite may change a file. It makes none, which would be an empty
// database in the place of one that is missing.
const (
	readOnly  = "ro"
	readWrite = "rw"
	// readAlone takes a file for one that nobody changes: then SQLite needs none beside it,
	// which it could not make on a disk that is read-only, and would leave behind elsewhere.
	readAlone = readOnly + "&immutable=1"
)

// withSQLiteFile opens one connection for work on a file as a whole.
func withSQLiteFile(ctx context.Context, path, mode string, do func(*sql.Conn) error) (err error) {
	connector, err := driver.NewConnector(sqliteDSN(path, "deferred") + "&mode=" + mode)
	if err != nil {
		return err
	}
	pool := sql.OpenDB(connector)
	defer func() { err = errors.Join(err, pool.Close()) }()
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	return errors.Join(do(conn), conn.Close())
}

// readingMode is how a file is read that is to stay as it is.
func readingMode(file string) (string, error) {
	file, err := filepath.EvalSymlinks(file) // the files beside are beside what a link leads to
	if err != nil {
		return "", err
	}
	for _, end := range beside {
		if _, err := os.Lstat(file + end); !errors.Is(err, fs.ErrNotExist) {
			return readOnly, nil // some of what it holds may be in there
		}
	}
	return readAlone, nil
}

// copySQLite copies a database page by page, as it is at one moment, into a file
// that is there and empty. Others may write to it meanwhile.
func copySQLite(ctx context.Context, from, mode, to string) error {
	return withSQLiteFile(ctx, from, mode, func(conn *sql.Conn) error {
		tx, err := conn.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer func() { _ = tx.Rollback() }() // it has read only
		// What it has read, it sees to its end. Without that, each write of another
		// process would start the copy anew.
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(new(int)); err != nil {
			return err
		}
		return conn.Raw(func(source any) error { return copyPages(ctx, source, to) })
	})
}

func copyPages(ctx context.Context, source any, to string) error {
	copied, err := source.(interface {
		NewBackup(uri string) (*driver.Backup, error)
	}).NewBackup(sqliteDSN(to, "deferred"))
	if err != nil {
		return err
	}
	for more := true; more && err == nil; {
		if err = ctx.Err(); err == nil {
			more, err = copied.Step(pagesAtOnce)
		}
	}
	if finished := copied.Finish(); err == nil {
		err = finished
	}
	return err
}

// checkIntegrity has SQLite read all of a database.
func checkIntegrity(ctx context.Context, conn *sql.Conn) error {
	var found string
	if err := conn.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&found); err != nil {
		return err
	}
	if found != "ok" {
		return fmt.Errorf("SQLite's integrity check: %s", found)
	}
	return nil
}

// leaveWAL puts all of a database into its one file. Nobody else may have it open.
func leaveWAL(ctx context.Context, conn *sql.Conn) error {
	return conn.QueryRowContext(ctx, "PRAGMA journal_mode = DELETE").Scan(new(string))
}

// place gives a finished file its name: what it holds is on the disk before the
// name is, and the name is when place returns.
func place(file, name string) error {
	if err := syncFile(file, os.O_RDWR); err != nil {
		return err
	}
	if err := os.Rename(file, name); err != nil {
		return err
	}
	if runtime.GOOS == "windows" { // it has no such call for a folder
		return nil
	}
	return syncFile(filepath.Dir(name), os.O_RDONLY)
}

func syncFile(path string, mode int) error {
	file, err := os.OpenFile(path, mode, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

// beside are the ends of the names of the files that SQLite keeps beside a database.
var beside = []string{"-wal", "-shm", "-journal"}

// removeBeside removes them: SQLite would take those of an earlier database for
// this one's.
func removeBeside(path string) error {
	var errs []error
	for _, end := range beside {
		errs = append(errs, removeFile(path+end))
	}
	return errors.Join(errs...)
}

func removeFile(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// isOf tells whether a file is a database's own: the database itself, or one beside it.
func isOf(database, file string) bool {
	for _, end := range append([]string{""}, beside...) {
		own, err := os.Stat(database + end)
		if err != nil {
			continue
		}
		if other, err := os.Stat(file); err == nil && os.SameFile(own, other) {
			return true
		}
	}
	return false
}

// hasCode tells whether SQLite failed for one of these reasons.
func hasCode(err error, codes ...int) bool {
	failed, ok := errors.AsType[*driver.Error](err)
	if !ok {
		return false
	}
	for _, code := range codes {
		if failed.Code()&0xff == code { // the bits above tell more of the same
			return true
		}
	}
	return false
}

func isUnreadable(err error) bool {
	return hasCode(err, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
}
