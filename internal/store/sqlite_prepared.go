package store

import (
	"context"
	"database/sql/driver"
	"strings"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// preparing opens connections that keep the statements prepared that they ran
// last. GORM could keep them too, but only above the pool, where whoever prepares
// waits for a connection: with one connection, for that of the transaction that it
// is in. To parse and plan a statement costs more than to run it.
type preparing struct{ driver.Connector }

// sqliteConn is what the driver's documentation asks a wrapper to pass on.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// sqliteStmt is the driver's statement.
type sqliteStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

func (p preparing) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := p.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	kept, err := simplelru.NewLRU(preparedStatements, func(_ string, s *keptStmt) { s.drop() })
	if err != nil {
		return nil, err
	}
	return &preparedConn{sqliteConn: conn.(sqliteConn), kept: kept, journal: journalInFile}, nil
}

// preparedConn is a connection with its statements, by their texts. The pool lets
// one goroutine have it at a time.
type preparedConn struct {
	sqliteConn
	kept *simplelru.LRU[string, *keptStmt]
	// journal is what was last said of where the journals of statements are.
	journal journalPlace
}

// keptStmt is a prepared statement, which can answer one query at a time.
type keptStmt struct {
	sqliteStmt
	answering, dropped bool
}

// drop closes a statement that is kept no longer, once its rows are read.
func (s *keptStmt) drop() {
	s.dropped = true
	if !s.answering {
		_ = s.Close() // it frees memory alone
	}
}

// journalPlace is where the pages are kept that a statement of several rows changes, until it
// has ended: SQLite's temp_store.
type journalPlace string

const (
	// journalInFile makes a file for all beyond 64 KiB, which is SQLite's own choice.
	journalInFile journalPlace = "FILE"
	// journalInMemory is for what changes few rows: a file for each statement took a tenth of
	// the CPU of making links.
	journalInMemory journalPlace = "MEMORY"
)

type journalKey struct{}

// withJournalInMemory has transactions that begin with the context keep the journals of
// their statements in memory.
func withJournalInMemory(ctx context.Context) context.Context {
	return context.WithValue(ctx, journalKey{}, journalInMemory)
}

// BeginTx begins a transaction. Within one the place can't be changed.
func (c *preparedConn) BeginTx(ctx context.Context, options driver.TxOptions) (driver.Tx, error) {
	place, told := ctx.Value(journalKey{}).(journalPlace)
	if !told {
		place = journalInFile
	}
	if place != c.journal {
		if _, err := c.sqliteConn.ExecContext(ctx, "PRAGMA temp_store = "+string(place), nil); err != nil {
			return nil, err
		}
		c.journal = place
	}
	return c.sqliteConn.BeginTx(ctx, options)
}

// Unwrap lets the driver find its own connection.
func (c *preparedConn) Unwrap() driver.Conn { return c.sqliteConn }

// Close closes the statements first.
func (c *preparedConn) Close() error {
	c.kept.Purge()
	return c.sqliteConn.Close()
}

// ExecContext runs a statement that answers nothing.
func (c *preparedConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.prepared(ctx, query, args)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.sqliteConn.ExecContext(ctx, query, args)
	}
	return s.ExecContext(ctx, args)
}

// QueryContext runs a statement that answers rows.
func (c *preparedConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.prepared(ctx, query, args)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.sqliteConn.QueryContext(ctx, query, args)
	}
	rows, err := s.QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	s.answering = true
	return &keptRows{sqliteRows: rows.(sqliteRows), of: s}, nil
}

// prepared gives the kept statement of a text; nil where it is to be run as it
// is: what has no parameters may be a script, and runs once.
func (c *preparedConn) prepared(ctx context.Context, query string, args []driver.NamedValue) (*keptStmt, error) {
	if len(args) == 0 {
		return nil, nil
	}
	if s, ok := c.kept.Get(query); ok {
		if s.answering {
			return nil, nil
		}
		return s, nil
	}
	// The driver takes a statement with anything after it for a script.
	prepared, err := c.PrepareContext(ctx, strings.TrimSpace(query))
	if err != nil {
		return nil, err
	}
	s := &keptStmt{sqliteStmt: prepared.(sqliteStmt)}
	c.kept.Add(query, s)
	return s, nil
}

// sqliteRows is what the driver's rows can do.
type sqliteRows interface {
	driver.Rows
	driver.RowsColumnTypeDatabaseTypeName
	driver.RowsColumnTypeLength
	driver.RowsColumnTypeNullable
	driver.RowsColumnTypePrecisionScale
	driver.RowsColumnTypeScanType
}

// keptRows are the rows of a kept statement.
type keptRows struct {
	sqliteRows
	of *keptStmt
}

// Close lets the statement be run again.
func (r *keptRows) Close() error {
	err := r.sqliteRows.Close()
	r.of.answering = false
	if r.of.dropped {
		r.of.drop()
	}
	return err
}
