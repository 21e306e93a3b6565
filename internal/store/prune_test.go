package store

import (
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/internal/testdb"
	"github.com/portico-portal/portico/models"
)

// idAt is an id that was made at a time.
func idAt(at time.Time) uuid.UUID {
	id := uuid.Must(uuid.NewV7())
	var begin [8]byte
	binary.BigEndian.PutUint64(begin[:], uint64(at.UnixMilli())<<16)
	copy(id[:6], begin[:6])
	return id
}

// past has been there since a time, and over an hour later: one row of everything that is
// pruned at some time, and two deliveries and events, of which one delivery waits.
type past struct {
	workspace, link, endpoint, waiting, done uuid.UUID
}

// newPast makes one in the workspace with the code.
func newPast(t *testing.T, s *Store, workspace uuid.UUID, code string, at time.Time) past {
	t.Helper()
	ctx, told, end := t.Context(), &Told{Now: at}, at.Add(time.Hour)
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	p := past{workspace: workspace, endpoint: idAt(at), waiting: idAt(at), done: idAt(at)}
	push := linkTo(workspace, "past "+p.done.String())
	p.link = push.Link.ID
	hash := [32]byte(append(slices.Clone(push.Link.TokenHash), make([]byte, 16)...))
	push.Now, push.Link.TokenHash, push.Link.CreatedAt, push.Link.ExpiresAt = at, hash[:], at, end
	push.IdempotencyKey, push.InputHash = p.done.String(), []byte{1}
	must(s.Push(ctx, push))
	session := models.PortalSession{ID: idAt(at), TokenHash: p.done[:], CreatedAt: at, ExpiresAt: end}
	must(s.Redeem(ctx, &Redemption{RedeemedEvent: idAt(at), StartedEvent: idAt(at), Code: code, LinkHash: hash, Secrets: []string{"s"}, Now: at, Session: session}))

	lock := models.Device{ID: uuid.Must(uuid.NewV7()), Key: "lock", Name: "Lock", Type: models.DeviceTypeLock, Capabilities: models.DeviceCapabilities{models.CapabilityLock}}
	must(s.PushDevices(ctx, &DevicePush{WorkspaceID: workspace, CustomerID: push.CustomerID, CustomerKey: push.CustomerKey, Told: told, Devices: []models.Device{lock}}))
	for range 2 { // the second settles the first
		must(nil, s.RequestAction(ctx, Scope{WorkspaceID: workspace}, &models.DeviceAction{
			WorkspaceID: workspace, ID: idAt(at), DeviceID: lock.ID, Capability: models.CapabilityLock, CreatedAt: at, ExpiresAt: at,
		}, told))
	}

	provider := models.Provider{WorkspaceID: workspace, ID: idAt(at), Key: p.done.String(), Name: "There", ClientID: "c", CreatedAt: at, UpdatedAt: at}
	must(nil, s.CreateProvider(ctx, &provider))
	must(nil, s.CreateAuthorization(ctx, &models.AccountAuthorization{
		WorkspaceID: workspace, ID: idAt(at), CustomerID: push.CustomerID, ProviderID: provider.ID, SessionID: session.ID, Status: models.AuthorizationPending,
		StartHash: p.done[:], CreatedAt: at, ExpiresAt: end,
	}, []string{"s"}))

	credential := &models.Credential{ID: idAt(at), Kind: models.CredentialAPIKey, ShortToken: p.done.String(), SecretHash: []byte{1}, CreatedAt: at}
	must(nil, s.CreateCredential(ctx, credential, []uuid.UUID{workspace}))
	must(nil, s.RevokeCredential(ctx, credential.Kind, credential.ID, told))

	must(nil, s.CreateWebhookEndpoint(ctx, &models.WebhookEndpoint{WorkspaceID: workspace, ID: p.endpoint, URL: "https://example.com", EventTypes: models.EventTypes{models.EventWebhookTest}, SealedSecret: []byte{1}, CreatedAt: at, UpdatedAt: at}))
	for _, id := range []uuid.UUID{p.done, p.waiting} {
		must(s.DeliverTo(ctx, workspace, p.endpoint, &models.Event{ID: id, Type: models.EventWebhookTest, SubjectID: p.endpoint, Count: 1, CreatedAt: at}, at))
		if id == p.done {
			leased, err := s.LeaseDeliveries(ctx, Lease{Now: at, Until: at, Endpoints: 5})
			must(nil, err)
			own := slices.IndexFunc(leased, func(d *DueDelivery) bool { return d.EventID == id })
			status := 200
			must(nil, s.SettleDeliveries(ctx, []*DeliveryOutcome{{Of: &leased[own].WebhookDelivery, Status: models.WebhookDeliveryDelivered, At: at, ResponseStatus: &status, Answered: true}}))
		}
	}
	return p
}

