package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

var webhookDeliveryList = list{table: "webhook_deliveries", order: []string{"event_id"}, newestFirst: true}

// WebhookDeliveryPosition is where a delivery stands in its endpoint's list.
func WebhookDeliveryPosition(d *models.WebhookDelivery) []any { return []any{d.EventID.String()} }

// disabledAfter is how long an endpoint may fail before it is switched off.
const disabledAfter = 24 * time.Hour

// disablingTries is how often a delivery must have failed to switch its endpoint off: of
// one that heard of nothing since it failed last, the next try says little.
const disablingTries = 4

// hears is the condition that the endpoint w hears of events of a type. A test goes to
// the one endpoint that it is for.
func hears(what string) string {
	return "w.disabled_at IS NULL AND (w.event_types IS NULL OR w.event_types LIKE '%\"' || " + what + " || '\"%')" +
		" AND " + what + " <> '" + string(models.EventWebhookTest) + "'"
}

// insertDeliveries begins a statement that has endpoints hear of events: what follows
// gives an event's id and its time, and the endpoints w.
const insertDeliveries = `INSERT INTO webhook_deliveries (workspace_id, endpoint_id, event_id, status, attempts, next_attempt_at, created_at)
`

// deliver has the endpoints of the events' workspaces hear of them: of those in the FROM
// item told (workspace_id, id, type, created_at).
func deliver(told string) string {
	return insertDeliveries + "SELECT w.workspace_id, w.id, told.id, 'PENDING', 0, told.created_at, told.created_at\nFROM " + told +
		" AS told JOIN webhook_endpoints AS w ON w.workspace_id = told.workspace_id AND " + hears("told.type")
}

// WebhookDeliveryFilter narrows a list of deliveries.
type WebhookDeliveryFilter struct {
	Status *models.WebhookDeliveryStatus
}

func (f WebhookDeliveryFilter) conditions(workspace, endpoint uuid.UUID) *conditions {
	c := newConditions(workspace)
	c.add("endpoint_id = @endpoint", "endpoint", endpoint)
	if f.Status != nil {
		c.add("status = @status", "status", *f.Status)
	}
	return c
}

// WebhookDeliveries reads a page of an endpoint's deliveries, newest event first.
func (s *Store) WebhookDeliveries(ctx context.Context, workspace, endpoint uuid.UUID, f WebhookDeliveryFilter, p Page) (Items[models.WebhookDelivery], error) {
	c := f.conditions(workspace, endpoint)
	rows, err := find[models.WebhookDelivery](s.read.WithContext(ctx), webhookDeliveryList.selection(c, p), c.args)
	return pageOf(rows, p), err
}

// CountWebhookDeliveries counts an endpoint's deliveries.
func (s *Store) CountWebhookDeliveries(ctx context.Context, workspace, endpoint uuid.UUID, f WebhookDeliveryFilter) (int, error) {
	return s.count(ctx, webhookDeliveryList, f.conditions(workspace, endpoint))
}

// DeliverTo has one endpoint hear of an event, anew if it has before, and gives the
// delivery. An event that isn't there yet is stored. ErrNotFound where the workspace has
// no such endpoint, or no such event; ErrDisabled where the endpoint is switched off.
func (s *Store) DeliverTo(ctx context.Context, workspace, endpoint uuid.UUID, e *models.Event, now time.Time) (d models.WebhookDelivery, err error) {
	err = s.writing(ctx, s.dialect.lane(workspace), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			// The row that tells of the event is locked, so that it isn't pruned meanwhile: a link's
			// before the endpoint's, as by those who change a link.
			ofLink, err := lockCreatedEvent(tx, s.dialect, workspace, e.ID)
			if err != nil {
				return err
			}
			var w models.WebhookEndpoint
			if err := tx.Raw("SELECT id, disabled_at FROM webhook_endpoints WHERE workspace_id = ? AND id = ?"+s.dialect.forUpdate(), workspace, endpoint).
				Take(&w).Error; err != nil {
				return translate(err)
			}
			if w.DisabledAt != nil {
				return ErrDisabled
			}
			if e.Type != "" {
				if err := tell(tx, s.dialect, workspace, *e); err != nil {
					return err
				}
			}
			if !ofLink {
				if err := tx.Raw("SELECT id FROM events WHERE workspace_id = ? AND id = ?"+s.dialect.forUpdate(), workspace, e.ID).Take(&models.Event{}).Error; err != nil {
					return translate(err)
				}
			}
			sent := tx.Exec(insertDeliveries+`VALUES (?, ?, ?, 'PENDING', 0, ?, ?)
ON CONFLICT (workspace_id, endpoint_id, event_id) DO UPDATE
SET status = excluded.status, attempts = 0, next_attempt_at = excluded.next_attempt_at, created_at = excluded.created_at,
	last_attempt_at = NULL, response_status = NULL, error = NULL`, workspace, endpoint, e.ID, now, now)
			if sent.Error != nil {
				return sent.Error
			}
			return translate(tx.Raw("SELECT * FROM webhook_deliveries WHERE workspace_id = ? AND endpoint_id = ? AND event_id = ?", workspace, endpoint, e.ID).Take(&d).Error)
		})
	})
	return d, err
}

