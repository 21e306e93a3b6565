package store

import (
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/testdb"
	"github.com/portico-portal/portico/models"
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

// A newer release migrates the database while this one still serves.
func TestStatementsOutliveANewColumn(t *testing.T) {
	t.Parallel()
	s := opened(t, testdb.New(t, testdb.Postgres, migrated))
	workspace := newWorkspaceOf(t, s, "aaaaaa")
	const pushes = 3 * postgresConnections
	serve := func() {
		var all sync.WaitGroup
		for i := range pushes { // several connections have prepared what they send
			all.Go(func() {
				p := linkTo(workspace, strconv.Itoa(i))
				p.Link.TokenHash = slices.Concat(p.Link.TokenHash, p.Link.TokenHash)
				p.ReplaceExisting = i%3 == 0
				if _, err := s.Push(t.Context(), p); err != nil {
					t.Errorf("push: %v", err)
				}
				id := uuid.Must(uuid.NewV7())
				if redeemed, err := s.Redeem(t.Context(), &Redemption{
					Code: "aaaaaa", LinkHash: [32]byte(p.Link.TokenHash), Secrets: []string{p.Link.SecretID}, Now: p.Now,
					RedeemedEvent: id, StartedEvent: uuid.Must(uuid.NewV7()),
					Session: models.PortalSession{ID: id, TokenHash: id[:], CreatedAt: p.Now, ExpiresAt: p.Link.ExpiresAt},
				}); err != nil || redeemed.ID != p.Link.ID {
					t.Errorf("redeem: %v, %v", redeemed.ID, err)
				}
				if _, err := s.MagicLink(t.Context(), workspace, p.Link.ID); err != nil {
					t.Errorf("read: %v", err)
				}
			})
		}
		all.Wait()
	}
	serve()
	for _, table := range []string{"customers", "magic_links", "portal_sessions", "workspaces"} {
		if err := s.write.Exec("ALTER TABLE " + table + " ADD COLUMN extra text").Error; err != nil {
			t.Fatal(err)
		}
	}
	serve()
}

// What begins with WITH may change rows: such a statement is sent once.
func TestOfWhatBeginsWithWITHOnlyReadsAreReadAgain(t *testing.T) {
	t.Parallel()
	s := opened(t, testdb.New(t, testdb.Postgres, migrated))
	if err := s.write.Exec("CREATE TABLE tries (n serial)").Error; err != nil {
		t.Fatal(err)
	}
	// A sequence counts the tries, since it doesn't go back with a transaction that is lost.
	const breaks = "SELECT nextval('tries_n_seq') AS n, CASE WHEN nextval('tries_n_seq') < 6 THEN pg_terminate_backend(pg_backend_pid())::text || pg_sleep(60)::text END"
	for statement, tries := range map[string]int64{
		"WITH broken AS (" + breaks + ") SELECT n FROM broken":                                                             3,
		"WITH broken AS (" + breaks + "), made AS (INSERT INTO tries SELECT n FROM broken RETURNING n) SELECT n FROM made": 1,
	} {
		if err := s.write.Exec("ALTER SEQUENCE tries_n_seq RESTART").Error; err != nil {
			t.Fatal(err)
		}
		var n, last int64
		err := s.read.Raw(statement).Find(&n).Error
		if (err == nil) != (tries > 1) {
			t.Errorf("%s: %v", statement, err)
		}
		if err := s.read.Raw("SELECT last_value FROM tries_n_seq").Find(&last).Error; err != nil || last != 2*tries {
			t.Errorf("%s was sent %d times, %v", statement, last/2, err)
		}
	}
}
