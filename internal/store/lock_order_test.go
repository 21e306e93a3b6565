package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/testdb"
)

// Statements that lock several rows lock them in one order: then none waits in a
// circle, which PostgreSQL takes a second to notice. Each is stopped at a row in
// the middle: it must have locked the rows before that one, and none behind it.
func TestRowsAreLockedInOneOrder(t *testing.T) {
	t.Parallel()
	const customers, links = "SELECT id FROM customers WHERE workspace_id = ? ORDER BY key", "SELECT id FROM magic_links WHERE workspace_id = ? ORDER BY token_hash"
	pushing := func(ctx context.Context, s *Store, workspace uuid.UUID, customers []string) error {
		var pushes []*Push
		for _, key := range customers {
			pushes = append(pushes, linkTo(workspace, key))
		}
		_, err := s.pushTogether(ctx, pushes)
		return err
	}
	for name, c := range map[string]struct {
		many     int
		inOrder  string
		customer func(i int) string
		run      func(ctx context.Context, s *Store, workspace uuid.UUID, customers []string) error
	}{
		"pushes":     {40, customers, func(i int) string { return strings.Repeat("Ab_", 1+i%3) + fmt.Sprint(i) }, pushing},
		"few pushes": {linksTogether, customers, func(i int) string { return "aB_cD-eF"[i : i+1] }, pushing},
		"deleting customers": {40, customers, func(i int) string { return fmt.Sprint(i) },
			func(ctx context.Context, s *Store, workspace uuid.UUID, customers []string) error {
				_, err := s.DeleteCustomers(ctx, workspace, customers, &Told{Now: time.Now()})
				return err
			}},
		"replacing links": {40, links, func(int) string { return "hotel" },
			func(ctx context.Context, s *Store, workspace uuid.UUID, customers []string) error {
				p := linkTo(workspace, customers[0])
				p.ReplaceExisting = true
				_, err := s.Push(ctx, p)
				return err
			}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := opened(t, testdb.New(t, testdb.Postgres, migrated))
			workspace, middle := newWorkspaceOf(t, s, "aaaaaa"), c.many/2
			var keys []string
			for i := range c.many {
				p := linkTo(workspace, c.customer(i))
				slices.Reverse(p.Link.TokenHash) // so that their order is none of time
				if _, err := s.Push(t.Context(), p); err != nil {
					t.Fatal(err)
				}
				keys = append(keys, p.CustomerKey)
			}
			rand.Shuffle(c.many, func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
			if err := s.write.Exec("ANALYZE").Error; err != nil {
				t.Fatal(err)
			}
			var all, free []uuid.UUID
			if err := s.read.Raw(c.inOrder, workspace).Find(&all).Error; err != nil {
				t.Fatal(err)
			}
			holder := s.write.Begin()
			if err := holder.Exec(strings.Replace(c.inOrder, "ORDER", "AND id = ? ORDER", 1)+" FOR UPDATE", workspace, all[middle]).Error; err != nil {
				t.Fatal(err)
			}
			done := make(chan error)
			go func() { done <- c.run(t.Context(), s, workspace, keys) }()
			awaitLockWaits(t, s, 1)
			if err := s.read.Raw(c.inOrder+" FOR UPDATE SKIP LOCKED", workspace).Find(&free).Error; err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(free, all[middle+1:]) {
				t.Errorf("%d rows are free, not the %d behind the middle", len(free), c.many-middle-1)
			}
			if err := holder.Rollback().Error; err != nil {
				t.Fatal(err)
			}
			if err := <-done; err != nil {
				t.Error(err)
			}
		})
	}
}

// awaitLockWaits waits until so many statements wait for a lock.
func awaitLockWaits(t *testing.T, s *Store, count int) {
	t.Helper()
	for waiting := 0; waiting < count; time.Sleep(time.Millisecond) {
		if err := s.read.Raw("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").Find(&waiting).Error; err != nil {
			t.Fatal(err)
		}
	}
}