// DueDelivery is a delivery to be tried now, with what it takes.
type DueDelivery struct {
	// WebhookDelivery counts the try that is to be made: those that have ended, and this one.
	models.WebhookDelivery

	Endpoint *models.WebhookEndpoint
	Event    models.Event
	// CustomerKey is nil where the event has no customer, or that was deleted.
	CustomerKey *string
}

// LeasedOfOne is how many deliveries of one endpoint are leased at once: what a lease and a
// settlement cost is shared by them.
const LeasedOfOne = 128

// Lease says what to take of what is due.
type Lease struct {
	Now time.Time
	// Until is when what isn't settled is due again.
	Until time.Time
	// Without are endpoints to take nothing of.
	Without []uuid.UUID
	// Failing is how many of the Endpoints may be ones that fail.
	Failing int
	// Endpoints is of how many something is taken, of those first that don't fail, and
	// then of those that have waited longest: LeasedOfOne of each.
	Endpoints int
}

const dueNow = "status = 'PENDING' AND next_attempt_at <= @now"

// LeaseDeliveries takes deliveries that are due: until the lease ends nobody else takes them.
func (s *Store) LeaseDeliveries(ctx context.Context, l Lease) ([]*DueDelivery, error) {
	endpoints, err := s.dueEndpoints(ctx, l)
	var all []*DueDelivery
	for i := 0; err == nil && i < len(endpoints); i++ {
		var leased []*DueDelivery
		leased, err = s.leaseOf(ctx, endpoints[i], l)
		all = append(all, leased...)
	}
	return all, err // what is leased is to be sent also where the next can't be
}

// dueEndpoints reads the endpoints to take something of. It only reads, so that
// SQLite's one writer is left alone where there is nothing to do.
func (s *Store) dueEndpoints(ctx context.Context, l Lease) (endpoints []*models.WebhookEndpoint, err error) {
	var due int
	if err := s.read.WithContext(ctx).Raw("SELECT count(*) FROM (SELECT 1 FROM webhook_deliveries WHERE "+dueNow+" LIMIT 1) AS due",
		map[string]any{"now": l.Now}).Find(&due).Error; err != nil || due == 0 {
		return nil, err
	}
	const ofW = "FROM webhook_deliveries AS d WHERE d.workspace_id = w.workspace_id AND d.endpoint_id = w.id AND " + dueNow
	err = s.read.WithContext(ctx).Raw(`SELECT w.* FROM webhook_endpoints AS w
WHERE w.disabled_at IS NULL AND w.id NOT IN (SELECT r.id FROM `+s.dialect.rows("@without", columns("id uuid"))+`) AND EXISTS (SELECT 1 `+ofW+`)
ORDER BY CASE WHEN w.failing_since IS NULL THEN 0 ELSE 1 END, (SELECT min(d.next_attempt_at) `+ofW+`) LIMIT @limit`,
		map[string]any{"now": l.Now, "without": idsParam(l.Without), "limit": l.Endpoints}).Find(&endpoints).Error
	failing := 0
	return slices.DeleteFunc(endpoints, func(e *models.WebhookEndpoint) bool {
		if e.FailingSince != nil {
			failing++
		}
		return e.FailingSince != nil && failing > l.Failing
	}), err
}

