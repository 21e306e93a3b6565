package store

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

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

// What changes nothing is a write all the same, which PostgreSQL waits to see on the standby:
// the call that did it may have been given up before the standby had it. A lock on the row is
// enough, and leaves its mark.
func TestWhatIsDoneAlreadyIsToldByAWrite(t *testing.T) {
	t.Parallel()
	s := opened(t, testdb.New(t, testdb.Postgres, migrated))
	workspace := newWorkspaceOf(t, s, "aaaaaa")
	link, told := linkTo(workspace, "hotel"), &Told{Now: time.Now()}
	link.IdempotencyKey, link.InputHash = "key", []byte("hash")
	if _, err := s.Push(t.Context(), link); err != nil {
		t.Fatal(err)
	}
	credential := uuid.New()
	if err := s.write.Exec("INSERT INTO credentials (id, kind, name, prefix, short_token, secret_hash, created_at, revoked_at) VALUES (?, 'API_KEY', '', '', '', '', now(), now())",
		credential).Error; err != nil {
		t.Fatal(err)
	}
	ctx, none := t.Context(), uuid.New()
	for name, c := range map[string]struct {
		table string
		call  func() error
	}{
		"what a key stands for":     {"idempotency_keys", func() error { _, err := s.IdempotencyKey(ctx, workspace, "key"); return err }},
		"customers that are gone":   {"workspaces", func() error { _, err := s.DeleteCustomers(ctx, workspace, []string{"gone"}, told); return err }},
		"data that is gone":         {"workspaces", func() error { _, err := s.Delete(ctx, workspace, &Deletion{CustomerKey: "gone"}, told); return err }},
		"devices that are gone":     {"workspaces", func() error { _, err := s.DeleteDevices(ctx, workspace, "gone", []string{"lock"}, told); return err }},
		"a session that ended":      {"workspaces", func() error { _, err := s.EndSession(ctx, workspace, none, told); return err }},
		"a customer's, all ended":   {"workspaces", func() error { _, err := s.EndCustomersSessions(ctx, workspace, none, GoingOn{}, told); return err }},
		"an endpoint that is gone":  {"workspaces", func() error { _, err := s.DeleteWebhookEndpoint(ctx, workspace, none); return err }},
		"a profile that is gone":    {"workspaces", func() error { _, err := s.DeleteCustomizationProfile(ctx, workspace, none); return err }},
		"a provider that is gone":   {"workspaces", func() error { _, err := s.DeleteProvider(ctx, workspace, none, told); return err }},
		"a credential long revoked": {"credentials", func() error { return s.RevokeCredential(ctx, "API_KEY", credential, told) }},
	} {
		var before, after string
		mark := "SELECT string_agg(xmax::text, ' ') FROM " + c.table
		if err := errors.Join(s.read.Raw(mark).Find(&before).Error, c.call(), s.read.Raw(mark).Find(&after).Error); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if before == after {
			t.Errorf("%s: told without a write", name)
		}
	}
}
