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
	models.WebhookDelivery

	Endpoint models.WebhookEndpoint `gorm:"embedded;embeddedPrefix:w_"`
	Event    models.Event           `gorm:"embedded;embeddedPrefix:e_"`
	// CustomerKey is nil where the event has no customer, or that was deleted.
	CustomerKey *string
}

// LeasedOfOne is how many deliveries of one endpoint are leased at once.
const LeasedOfOne = 32

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

// LeaseDeliveries takes deliveries that are due, and counts a try at each: until the
// lease ends nobody else takes them.
func (s *Store) LeaseDeliveries(ctx context.Context, l Lease) ([]*DueDelivery, error) {
	endpoints, err := s.dueEndpoints(ctx, l)
	var all []*DueDelivery
	for i := 0; err == nil && i < len(endpoints); i++ {
		var leased []*DueDelivery
		leased, err = s.leaseOf(ctx, &endpoints[i], l)
		all = append(all, leased...)
	}
	return all, err // what is leased is to be sent also where the next can't be
}

// dueEndpoints reads the endpoints to take something of. It only reads, so that
// SQLite's one writer is left alone where there is nothing to do.
func (s *Store) dueEndpoints(ctx context.Context, l Lease) (endpoints []models.WebhookEndpoint, err error) {
	var due int
	if err := s.read.WithContext(ctx).Raw("SELECT count(*) FROM (SELECT 1 FROM webhook_deliveries WHERE "+dueNow+" LIMIT 1) AS due",
		map[string]any{"now": l.Now}).Find(&due).Error; err != nil || due == 0 {
		return nil, err
	}
	const ofW = "FROM webhook_deliveries AS d WHERE d.workspace_id = w.workspace_id AND d.endpoint_id = w.id AND " + dueNow
	err = s.read.WithContext(ctx).Raw(`SELECT w.workspace_id, w.id, w.failing_since FROM webhook_endpoints AS w
WHERE w.disabled_at IS NULL AND w.id NOT IN (SELECT r.id FROM `+s.dialect.rows("@without", columns("id uuid"))+`) AND EXISTS (SELECT 1 `+ofW+`)
ORDER BY CASE WHEN w.failing_since IS NULL THEN 0 ELSE 1 END, (SELECT min(d.next_attempt_at) `+ofW+`) LIMIT @limit`,
		map[string]any{"now": l.Now, "without": idsParam(l.Without), "limit": l.Endpoints}).Find(&endpoints).Error
	failing := 0
	return slices.DeleteFunc(endpoints, func(e models.WebhookEndpoint) bool {
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
			if err := tx.Raw(`WITH due AS (
	SELECT event_id AS event FROM webhook_deliveries WHERE workspace_id = @workspace AND endpoint_id = @endpoint AND `+dueNow+`
	ORDER BY next_attempt_at LIMIT @limit`+s.dialect.skipLocked()+`
) UPDATE webhook_deliveries SET attempts = attempts + 1, next_attempt_at = @until, last_attempt_at = @now
FROM due WHERE workspace_id = @workspace AND endpoint_id = @endpoint AND event_id = due.event
RETURNING workspace_id, endpoint_id, event_id`,
				map[string]any{"workspace": e.WorkspaceID, "endpoint": e.ID, "now": l.Now, "until": l.Until, "limit": LeasedOfOne}).Find(&taken).Error; err != nil {
				return err
			}
			var err error
			if leased, err = withWhatTheyTake(tx, s.dialect, e.WorkspaceID, taken); err != nil || len(leased) == len(taken) {
				return err
			}
			return s.dropWithoutEvent(tx, e, taken, leased)
		})
	})
	return leased, err
}

// dropWithoutEvent deletes what was taken of which there is no event: a process of an earlier
// release deletes a customer without storing what the rows of its links tell of.
func (s *Store) dropWithoutEvent(tx *gorm.DB, e *models.WebhookEndpoint, taken []models.WebhookDelivery, leased []*DueDelivery) error {
	var ids []uuid.UUID
	for i := range taken {
		if !slices.ContainsFunc(leased, func(d *DueDelivery) bool { return d.EventID == taken[i].EventID }) {
			ids = append(ids, taken[i].EventID)
		}
	}
	return exec(tx, "DELETE FROM webhook_deliveries WHERE workspace_id = @workspace AND endpoint_id = @endpoint AND "+s.amongIDs("event_id"),
		map[string]any{"workspace": e.WorkspaceID, "endpoint": e.ID, "ids": idsParam(ids)})
}

// withWhatTheyTake reads what deliveries of a workspace take, all by one statement.
func withWhatTheyTake(tx *gorm.DB, d dialect, workspace uuid.UUID, taken []models.WebhookDelivery) (all []*DueDelivery, err error) {
	if len(taken) == 0 {
		return nil, nil
	}
	var rows rowsJSON
	for i := range taken {
		rows.row(i)
		rows.id("workspace", workspace)
		rows.id("endpoint", taken[i].EndpointID)
		rows.id("event", taken[i].EventID)
		rows.end()
	}
	with := func(events, condition string) string {
		return `SELECT r.n AS n, d.*, (SELECT c.key FROM customers AS c WHERE c.workspace_id = t.workspace_id AND c.id = t.customer_id` + d.ofWorkspace("c") + `) AS customer_key,
	w.id AS w_id, w.url AS w_url, w.sealed_secret AS w_sealed_secret, w.sealed_former AS w_sealed_former, w.former_until AS w_former_until,
	w.failing_since AS w_failing_since, ` + eventFieldsOfT + `
FROM ` + d.ofEach(d.rows("@taken", columns("n int, workspace uuid, endpoint uuid, event uuid"))+`
JOIN webhook_deliveries AS d ON d.workspace_id = r.workspace AND d.endpoint_id = r.endpoint AND d.event_id = r.event`+d.ofWorkspace("d")+`
JOIN webhook_endpoints AS w ON w.workspace_id = r.workspace AND w.id = r.endpoint`+d.ofWorkspace("w"),
			events, "t.workspace_id = r.workspace AND "+condition+d.ofWorkspace("t"))
	}
	err = tx.Raw(with("events", "t.id = r.event")+" UNION ALL "+with(createdEvents(d), "t.subject_id = "+d.createdEventID("r.event"))+" ORDER BY n",
		map[string]any{"workspace": workspace, "taken": rows.text()}).Find(&all).Error
	return all, err
}

// eventFieldsOfT are the columns of the event t as DueDelivery has them.
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
