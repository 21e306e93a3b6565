package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
	sqlite3 "modernc.org/sqlite/lib"
)

// attempts is how often a transaction that lost a race is tried.
const attempts = 5

// retrying runs a whole transaction, and again where the database gave it up
// for a serialisation failure or a deadlock, since what a row refers to was deleted
// while it ran, or since a statement of it is outdated. Those are sure not to have
// happened; after any other failure only the caller may know. What was carried out
// although its context had ended is in doubt: a PostgreSQL that waits for a standby answers a request to cancel by ending the wait.
func retrying(ctx context.Context, transaction func() error) error {
	for try := 1; ; try++ {
		err := transaction()
		if err == nil && ctx.Err() != nil {
			return fmt.Errorf("%w: it was given up while it was under way: %w", ErrInDoubt, ctx.Err())
		}
		most := attempts
		if outdated(err) {
			most = postgresConnections
		}
		if err == nil || try >= most || ctx.Err() != nil || !lostRace(err) {
			return translate(err)
		}
	}
}

func lostRace(err error) bool {
	if errors.Is(err, gorm.ErrForeignKeyViolated) || outdated(err) {
		return true
	}
	refused, ok := errors.AsType[*pgconn.PgError](err)
	return ok && slices.Contains([]string{"40001", "40P01", "23503"}, refused.Code)
}

// outdated tells whether PostgreSQL refused to run a prepared statement, since a table that it
// reads has got a column: a newer release may migrate the database while this one serves.
// pgx prepares the statement anew, on each connection once it was refused there.
func outdated(err error) bool {
	refused, ok := errors.AsType[*pgconn.PgError](err)
	return ok && refused.Code == "0A000" && refused.Routine == "RevalidateCachedQuery"
}

// refusals are the classes of errors by which PostgreSQL refuses what a
// transaction holds, or ends it because it waits for too long.
var refusals = []string{
	"22",    // a value that it can't take
	"23",    // a constraint
	"54",    // a limit of its own
	"55P03", // lock_timeout
	"57014", // statement_timeout
}

// nothingStored tells whether a transaction failed for what stood in it, so
// that the database refused it as a whole. Of other errors that isn't sure:
// poolers and distributed databases tell of a lost connection by one, too.
func nothingStored(err error) bool {
	if errors.Is(err, ErrDuplicate) || lostRace(err) {
		return true
	}
	refused, ok := errors.AsType[*pgconn.PgError](err)
	return ok && slices.ContainsFunc(refusals, func(class string) bool { return strings.HasPrefix(refused.Code, class) })
}

// translate turns GORM's errors into the store's.
func translate(err error) error {
	switch {
	case errors.Is(err, gorm.ErrRecordNotFound):
		return ErrNotFound
	case errors.Is(err, gorm.ErrDuplicatedKey):
		return ErrDuplicate
	case cut(err):
		return fmt.Errorf("%w: the connection to the database broke: %w", ErrInDoubt, err)
	case full(err):
		return fmt.Errorf("store: the database's disk is full; writes go on by themselves once there is room: %w", err)
	case unwritable(err):
		return fmt.Errorf("store: the database can't be written to, its disk or the server itself is read-only: %w", err)
	default:
		return err
	}
}

// full tells whether there was no room for a write.
func full(err error) bool { return ofEither(err, sqlite3.SQLITE_FULL, "53100") }

// unwritable tells whether the database takes no writes at all.
func unwritable(err error) bool { return ofEither(err, sqlite3.SQLITE_READONLY, "25006") }

// tellWhy gives a statement that PostgreSQL refused the error that says why.
func tellWhy(db *gorm.DB) {
	db.Error = pooled(cancelledFor(db.Statement.Context, db.Error))
}

// pooled says what helps where a pooler hands connections on between a statement's preparing
// and its use.
func pooled(err error) error {
	if isUnprepared(err) {
		return fmt.Errorf("store: DATABASE_URL leads through a pooler that doesn't know prepared statements, such as PgBouncer in transaction mode: "+
			"add default_query_exec_mode=cache_describe to it: %w", err)
	}
	return err
}

// isUnprepared tells whether PostgreSQL doesn't know a statement that was prepared, or knows
// one that wasn't.
func isUnprepared(err error) bool {
	refused, ok := errors.AsType[*pgconn.PgError](err)
	return ok && slices.Contains([]string{"26000", "42P05"}, refused.Code)
}

// ofEither tells whether either engine failed for a reason: by SQLite's code, or by
// PostgreSQL's.
func ofEither(err error, ofSQLite int, ofPostgres string) bool {
	refused, ok := errors.AsType[*pgconn.PgError](err)
	return ok && refused.Code == ofPostgres || hasCode(err, ofSQLite)
}
