package store

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// pruneBatch is how many rows are deleted by one transaction: few enough that calls which
// wait for it don't notice.
const pruneBatch = 500

// Kept says since when what is over is kept: what was over before that is deleted. Of what
// has the zero time nothing is.
type Kept struct {
	// MagicLinks and PortalSessions count from their expiry, revoked or not.
	MagicLinks     time.Time
	PortalSessions time.Time
	// IdempotencyKeys, DeviceActions, Events and WebhookDeliveries count from when they
	// were made.
	IdempotencyKeys   time.Time
	DeviceActions     time.Time
	Events            time.Time
	WebhookDeliveries time.Time
	// AccountAuthorizations count from their expiry.
	AccountAuthorizations time.Time
	// Credentials count from their expiry or revocation.
	Credentials time.Time
}

// prunable is a table of which rows are over at some time.
type prunable struct {
	table string
	// id is the column that names a row, beside the workspace and the endpoint; of idType.
	id, idType string
	// at is the column of the time that counts.
	at string
	// byID says that rows are found by their ids, which begin with the time at which they
	// were made: the primary key is the index. Else there is one on at.
	byID bool
	// over is what else must hold of a row; empty for nothing.
	over string
	// needed finds something that needs a row; empty where nothing can. As a value, and not
	// by EXISTS, it is looked up row by row and never joined.
	needed string
	// eventsSince says that rows tell of events, and since when these are kept.
	eventsSince *time.Time
	// ofEndpoint says that rows are those of one webhook endpoint at a time.
	ofEndpoint bool
}

const (
	linkNeeded = "SELECT COALESCE((SELECT s.id FROM portal_sessions AS s WHERE s.workspace_id = @workspace AND s.magic_link_id = magic_links.id LIMIT 1)," +
		" (SELECT i.magic_link_id FROM idempotency_keys AS i WHERE i.workspace_id = @workspace AND i.magic_link_id = magic_links.id LIMIT 1))"
)

// eventNeeded finds a delivery of an event that waits. Deliveries have no index by their
// events alone.
func eventNeeded(events string) string {
	return "SELECT d.event_id FROM webhook_endpoints AS w JOIN webhook_deliveries AS d ON d.workspace_id = w.workspace_id AND d.endpoint_id = w.id" +
		" WHERE w.workspace_id = @workspace AND d.event_id = " + events + ".id AND d.status = 'PENDING' LIMIT 1"
}

// of lists the tables with the times since which they are kept: what refers to a row goes
// before it.
func (k *Kept) of() []kept {
	return []kept{
		{prunable{table: "idempotency_keys", id: "key", idType: "text", at: "created_at"}, k.IdempotencyKeys},
		{prunable{table: "portal_sessions", id: "id", idType: "uuid", at: "expires_at"}, k.PortalSessions},
		{prunable{table: "account_authorizations", id: "id", idType: "uuid", at: "expires_at"}, k.AccountAuthorizations},
		{prunable{table: "magic_links", id: "id", idType: "uuid", at: "expires_at", needed: linkNeeded, eventsSince: &k.Events}, k.MagicLinks},
		{prunable{table: "webhook_deliveries", id: "event_id", idType: "uuid", at: "created_at", byID: true, over: settled, ofEndpoint: true}, k.WebhookDeliveries},
		{prunable{table: "events", id: "id", idType: "uuid", at: "created_at", byID: true, needed: eventNeeded("events")}, k.Events},
		{prunable{table: "device_actions", id: "id", idType: "uuid", at: "created_at", byID: true, over: settled}, k.DeviceActions},
	}
}

const settled = "status <> 'PENDING'"

type kept struct {
	prunable
	since time.Time
}

// Prune deletes what has been over for long enough, in every workspace, and tells how many
// rows of which tables. It goes in small transactions and rests as long as each took. Several
// servers may do it at once: each takes what the others don't.
func (s *Store) Prune(ctx context.Context, k Kept) (map[string]int, error) {
	deleted := map[string]int{}
	failed := s.pruneCredentials(ctx, k.Credentials, deleted)
	all := k.of()
	err := s.eachWorkspace(ctx, func(workspace uuid.UUID) {
		for i := range all {
			if all[i].since.IsZero() {
				continue
			}
			// One workspace's trouble is not to hold up the others.
			failed = errors.Join(failed, s.pruneTable(ctx, workspace, &all[i].prunable, all[i].since, deleted))
		}
	})
	return deleted, errors.Join(failed, err, s.dialect.forget(s.write.WithContext(ctx)))
}

// workspacesTogether is how many workspaces' ids are read at once.
const workspacesTogether = 100

func (s *Store) eachWorkspace(ctx context.Context, do func(uuid.UUID)) error {
	for after := uuid.Nil; ; {
		var ids []uuid.UUID
		if err := s.read.WithContext(ctx).Raw("SELECT id FROM workspaces WHERE id > ? ORDER BY id LIMIT ?", after, workspacesTogether).Find(&ids).Error; err != nil {
			return err
		}
		for _, id := range ids {
			if err := ctx.Err(); err != nil {
				return err
			}
			do(id)
			after = id
		}
		if len(ids) < workspacesTogether {
			return nil
		}
	}
}

func (s *Store) pruneTable(ctx context.Context, workspace uuid.UUID, p *prunable, since time.Time, deleted map[string]int) error {
	if !p.ofEndpoint {
		return s.pruneRows(ctx, p, map[string]any{"workspace": workspace, "since": since}, deleted)
	}
	var endpoints []uuid.UUID
	err := s.read.WithContext(ctx).Raw("SELECT id FROM webhook_endpoints WHERE workspace_id = ?", workspace).Find(&endpoints).Error
	for _, endpoint := range endpoints {
		err = errors.Join(err, s.pruneRows(ctx, p, map[string]any{"workspace": workspace, "endpoint": endpoint, "since": since}, deleted))
	}
	return err
}