// leaseOf takes of one endpoint what has waited longest.
func (s *Store) leaseOf(ctx context.Context, e *models.WebhookEndpoint, l Lease) (leased []*DueDelivery, err error) {
	err = s.writing(ctx, s.dialect.lane(e.WorkspaceID), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			var taken []models.WebhookDelivery
			if err := tx.Raw("UPDATE webhook_deliveries SET next_attempt_at = @until WHERE "+s.dialect.dueDeliveries()+" RETURNING *",
				map[string]any{"workspace": e.WorkspaceID, "endpoint": e.ID, "now": l.Now, "until": l.Until, "limit": LeasedOfOne}).Find(&taken).Error; err != nil {
				return err
			}
			var missing []uuid.UUID
			var err error
			if leased, missing, err = s.withTheirEvents(tx, e, taken); err != nil || len(missing) == 0 {
				return err
			}
			// A process of an earlier release deletes a customer without storing what the rows
			// of its links tell of.
			return exec(tx, "DELETE FROM webhook_deliveries WHERE "+deliveriesByEvent(s.dialect, "SELECT r.id FROM "+s.ids()),
				map[string]any{"workspace": e.WorkspaceID, "endpoint": e.ID, "ids": idsParam(missing)})
		})
	})
	return leased, err
}

// longestDue selects the @limit deliveries of @endpoint in @workspace that have been due
// longest.
const longestDue = "workspace_id = @workspace AND endpoint_id = @endpoint AND " + dueNow + " ORDER BY next_attempt_at LIMIT @limit"

const dueEvents = "SELECT event_id FROM webhook_deliveries WHERE " + longestDue

// deliveriesByEvent is the condition that a delivery is of @endpoint in @workspace, and of one
// of the few events that a subquery selects.
func deliveriesByEvent(d dialect, events string) string {
	return "workspace_id = @workspace AND endpoint_id = @endpoint AND " + d.among("event_id", events)
}

// withTheirEvents reads what deliveries of an endpoint tell of, all by one statement, and
// lists the events that aren't there.
func (s *Store) withTheirEvents(tx *gorm.DB, e *models.WebhookEndpoint, taken []models.WebhookDelivery) (all []*DueDelivery, missing []uuid.UUID, err error) {
	if len(taken) == 0 {
		return nil, nil, nil
	}
	var rows rowsJSON
	for i := range taken {
		rows.row(i)
		rows.id("event", taken[i].EventID)
		rows.id("link", createdEventID(taken[i].EventID))
		rows.end()
	}
	d := s.dialect
	with := func(events, condition string) string {
		return "SELECT r.n AS n, (SELECT c.key FROM customers AS c WHERE c.workspace_id = @workspace AND c.id = t.customer_id) AS customer_key, " + eventFieldsOfT +
			"\nFROM " + d.ofEach(d.rows("@taken", columns("n int, event uuid, link uuid")), events, "t.workspace_id = @workspace AND "+condition)
	}
	var events []struct {
		N           int
		CustomerKey *string
		Event       models.Event `gorm:"embedded;embeddedPrefix:e_"`
	}
	if err := tx.Raw(with("events", "t.id = r.event")+" UNION ALL "+with(createdEvents(d), "t.subject_id = r.link"),
		map[string]any{"workspace": e.WorkspaceID, "taken": rows.text()}).Find(&events).Error; err != nil {
		return nil, nil, err
	}
	due := make([]*DueDelivery, len(taken))
	for i := range events {
		of := &events[i]
		due[of.N] = &DueDelivery{WebhookDelivery: taken[of.N], Endpoint: e, Event: of.Event, CustomerKey: of.CustomerKey}
		due[of.N].Attempts++
	}
	for n, delivery := range due {
		if delivery == nil {
			missing = append(missing, taken[n].EventID)
		} else {
			all = append(all, delivery)
		}
	}
	return all, missing, nil
}

// eventFieldsOfT are the columns of the event t, each with a prefix.
var eventFieldsOfT = func() string {
	fields := strings.Split(eventFields, ", ")
	for i, field := range fields {
		fields[i] = "t." + field + " AS e_" + field
	}
	return strings.Join(fields, ", ")
}()

// mostWaiting bounds each of the counts of what waits.
const mostWaiting = 10000

// WaitingDeliveries counts the deliveries of all workspaces that are PENDING.
type WaitingDeliveries struct {
	// Due are those whose next try should have begun, Later all others.
	Due, Later int
}

// CountWaitingDeliveries counts the deliveries that wait, up to 10000 of each kind.
func (s *Store) CountWaitingDeliveries(ctx context.Context, now time.Time) (counted WaitingDeliveries, err error) {
	err = s.read.WithContext(ctx).Raw(`SELECT
	(SELECT count(*) FROM (SELECT 1 FROM webhook_deliveries WHERE `+dueNow+` LIMIT @limit) AS due) AS due,
	(SELECT count(*) FROM (SELECT 1 FROM webhook_deliveries WHERE status = 'PENDING' AND next_attempt_at > @now LIMIT @limit) AS later) AS later`,
		map[string]any{"now": now, "limit": mostWaiting}).Take(&counted).Error
	return counted, err
}
