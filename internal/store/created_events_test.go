package store

import (
	"bytes"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/internal/testdb"
	"github.com/portico-portal/portico/models"
)

func TestTheEventOfALinkHasTheSameIDInGoAndInSQL(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrated, func(t *testing.T, url string) {
		s, id := opened(t, url), uuid.Must(uuid.NewV7())
		for digit := range byte(16) {
			id[15] = id[15]&0xf0 | digit
			event := createdEventID(id)
			if event == id || createdEventID(event) != id || event.Version() != 7 || !bytes.Equal(event[:15], id[:15]) {
				t.Errorf("%s has the event %s", id, event)
			}
			var made []uuid.UUID
			if err := s.read.Raw("SELECT "+s.dialect.createdEventID("l.id")+" FROM (SELECT CAST(? AS "+s.dialect.idType()+") AS id) AS l", id).Find(&made).Error; err != nil || !slices.Equal(made, []uuid.UUID{event}) {
				t.Errorf("%s has the event %s, and in SQL %s, %v", id, event, made, err)
			}
		}
	})
}

// createdLink makes a push of a link that tells of its event.
func createdLink(workspace uuid.UUID, customerKey string) *Push {
	p, by, address := linkTo(workspace, customerKey), uuid.Must(uuid.NewV7()), "0123456789abcdef0123456789abcdef"
	p.Actor = models.Actor{Type: &byCredential, ID: &by, AddressHash: &address}
	return p
}

// createdEvent is what is to be told of it, of the customer with an id.
func createdEvent(p *Push, customer uuid.UUID) models.Event {
	e := models.Event{
		WorkspaceID: p.WorkspaceID, ID: createdEventID(p.Link.ID), Type: models.EventMagicLinkCreated, CustomerID: &customer, SubjectID: p.Link.ID,
		Actor: p.Actor, Count: 1, CreatedAt: p.Link.CreatedAt,
	}
	e.Actor.OpenedFor = p.Link.OpenedFor
	return e
}

func sameEvent(t *testing.T, what string, got, want models.Event) {
	t.Helper()
	got.CreatedAt, want.CreatedAt = got.CreatedAt.UTC(), want.CreatedAt.UTC()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: %+v, not %+v", what, got, want)
	}
}

func (s *Store) storedEvents(t *testing.T) (rows int) {
	t.Helper()
	if err := s.read.Raw("SELECT count(*) FROM events").Find(&rows).Error; err != nil {
		t.Fatal(err)
	}
	return rows
}

