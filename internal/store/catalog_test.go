package store

import (
	"slices"
	"strings"
	"testing"

	"github.com/portico-portal/portico/internal/testdb"
)

// catalog asks the database itself what it holds.
type catalog struct{ *Store }

type indexed struct {
	primary, unique bool
	columns         []string
}

func (i indexed) kind() string {
	switch {
	case i.primary:
		return "primary key"
	case i.unique:
		return "unique"
	default:
		return "index"
	}
}

type foreignKey struct {
	columns          []string
	target, onDelete string
}

func (c catalog) isSQLite() bool { _, ok := c.dialect.(sqliteDialect); return ok }

func rowsOf[T any](t *testing.T, c catalog, query string, args ...any) []T {
	t.Helper()
	var rows []T
	if err := c.read.Raw(query, args...).Find(&rows).Error; err != nil {
		t.Fatal(err)
	}
	return rows
}

// tables lists our own, without those of the migrations.
func (c catalog) tables(t *testing.T) []string {
	t.Helper()
	query := "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
	if c.isSQLite() {
		query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
	}
	return slices.DeleteFunc(rowsOf[string](t, c, query), func(name string) bool {
		return name == "schema_migrations" || strings.HasPrefix(name, "goose_")
	})
}

// columns tells of each column whether it may be NULL.
func (c catalog) columns(t *testing.T, table string) map[string]bool {
	t.Helper()
	type column struct {
		Name     string
		Nullable bool
	}
	query := "SELECT column_name AS name, is_nullable = 'YES' AS nullable FROM information_schema.columns WHERE table_schema = 'public' AND table_name = ?"
	if c.isSQLite() {
		query = "SELECT name, NOT \"notnull\" AND pk = 0 AS nullable FROM pragma_table_info(?)"
	}
	columns := map[string]bool{}
	for _, row := range rowsOf[column](t, c, query, table) {
		columns[row.Name] = row.Nullable
	}
	return columns
}

func (c catalog) indexes(t *testing.T, table string) []indexed {
	t.Helper()
	type index struct {
		Primary, Unique bool
		Columns         string
	}
	query := `SELECT x.indisprimary AS "primary", x.indisunique AS "unique", (
	SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM unnest(x.indkey) WITH ORDINALITY AS k(number, n)
	JOIN pg_attribute AS a ON a.attrelid = x.indrelid AND a.attnum = k.number) AS columns
FROM pg_index AS x WHERE x.indrelid = CAST(? AS regclass)`
	if c.isSQLite() {
		query = `SELECT l.origin = 'pk' AS "primary", l."unique" AS "unique", (
	SELECT group_concat(i.name, ',') FROM pragma_index_info(l.name) AS i) AS columns
FROM pragma_index_list(?) AS l`
	}
	var all []indexed
	for _, row := range rowsOf[index](t, c, query, table) {
		all = append(all, indexed{row.Primary, row.Unique, strings.Split(row.Columns, ",")})
	}
	return all
}

func (c catalog) foreignKeys(t *testing.T, table string) []foreignKey {
	t.Helper()
	type key struct{ Columns, Target, OnDelete string }
	query := `SELECT (SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM unnest(f.conkey) WITH ORDINALITY AS k(number, n)
	JOIN pg_attribute AS a ON a.attrelid = f.conrelid AND a.attnum = k.number) AS columns,
	CAST(CAST(f.confrelid AS regclass) AS text) AS target,
	CASE f.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'r' THEN 'RESTRICT' ELSE 'NO ACTION' END AS on_delete
FROM pg_constraint AS f WHERE f.contype = 'f' AND f.conrelid = CAST(? AS regclass)`
	if c.isSQLite() {
		query = `SELECT group_concat("from", ',') AS columns, "table" AS target, on_delete
FROM (SELECT * FROM pragma_foreign_key_list(?) ORDER BY id, seq) GROUP BY id`
	}
	var all []foreignKey
	for _, row := range rowsOf[key](t, c, query, table) {
		all = append(all, foreignKey{strings.Split(row.Columns, ","), row.Target, row.OnDelete})
	}
	return all
}

// global tables belong to no workspace; see rules 1 and 2 of the design's databases.md.
var global = []string{"workspaces", "workspace_codes", "credentials", "credential_workspaces"}

func TestTenantTablesLeadWithTheWorkspace(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrated, func(t *testing.T, url string) {
		c := catalog{opened(t, url)}
		tables := c.tables(t)
		if len(tables) < len(global)+5 {
			t.Fatalf("only %v", tables)
		}
		for _, table := range tables {
			if slices.Contains(global, table) {
				continue
			}
			indexes, primary := c.indexes(t, table), 0
			for _, i := range indexes {
				if i.primary {
					primary++
				}
				if i.unique && i.columns[0] != "workspace_id" {
					t.Errorf("%s: the %s on %v doesn't lead with workspace_id", table, i.kind(), i.columns)
				}
			}
			if primary != 1 {
				t.Errorf("%s has %d primary keys", table, primary)
			}
			keys := c.foreignKeys(t, table)
			if len(keys) == 0 {
				t.Errorf("%s has no foreign key", table)
			}
			for _, f := range keys {
				if f.columns[0] != "workspace_id" {
					t.Errorf("%s: the foreign key on %v doesn't lead with workspace_id", table, f.columns)
				}
				if !slices.ContainsFunc(indexes, func(i indexed) bool {
					return len(i.columns) >= len(f.columns) && slices.Equal(i.columns[:len(f.columns)], f.columns)
				}) {
					t.Errorf("%s: no index backs the foreign key on %v", table, f.columns)
				}
			}
		}
	})
}

func TestForeignKeysCascadeOrRestrictAndThereIsNoTrigger(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrated, func(t *testing.T, url string) {
		c := catalog{opened(t, url)}
		for _, table := range c.tables(t) {
			for _, f := range c.foreignKeys(t, table) {
				if f.onDelete != "CASCADE" && f.onDelete != "RESTRICT" {
					t.Errorf("%s%v: ON DELETE %s", table, f.columns, f.onDelete)
				}
			}
		}
		query := "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND CAST(CAST(tgrelid AS regclass) AS text) NOT LIKE 'pg_%'"
		if c.isSQLite() {
			query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
		}
		if triggers := rowsOf[string](t, c, query); len(triggers) > 0 {
			t.Errorf("there are triggers: %v", triggers)
		}
	})
}
