package store

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/testdb"
	"github.com/portico-portal/portico/models"
)

// A workspace's writes that wait for a locked row leave connections to others,
// whatever they are and however many.
func TestAWorkspaceThatIsStuckLeavesConnectionsToOthers(t *testing.T) {
	t.Parallel()
	url := testdb.New(t, testdb.Postgres, migrated)
	s, beside := opened(t, url), opened(t, url)
	workspace, other := newWorkspaceOf(t, s, "aaaaaa"), newWorkspaceOf(t, s, "bbbbbb")
	if _, err := s.Push(t.Context(), linkTo(workspace, "locked")); err != nil {
		t.Fatal(err)
	}
	holder := beside.write.Begin()
	if err := holder.Exec("SELECT 1 FROM customers WHERE workspace_id = ? FOR UPDATE", workspace).Error; err != nil {
		t.Fatal(err)
	}
	const each = postgresConnections
	ctx, giveUp := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for i := range each {
		all.Go(func() { // not in a batch with others, as beside a large push
			_, _ = s.pushTogether(ctx, []*Push{linkTo(workspace, "locked")})
		})
		all.Go(func() { // of one customer, one in a batch
			p := linkTo(workspace, "locked")
			p.Spaces = []models.Space{{ID: uuid.Must(uuid.NewV7()), Kind: models.SpaceKindRoom, Key: fmt.Sprint(i), Name: "One", SortName: "one"}}
			_, _ = s.Push(ctx, p)
		})
		all.Go(func() { _, _ = s.Delete(ctx, workspace, &Deletion{CustomerKey: "locked"}, &Told{Now: time.Now()}) })
		all.Go(func() { _, _ = s.DeleteCustomers(ctx, workspace, []string{"locked"}, &Told{Now: time.Now()}) })
	}
	// As many as may have come to the database, and the others have had a try.
	awaitLockWaits(t, beside, share)
	for s.shares.waiting(workspace) < 3*each {
		time.Sleep(time.Millisecond)
	}
	for range 3 {
		soon, stop := context.WithTimeout(t.Context(), 20*time.Second)
		if _, err := s.Push(soon, linkTo(other, "hotel")); err != nil {
			t.Errorf("another workspace's push: %v", err)
		}
		stop()
	}
	giveUp()
	all.Wait()
	if err := holder.Rollback().Error; err != nil {
		t.Fatal(err)
	}
	if len(s.shares.lanes) > 0 {
		t.Errorf("shares of nobody are kept: %v", s.shares.lanes)
	}
	if _, err := s.Push(t.Context(), linkTo(workspace, "locked")); err != nil {
		t.Error(err)
	}
}

// waiting counts those who hold or wait for a part of the workspace's share.
func (s *shares) waiting(workspace uuid.UUID) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if l := s.lanes[string(workspace[:])]; l != nil {
		return l.users
	}
	return 0
}
