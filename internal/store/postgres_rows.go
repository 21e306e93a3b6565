package store

import (
	"database/sql/driver"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"
	"gorm.io/gorm/callbacks"

	"github.com/portico-portal/portico/internal/groupcommit"
)

// readingPool is a pool with who reads the rows of one statement.
type readingPool struct {
	rereading

	read func(rows) error
	// inPipeline says that others may be sent behind the statement. It is the same each time.
	inPipeline bool
}

// queryRows stands in for GORM's own query of rows: it has them read from pgx. What
// database/sql makes of each value on its way took half of the time of a list.
func queryRows(db *gorm.DB) {
	pool, ok := db.Statement.ConnPool.(*readingPool)
	if !ok || db.Error != nil {
		callbacks.RowQuery(db)
		return
	}
	callbacks.BuildQuerySQL(db)
	for try := 1; ; try++ {
		err := query(db.Statement, pool)
		// After a failover each of the pool's connections may be broken.
		if try > postgresConnections || !errors.Is(err, driver.ErrBadConn) {
			_ = db.AddError(err)
			return
		}
	}
}

func query(s *gorm.Statement, pool *readingPool) error {
	if sending := groupcommit.SendingOf(s.Context); sending != nil && pool.inPipeline && pool.pipelines {
		return queryInPipeline(s, pool, sending)
	}
	conn, err := pool.Conn(s.Context)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // it gives the connection back
	return conn.Raw(func(driverConn any) error {
		found, err := driverConn.(*stdlib.Conn).Conn().Query(s.Context, s.SQL.String(), s.Vars...)
		if err == nil {
			err = pool.read(pgxRows{found})
			found.Close()
		}
		return orAgain(s, err)
	})
}

// orAgain has a statement that failed run again where nothing can have come of it.
func orAgain(s *gorm.Statement, err error) error {
	if err != nil && (pgconn.SafeToRetry(err) || readable(s.Context, s.SQL.String(), err)) {
		return driver.ErrBadConn
	}
	return err
}

// pgxRows are pgx's rows with the methods of database/sql's.
type pgxRows struct{ pgx.Rows }

// Columns names the columns.
func (r pgxRows) Columns() ([]string, error) {
	return namesOfFields(r.FieldDescriptions()), r.Err()
}

func namesOfFields(fields []pgconn.FieldDescription) []string {
	names := make([]string, len(fields))
	for i := range fields {
		names[i] = fields[i].Name
	}
	return names
}

// Scan reads a row.
func (r pgxRows) Scan(into ...any) error { return r.Rows.Scan(asPgx(into)...) }

// asPgx has UUIDs read as bytes: pgx knows them by these alone.
func asPgx(into []any) []any {
	for i := range into {
		if id, ok := into[i].(*uuid.UUID); ok {
			into[i] = (*[16]byte)(id)
		}
	}
	return into
}
