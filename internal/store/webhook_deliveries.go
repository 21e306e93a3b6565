package store

import (
	"context"
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
			var w models.WebhookEndpoint
			if err := tx.Raw("SELECT id, disabled_at FROM webhook_endpoints WHERE workspace_id = ? AND id = ?", workspace, endpoint).Take(&w).Error; err != nil {
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
			sent := tx.Exec(insertDeliveries+`SELECT workspace_id, CAST(? AS `+s.dialect.idType()+`), id, 'PENDING', 0, ?, ? FROM events WHERE workspace_id = ? AND id = ?
ON CONFLICT (workspace_id, endpoint_id, event_id) DO UPDATE
SET status = excluded.status, attempts = 0, next_attempt_at = excluded.next_attempt_at, created_at = excluded.created_at,
	last_attempt_at = NULL, response_status = NULL, error = NULL`, endpoint, now, now, workspace, e.ID)
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

// LeaseDeliveries takes deliveries that are due, those that have waited longest first,
// and counts a try at each: until then nobody else takes them. Those of the endpoints in
// without stay where they are.
func (s *Store) LeaseDeliveries(ctx context.Context, now, until time.Time, without []uuid.UUID, limit int) (leased []*DueDelivery, err error) {
	const due = "status = 'PENDING' AND next_attempt_at <= @now"
	var waiting int
	// Reading first leaves SQLite's one writer alone while there is nothing to do.
	if err := s.read.WithContext(ctx).Raw("SELECT count(*) FROM (SELECT 1 FROM webhook_deliveries WHERE "+due+" LIMIT 1) AS waiting",
		map[string]any{"now": now}).Find(&waiting).Error; err != nil || waiting == 0 {
		return nil, err
	}
	err = retrying(ctx, func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			var taken []models.WebhookDelivery
			if err := tx.Raw(`WITH due AS (
	SELECT workspace_id AS workspace, endpoint_id AS endpoint, event_id AS event FROM webhook_deliveries
	WHERE `+due+` AND endpoint_id NOT IN (SELECT r.id FROM `+s.dialect.rows("@without", columns("id uuid"))+`)
	ORDER BY next_attempt_at LIMIT @limit`+s.dialect.skipLocked()+`
) UPDATE webhook_deliveries SET attempts = attempts + 1, next_attempt_at = @until, last_attempt_at = @now
FROM due WHERE workspace_id = due.workspace AND endpoint_id = due.endpoint AND event_id = due.event
RETURNING workspace_id, endpoint_id, event_id, attempts, created_at`,
				map[string]any{"now": now, "until": until, "limit": limit, "without": idsParam(without)}).Find(&taken).Error; err != nil {
				return err
			}
			leased, err = withWhatTheyTake(tx, s.dialect, taken)
			return err
		})
	})
	return leased, err
}

// withWhatTheyTake reads what deliveries take, all by one statement.
func withWhatTheyTake(tx *gorm.DB, d dialect, taken []models.WebhookDelivery) (all []*DueDelivery, err error) {
	if len(taken) == 0 {
		return nil, nil
	}
	var rows rowsJSON
	for i := range taken {
		rows.row(i)
		rows.id("workspace", taken[i].WorkspaceID)
		rows.id("endpoint", taken[i].EndpointID)
		rows.id("event", taken[i].EventID)
		rows.end()
	}
	from := d.ofEach(d.rows("@taken", columns("n int, workspace uuid, endpoint uuid, event uuid"))+`
JOIN webhook_deliveries AS d ON d.workspace_id = r.workspace AND d.endpoint_id = r.endpoint AND d.event_id = r.event
JOIN webhook_endpoints AS w ON w.workspace_id = r.workspace AND w.id = r.endpoint`, "events", "t.workspace_id = r.workspace AND t.id = r.event")
	err = tx.Raw(`SELECT d.*, (SELECT c.key FROM customers AS c WHERE c.workspace_id = t.workspace_id AND c.id = t.customer_id) AS customer_key,
	w.id AS w_id, w.url AS w_url, w.sealed_secret AS w_sealed_secret, w.sealed_former AS w_sealed_former, w.former_until AS w_former_until,
	t.workspace_id AS e_workspace_id, t.id AS e_id, t.type AS e_type, t.customer_id AS e_customer_id, t.subject_id AS e_subject_id, t.actor_type AS e_actor_type,
	t.actor_id AS e_actor_id, t.opened_for AS e_opened_for, t.address_hash AS e_address_hash, t.reason AS e_reason, t.count AS e_count, t.created_at AS e_created_at
FROM `+from+` ORDER BY r.n`, map[string]any{"taken": rows.text()}).Find(&all).Error
	return all, err
}

// DeliveryOutcome is what a try at a delivery came to.
type DeliveryOutcome struct {
	WorkspaceID, EndpointID, EventID uuid.UUID
	Status                           models.WebhookDeliveryStatus
	At                               time.Time
	// NextAttemptAt is when a PENDING delivery is tried again.
	NextAttemptAt time.Time
	// ResponseStatus is the answer's HTTP status; nil where there was none, of which
	// Error tells why.
	ResponseStatus *int
	Error          *string
	// Answered says that the endpoint answered well.
	Answered bool
}

// SettleDelivery notes what a try came to. An endpoint that has failed for a day is
// switched off, which is an event.
func (s *Store) SettleDelivery(ctx context.Context, o *DeliveryOutcome) error {
	return s.writing(ctx, s.dialect.lane(o.WorkspaceID), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			// The endpoint's row first, as whoever changes it does.
			var w models.WebhookEndpoint
			failing := "COALESCE(failing_since, @at)"
			if o.Answered {
				failing = "NULL"
			}
			args := map[string]any{"workspace": o.WorkspaceID, "endpoint": o.EndpointID, "event": o.EventID, "at": o.At}
			if err := tx.Raw("UPDATE webhook_endpoints SET failing_since = "+failing+" WHERE workspace_id = @workspace AND id = @endpoint RETURNING id, failing_since, disabled_at",
				args).Find(&w).Error; err != nil {
				return err
			}
			args["status"], args["next"], args["response"], args["error"] = o.Status, o.NextAttemptAt, o.ResponseStatus, o.Error
			if w.DisabledAt != nil && o.Status == models.WebhookDeliveryPending {
				args["status"] = models.WebhookDeliveryFailed
			}
			if err := tx.Exec(`UPDATE webhook_deliveries SET status = @status, next_attempt_at = @next, response_status = @response, error = @error
WHERE workspace_id = @workspace AND endpoint_id = @endpoint AND event_id = @event`, args).Error; err != nil {
				return err
			}
			if w.FailingSince == nil || w.DisabledAt != nil || w.FailingSince.After(o.At.Add(-disabledAfter)) {
				return nil
			}
			return s.giveUpEndpoint(tx, o)
		})
	})
}

// giveUpEndpoint switches an endpoint off and tells the business's others.
func (s *Store) giveUpEndpoint(tx *gorm.DB, o *DeliveryOutcome) error {
	if err := disableEndpoint(tx, o.WorkspaceID, o.EndpointID, o.At); err != nil {
		return err
	}
	by := models.ActorServer
	t := Told{Actor: models.Actor{Type: &by}, Now: o.At}
	e, err := t.event(models.EventWebhookDisabled, nil, o.EndpointID)
	if err != nil {
		return err
	}
	return tell(tx, s.dialect, o.WorkspaceID, e)
}
