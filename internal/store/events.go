package store

import (
	"context"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

var eventList = list{table: "events", order: []string{"id"}, newestFirst: true}

// frequentEvents are those that nearly every call brings. The index by type leaves them
// out, since it would make each of these calls dearer: they are found along the primary key.
var frequentEvents = []models.EventType{
	models.EventMagicLinkCreated, models.EventMagicLinkRedeemed, models.EventPortalSessionStarted, models.EventCustomerUpdated,
}

func names(types []models.EventType) (texts []string) {
	for _, t := range types {
		texts = append(texts, string(t))
	}
	return texts
}

// EventFilter narrows a list of events.
type EventFilter struct {
	Type *models.EventType
	// CustomerKey keeps the events of a customer that is there.
	CustomerKey *string
	SubjectID   *uuid.UUID
	// DeviceID keeps the events of a device and of its actions.
	DeviceID *uuid.UUID
	// Since and Until bound when it happened: at Since or later, before Until.
	Since, Until *time.Time
}

func (f EventFilter) conditions(workspace uuid.UUID) *conditions {
	c := newConditions(workspace)
	if f.Type != nil {
		c.add("type = @type", "type", *f.Type)
		if !slices.Contains(frequentEvents, *f.Type) {
			// Said again, or no engine would take the index of the rare ones for any parameter.
			c.add("type NOT IN ('" + strings.Join(names(frequentEvents), "', '") + "')")
		}
	}
	if f.CustomerKey != nil {
		c.add("customer_id = (SELECT c.id FROM customers AS c WHERE c.workspace_id = @workspace AND c.key = @customer_key)",
			"customer_key", *f.CustomerKey)
	}
	if f.SubjectID != nil {
		c.add("subject_id = @subject", "subject", *f.SubjectID)
	}
	if f.DeviceID != nil {
		c.add("device_id = @device", "device", *f.DeviceID)
	}
	if f.Since != nil {
		c.add("id >= @since", "since", firstIDAt(*f.Since))
	}
	if f.Until != nil {
		c.add("id < @until", "until", firstIDAt(*f.Until))
	}
	return c
}

// firstIDAt is before each id that is made at t or later: a UUIDv7 begins with its
// time in milliseconds. So the order of ids, which an index has, bounds the time, too.
func firstIDAt(t time.Time) uuid.UUID {
	var id uuid.UUID
	binary.BigEndian.PutUint64(id[:], uint64(max(0, t.UnixMilli()))<<16) // 48 bits
	return id
}

// EventPosition is where an event stands in its list.
func EventPosition(e *models.Event) []any { return []any{e.ID.String()} }

// Events reads a page of the workspace's events, newest first.
func (s *Store) Events(ctx context.Context, workspace uuid.UUID, f EventFilter, p Page) (Items[models.Event], error) {
	c := f.conditions(workspace)
	rows, err := find[models.Event](s.read.WithContext(ctx), eventList.selection(c, p), c.args)
	return pageOf(rows, p), err
}

// Event reads an event, or ErrNotFound.
func (s *Store) Event(ctx context.Context, workspace, id uuid.UUID) (models.Event, error) {
	return nodeRow[models.Event](ctx, s, "events", workspace, id)
}

// CountEvents counts the workspace's events.
func (s *Store) CountEvents(ctx context.Context, workspace uuid.UUID, f EventFilter) (int, error) {
	return s.count(ctx, eventList, f.conditions(workspace))
}

// Tell stores an event of its own: of something that changed nothing else.
func (s *Store) Tell(ctx context.Context, e *models.Event) error {
	return s.writing(ctx, s.dialect.lane(e.WorkspaceID), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error { return tell(tx, s.dialect, e.WorkspaceID, *e) })
	})
}

const insertEvents = `INSERT INTO events (workspace_id, id, type, customer_id, subject_id,
	actor_type, actor_id, opened_for, address_hash, reason, count, created_at)
`

// eventRows are the columns of a row that tells of an event.
const eventRows = "r.actor_type, r.actor_id, r.opened_for, r.address_hash, r.reason, r.count, r.created_at"

