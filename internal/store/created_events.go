package store

import (
	"maps"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

// That a link was made is told by the link's own row: nearly every call makes one, and an
// event's row beside each took a quarter of PostgreSQL's work. What an earlier release made
// has its event stored, and so has a link that is gone.

// createdEventID is the id of the event that a link was made, by the link's id, and the
// link's by the event's: they differ in the last bit. So the event stands among all others
// where the link's id does, and no other has its id, which would have to be made by another
// process in the same 256 nanoseconds with 62 random bits alike.
func createdEventID(id uuid.UUID) uuid.UUID {
	id[len(id)-1] ^= 1
	return id
}

// eventFields are the columns of an event, in the order of createdEvents.
const eventFields = "workspace_id, id, type, customer_id, subject_id, actor_type, actor_id, opened_for, address_hash, " +
	"reason, device_id, failure, count, created_at"

const createdType = "'" + string(models.EventMagicLinkCreated) + "'"

// createdEvents is a FROM item without its name: the events that links' rows tell of. They
// are found and ordered by subject_id, which is the link's id, since no index has theirs. By
// the form of its condition PostgreSQL expects nearly every link to tell of one: where few do
// yet, it would read and sort all links rather than walk along an index.
func createdEvents(d dialect) string {
	return "(SELECT workspace_id, " + d.createdEventID("id") + " AS id, " + createdType + ` AS type, customer_id, id AS subject_id,
	creator_type AS actor_type, creator_id AS actor_id, opened_for, creator_address_hash AS address_hash,
	CAST(NULL AS text) AS reason, CAST(NULL AS ` + d.idType() + `) AS device_id, CAST(NULL AS text) AS failure, 1 AS count, created_at
FROM magic_links WHERE COALESCE(creator_type, '') <> '')`
}

// withCreated adds to the statement of a page of stored events, and to its parameters, the
// events of links that the conditions keep. A link whose event is stored is passed over, and
// there may be many of those: behind the last event of a full page nothing is looked for.
func withCreated(d dialect, stored string, args map[string]any, c *conditions, p Page) string {
	within, end := ">=", uuid.Nil
	if p.Backward {
		within, end = "<=", uuid.Max
	}
	descending := eventList.newestFirst != p.Backward
	c.add("subject_id "+within+" COALESCE((SELECT s.id FROM stored AS s ORDER BY "+eventList.orderBy("s.", descending)+" LIMIT 1 OFFSET @last), @end)",
		"last", p.Limit, "end", end)
	p.After, p.Before = linkPosition(p.After), linkPosition(p.Before)
	created := list{table: createdEvents(d) + " AS created", order: []string{"subject_id"}, newestFirst: eventList.newestFirst}.selection(c, p)
	maps.Copy(args, c.args)
	return "WITH stored AS (" + stored + ") SELECT * FROM (SELECT " + eventFields + " FROM stored UNION ALL SELECT * FROM (" + created +
		") AS created) AS e ORDER BY " + eventList.orderBy("", descending) + " LIMIT @limit"
}

// linkPosition is where the link of an event stands among links.
func linkPosition(ofEvent []any) []any {
	if ofEvent == nil {
		return nil
	}
	id, _ := uuid.Parse(ofEvent[0].(string)) // a position has no other than an event's
	return []any{createdEventID(id).String()}
}

// lockLinksOf locks the links of the customers @ids, in the order in which redeeming does:
// who prunes some of them stores their events, too.
func (s *Store) lockLinksOf(tx *gorm.DB, args map[string]any) error {
	return exec(tx, "SELECT count(*) FROM (SELECT id FROM magic_links WHERE workspace_id = @workspace AND "+s.amongIDs("customer_id")+
		" ORDER BY token_hash"+s.dialect.forUpdate()+") AS locked", args)
}

// keepCreatedEvents stores the events of links that are about to go: of those that the
// condition on the FROM item created selects.
func keepCreatedEvents(tx *gorm.DB, d dialect, condition string, args map[string]any) error {
	return exec(tx, "INSERT INTO events ("+eventFields+") SELECT "+eventFields+" FROM "+createdEvents(d)+" AS created WHERE workspace_id = @workspace AND "+condition, args)
}

// insertCreatedDeliveries has endpoints hear of the link of a push, if it has one.
func insertCreatedDeliveries(p *Push) []write {
	if p.Link == nil {
		return nil
	}
	return []write{{name: "created_deliveries", sql: createdDelivery, args: map[string]any{
		"created_event": createdEventID(p.Link.ID), "link_created_at": p.Link.CreatedAt,
	}}}
}

var createdDelivery = insertDeliveries + `SELECT w.workspace_id, w.id, @created_event, 'PENDING', 0, @link_created_at, @link_created_at
FROM webhook_endpoints AS w WHERE w.workspace_id = @workspace AND ` + hears(createdType)

// deliverCreated does the same for the links in the FROM item link_rows.
func deliverCreated(d dialect) string {
	return insertDeliveries + "SELECT w.workspace_id, w.id, " + d.createdEventID("link.id") + `, 'PENDING', 0, link.created_at, link.created_at
FROM webhook_endpoints AS w CROSS JOIN link_rows AS link WHERE w.workspace_id = @workspace AND ` + hears(createdType)
}

// lockCreatedEvent locks the link whose row tells of the event, and says whether there is one.
func lockCreatedEvent(tx *gorm.DB, d dialect, workspace, event uuid.UUID) (bool, error) {
	var links []uuid.UUID
	err := tx.Raw("SELECT id FROM magic_links WHERE workspace_id = ? AND id = ? AND creator_type IS NOT NULL"+d.forUpdate(), workspace, createdEventID(event)).Find(&links).Error
	return len(links) > 0, err
}
