// Package store is the database: it opens SQLite or PostgreSQL, migrates it,
// and holds every statement. It is the only package that knows GORM.
//
// Every statement on a tenant's rows names the workspace, and every list is
// paged by a keyset that an index backs. Both engines run the same SQL; where
// they can't, the difference is in the dialect.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"

	"github.com/portico-portal/portico/internal/groupcommit"
	"github.com/portico-portal/portico/migrations"
)

// ErrNotFound says that the workspace has no such row.
var ErrNotFound = errors.New("store: not found")

// ErrDisabled says that what is asked for is switched off.
var ErrDisabled = errors.New("store: switched off")

// ErrDuplicate says that a unique value is taken.
var ErrDuplicate = errors.New("store: duplicate")

// ErrInDoubt says that a write may have happened or not, or may not last: the connection to
// the database broke, or it was given up while it was under way.
var ErrInDoubt = errors.New("store: in doubt")

// preparedStatements bounds those that are kept: a list of ids makes a text of
// its own for each length.
const preparedStatements = 256

// naming is how GORM names columns. Each statement names its tables itself, so GORM needn't look
// for their plurals, which it does by dozens of expressions.
var naming = schema.NamingStrategy{SingularTable: true}

// Store is an open database. It is safe for use by many goroutines.
type Store struct {
	dialect dialect
	// write is where statements that change rows go. SQLite has one such
	// connection, since it takes one writer at a time: waiting in line in the
	// process is fair, waiting on the file's lock isn't.
	write *gorm.DB
	// read may be the same pool as write.
	read *gorm.DB
	// pushes are those that share a transaction.
	pushes groupcommit.Group[*Push, customerRow]
	// redemptions share transactions with each other.
	redemptions groupcommit.Group[*Redemption, *Redeemed]
	// holders counts the pushes under way that are large or run apart, by their subject.
	holding sync.Mutex
	holders map[string]int
	// shares keeps each workspace from holding all connections.
	shares *shares
	// customers lets one push of each customer wait for its row by itself: each that does
	// holds a part of the workspace's share.
	customers *shares
}

// mostTogether is the most calls that share a transaction. They are told together, and then
// wait for a core together: of a thousand under way, 128 at a time kept hundreds waiting, and
// refusals behind them. Far fewer make more transactions than the cores can carry.
const mostTogether = 48

func newStore(d dialect, write, read *gorm.DB) *Store {
	s := &Store{dialect: d, write: write, read: read, holders: map[string]int{}, shares: newShares(share), customers: newShares(1)}
	s.pushes.Run, s.pushes.Subject, s.pushes.Most = s.pushBatch, (*Push).subject, mostTogether
	s.redemptions.Run, s.redemptions.Subject, s.redemptions.Most = s.redeemTogether, (*Redemption).subject, mostTogether
	return s
}

// Open connects to the database at databaseURL, as DATABASE_URL takes it, and
// checks that it answers. It migrates nothing. SQLite's file and folder are
// made where they are missing. Statements are logged to log at level debug,
// without their parameters.
func Open(ctx context.Context, databaseURL string, log *slog.Logger) (s *Store, err error) {
	err = withLock(ctx, databaseURL, func() error {
		s, err = open(ctx, databaseURL, log)
		return err
	})
	return s, err
}

func open(ctx context.Context, databaseURL string, log *slog.Logger) (*Store, error) {
	return openWithout(ctx, compiling, databaseURL, log)
}

// openWithout opens a database whose connections have a setting of PostgreSQL's off.
func openWithout(ctx context.Context, setting, databaseURL string, log *slog.Logger) (*Store, error) {
	if path, ok := sqlitePath(databaseURL); ok {
		return openSQLite(ctx, path, log)
	}
	return openPostgres(ctx, databaseURL, log, setting)
}

// Close ends all connections.
func (s *Store) Close() error {
	err := closePool(s.write)
	if s.read != s.write {
		err = errors.Join(err, closePool(s.read))
	}
	return err
}

// Pools gives the pools of connections by their names: what both engines write by, and
// what SQLite reads by.
func (s *Store) Pools() (map[string]*sql.DB, error) {
	write, err := s.write.DB()
	if err != nil {
		return nil, err
	}
	pools := map[string]*sql.DB{"write": write}
	if s.read != s.write {
		pools["read"], err = s.read.DB()
	}
	return pools, err
}

// Ready tells whether the database answers and has this version's tables.
func (s *Store) Ready(ctx context.Context) error {
	var version int64
	if err := s.read.WithContext(ctx).Raw("SELECT max(version_id) FROM schema_migrations").Find(&version).Error; err != nil {
		return err
	}
	if version < migrations.Newest {
		return fmt.Errorf("store: the database is at migration %d, this version needs %d", version, migrations.Newest)
	}
	return nil
}

func closePool(db *gorm.DB) error {
	pool, err := db.DB()
	if err != nil {
		return err
	}
	return pool.Close()
}

func openGORM(ctx context.Context, dialector gorm.Dialector, pool *sql.DB, prepare bool, log *slog.Logger) (*gorm.DB, error) {
	if err := pool.PingContext(ctx); err != nil {
		return nil, fmt.Errorf("connect to the database: %w", errors.Join(err, pool.Close()))
	}
	return gorm.Open(dialector, &gorm.Config{
		Logger:                 statementLogger{log, dialector.Name()},
		TranslateError:         true,
		SkipDefaultTransaction: true,
		PrepareStmt:            prepare,
		PrepareStmtMaxSize:     preparedStatements,
		DisableAutomaticPing:   true,
		NamingStrategy:         naming,
	})
}
