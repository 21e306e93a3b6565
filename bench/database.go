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

	"github.com/portico-portal/portico/bench/parts"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

// database is a fresh, migrated database in the server that a URL names.
type database struct {
	url   string
	name  string
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
	d.url = u.String()
	if err = store.Migrate(ctx, d.url, slog.New(slog.DiscardHandler)); err == nil {
		d.conn, err = pgx.Connect(ctx, d.url)
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

// tenant is a workspace for one side alone.
type tenant struct {
	id        uuid.UUID
	code, key string
}

func (d *database) newTenant(ctx context.Context, name string) (tenant, error) {
	p, err := parts.Open(ctx, d.url)
	if err != nil {
		return tenant{}, err
	}
	defer func() { _ = p.Store.Close() }() // nothing is lost
	workspace, err := p.Portal.CreateWorkspace(ctx, name)
	if err != nil {
		return tenant{}, err
	}
	_, key, err := p.Portal.CreateCredential(ctx, models.CredentialAPIKey,
		portal.NewCredentialInput{Name: "bench", WorkspaceIDs: []uuid.UUID{workspace.ID}})
	return tenant{id: workspace.ID, code: workspace.Code, key: key.Reveal()}, err
}

// rows counts what is stored of a workspace.
type rows struct{ links, customers, redemptions, sessions int }

func (d *database) stored(ctx context.Context, workspace uuid.UUID) (r rows, err error) {
	err = d.conn.QueryRow(ctx, `SELECT (SELECT count(*) FROM magic_links WHERE workspace_id = $1),
		(SELECT count(*) FROM customers WHERE workspace_id = $1),
		(SELECT coalesce(sum(redemption_count), 0) FROM magic_links WHERE workspace_id = $1),
		(SELECT count(*) FROM portal_sessions WHERE workspace_id = $1)`, workspace).
		Scan(&r.links, &r.customers, &r.redemptions, &r.sessions)
	return r, err
}

func (d *database) version(ctx context.Context) (version string, settings string, err error) {
	err = d.conn.QueryRow(ctx, `SELECT current_setting('server_version'), format('fsync %s, synchronous_commit %s, shared_buffers %s',
		current_setting('fsync'), current_setting('synchronous_commit'), current_setting('shared_buffers'))`).Scan(&version, &settings)
	return version, settings, err
}

// analyze brings the planner's figures up to date, so that no side runs on those of empty tables.
func (d *database) analyze(ctx context.Context) error {
	if _, err := d.conn.Exec(ctx, "ANALYZE"); err != nil {
		return fmt.Errorf("analyze: %w", err)
	}
	return nil
}
