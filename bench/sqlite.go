package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"log/slog"
	"net/url"
	"path/filepath"

	"github.com/google/uuid"
	"github.com/libtnb/sqlite"

	"github.com/portico-portal/portico/internal/store"
)

const sqliteName = "sqlite"

// newSmallOnSQLite is the small call over SQLite files, a file a side.
func newSmallOnSQLite() workload {
	w := newCreating(sqliteName, "small call on SQLite, WAL and synchronous=FULL", []int{8}, hotel{}, sidePortico, sideOther)
	w.requests[sideShared], w.requests[sideSharedGORM] = ownLoad, ownLoad
	delete(w.requests, sidePostGraphile)
	return w
}

// overSQLite compares the sides that run on SQLite.
func overSQLite(ctx context.Context, o *options, folder string, _ *database, found *results) error {
	w := []workload{newSmallOnSQLite()}
	var sides []*side
	defer func() { stopAll(sides) }()
	for _, name := range sqliteSides {
		if !o.has(name) || !wanted(o, w, name) {
			continue
		}
		s, err := startOnSQLite(ctx, o, folder, name)
		if err != nil {
			return err
		}
		sides = append(sides, s)
	}
	tables, err := compare(ctx, o, 0, w, sides)
	if err != nil {
		return err
	}
	found.tables = append(found.tables, tables...)
	return verify(ctx, sides)
}

func startOnSQLite(ctx context.Context, o *options, folder, name string) (*side, error) {
	f, err := newSQLiteFile(ctx, folder, name)
	if err != nil {
		return nil, err
	}
	t, err := newTenant(ctx, f.url(), name)
	if err != nil {
		return nil, err
	}
	s, err := newSide(ctx, name, f, t)
	if err != nil {
		return nil, err
	}
	switch name {
	case sideShared:
		s.own, err = newSharedCommits(ctx, f.path, t, o.customers)
	case sideSharedGORM:
		s.own, err = newSharedByGORM(f.path, t, o.customers)
	default:
		s.process, err = startServer(ctx, o, filepath.Dir(f.path), name, f.url())
	}
	return s, err
}

// sqliteFile is a fresh, migrated SQLite database.
type sqliteFile struct {
	path string
	db   *sql.DB
}

func newSQLiteFile(ctx context.Context, folder, name string) (*sqliteFile, error) {
	f := &sqliteFile{path: filepath.Join(folder, name, "portico.db")}
	if err := store.Migrate(ctx, f.url(), slog.New(slog.DiscardHandler)); err != nil {
		return nil, err
	}
	var err error
	f.db, err = openSQLite(f.path)
	return f, err
}

// openSQLite opens a file with the product's driver and settings.
func openSQLite(path string) (*sql.DB, error) {
	query := url.Values{
		"_txlock": {"immediate"}, "_time_format": {"sqlite"}, "_timezone": {"UTC"},
		"_pragma": {"busy_timeout(10000)", "synchronous(FULL)", "foreign_keys(1)"},
	}
	db, err := sql.Open(sqlite.DriverName, "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+query.Encode())
	if err == nil {
		db.SetMaxOpenConns(1)
	}
	return db, err
}

func (f *sqliteFile) url() string { return "sqlite:" + f.path }

func (f *sqliteFile) stored(ctx context.Context, workspaces []uuid.UUID) (r rows, err error) {
	ids, err := json.Marshal(workspaces)
	if err != nil {
		return r, err
	}
	err = f.db.QueryRowContext(ctx, `WITH ours AS (SELECT value FROM json_each(?))
		SELECT (SELECT count(*) FROM magic_links WHERE workspace_id IN ours),
		(SELECT count(*) FROM customers WHERE workspace_id IN ours),
		(SELECT coalesce(sum(redemption_count), 0) FROM magic_links WHERE workspace_id IN ours),
		(SELECT count(*) FROM portal_sessions WHERE workspace_id IN ours),
		(SELECT count(*) FROM spaces WHERE workspace_id IN ours)
			+ (SELECT count(*) FROM user_identities WHERE workspace_id IN ours)
			+ (SELECT count(*) FROM access_grants WHERE workspace_id IN ours)`, string(ids)).
		Scan(&r.links, &r.customers, &r.redemptions, &r.sessions, &r.items)
	return r, err
}

// analyze does nothing: SQLite plans these statements by their indices alone.
func (f *sqliteFile) analyze(context.Context) error { return nil }