// pushedEvents stores the events of pushes. One without a subject is about the customer.
func pushedEvents(d dialect, rows string) string {
	return insertEvents + `SELECT customer.workspace_id, r.id, r.type, customer.id, COALESCE(r.subject_id, customer.id), ` + eventRows + `
FROM customer JOIN ` + rows + ` ON ` + d.sameCustomer() + ` WHERE true
RETURNING workspace_id, id, type, created_at`
}

// insertFewEvents does the same for one push, which has one event or two: an array of one
// thing costs more than the thing.
func insertFewEvents(d dialect, p *Push, heard bool) []write {
	all := make([]write, 0, 2*len(p.Events))
	for i := range p.Events {
		e, at := &p.Events[i], "event"+strconv.Itoa(i)
		all = append(all, write{name: at, sql: fewEvents[i].event, args: map[string]any{
			at + "_id": e.ID, at + "_type": e.Type, at + "_subject": orNone(e.SubjectID), at + "_actor_type": e.Actor.Type, at + "_actor": e.Actor.ID,
			at + "_opened_for": e.Actor.OpenedFor, at + "_address": e.Actor.AddressHash, at + "_created_at": e.CreatedAt,
		}})
		if !heard {
			continue
		}
		all = append(all, write{name: at + "_deliveries", sql: fewEvents[i].deliveries + d.ofWorkspace("w"), args: map[string]any{
			at + "_id": e.ID, at + "_type": e.Type, at + "_created_at": e.CreatedAt,
		}})
	}
	return all
}

// fewEvents are the statements of insertFewEvents: an event, and who hears of it.
var fewEvents = func() (all [2]struct{ event, deliveries string }) {
	for i := range all {
		numbered := func(sql string) string { return strings.ReplaceAll(sql, "@event", "@event"+strconv.Itoa(i)) }
		all[i].event = numbered(insertEvents + `SELECT customer.workspace_id, @event_id, @event_type, customer.id, COALESCE(@event_subject, customer.id),
	@event_actor_type, @event_actor, @event_opened_for, @event_address, NULL, 1, @event_created_at FROM customer`)
		all[i].deliveries = numbered(insertDeliveries + `SELECT w.workspace_id, w.id, @event_id, 'PENDING', 0, @event_created_at, @event_created_at
FROM customer JOIN webhook_endpoints AS w ON w.workspace_id = customer.workspace_id AND ` + hears("CAST(@event_type AS text)"))
	}
	return all
}()

// tell stores events in the transaction of what they tell of.
func tell(tx *gorm.DB, d dialect, workspace uuid.UUID, events ...models.Event) error {
	if len(events) == 0 {
		return nil
	}
	form := columns(toldEventColumns)
	rows := d.newRows(form)
	for i := range events {
		addToldEvent(rows, &events[i])
	}
	args, from := rows.args("event_rows"), d.pushed("event_rows", form, 1)
	args["workspace"] = workspace
	if err := exec(tx, `INSERT INTO events (workspace_id, id, type, customer_id, subject_id, device_id, failure,
	actor_type, actor_id, opened_for, address_hash, reason, count, created_at)
SELECT @workspace, r.id, r.type, r.customer_id, r.subject_id, r.device_id, r.failure, `+eventRows+`
FROM `+from, args); err != nil {
		return err
	}
	return exec(tx, insertDeliveries+`SELECT w.workspace_id, w.id, r.id, 'PENDING', 0, r.created_at, r.created_at
FROM `+from+` JOIN webhook_endpoints AS w ON w.workspace_id = @workspace AND `+hears("r.type"), args)
}

// Told is what the events of a change say beside what it changed.
type Told struct {
	Actor models.Actor
	Now   time.Time
}

// event makes an event.
func (t *Told) event(what models.EventType, customer *uuid.UUID, subject uuid.UUID) (models.Event, error) {
	id, err := uuid.NewV7()
	return models.Event{ID: id, Type: what, CustomerID: customer, SubjectID: subject, Actor: t.Actor, Count: 1, CreatedAt: t.Now}, err
}

// openedFor is the event of something that was opened for an operator.
func (t *Told) openedFor(operator *string, what models.EventType, customer, subject uuid.UUID) (models.Event, error) {
	e, err := t.event(what, &customer, subject)
	e.Actor.OpenedFor = operator
	return e, err
}
