package store

import (
	"database/sql"
	"database/sql/driver"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"
	"gorm.io/gorm/callbacks"
)

// readingPool is a pool with who reads the rows of one statement.
type readingPool struct {
	rereading

	read func(rows) error
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
		err := query(db.Statement, pool.DB, pool.read)
		// After a failover each of the pool's connections may be broken.
		if try > postgresConnections || !errors.Is(err, driver.ErrBadConn) {
			_ = db.AddError(err)
			return
		}
	}
}

func query(s *gorm.Statement, pool *sql.DB, read func(rows) error) error {
	conn, err := pool.Conn(s.Context)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // it gives the connection back
	return conn.Raw(func(driverConn any) error {
		found, err := driverConn.(*stdlib.Conn).Conn().Query(s.Context, s.SQL.String(), s.Vars...)
		if err == nil {
			err = read(pgxRows{found})
			found.Close()
		}
		if err != nil && (pgconn.SafeToRetry(err) || readable(s.Context, s.SQL.String(), err)) {
			return driver.ErrBadConn
		}
		return err
	})
}

// pgxRows are pgx's rows with the methods of database/sql's.
type pgxRows struct{ pgx.Rows }

// Columns names the columns.
func (r pgxRows) Columns() ([]string, error) {
	var names []string
	for _, field := range r.FieldDescriptions() {
		names = append(names, field.Name)
	}
	return names, r.Err()
}

// Scan reads a row. pgx knows a UUID by its bytes alone.
func (r pgxRows) Scan(into ...any) error {
	for i := range into {
		if id, ok := into[i].(*uuid.UUID); ok {
			into[i] = (*[16]byte)(id)
		}
	}
	return r.Rows.Scan(into...)
}
