package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

// postgresConnections bounds the pool: a core of the database serves a few
// connections best, and several servers share its max_connections.
const postgresConnections = 24

func openPostgres(ctx context.Context, databaseURL string, log *slog.Logger) (*Store, error) {
	config, err := pgx.ParseConfig(databaseURL)
	if err != nil {
		// pgx's message would show the URL, with the password's place in it.
		return nil, errors.New("connect to the database: DATABASE_URL isn't a PostgreSQL URL")
	}
	pool := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(switchOffJIT))
	pool.SetMaxOpenConns(postgresConnections)
	pool.SetMaxIdleConns(postgresConnections)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	db, err := openGORM(ctx, postgres.New(postgres.Config{Conn: pool}), pool, false, log)
	if err != nil {
		return nil, err
	}
	return &Store{dialect: postgresDialect{}, write: db, read: db}, nil
}

// switchOffJIT keeps PostgreSQL from compiling a statement for longer than it
// runs. It is no parameter of the connection, since PgBouncer refuses those;
// an engine that has no such setting goes on without it.
func switchOffJIT(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, "SET jit = off")
	if _, ok := errors.AsType[*pgconn.PgError](err); ok {
		return nil
	}
	return err
}

type postgresDialect struct{}

func (postgresDialect) rows(param string, columns []column) string {
	var typed []string
	for _, c := range columns {
		typed = append(typed, c.name+" "+c.kind)
	}
	return "json_to_recordset(CAST(" + param + " AS json)) AS r(" + strings.Join(typed, ", ") + ")"
}

func (postgresDialect) bytes(column string) string { return "decode(" + column + ", 'hex')" }

func (postgresDialect) perParent(parents, _, inner string) string {
	return parents + " CROSS JOIN LATERAL (" + inner + ") AS t"
}

// push runs all writes as one statement: one round trip, and a transaction by
// itself. Replacing takes turns, since a statement doesn't see what is committed
// while it waits for a row: links and sessions that other calls make just now
// must end, too.
func (postgresDialect) push(db *gorm.DB, p *Push, writes []write) (customerRow, error) {
	if p.ReplaceExisting {
		return inTurn(db, p, writes)
	}
	args := p.customerArgs()
	var statement strings.Builder
	statement.WriteString("WITH customer AS (" + upsertCustomer + ")")
	for _, w := range writes {
		fmt.Fprintf(&statement, ", %s AS (%s)", w.name, w.sql)
		maps.Copy(args, w.args)
	}
	statement.WriteString(" SELECT id, created_at, updated_at FROM customer")
	var customer customerRow
	err := db.Raw(statement.String(), args).Find(&customer).Error
	return customer, err
}

// redeem is one statement, too.
func (postgresDialect) redeem(db *gorm.DB, r *Redemption) (Redeemed, error) {
	var redeemed Redeemed
	statement := "WITH redeemed AS (" + redeem + "), session AS (" + startSession + ") " + showRedeemed
	err := db.Raw(statement, r.args()).Take(&redeemed).Error
	return redeemed, err
}
