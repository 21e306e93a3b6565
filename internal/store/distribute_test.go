package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/pressly/goose/v3"

	"github.com/portico-portal/portico/internal/testdb"
)

func TestWithoutCitusNothingIsDistributed(t *testing.T) {
	t.Parallel()
	for engine, want := range map[testdb.Engine]string{
		testdb.SQLite:   "DATABASE_URL names an SQLite file",
		testdb.Postgres: "lacks the extension citus",
	} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			testdb.NotDistributed(t, engine, "there it has the extension")
			url := testdb.Empty(t, engine)
			if _, err := Distribute(t.Context(), url, silent); !errors.Is(err, ErrNotDistributable) || !strings.Contains(err.Error(), want) {
				t.Errorf("the error is %v", err)
			}
			for _, migration := range applied(t, url) {
				if !strings.HasSuffix(migration, "never") {
					t.Errorf("it was applied all the same: %s", migration)
				}
			}
		})
	}
}

func TestEachTableIsEitherDistributedOrAReferenceTable(t *testing.T) {
	t.Parallel()
	c := catalog{opened(t, testdb.New(t, testdb.SQLite, migrated))}
	tables, listed := c.tables(t), ours()
	slices.Sort(tables)
	slices.Sort(listed)
	if !slices.Equal(tables, listed) {
		t.Errorf("there are %v, and for Citus %v", tables, listed)
	}
}

// onlyOnCitus skips a test where there is none.
func onlyOnCitus(t *testing.T) {
	t.Helper()
	if !testdb.Distributed() {
		t.Skip("NOT TESTED: takes a Citus, see docs/distributed.md")
	}
}

// citusHas tells what Citus keeps, a line a table, and all foreign keys.
func citusHas(t *testing.T, s *Store) string {
	t.Helper()
	c := catalog{s}
	lines := rowsOf[string](t, c, "SELECT table_name || ' ' || citus_table_type || ' ' || distribution_column FROM citus_tables ORDER BY CAST(table_name AS text)")
	return strings.Join(append(lines, foreignKeysOf(t, c)...), "\n")
}

func foreignKeysOf(t *testing.T, c catalog) []string {
	t.Helper()
	return rowsOf[string](t, c, `SELECT CAST(CAST(conrelid AS regclass) AS text) || ' ' || conname || ' ' || pg_get_constraintdef(oid)
FROM pg_constraint WHERE contype = 'f' AND connamespace = CAST('public' AS regnamespace) AND CAST(CAST(conrelid AS regclass) AS text) IN ? ORDER BY 1`, ours())
}

func TestOnCitusTheRowsThatAreThereAreDistributed(t *testing.T) {
	t.Parallel()
	onlyOnCitus(t)
	url := testdb.Empty(t, testdb.Postgres)
	if err := Migrate(t.Context(), url, silent); err != nil {
		t.Fatal(err)
	}
	before := opened(t, url)
	keys := foreignKeysOf(t, catalog{before})
	var workspaces []uuid.UUID
	for i := range 5 {
		workspace := newWorkspaceOf(t, before, fmt.Sprintf("aaaaa%d", i))
		workspaces = append(workspaces, workspace)
		p := withRareColumns(linkTo(workspace, "hotel"))
		p.IdempotencyKey, p.InputHash = "key", []byte{1}
		p.Actor.Type, p.UpdatedEvent = &byCredential, uuid.Must(uuid.NewV7())
		if _, err := before.Push(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	for _, now := range []bool{true, false} {
		all, err := Distribute(t.Context(), url, silent)
		if err != nil || len(all) != len(ours()) {
			t.Fatalf("%d tables, %v", len(all), err)
		}
		for _, table := range all {
			if table.Now != now || table.Reference != slices.Contains(referenceTables, table.Name) {
				t.Errorf("%+v", table)
			}
		}
	}
	s := opened(t, url)
	if got := foreignKeysOf(t, catalog{s}); !slices.Equal(got, keys) || len(keys) < len(distributedTables) {
		t.Errorf("the foreign keys were\n%s\nand are\n%s", strings.Join(keys, "\n"), strings.Join(got, "\n"))
	}
	if has := citusHas(t, s); strings.Count(has, " distributed workspace_id") != len(distributedTables) || strings.Count(has, " reference ") != len(referenceTables) {
		t.Errorf("Citus has\n%s", has)
	}
	for _, workspace := range workspaces {
		if n := s.linksOf(t, workspace); n != 1 {
			t.Errorf("a workspace has %d links", n)
		}
		if deleted, err := s.DeleteCustomers(t.Context(), workspace, []string{"hotel"}, &Told{Now: time.Now()}); err != nil || deleted != 1 {
			t.Errorf("%d customers deleted, %v", deleted, err)
		}
	}
	for _, table := range []string{"spaces", "user_identities", "access_grants", "magic_links", "idempotency_keys"} {
		var left int
		if err := s.read.Raw("SELECT count(*) FROM " + table).Find(&left).Error; err != nil || left > 0 {
			t.Errorf("%d of %s are left behind their customer, %v", left, table, err)
		}
	}
}

// Migration 7 brings tables that refer to one another, to a reference table and to distributed
// ones: the hardest there is.
func TestOnCitusLaterMigrationsAreDistributed(t *testing.T) {
	t.Parallel()
	onlyOnCitus(t)
	const older = 6
	later := []string{"providers", "connected_accounts", "account_authorizations", "customization_profiles"}
	url := testdb.Empty(t, testdb.Postgres)
	if err := withProvider(t.Context(), url, silent, func(p *goose.Provider, s *Store) error {
		if _, err := p.UpTo(t.Context(), older); err != nil {
			return err
		}
		_, err := distribute(s.write, slices.DeleteFunc(ours(), func(name string) bool { return slices.Contains(later, name) }))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := Migrate(t.Context(), url, silent); err != nil {
		t.Fatal(err)
	}
	got, want := citusHas(t, opened(t, url)), citusHas(t, opened(t, testdb.New(t, testdb.Postgres, migrated)))
	if got != want {
		t.Errorf("Citus has\n%s\nand not\n%s", got, want)
	}
}
