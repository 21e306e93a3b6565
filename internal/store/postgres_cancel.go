package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
)

// cancelling ends, in the database too, the statement of a caller who has gone:
// else one that waits for a lock would be carried out long after. Most end by
// themselves within the delay, and their connection is free at once.
func cancelling(conn *pgconn.PgConn) ctxwatch.Handler {
	return &canceller{CancelRequestContextWatcherHandler: pgconn.CancelRequestContextWatcherHandler{
		Conn: conn, CancelRequestDelay: 100 * time.Millisecond, DeadlineDelay: 2 * time.Second,
	}}
}

// canceller marks a connection of which a statement may have been cancelled: the
// request goes its own way to the database, and may come as late as during the
// connection's next statement.
type canceller struct {
	pgconn.CancelRequestContextWatcherHandler

	since time.Time
}

const cancelled = "cancelled"

// HandleCancel begins to wait for the statement's end.
func (c *canceller) HandleCancel(ctx context.Context) {
	c.since = time.Now()
	c.CancelRequestContextWatcherHandler.HandleCancel(ctx)
}

// HandleUnwatchAfterCancel is called when the statement has ended.
func (c *canceller) HandleUnwatchAfterCancel() {
	c.CancelRequestContextWatcherHandler.HandleUnwatchAfterCancel()
	if time.Since(c.since) >= c.CancelRequestDelay {
		c.Conn.CustomData()[cancelled] = true
	}
}

// refuseCancelled keeps the pool from using a marked connection again.
func refuseCancelled(_ context.Context, conn *pgx.Conn) error {
	if conn.PgConn().CustomData()[cancelled] != nil {
		return driver.ErrBadConn
	}
	return nil
}

// cancelledFor gives a statement that was cancelled for its context the context's error, as
// every driver does.
func cancelledFor(ctx context.Context, err error) error {
	if ended := ctx.Err(); ended != nil && isCancelled(err) {
		return ended
	}
	return err
}

// isCancelled tells whether PostgreSQL ended a statement, as it was told to or for its
// statement_timeout.
func isCancelled(err error) bool {
	refused, ok := errors.AsType[*pgconn.PgError](err)
	return ok && refused.Code == "57014"
}