// mixedEvents are those of a workspace that an earlier release has served beside this one,
// newest first.
func mixedEvents(t *testing.T, s *Store, workspace uuid.UUID) (all []models.Event) {
	t.Helper()
	ids := map[string]uuid.UUID{}
	for i := range 60 {
		key := fmt.Sprint("hotel ", i%3)
		p := createdLink(workspace, key)
		ofEarlier := i%20 < 12 && i%4 > 0
		if ofEarlier {
			p.Actor = models.Actor{}
		}
		customer, err := s.Push(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		ids[key] = customer.ID
		e := createdEvent(p, customer.ID)
		e.Actor.OpenedFor = nil
		var told []models.Event
		if ofEarlier {
			e.ID = uuid.Must(uuid.NewV7())
			told = append(told, e)
		}
		all = append(all, e)
		if i%5 == 0 {
			id := ids[key]
			told = append(told, models.Event{WorkspaceID: workspace, ID: uuid.Must(uuid.NewV7()), Type: models.EventMagicLinkRevoked, CustomerID: &id, SubjectID: p.Link.ID, Count: 1, CreatedAt: p.Now})
			all = append(all, told[len(told)-1])
		}
		if err := s.write.Transaction(func(tx *gorm.DB) error { return tell(tx, s.dialect, workspace, told...) }); err != nil {
			t.Fatal(err)
		}
	}
	slices.SortFunc(all, func(a, b models.Event) int { return bytes.Compare(b.ID[:], a.ID[:]) })
	return all
}

func TestEventsThatLinksTellOfStandAmongTheOthersOnEveryPage(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrated, func(t *testing.T, url string) {
		s := opened(t, url)
		workspace := newWorkspaceOf(t, s, "aaaaaa")
		all := mixedEvents(t, s, workspace)
		if _, err := s.Push(t.Context(), createdLink(newWorkspaceOf(t, s, "bbbbbb"), "hotel 1")); err != nil {
			t.Fatal(err)
		}
		for i := range all {
			e, err := s.Event(t.Context(), workspace, all[i].ID)
			if err != nil {
				t.Fatal(err)
			}
			sameEvent(t, "one by its id", e, all[i])
		}
		created, revoked, key := models.EventMagicLinkCreated, models.EventMagicLinkRevoked, "hotel 1"
		customer, err := s.CustomerByKey(t.Context(), workspace, key)
		if err != nil {
			t.Fatal(err)
		}
		middle, subject := all[len(all)/2].CreatedAt, all[len(all)/3].SubjectID
		millisecond := func(e *models.Event) int64 { seconds, nanos := e.ID.Time().UnixTime(); return seconds*1000 + nanos/1e6 }
		for name, c := range map[string]struct {
			filter EventFilter
			keeps  func(e *models.Event) bool
		}{
			"all":             {EventFilter{}, func(*models.Event) bool { return true }},
			"links' creation": {EventFilter{Type: &created}, func(e *models.Event) bool { return e.Type == created }},
			"another type":    {EventFilter{Type: &revoked}, func(e *models.Event) bool { return e.Type == revoked }},
			"a customer":      {EventFilter{CustomerKey: &key}, func(e *models.Event) bool { return *e.CustomerID == customer.ID }},
			"a customer's type": {EventFilter{CustomerKey: &key, Type: &created}, func(e *models.Event) bool {
				return *e.CustomerID == customer.ID && e.Type == created
			}},
			"a subject": {EventFilter{SubjectID: &subject}, func(e *models.Event) bool { return e.SubjectID == subject }},
			"a device":  {EventFilter{DeviceID: &subject}, func(*models.Event) bool { return false }},
			"since":     {EventFilter{Since: &middle}, func(e *models.Event) bool { return millisecond(e) >= middle.UnixMilli() }},
			"until":     {EventFilter{Until: &middle}, func(e *models.Event) bool { return millisecond(e) < middle.UnixMilli() }},
		} {
			var want []uuid.UUID
			for i := range all {
				if c.keeps(&all[i]) {
					want = append(want, all[i].ID)
				}
			}
			for _, limit := range []int{1, 2, 7, 100} {
				for _, backward := range []bool{false, true} {
					if got := readInPages(t, s, workspace, c.filter, limit, backward); !slices.Equal(got, want) {
						t.Errorf("%s, %d a page, backward %t: %d events, not the %d in their order", name, limit, backward, len(got), len(want))
					}
				}
			}
			if n, err := s.CountEvents(t.Context(), workspace, c.filter); err != nil || n != len(want) {
				t.Errorf("%s: counted as %d, not %d, %v", name, n, len(want), err)
			}
		}
	})
}

// readInPages reads a list of events page by page from either end, and gives their ids newest first.
func readInPages(t *testing.T, s *Store, workspace uuid.UUID, f EventFilter, limit int, backward bool) (ids []uuid.UUID) {
	t.Helper()
	p := Page{Limit: limit, Backward: backward}
	for more := true; more; {
		page, err := s.Events(t.Context(), workspace, f, p)
		if err != nil {
			t.Fatal(err)
		}
		if len(ids) > 1000 {
			t.Fatal("the pages have no end")
		}
		var read []uuid.UUID
		for _, e := range page.Items {
			read = append(read, e.ID)
		}
		if more = page.More; more && len(read) != limit {
			t.Fatalf("a page of %d has %d and goes on", limit, len(read))
		}
		switch {
		case len(read) == 0:
		case backward:
			ids, p.Before = append(read, ids...), EventPosition(page.Items[0])
		default:
			ids, p.After = append(ids, read...), EventPosition(page.Items[len(read)-1])
		}
	}
	return ids
}