// dueRow is a row that is to be deleted.
type dueRow struct {
	ID string `json:"id"`
	At time.Time
}

// pruneRows deletes batch after batch. What is due is read first, so that SQLite's one writer
// is left alone where there is nothing.
func (s *Store) pruneRows(ctx context.Context, p *prunable, args map[string]any, deleted map[string]int) error {
	workspace := args["workspace"].(uuid.UUID)
	args["limit"] = pruneBatch
	// Each batch begins where the one before ended: what that left behind in the index, until
	// the database has cleaned it up, isn't read again.
	args["from"] = time.Time{}
	if p.byID {
		args["from"], args["first"] = uuid.Nil.String(), firstIDAt(args["since"].(time.Time))
	}
	for {
		var due []dueRow
		if err := raw(s.read.WithContext(ctx), p.selection(), args).Find(&due).Error; err != nil || len(due) == 0 {
			return err
		}
		began, rows := time.Now(), 0
		if err := s.writing(ctx, s.dialect.lane(workspace), func() (err error) {
			rows, err = s.deleteDue(ctx, p, args)
			return err
		}); err != nil {
			return err
		}
		deleted[p.table] += rows
		if len(due) < pruneBatch {
			return nil
		}
		last := due[len(due)-1]
		args["from"] = last.At
		if p.byID {
			args["from"] = last.ID
		}
		if err := rest(ctx, time.Since(began)); err != nil {
			return err
		}
	}
}

// deleteDue deletes a batch. The rows are locked before it is asked whether something needs
// them: whoever makes something that does locks them, too.
func (s *Store) deleteDue(ctx context.Context, p *prunable, args map[string]any) (rows int, err error) {
	err = s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		var due []dueRow
		if err := raw(tx, p.selection()+s.dialect.skipLocked(), args).Find(&due).Error; err != nil || len(due) == 0 {
			return err
		}
		ids, err := json.Marshal(due)
		if err != nil {
			return err
		}
		args["ids"] = string(ids)
		condition := p.ofOwner() + " AND " + s.dialect.among(p.id, "SELECT r.id FROM "+s.dialect.rows("@ids", columns("id "+p.idType)))
		if p.needed != "" {
			condition += " AND (" + p.needed + ") IS NULL"
		}
		if p.eventsSince != nil {
			if err := s.keepEventsOf(tx, p, condition, args); err != nil {
				return err
			}
		}
		result := raw(tx, "DELETE FROM "+p.table+" WHERE "+condition, args)
		result = result.Callback().Raw().Execute(result)
		rows = int(result.RowsAffected)
		return result.Error
	})
	return rows, err
}

// keepEventsOf stores the events of the links that the condition selects, as far as they are
// kept, and leaves no others in @ids: one that is needed now may not be when it is deleted.
func (s *Store) keepEventsOf(tx *gorm.DB, p *prunable, condition string, args map[string]any) error {
	var going []uuid.UUID
	if err := raw(tx, "SELECT id FROM "+p.table+" WHERE "+condition, args).Find(&going).Error; err != nil {
		return err
	}
	args["ids"], args["events_since"] = idsParam(going), *p.eventsSince
	return keepCreatedEvents(tx, s.dialect, s.amongIDs("subject_id")+" AND (created_at >= @events_since OR ("+eventNeeded("created")+") IS NOT NULL)", args)
}

// selection is the statement that finds the rows of a batch. The order names the table,
// since id is also what the text is called.
func (p *prunable) selection() string {
	order, due := p.at, p.at+" >= @from AND "+p.at+" < @since"
	if p.byID {
		order, due = p.id, p.id+" >= @from AND "+p.id+" < @first AND "+p.at+" < @since"
	}
	if p.over != "" {
		due += " AND " + p.over
	}
	if p.needed != "" {
		due += " AND (" + p.needed + ") IS NULL"
	}
	return "SELECT CAST(" + p.id + " AS text) AS id, " + p.at + " AS at FROM " + p.table +
		" WHERE " + p.ofOwner() + " AND " + due + " ORDER BY " + p.table + "." + order + " LIMIT @limit"
}

func (p *prunable) ofOwner() string {
	if p.ofEndpoint {
		return "workspace_id = @workspace AND endpoint_id = @endpoint"
	}
	return "workspace_id = @workspace"
}

// pruneCredentials deletes the credentials that have ended, which belong to no workspace
// alone.
func (s *Store) pruneCredentials(ctx context.Context, since time.Time, deleted map[string]int) error {
	if since.IsZero() {
		return nil
	}
	const ended = "revoked_at < @since OR expires_at < @since"
	args := map[string]any{"since": since, "limit": pruneBatch}
	for {
		var due []uuid.UUID
		if err := raw(s.read.WithContext(ctx), "SELECT id FROM credentials WHERE "+ended+" LIMIT @limit", args).Find(&due).Error; err != nil || len(due) == 0 {
			return err
		}
		args["ids"] = idsParam(due)
		began := time.Now()
		if err := retrying(ctx, func() error {
			return exec(s.write.WithContext(ctx), "DELETE FROM credentials WHERE ("+ended+") AND "+s.amongIDs("id"), args)
		}); err != nil {
			return err
		}
		deleted["credentials"] += len(due)
		if len(due) < pruneBatch {
			return nil
		}
		if err := rest(ctx, time.Since(began)); err != nil {
			return err
		}
	}
}

// rest waits, unless the context ends before.
func rest(ctx context.Context, long time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(long):
		return nil
	}
}
