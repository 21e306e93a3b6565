package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"regexp"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// rereading is a pool that reads again what it read on a connection that broke: when a
// database comes back, each of the pool's connections may be broken. What changes rows is
// left as it is, since nobody knows whether it was done, but where it was outdated.
type rereading struct {
	*sql.DB

	// pipelines says that its connections keep prepared statements, as pipelines need.
	pipelines bool
}

// GetDBConn gives GORM the pool itself.
func (p rereading) GetDBConn() (*sql.DB, error) { return p.DB, nil }

// QueryContext runs a statement that answers rows.
func (p rereading) QueryContext(ctx context.Context, statement string, args ...any) (*sql.Rows, error) {
	for try := 1; ; try++ {
		found, err := p.DB.QueryContext(ctx, statement, args...)
		if err == nil || try > postgresConnections || !readable(ctx, statement, err) {
			return found, err
		}
	}
}

// readable tells whether a statement that failed may be run again: it wasn't run, or its
// connection broke and it only reads.
func readable(ctx context.Context, statement string, err error) bool {
	return ctx.Err() == nil && (outdated(err) || cut(err) && onlyReads(statement))
}

// changing is what a part of a statement that begins with WITH may do. Where these words mean
// something else, it is just not read again.
var changing = regexp.MustCompile(`(?i)\b(INSERT|UPDATE|DELETE|MERGE)\b`)

func onlyReads(statement string) bool {
	statement = strings.TrimSpace(statement)
	return strings.HasPrefix(statement, "SELECT ") || strings.HasPrefix(statement, "WITH ") && !changing.MatchString(statement)
}

// endings are the codes by which PostgreSQL ends a connection: its own end, a crash of
// another of its processes, and the class of broken connections.
var endings = []string{"57P01", "57P02", "08"}

// cut tells whether a connection broke while a statement was under way on it. Where none
// could be made, trying again at once helps nobody.
func cut(err error) bool {
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return false
	}
	if refused, ok := errors.AsType[*pgconn.PgError](err); ok {
		return slices.ContainsFunc(endings, func(class string) bool { return strings.HasPrefix(refused.Code, class) })
	}
	_, network := errors.AsType[*net.OpError](err)
	return network || errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}
