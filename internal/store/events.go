package store

import (
	"context"
	"encoding/binary"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

var eventList = list{table: "events", order: []string{"id"}, newestFirst: true}

// frequentEvents are left out of the index by type. Nearly every call brings one, and would
// be dearer: they are found along the primary key. Those that tell of a link's creation came
// so often in earlier releases, and have an index of their own.
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

// conditions are those of the filter where ids are ordered by a column.
func (f EventFilter) conditions(workspace uuid.UUID, id string) *conditions {
	c := newConditions(workspace)
	if f.CustomerKey != nil {
		c.add("customer_id = (SELECT c.id FROM customers AS c WHERE c.workspace_id = @workspace AND c.key = @customer_key)",
			"customer_key", *f.CustomerKey)
	}
	if f.SubjectID != nil {
		c.add("subject_id = @subject", "subject", *f.SubjectID)
	}
	if f.Since != nil {
		c.add(id+" >= @since", "since", firstIDAt(*f.Since))
	}
	if f.Until != nil {
		c.add(id+" < @until", "until", firstIDAt(*f.Until))
	}
	return c
}

// ofStored are the conditions of events that are stored.
func (f EventFilter) ofStored(workspace uuid.UUID) *conditions {
	c := f.conditions(workspace, "id")
	switch {
	case f.Type == nil:
	case *f.Type == models.EventMagicLinkCreated:
		c.add("type = " + createdType) // no parameter, or no engine would take the index of these
	case slices.Contains(frequentEvents, *f.Type):
		c.add("type = @type", "type", *f.Type)
	default:
		// Said again, or no engine would take the index of the rare ones for any parameter.
		c.add("type = @type AND type NOT IN ('"+strings.Join(names(frequentEvents), "', '")+"')", "type", *f.Type)
	}
	if f.DeviceID != nil {
		c.add("device_id = @device", "device", *f.DeviceID)
	}
	return c
}

// ofCreated are the conditions of events that links' rows tell of; nil where it keeps none.
func (f EventFilter) ofCreated(workspace uuid.UUID) *conditions {
	if f.DeviceID != nil || f.Type != nil && *f.Type != models.EventMagicLinkCreated {
		return nil
	}
	return f.conditions(workspace, "subject_id")
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
	c := f.ofStored(workspace)
	statement := eventList.selection(c, p)
	if created := f.ofCreated(workspace); created != nil {
		statement = withCreated(s.dialect, statement, c.args, created, p)
	}
	rows, err := find[models.Event](s.read.WithContext(ctx), statement, c.args)
	return pageOf(rows, p), err
}

// CountEvents counts the workspace's events.
func (s *Store) CountEvents(ctx context.Context, workspace uuid.UUID, f EventFilter) (int, error) {
	stored, created := f.ofStored(workspace), f.ofCreated(workspace)
	if created == nil {
		return s.count(ctx, eventList, stored)
	}
	var total int
	err := s.read.WithContext(ctx).Raw("SELECT count(*) FROM (SELECT id FROM events WHERE "+stored.all()+
		" UNION ALL SELECT subject_id FROM "+createdEvents(s.dialect)+" AS created WHERE "+created.all()+") AS e", stored.args).Find(&total).Error
	return total, err
}

// Event reads an event, or ErrNotFound.
func (s *Store) Event(ctx context.Context, workspace, id uuid.UUID) (models.Event, error) {
	rows, err := find[models.Event](s.read.WithContext(ctx), "SELECT "+eventFields+" FROM events WHERE workspace_id = @workspace AND id = @id UNION ALL SELECT "+
		eventFields+" FROM "+createdEvents(s.dialect)+" AS created WHERE workspace_id = @workspace AND subject_id = @link",
		map[string]any{"workspace": workspace, "id": id, "link": createdEventID(id)})
	if err == nil && len(rows) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return models.Event{}, err
	}
	return *rows[0], nil
}

// Tell stores an event of its own: of something that changed nothing else.
func (s *Store) Tell(ctx context.Context, e *models.Event) error {
	return s.writing(ctx, s.dialect.lane(e.WorkspaceID), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error { return tell(tx, s.dialect, e.WorkspaceID, *e) })
	})
}

// insertUpdated begins a statement that stores the event of a push.
const insertUpdated = `INSERT INTO events (workspace_id, id, customer_id, type, subject_id, actor_type, actor_id, opened_for, address_hash, created_at)
SELECT customer.workspace_id, `

const updatedType = "'" + string(models.EventCustomerUpdated) + "'"

// insertUpdatedRows stores the events of pushes.
func insertUpdatedRows(_ dialect, rows string) write {
	return write{sql: insertUpdated + "r.id, customer.id, " + updatedType + `, customer.id, r.actor_type, r.actor_id, r.opened_for, r.address_hash, r.created_at
FROM customer JOIN ` + rows + `
RETURNING workspace_id, id, type, created_at`}
}

// insertOneUpdated does the same for one push, if it has an event: an array of one thing
// costs more than the thing.
func insertOneUpdated(p *Push, heard bool) []write {
	if p.UpdatedEvent == uuid.Nil {
		return nil
	}
	all := []write{{name: "updated_event", sql: updatedEvent, args: map[string]any{
		"updated_event": p.UpdatedEvent, "actor_type": p.Actor.Type, "actor": p.Actor.ID, "actor_opened_for": p.openedFor(),
		"actor_address": p.Actor.AddressHash, "updated_at": p.Now,
	}}}
	if heard {
		all = append(all, write{name: "updated_deliveries", sql: updatedDelivery, args: map[string]any{
			"updated_event": p.UpdatedEvent, "updated_at": p.Now,
		}})
	}
	return all
}

// updatedEvent and updatedDelivery are the statements of insertOneUpdated: an event, and
// who hears of it.
var (
	updatedEvent = insertUpdated + "@updated_event, customer.id, " + updatedType + `, customer.id,
	@actor_type, @actor, @actor_opened_for, @actor_address, @updated_at FROM customer`
	updatedDelivery = insertDeliveries + `SELECT w.workspace_id, w.id, @updated_event, 'PENDING', 0, @updated_at, @updated_at
FROM webhook_endpoints AS w WHERE w.workspace_id = @workspace AND ` + hears(updatedType)
)

// tell stores events in the transaction of what they tell of.
func tell(tx *gorm.DB, d dialect, workspace uuid.UUID, events ...models.Event) error {
	if len(events) == 0 {
		return nil
	}
	form := columns(eventColumns)
	rows := d.newRows(form)
	for i := range events {
		addEvent(rows, &events[i])
	}
	args, from := rows.args("event_rows"), d.pushed("event_rows", form, 1)
	args["workspace"] = workspace
	if err := exec(tx, `INSERT INTO events (workspace_id, id, type, customer_id, subject_id, device_id, failure,
	actor_type, actor_id, opened_for, address_hash, reason, count, created_at)
SELECT @workspace, r.id, r.type, r.customer_id, r.subject_id, r.device_id, r.failure,
	r.actor_type, r.actor_id, r.opened_for, r.address_hash, r.reason, r.count, r.created_at
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