// keepingCalls are those of storeCalls that are about what is pruned and exported.
func keepingCalls(t *testing.T, s *Store, workspace, customer uuid.UUID, must func(any, error)) map[string]func() {
	t.Helper()
	ctx, now, ids := t.Context(), time.Now().UTC(), []uuid.UUID{customer}
	page := func(position ...any) Page { return Page{Limit: 5, After: position} }
	return map[string]func(){
		"AllPortalSessions": func() { must(s.AllPortalSessions(ctx, workspace, customer, page(customer.String()))) },
		"Authorizations":    func() { must(s.Authorizations(ctx, workspace, customer, page(now, customer.String()))) },
		"DeliveriesOf":      func() { must(s.DeliveriesOf(ctx, workspace, ids)) },
		"IdempotencyKeysOf": func() { must(s.IdempotencyKeysOf(ctx, workspace, ids)) },
		"Prune": func() {
			newPast(t, s, workspace, "aaaaaa", now.Truncate(time.Microsecond).Add(-24*time.Hour))
			must(s.Prune(ctx, all(now.Add(-time.Hour))))
		},
	}
}

// counted are the tables that are pruned.
var counted = []string{"magic_links", "portal_sessions", "idempotency_keys", "account_authorizations", "device_actions", "events", "webhook_deliveries", "credentials"}

// counts tells how many rows each of them has.
func countsOf(t *testing.T, s *Store) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for _, table := range counted {
		var n int
		if err := s.read.Raw("SELECT count(*) FROM " + table).Find(&n).Error; err != nil {
			t.Fatal(err)
		}
		counts[table] = n
	}
	return counts
}

// all is the same time for everything.
func all(since time.Time) Kept {
	return Kept{
		MagicLinks: since, PortalSessions: since, IdempotencyKeys: since, DeviceActions: since, Events: since, WebhookDeliveries: since,
		AccountAuthorizations: since, Credentials: since,
	}
}

func pruned(t *testing.T, s *Store, k Kept) map[string]int {
	t.Helper()
	deleted, err := s.Prune(t.Context(), k)
	if err != nil {
		t.Fatal(err)
	}
	return deleted
}

func TestOnlyWhatWasOverBeforeIsPruned(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrated, func(t *testing.T, url string) {
		s, at := opened(t, url), time.Now().UTC().Truncate(time.Microsecond).Add(-48*time.Hour)
		newPast(t, s, newWorkspaceOf(t, s, "aaaaaa"), "aaaaaa", at)
		p := newPast(t, s, newWorkspaceOf(t, s, "bbbbbb"), "bbbbbb", at.Add(24*time.Hour))
		before := countsOf(t, s)
		if deleted := pruned(t, s, all(at)); len(deleted) > 0 {
			t.Errorf("what was over at the very time is gone: %v", deleted)
		}
		if deleted := pruned(t, s, Kept{}); len(deleted) > 0 {
			t.Errorf("what is kept for ever is gone: %v", deleted)
		}
		// One delivery waits, with its event; one action is pending; the other events of each
		// past have ids of today.
		want := map[string]int{
			"magic_links": 1, "portal_sessions": 1, "idempotency_keys": 1, "account_authorizations": 1, "device_actions": 1, "events": 3,
			"webhook_deliveries": 1, "credentials": 1,
		}
		if deleted := pruned(t, s, all(at.Add(2*time.Hour))); !maps.Equal(deleted, want) {
			t.Errorf("deleted %v, not %v", deleted, want)
		}
		for table, left := range countsOf(t, s) {
			if left != before[table]-want[table] {
				t.Errorf("%s: %d rows are left of %d", table, left, before[table])
			}
		}
		if _, err := s.MagicLink(t.Context(), p.workspace, p.link); err != nil {
			t.Errorf("the other workspace's link: %v", err)
		}
	})
}

func TestALinkStaysForItsSessionAndItsIdempotencyKey(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrated, func(t *testing.T, url string) {
		s, at := opened(t, url), time.Now().UTC().Truncate(time.Microsecond).Add(-48*time.Hour)
		newPast(t, s, newWorkspaceOf(t, s, "aaaaaa"), "aaaaaa", at)
		now := time.Now().UTC()
		for _, k := range []Kept{{MagicLinks: now}, {MagicLinks: now, PortalSessions: now}} {
			if deleted := pruned(t, s, k); deleted["magic_links"] != 0 {
				t.Errorf("a link that is needed is gone: %v", deleted)
			}
		}
		if deleted := pruned(t, s, Kept{MagicLinks: now, IdempotencyKeys: now}); deleted["idempotency_keys"] != 1 || deleted["magic_links"] != 1 {
			t.Errorf("deleted %v", deleted)
		}
	})
}

