package store

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/testdb"
	"github.com/portico-portal/portico/models"
)

func TestTheEventOfALinkOutlivesItsDeletedCustomer(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrated, func(t *testing.T, url string) {
		s := opened(t, url)
		workspace := newWorkspaceOf(t, s, "aaaaaa")
		mixed := mixedEvents(t, s, workspace)
		p, operator := createdLink(workspace, "gone"), "Ann of support"
		p.Link.OpenedFor = &operator
		customer, err := s.Push(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		want := createdEvent(p, customer.ID)
		for _, keys := range [][]string{{"gone", "hotel 0"}, {"hotel 1", "hotel 2"}} {
			if n, err := s.DeleteCustomers(t.Context(), workspace, keys, &Told{Now: time.Now()}); err != nil || n != len(keys) {
				t.Fatalf("%d customers deleted, %v", n, err)
			}
			for i := range mixed {
				e, err := s.Event(t.Context(), workspace, mixed[i].ID)
				if err != nil {
					t.Fatal(err)
				}
				sameEvent(t, "one of many", e, mixed[i])
			}
		}
		e, err := s.Event(t.Context(), workspace, want.ID)
		if err != nil {
			t.Fatal(err)
		}
		sameEvent(t, "the event", e, want)
		if n, err := s.CountEvents(t.Context(), workspace, EventFilter{}); err != nil || n != len(mixed)+1+4 || n != s.storedEvents(t) {
			t.Errorf("%d events, and %d are stored, %v", n, s.storedEvents(t), err)
		}
	})
}

func TestAPrunedLinkLeavesItsEventForAsLongAsEventsAreKept(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrated, func(t *testing.T, url string) {
		s, now := opened(t, url), time.Now().UTC().Truncate(time.Microsecond)
		workspace, endpoint := newWorkspaceOf(t, s, "aaaaaa"), uuid.Must(uuid.NewV7())
		if err := s.CreateWebhookEndpoint(t.Context(), &models.WebhookEndpoint{
			WorkspaceID: workspace, ID: endpoint, URL: "https://example.com", EventTypes: models.EventTypes{models.EventWebhookTest}, SealedSecret: []byte{1}, CreatedAt: now, UpdatedAt: now,
		}); err != nil {
			t.Fatal(err)
		}
		made := func(age time.Duration, key string) uuid.UUID {
			p := createdLink(workspace, "hotel")
			p.Link.ID = idAt(now.Add(-age))
			p.Link.CreatedAt, p.Link.ExpiresAt = now.Add(-age), now.Add(time.Hour-age)
			if key != "" {
				p.IdempotencyKey, p.InputHash = key, []byte{1}
			}
			if _, err := s.Push(t.Context(), p); err != nil {
				t.Fatal(err)
			}
			return createdEventID(p.Link.ID)
		}
		old, waiting, young, needed, legacy := made(72*time.Hour, ""), made(72*time.Hour, ""), made(36*time.Hour, ""), made(72*time.Hour, "key"), linkTo(workspace, "hotel")
		legacy.Link.ExpiresAt = now.Add(-48 * time.Hour)
		if _, err := s.Push(t.Context(), legacy); err != nil {
			t.Fatal(err)
		}
		if _, err := s.DeliverTo(t.Context(), workspace, endpoint, &models.Event{ID: waiting}, now); err != nil {
			t.Fatal(err)
		}
		there := func(ids ...uuid.UUID) (all []bool) {
			for _, id := range ids {
				_, err := s.Event(t.Context(), workspace, id)
				all = append(all, err == nil)
			}
			return all
		}
		k := Kept{MagicLinks: now.Add(-24 * time.Hour), Events: now.Add(-48 * time.Hour)}
		if deleted := pruned(t, s, k); deleted["magic_links"] != 4 || deleted["events"] != 0 {
			t.Errorf("deleted %v", deleted)
		}
		// The link that is needed goes on telling of its event, however old that is.
		if got := there(old, waiting, young, needed); !slices.Equal(got, []bool{false, true, true, true}) || s.storedEvents(t) != 2 {
			t.Errorf("there are %v, of which %d are stored", got, s.storedEvents(t))
		}
		due, err := s.LeaseDeliveries(t.Context(), Lease{Now: now, Until: now.Add(time.Hour), Endpoints: 5})
		if err != nil || len(due) != 1 || due[0].Event.ID != waiting {
			t.Errorf("%d deliveries are due, %v", len(due), err)
		}
		for _, id := range []uuid.UUID{young, needed} { // stored by now, and told of by its link
			if _, err := s.DeliverTo(t.Context(), workspace, endpoint, &models.Event{ID: id}, now); err != nil {
				t.Error(err)
			}
		}
		k.Events, k.IdempotencyKeys = time.Time{}, now.Add(time.Hour)
		if deleted := pruned(t, s, k); deleted["magic_links"] != 1 || s.storedEvents(t) != 3 {
			t.Errorf("deleted %v, and %d events are stored where all are kept", deleted, s.storedEvents(t))
		}
	})
}

