package store

import (
	"context"
	"errors"
	"testing"

	"github.com/portico-portal/portico/internal/testdb"
)

// A request to cancel goes its own way, and may come late: it must not end the
// statement of somebody who has the connection next.
func TestAConnectionOfWhichAStatementWasCancelledIsNotUsedAgain(t *testing.T) {
	t.Parallel()
	url := testdb.New(t, testdb.Postgres, migrated)
	s, beside := opened(t, url), opened(t, url)
	pool, err := s.write.DB()
	if err != nil {
		t.Fatal(err)
	}
	pool.SetMaxOpenConns(1)
	connection := func() (pid int) {
		if err := s.write.Raw("SELECT pg_backend_pid()").Find(&pid).Error; err != nil {
			t.Fatal(err)
		}
		return pid
	}
	before := connection()
	holder := beside.write.Begin()
	defer holder.Rollback()
	if err := holder.Exec("LOCK TABLE workspaces").Error; err != nil {
		t.Fatal(err)
	}
	ctx, giveUp := context.WithCancel(t.Context())
	waiting := make(chan error)
	go func() { waiting <- s.write.WithContext(ctx).Exec("SELECT 1 FROM workspaces").Error }()
	awaitLockWaits(t, beside, 1)
	giveUp()
	if err := <-waiting; !errors.Is(err, context.Canceled) {
		t.Errorf("the one that waited: %v", err)
	}
	if after := connection(); after == before {
		t.Error("the connection is used again")
	}
}