func TestAPushOfALinkAloneStoresNoEventAndEveryEndpointHearsOfIt(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrated, func(t *testing.T, url string) {
		s, now := opened(t, url), time.Now().UTC().Truncate(time.Microsecond)
		workspace := newWorkspaceOf(t, s, "aaaaaa")
		endpoints := map[uuid.UUID]int{}
		for i, types := range []models.EventTypes{nil, {models.EventMagicLinkCreated}, {models.EventCustomerUpdated}} {
			e := &models.WebhookEndpoint{WorkspaceID: workspace, ID: uuid.Must(uuid.NewV7()), URL: "https://example.com", EventTypes: types, SealedSecret: []byte{1}, CreatedAt: now, UpdatedAt: now}
			if err := s.CreateWebhookEndpoint(t.Context(), e); err != nil {
				t.Fatal(err)
			}
			if endpoints[e.ID] = 4; i == 2 {
				endpoints[e.ID] = 0
			}
		}
		replacing, settings := createdLink(workspace, "replacing"), createdLink(workspace, "settings")
		replacing.ReplaceExisting, settings.Link.Settings.ReadOnly = true, true
		operator := "Ann of support"
		replacing.Link.OpenedFor, settings.Link.OpenedFor = &operator, &operator
		want := map[uuid.UUID]models.Event{}
		customers := map[uuid.UUID]string{}
		for _, together := range [][]*Push{{createdLink(workspace, "alone")}, {createdLink(workspace, "one"), settings}, {replacing}} {
			rows, err := s.pushTogether(t.Context(), together)
			if err != nil {
				t.Fatal(err)
			}
			for i, p := range together {
				e := createdEvent(p, rows[i].ID)
				want[e.ID], customers[e.ID] = e, p.CustomerKey
			}
		}
		if n := s.storedEvents(t); n > 0 {
			t.Errorf("%d events are stored", n)
		}
		due, err := s.LeaseDeliveries(t.Context(), Lease{Now: time.Now().Add(time.Second), Until: now.Add(time.Hour), Endpoints: 5})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range due {
			endpoints[d.EndpointID]--
			sameEvent(t, "what is sent", d.Event, want[d.EventID])
			if d.CustomerKey == nil || *d.CustomerKey != customers[d.EventID] {
				t.Errorf("sent of the customer %v", d.CustomerKey)
			}
		}
		for id, left := range endpoints {
			if left != 0 {
				t.Errorf("the endpoint %s lacks %d deliveries", id, left)
			}
		}
	})
}

// An earlier release's links tell of no event, and there may be very many of them: a page reads
// as many as have their stored events on it.
func TestAPageOfEventsReadsFewOfTheLinksWhoseEventsAreStored(t *testing.T) {
	t.Parallel()
	s := opened(t, testdb.New(t, testdb.Postgres, migrated))
	testdb.NotDistributed(t, testdb.Postgres, "each node's plans are PostgreSQL's")
	workspace := newWorkspaceOf(t, s, "aaaaaa")
	if _, err := s.Push(t.Context(), createdLink(workspace, "hotel")); err != nil {
		t.Fatal(err)
	}
	const links, limit = 5000, 20
	id := func(n string) string {
		return "CAST('00000000-0000-7000-8000-' || lpad(to_hex(" + n + "), 12, '0') AS uuid)"
	}
	for _, statement := range []string{
		`INSERT INTO magic_links (workspace_id, id, customer_id, token_hash, secret_id, generation, building_block_type, features, is_embedded, redemption_count, created_at, expires_at)
SELECT w.id, ` + id("16 * n") + `, c.id, decode(lpad(to_hex(n), 8, '0'), 'hex'), 's', 1, '', '{}', false, 0, now(), now()`,
		`INSERT INTO events (workspace_id, id, type, customer_id, subject_id, created_at)
SELECT w.id, ` + id("16 * n + 8") + ", 'MAGIC_LINK_CREATED', c.id, " + id("16 * n") + ", now()",
	} {
		if err := s.write.Exec(statement+" FROM workspaces AS w JOIN customers AS c ON c.workspace_id = w.id CROSS JOIN generate_series(1, ?) AS n", links).Error; err != nil {
			t.Fatal(err)
		}
	}
	if err := s.write.Exec("ANALYZE").Error; err != nil {
		t.Fatal(err)
	}
	middle := "00000000-0000-7000-8000-00000000a008"
	sent := recording(t, s)
	for name, p := range map[string]Page{
		"the newest":    {Limit: limit},
		"in the middle": {Limit: limit, After: []any{middle}},
		"backward":      {Limit: limit, Before: []any{middle}, Backward: true},
	} {
		*sent = nil
		page, err := s.Events(t.Context(), workspace, EventFilter{}, p)
		if err != nil || len(page.Items) != limit {
			t.Fatalf("%s: %d events, %v", name, len(page.Items), err)
		}
		var read string
		if err := s.read.Statement.ConnPool.QueryRowContext(t.Context(), "EXPLAIN (ANALYZE, FORMAT JSON) "+(*sent)[0].sql, (*sent)[0].vars...).Scan(&read); err != nil {
			t.Fatal(err)
		}
		passedOver := 0
		for _, match := range regexp.MustCompile(`"Rows Removed by Filter": (\d+)`).FindAllStringSubmatch(read, -1) {
			n, err := strconv.Atoi(match[1])
			if err != nil {
				t.Fatal(err)
			}
			passedOver += n
		}
		if passedOver == 0 || passedOver > 2*limit {
			t.Errorf("%s: %d rows are passed over for %d:\n%s", name, passedOver, limit, read)
		}
	}
}
