package store

import (
	"sync"
	"testing"

	"github.com/portico-portal/portico/internal/testdb"
)

// A database that was started again, or whose connections something on the way has cut,
// costs no read an error.
func TestReadsOutliveTheirConnections(t *testing.T) {
	t.Parallel()
	url := testdb.New(t, testdb.Postgres, migrated)
	s, beside := opened(t, url), opened(t, url)
	workspace := newWorkspaceOf(t, s, "aaaaaa")
	link := linkTo(workspace, "hotel")
	if _, err := s.Push(t.Context(), link); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range postgresConnections { // each has its own connection
		all.Go(func() {
			if err := s.read.Exec("SELECT pg_sleep(0.1)").Error; err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	ended := 0
	if err := beside.read.Raw(`SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()`).Find(&ended).Error; err != nil {
		t.Fatal(err)
	}
	if ended < postgresConnections {
		t.Fatalf("%d connections were ended, of %d", ended, postgresConnections)
	}
	for what, read := range map[string]func() error{
		"a row":     func() error { _, err := s.MagicLink(t.Context(), workspace, link.Link.ID); return err },
		"a list":    func() error { _, err := s.Workspaces(t.Context()); return err },
		"readiness": func() error { return s.Ready(t.Context()) },
	} {
		for range postgresConnections / 3 {
			all.Go(func() {
				if err := read(); err != nil {
					t.Errorf("%s: %v", what, err)
				}
			})
		}
	}
	all.Wait()
}
