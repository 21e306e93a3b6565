package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/url"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/portico-portal/portico/internal/store"
)

// storage is a database that sides are compared over.
type storage interface {
	url() string
	// stored counts what is stored of workspaces.
	stored(ctx context.Context, workspaces []uuid.UUID) (rows, error)
	// analyze brings the planner's figures up to date, so that no side runs on
	// those of empty tables.
	analyze(ctx context.Context) error
}

// rows counts what is stored of workspaces; items are those of the lists.
type rows struct{ links, customers, redemptions, sessions, items int }

// database is a fresh, migrated database in the PostgreSQL that a URL names.
type database struct {
	name  string
	at    string
	admin *pgx.Conn
	conn  *pgx.Conn
}

func newDatabase(ctx context.Context, serverURL string) (_ *database, err error) {
	d := &database{name: "portico_bench_" + strings.ToLower(rand.Text())}
	if d.admin, err = pgx.Connect(ctx, serverURL); err != nil {
		return nil, err
	}
	if _, err = d.admin.Exec(ctx, "CREATE DATABASE "+d.name); err != nil {
		return nil, err
	}
	u, err := url.Parse(serverURL)
	if err != nil {
		return nil, err
	}
	u.Path = "/" + d.name
	d.at = u.String()
	if err = store.Migrate(ctx, d.at, slog.New(slog.DiscardHandler)); err == nil {
		d.conn, err = pgx.Connect(ctx, d.at)
	}
	if err != nil {
		d.drop()
	}
	return d, err
}

// drop also goes when the run was cut short.
func (d *database) drop() {
	ctx := context.Background()
	if d.conn != nil {
		_ = d.conn.Close(ctx) // it is dropped anyway
	}
	if _, err := d.admin.Exec(ctx, "DROP DATABASE "+d.name+" WITH (FORCE)"); err != nil {
		warn("the database %s is left behind: %v", d.name, err)
	}
	_ = d.admin.Close(ctx) // nothing is lost
}

func (d *database) url() string { return d.at }

func (d *database) stored(ctx context.Context, workspaces []uuid.UUID) (r rows, err error) {
	err = d.conn.QueryRow(ctx, `SELECT (SELECT count(*) FROM magic_links WHERE workspace_id = ANY($1)),
		(SELECT count(*) FROM customers WHERE workspace_id = ANY($1)),
		(SELECT coalesce(sum(redemption_count), 0) FROM magic_links WHERE workspace_id = ANY($1)),
		(SELECT count(*) FROM portal_sessions WHERE workspace_id = ANY($1)),
		(SELECT count(*) FROM spaces WHERE workspace_id = ANY($1))
			+ (SELECT count(*) FROM user_identities WHERE workspace_id = ANY($1))
			+ (SELECT count(*) FROM access_grants WHERE workspace_id = ANY($1))`, workspaces).
		Scan(&r.links, &r.customers, &r.redemptions, &r.sessions, &r.items)
	return r, err
}

func (d *database) analyze(ctx context.Context) error {
	if _, err := d.conn.Exec(ctx, "ANALYZE"); err != nil {
		return fmt.Errorf("analyze: %w", err)
	}
	return nil
}

func (d *database) version(ctx context.Context) (version string, settings string, err error) {
	err = d.conn.QueryRow(ctx, `SELECT current_setting('server_version'), format('fsync %s, synchronous_commit %s, shared_buffers %s',
		current_setting('fsync'), current_setting('synchronous_commit'), current_setting('shared_buffers'))`).Scan(&version, &settings)
	return version, settings, err
}
