package store

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/portico-portal/portico/internal/testdb"
)

// A PostgreSQL that waits for a synchronous standby answers a request to cancel by ending the
// wait: what was written is there, and lost if the standby takes over. A trigger stands in for
// the standby here, since one would hold up all of the server's databases.
func TestAWriteThatWasGivenUpIsNotAcknowledgedAlthoughItWasCommitted(t *testing.T) {
	t.Parallel()
	s := opened(t, testdb.New(t, testdb.Postgres, migrated))
	workspace := newWorkspaceOf(t, s, "aaaaaa")
	for _, statement := range []string{
		`CREATE FUNCTION await() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(60); RETURN NULL; EXCEPTION WHEN query_canceled THEN RETURN NULL; END'`,
		"CREATE CONSTRAINT TRIGGER await AFTER INSERT ON magic_links DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION await()",
	} {
		if err := s.write.Exec(statement).Error; err != nil {
			t.Fatal(err)
		}
	}
	link := linkTo(workspace, "hotel")
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := s.Push(ctx, link); !errors.Is(err, ErrInDoubt) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("it was told %v", err)
	}
	if _, err := s.MagicLink(t.Context(), workspace, link.Link.ID); err != nil {
		t.Errorf("the link was not committed: %v", err)
	}
}

// The row's lock is what PostgreSQL waits to see on the standby.
func TestWhatAKeyStandsForIsReadByAWrite(t *testing.T) {
	t.Parallel()
	s := opened(t, testdb.New(t, testdb.Postgres, migrated))
	workspace := newWorkspaceOf(t, s, "aaaaaa")
	link := linkTo(workspace, "hotel")
	link.IdempotencyKey, link.InputHash = "key", []byte("hash")
	if _, err := s.Push(t.Context(), link); err != nil {
		t.Fatal(err)
	}
	if _, err := s.IdempotencyKey(t.Context(), workspace, "key"); err != nil {
		t.Fatal(err)
	}
	var locked bool
	if err := s.read.Raw("SELECT xmax <> 0 FROM idempotency_keys").Find(&locked).Error; err != nil || !locked {
		t.Errorf("the key was read without a lock, %v", err)
	}
}
