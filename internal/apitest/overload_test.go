package apitest_test

import (
	"sync"
	"testing"
	"time"

	"github.com/portico-portal/portico/internal/testdb"
)

// Past what the server can answer soon, a request is told so soon; what was let
// in is answered in the end. Other workspaces notice nothing.
func TestPastItsCapacityTheServerSaysSoAndFinishesWhatItBegan(t *testing.T) {
	t.Parallel()
	// Beside two thousand requests a new connection to PostgreSQL may take more than the usual
	// 5 seconds on a slow machine.
	s := start(t, testdb.New(t, testdb.Postgres, migrate)+"&connect_timeout=30")
	s.newLink("hotel", nil)
	other := s.second()
	holder := s.sql()
	defer holder.Close()
	held, err := holder.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := held.ExecContext(t.Context(), "SELECT 1 FROM customers WHERE workspace_id = $1 FOR UPDATE", s.workspace); err != nil {
		t.Fatal(err)
	}
	const work, more = 768, 1280 // a workspace has three quarters of the turns, and as many wait as there are turns
	answers := make(chan answer, work+more)
	var all sync.WaitGroup
	send := func() {
		all.Go(func() {
			a, err := s.try(portalDocument, obj{"input": obj{"customerData": obj{"customerKey": "hotel"}}})
			if err != nil {
				t.Error(err)
			}
			answers <- a
		})
	}
	for range work + more {
		send()
	}
	for range more {
		a := <-answers // the others can't be answered as long as the row is held
		if a.Status != 503 || a.Header.Get("Retry-After") != "1" || len(a.Errors) != 1 || a.Errors[0].Extensions.Code != "RATE_LIMITED" {
			t.Errorf("one too many: %d %v %s", a.Status, a.Header, a.Body)
		}
	}
	other.data(whoami, nil)
	if err := held.Rollback(); err != nil {
		t.Fatal(err)
	}
	all.Wait()
	for range work {
		if a := <-answers; a.Status != 200 || len(a.Errors) > 0 {
			t.Errorf("one that was let in: %d %s", a.Status, a.Body)
		}
	}
	begin := time.Now()
	s.data(whoami, nil)
	t.Logf("afterwards a call takes %v", time.Since(begin))
	same(t, "the links", num(s.data(`{magicLinks{totalCount}}`, nil), "magicLinks.totalCount"), work+1)
}