func TestADeliveryThatWaitsAndItsEventAreNeverPruned(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrated, func(t *testing.T, url string) {
		s, at := opened(t, url), time.Now().UTC().Truncate(time.Microsecond).Add(-48*time.Hour)
		p := newPast(t, s, newWorkspaceOf(t, s, "aaaaaa"), "aaaaaa", at)
		// Two that race for an old event: it is sent anew, or it isn't there any more.
		var asked error
		var both sync.WaitGroup
		both.Go(func() {
			_, asked = s.DeliverTo(t.Context(), p.workspace, p.endpoint, &models.Event{ID: p.done}, time.Now().UTC())
		})
		both.Go(func() { pruned(t, s, all(time.Now().UTC())) })
		both.Wait()
		leased, err := s.LeaseDeliveries(t.Context(), Lease{Now: time.Now().UTC(), Until: time.Now().UTC().Add(time.Hour), Endpoints: 5})
		if err != nil {
			t.Fatal(err)
		}
		want := []uuid.UUID{p.waiting}
		if asked == nil {
			want = append(want, p.done)
		}
		var got []uuid.UUID
		for _, d := range leased {
			got = append(got, d.EventID)
		}
		slices.SortFunc(got, func(a, b uuid.UUID) int { return strings.Compare(a.String(), b.String()) })
		slices.SortFunc(want, func(a, b uuid.UUID) int { return strings.Compare(a.String(), b.String()) })
		if !slices.Equal(got, want) {
			t.Errorf("%v wait, not %v; asked for one anew: %v", got, want, asked)
		}
	})
}

// backlog is how many rows TestABacklogIsPrunedInSmallBatchesWhileCallsGoOn prunes.
const backlog = 20000

func TestABacklogIsPrunedInSmallBatchesWhileCallsGoOn(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrated, func(t *testing.T, url string) {
		s, now := opened(t, url), time.Now().UTC().Truncate(time.Microsecond)
		workspace := newWorkspaceOf(t, s, "aaaaaa")
		for made := 0; made < backlog; made += 1000 {
			events := make([]models.Event, 1000)
			for i := range events {
				at := now.Add(-time.Duration(2*backlog-made-i) * time.Second)
				events[i] = models.Event{ID: idAt(at), Type: models.EventMagicLinkRefused, SubjectID: workspace, Count: 1, CreatedAt: at}
			}
			if err := tell(s.write, s.dialect, workspace, events...); err != nil {
				t.Fatal(err)
			}
		}
		other := opened(t, url) // another server, at the same time
		batches := []func() []int64{deletions(t, s), deletions(t, other)}
		var over atomic.Bool
		var calls int
		var slowest time.Duration
		var pruning, calling sync.WaitGroup
		calling.Go(func() {
			for ; calls == 0 || !over.Load(); calls++ {
				began := time.Now()
				if _, err := s.Push(t.Context(), linkTo(workspace, fmt.Sprint("hotel ", calls))); err != nil {
					t.Error(err)
				}
				slowest = max(slowest, time.Since(began))
			}
		})
		for _, one := range []*Store{s, other} {
			pruning.Go(func() { pruned(t, one, all(now.Add(-time.Second))) })
		}
		pruning.Wait()
		over.Store(true)
		calling.Wait()
		if left := countsOf(t, s)["events"]; left != 0 {
			t.Errorf("%d of %d events are left", left, backlog)
		}
		for _, one := range batches {
			if rows := one(); len(rows) > 0 && slices.Max(rows) > pruneBatch {
				t.Errorf("a transaction deleted %d rows", slices.Max(rows))
			}
		}
		t.Logf("%d calls went on, the slowest took %s", calls, slowest)
		if calls < 10 || slowest > 2*time.Second {
			t.Errorf("only %d calls went on, the slowest took %s", calls, slowest)
		}
	})
}

// deletions gives what counts the rows of each statement that has deleted events.
func deletions(t *testing.T, s *Store) func() []int64 {
	t.Helper()
	var mu sync.Mutex
	var rows []int64
	if err := s.write.Callback().Raw().After("*").Register("test:deletions", func(db *gorm.DB) {
		if strings.HasPrefix(db.Statement.SQL.String(), "DELETE FROM events") {
			mu.Lock()
			defer mu.Unlock()
			rows = append(rows, db.RowsAffected)
		}
	}); err != nil {
		t.Fatal(err)
	}
	return func() []int64 {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(rows)
	}
}
