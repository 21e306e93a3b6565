package cli_test

import (
	"strings"
	"testing"

	"github.com/portico-portal/portico/internal/testdb"
)

func TestWhatDistributingLacksIsTold(t *testing.T) {
	t.Parallel()
	for engine, want := range map[testdb.Engine]string{
		testdb.SQLite:   "portico: --distribute: the tables can't be distributed: DATABASE_URL names an SQLite file, and Citus is an extension of PostgreSQL\n",
		testdb.Postgres: "lacks the extension citus",
	} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			testdb.NotDistributed(t, engine, "there it has the extension")
			s := &shell{environment: map[string]string{"DATABASE_URL": testdb.Empty(t, engine), "PORTICO_SECRET": strings.Repeat("s", 32)}}
			if r := s.run(t, "migrate", "--distribute"); r.code != 1 || r.stdout != "" || !strings.Contains(r.stderr, want) || strings.Count(r.stderr, "\n") != 1 {
				t.Errorf("got %+v", r)
			}
		})
	}
	if r := newShell(t).run(t, "migrate", "--distribute", "--status"); r.code != 2 || !strings.Contains(r.stderr, "distribute") {
		t.Errorf("with --status: %+v", r)
	}
}

func TestOnCitusTheTablesAreListedAsTheyAreDistributed(t *testing.T) {
	t.Parallel()
	if !testdb.Distributed() {
		t.Skip("NOT TESTED: takes a Citus, see docs/distributed.md")
	}
	s := &shell{environment: map[string]string{"DATABASE_URL": testdb.Empty(t, testdb.Postgres), "PORTICO_SECRET": strings.Repeat("s", 32)}}
	for _, since := range []string{"now", "already"} {
		r := s.run(t, "migrate", "--distribute")
		lines := strings.Split(strings.TrimSpace(r.stdout), "\n")
		for i, line := range lines[1:] {
			lines[i+1] = strings.Join(strings.Fields(line), " ")
		}
		all := strings.Join(lines[1:], "\n") + "\n"
		if r.code != 0 || strings.Count(all, " "+since+"\n") != len(lines)-1 || !strings.Contains(all, "customers by workspace_id "+since+"\n") ||
			!strings.Contains(all, "workspaces whole on each node "+since+"\n") {
			t.Errorf("got %+v", r)
		}
	}
}