// Whoever redeems a link has its row and then lets endpoints hear of it: an event that is sent
// anew must not have the endpoint's row while it waits for the link's.
func TestAnEventThatIsSentAnewLocksItsLinkBeforeTheEndpoint(t *testing.T) {
	t.Parallel()
	s, now := opened(t, testdb.New(t, testdb.Postgres, migrated)), time.Now().UTC()
	workspace, endpoint := newWorkspaceOf(t, s, "aaaaaa"), uuid.Must(uuid.NewV7())
	p := createdLink(workspace, "hotel")
	if _, err := s.Push(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if err := s.CreateWebhookEndpoint(t.Context(), &models.WebhookEndpoint{WorkspaceID: workspace, ID: endpoint, URL: "https://example.com", SealedSecret: []byte{1}, CreatedAt: now, UpdatedAt: now}); err != nil {
		t.Fatal(err)
	}
	holder := s.write.Begin()
	if err := holder.Exec("SELECT 1 FROM magic_links WHERE workspace_id = ? FOR UPDATE", workspace).Error; err != nil {
		t.Fatal(err)
	}
	sent := make(chan error)
	go func() {
		_, err := s.DeliverTo(t.Context(), workspace, endpoint, &models.Event{ID: createdEventID(p.Link.ID)}, now)
		sent <- err
	}()
	awaitLockWaits(t, s, 1)
	var free []uuid.UUID
	if err := s.read.Raw("SELECT id FROM webhook_endpoints WHERE workspace_id = ? FOR UPDATE SKIP LOCKED", workspace).Find(&free).Error; err != nil || len(free) != 1 {
		t.Errorf("%d endpoints are free, %v", len(free), err)
	}
	if err := holder.Rollback().Error; err != nil {
		t.Fatal(err)
	}
	if err := <-sent; err != nil {
		t.Error(err)
	}
}

// Both store the events of the links that go, each of which there must be once.
func TestACustomerIsDeletedWhileItsLinksArePruned(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrated, func(t *testing.T, url string) {
		s, now := opened(t, url), time.Now().UTC().Truncate(time.Microsecond)
		workspace := newWorkspaceOf(t, s, "aaaaaa")
		const batches = 3 * pruneBatch / mostTogether
		for range batches {
			pushes := make([]*Push, mostTogether)
			for i := range pushes {
				pushes[i] = createdLink(workspace, "hotel")
				pushes[i].Link.CreatedAt, pushes[i].Link.ExpiresAt = now.Add(-2*time.Hour), now.Add(-time.Hour)
			}
			if _, err := s.pushTogether(t.Context(), pushes); err != nil {
				t.Fatal(err)
			}
		}
		var both sync.WaitGroup
		both.Go(func() {
			if _, err := s.Prune(t.Context(), Kept{MagicLinks: now}); err != nil {
				t.Errorf("pruning: %v", err)
			}
		})
		both.Go(func() {
			if n, err := s.DeleteCustomers(t.Context(), workspace, []string{"hotel"}, &Told{Now: now}); err != nil || n != 1 {
				t.Errorf("deleting: %d, %v", n, err)
			}
		})
		both.Wait()
		if n := s.storedEvents(t); n != batches*mostTogether+1 {
			t.Errorf("%d events are stored of %d links and a deletion", n, batches*mostTogether)
		}
	})
}

func TestADeliveryWhoseEventIsGoneIsDropped(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrated, func(t *testing.T, url string) {
		s, now := opened(t, url), time.Now().UTC().Truncate(time.Microsecond)
		workspace, endpoint := newWorkspaceOf(t, s, "aaaaaa"), uuid.Must(uuid.NewV7())
		if err := s.CreateWebhookEndpoint(t.Context(), &models.WebhookEndpoint{
			WorkspaceID: workspace, ID: endpoint, URL: "https://example.com", SealedSecret: []byte{1}, CreatedAt: now, UpdatedAt: now,
		}); err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"gone", "here"} {
			if _, err := s.Push(t.Context(), createdLink(workspace, key)); err != nil {
				t.Fatal(err)
			}
		}
		// As an earlier release deletes a customer.
		if err := s.write.Exec("DELETE FROM customers WHERE workspace_id = ? AND key = 'gone'", workspace).Error; err != nil {
			t.Fatal(err)
		}
		due, err := s.LeaseDeliveries(t.Context(), Lease{Now: now.Add(time.Minute), Until: now.Add(time.Hour), Endpoints: 5})
		if err != nil || len(due) != 1 || *due[0].CustomerKey != "here" {
			t.Errorf("%d deliveries are due, %v", len(due), err)
		}
		var left int
		if err := s.read.Raw("SELECT count(*) FROM webhook_deliveries WHERE workspace_id = ?", workspace).Find(&left).Error; err != nil || left != 1 {
			t.Errorf("%d deliveries are left, %v", left, err)
		}
	})
}
