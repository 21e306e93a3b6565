package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/libtnb/sqlite"
	"gorm.io/gorm"
	driver "modernc.org/sqlite"
)

// sqliteReaders bounds the connections that read: more gain nothing in process.
const sqliteReaders = 8

// sqlitePragmas are set on each connection. synchronous=FULL makes an
// acknowledged write survive a power cut; the busy timeout (10 seconds) waits
// for another process, such as a command. WAL is the file's own mode, which
// Migrate sets.
var sqlitePragmas = []string{busyTimeout, "synchronous(FULL)", "foreign_keys(1)", "secure_delete(1)"}

const busyTimeout = "busy_timeout(10000)"

// sqlitePath is the file that a database's URL names, if it is SQLite's.
func sqlitePath(databaseURL string) (path string, ok bool) {
	return strings.CutPrefix(databaseURL, "sqlite:")
}

func openSQLite(ctx context.Context, path string, log *slog.Logger) (*Store, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, unusable(path, fmt.Errorf("make its folder: %w", err))
	}
	if err := createPrivate(path); err != nil {
		return nil, unusable(path, err)
	}
	write, err := openSQLitePool(ctx, sqliteDSN(path, "immediate"), 1, log)
	if isUnreadable(err) {
		err = unusable(path, err)
	}
	if err != nil {
		return nil, err
	}
	// From its first read on, a connection to a file in WAL mode shows by a lock that it is there.
	if err := write.WithContext(ctx).Raw("SELECT count(*) FROM sqlite_schema").Find(new(int64)).Error; err != nil {
		return nil, errors.Join(err, closePool(write))
	}
	read, err := openSQLitePool(ctx, sqliteDSN(path, "deferred", "query_only(1)"), sqliteReaders, log)
	if err != nil {
		return nil, errors.Join(err, closePool(write))
	}
	return newStore(sqliteDialect{}, write, read), nil
}

// unusable says what DATABASE_URL takes, where the file that it names can't be a database.
func unusable(path string, err error) error {
	return fmt.Errorf("DATABASE_URL takes sqlite: and a file, which is made where it is missing, or a PostgreSQL URL; %q can't be used: %w", path, err)
}

// createPrivate makes the file for its owner alone; SQLite gives the files
// beside it the same mode.
func createPrivate(path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return file.Close()
}

func openSQLitePool(ctx context.Context, dsn string, connections int, log *slog.Logger) (*gorm.DB, error) {
	connector, err := driver.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	pool := sql.OpenDB(preparing{connector})
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	return openGORM(ctx, sqlite.New(sqlite.Config{Conn: pool}), pool, false, log)
}

