package apitest_test

import (
	"testing"
	"time"

	"github.com/portico-portal/portico/internal/testdb"
)

// A call with an idempotency key whose connection to the database breaks is tried again,
// since the key tells whether it was carried out. One without a key isn't: it may have been.
func TestOnlyAKeyedCallIsTriedAgainWhenItsConnectionBreaks(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		input obj
		links int
	}{
		"keyed":   {keyed("k"), 2},
		"unkeyed": {obj{"customerData": obj{"customerKey": "hotel"}}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, testdb.New(t, testdb.Postgres, migrate))
			s.newLink("hotel", nil)
			holder := s.sql()
			defer holder.Close()
			held, err := holder.BeginTx(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := held.ExecContext(t.Context(), "SELECT 1 FROM customers WHERE workspace_id = $1 FOR UPDATE", s.workspace); err != nil {
				t.Fatal(err)
			}
			if c.links == 1 {
				s.log.expectErrors()
			}
			answered := make(chan answer)
			go func() {
				a, err := s.try(createDocument, obj{"input": c.input})
				if err != nil {
					t.Error(err)
				}
				answered <- a
			}()
			const ended = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
			for count := 0; count == 0; time.Sleep(time.Millisecond) {
				if err := holder.QueryRowContext(t.Context(), ended).Scan(&count); err != nil {
					t.Fatal(err)
				}
			}
			if err := held.Rollback(); err != nil {
				t.Fatal(err)
			}
			a := <-answered
			if failed := len(a.Errors) > 0; failed != (c.links == 1) {
				t.Errorf("%s", a.Body)
			}
			same(t, "links", len(items(s.data(`{magicLinks{nodes{id}}}`, nil), "magicLinks.nodes")), c.links)
		})
	}
}