// sqliteDSN stores times as UTC text of which the order is the order in time.
func sqliteDSN(path, lock string, pragmas ...string) string {
	query := url.Values{
		"_txlock":      {lock},
		"_time_format": {"sqlite"},
		"_timezone":    {"UTC"},
		"_pragma":      append(slices.Clip(sqlitePragmas), pragmas...),
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + query.Encode()
}

type sqliteDialect struct{}

func (sqliteDialect) rows(param string, columns []column) string {
	var selected []string
	for _, c := range columns {
		operator := "->>"
		if c.kind == "jsonb" {
			operator = "->"
		}
		selected = append(selected, fmt.Sprintf("value %s '%s' AS %s", operator, c.name, c.name))
	}
	return "(SELECT " + strings.Join(selected, ", ") + " FROM json_each(" + param + ")) AS r"
}

func (sqliteDialect) newRows([]column) pushedRows { return &rowsJSON{} }

func (d sqliteDialect) pushed(name string, columns []column, _ int) string {
	return d.rows("@"+name, columns)
}

func (sqliteDialect) bytes(column string) string { return "unhex(" + column + ")" }

// ofEach relies on CROSS JOIN, which SQLite carries out in the order that it is
// written in.
func (sqliteDialect) ofEach(parents, table, condition string) string {
	return parents + " CROSS JOIN " + table + " AS t WHERE " + condition
}

func (sqliteDialect) among(column, subquery string) string {
	return column + " IN (" + subquery + ")"
}

func (d sqliteDialect) dueDeliveries() string { return deliveriesByEvent(d, dueEvents) }

func (d sqliteDialect) deliveriesOf(r string) string {
	return deliveriesByEvent(d, "SELECT r.event FROM "+r)
}

func (sqliteDialect) json(column string) string { return column }

func (sqliteDialect) merged(object, with string) string {
	return "json_patch(json_patch('{}', COALESCE(" + object + ", '{}')), " + with + ")"
}

// member takes names that are words alone, which a JSON path may hold as they are.
func (sqliteDialect) member(column, param, name string, value any, args map[string]any) string {
	kind := "text"
	if is, ok := value.(bool); ok {
		kind, value = "false", 0
		if is {
			kind, value = "true", 1
		}
	}
	args[param+"_name"], args[param+"_kind"], args[param+"_value"] = "$."+name, kind, value
	return "json_type(" + column + ", @" + param + "_name) = @" + param + "_kind AND json_extract(" + column + ", @" + param + "_name) = @" + param + "_value"
}

// perParent goes by ids, since SQLite has no LATERAL.
func (sqliteDialect) perParent(parents, table, inner string) string {
	return parents + " CROSS JOIN " + table + " AS t ON t.workspace_id = @workspace AND t.id IN (" +
		strings.Replace(inner, "SELECT *", "SELECT id", 1) + ")"
}

// forUpdate is empty, since SQLite takes one writer at a time.
func (sqliteDialect) forUpdate() string { return "" }

// skipLocked is empty, likewise.
func (sqliteDialect) skipLocked() string { return "" }

// asWrite has nobody to wait for.
func (sqliteDialect) asWrite(*gorm.DB, string, uuid.UUID) error { return nil }

// forgetTimeout is how long forget waits for who reads: those who write wait meanwhile.
const forgetTimeout = "busy_timeout(100)"

// forget moves the write-ahead log into the file and empties it: it still holds the pages
// as they were. Where somebody reads an older page it is left to the next time.
func (sqliteDialect) forget(db *gorm.DB) error {
	return db.Connection(func(conn *gorm.DB) error {
		return errors.Join(
			conn.Exec("PRAGMA "+forgetTimeout).Error,
			conn.Exec("PRAGMA wal_checkpoint(TRUNCATE)").Error,
			conn.Exec("PRAGMA "+busyTimeout).Error,
		)
	})
}

func (sqliteDialect) onlyCustomer() string { return onlyCustomer }

func (sqliteDialect) ofCode(*gorm.DB, map[string]any) (string, error) { return ownWorkspace, nil }

func (sqliteDialect) ofWorkspace(string) string { return "" }

func (sqliteDialect) createdEventID(column string) string {
	return "substr(" + column + ", 1, 35) || substr('" + hexDigitsTurned + "', instr('" + hexDigits + "', substr(" + column + ", 36)), 1)"
}

func (sqliteDialect) idType() string { return "text" }

// lane is one for all, since SQLite takes one writer at a time.
func (sqliteDialect) lane(uuid.UUID) string { return "" }

// push takes turns where pushes bring more than links: in process, a statement costs no
// round trip, and what costs is the commit.
func (d sqliteDialect) push(db *gorm.DB, pushes []*Push) (rows []customerRow, err error) {
	transaction := db.Transaction
	if !pushes[0].ReplaceExisting && pushes[0].rows() <= mostAtOnce {
		transaction = short(db.WithContext(withJournalInMemory(db.Statement.Context)))
	}
	err = transaction(func(tx *gorm.DB) (err error) {
		if onlyLinks(pushes) {
			rows, err = d.pushLinks(tx, pushes)
			return err
		}
		rows = make([]customerRow, len(pushes))
		for i, p := range pushes {
			if rows[i], err = inTurn(tx, d, p, upsertAndAsk, false); err != nil {
				return err
			}
		}
		return nil
	})
	return rows, err
}

// short gives GORM's Transaction for what takes milliseconds once it has begun: for each
// statement that can be interrupted two goroutines are started.
func short(db *gorm.DB) func(run func(tx *gorm.DB) error, options ...*sql.TxOptions) error {
	return func(run func(tx *gorm.DB) error, options ...*sql.TxOptions) error {
		err := db.Transaction(func(tx *gorm.DB) error {
			return run(tx.WithContext(context.WithoutCancel(tx.Statement.Context)))
		}, options...)
		if ended := db.Statement.Context.Err(); errors.Is(err, sql.ErrTxDone) && ended != nil {
			return ended // between two statements it is noticed all the same
		}
		return err
	}
}

func (sqliteDialect) redeemLane(string) string { return "" }

func (d sqliteDialect) redeem(db *gorm.DB, all []*Redemption) ([]*Redeemed, error) {
	redeemed := make([]*Redeemed, len(all))
	err := short(db)(func(tx *gorm.DB) (err error) {
		for i, r := range all {
			if redeemed[i], err = redeemInTurn(tx, d, r); err != nil {
				return err
			}
		}
		return nil
	})
	return redeemed, err
}
