package store

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

// KindKey is a key of something of one kind.
type KindKey struct {
	Kind string `json:"kind"`
	Key  string `json:"key"`
}

// Deletion names what to delete in one customer.
type Deletion struct {
	CustomerKey    string
	Spaces         []KindKey
	UserIdentities []KindKey
	AccessGrants   []KindKey
}

// DeleteCustomers deletes whole customers with all that is theirs, and tells
// how many there were. It locks them in the order in which pushes do. The event of each
// stands for those of its links and sessions; what links' rows tell of is stored.
func (s *Store) DeleteCustomers(ctx context.Context, workspace uuid.UUID, keys []string, t *Told) (int, error) {
	var deleted []uuid.UUID
	err := s.writing(ctx, s.dialect.lane(workspace), func() error {
		named := s.dialect.among("c.key", "SELECT r.key FROM "+s.dialect.rows("@keys", columns("key text")))
		locked := "SELECT c.id FROM customers AS c WHERE c.workspace_id = @workspace AND " + named + " ORDER BY c.key" + s.dialect.forUpdate()
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			deleted = nil
			args := map[string]any{"workspace": workspace, "keys": keysParam(keys)}
			if err := tx.Raw(locked, args).Find(&deleted).Error; err != nil {
				return err
			}
			if len(deleted) == 0 {
				return s.dialect.asWrite(tx, "workspaces", workspace)
			}
			args["ids"] = idsParam(deleted)
			if err := s.lockLinksOf(tx, args); err != nil {
				return err
			}
			if err := keepCreatedEvents(tx, s.dialect, s.amongIDs("customer_id"), args); err != nil {
				return err
			}
			if err := exec(tx, "DELETE FROM customers WHERE workspace_id = @workspace AND "+s.amongIDs("id"), args); err != nil {
				return err
			}
			events := make([]models.Event, len(deleted))
			for i, id := range deleted {
				var err error
				if events[i], err = t.event(models.EventCustomerDeleted, &deleted[i], id); err != nil {
					return err
				}
			}
			return tell(tx, s.dialect, workspace, events...)
		})
	})
	return len(deleted), err
}

// Delete deletes some of one customer's data in one transaction, and tells how
// many rows there were.
func (s *Store) Delete(ctx context.Context, workspace uuid.UUID, d *Deletion, t *Told) (int, error) {
	return s.DeleteOfEach(ctx, workspace, []*Deletion{d}, t)
}

// DeleteOfEach deletes some of the data of several customers in one transaction, and
// tells how many rows there were.
func (s *Store) DeleteOfEach(ctx context.Context, workspace uuid.UUID, all []*Deletion, t *Told) (int, error) {
	// Customers are locked in the order in which other calls do.
	all = slices.SortedFunc(slices.Values(all), func(a, b *Deletion) int { return strings.Compare(a.CustomerKey, b.CustomerKey) })
	var deleted int64
	err := s.writing(ctx, s.dialect.lane(workspace), func() error {
		deleted = 0
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			for _, d := range all {
				n, err := s.deleteOf(tx, workspace, d, t)
				if err != nil {
					return err
				}
				deleted += n
			}
			if deleted == 0 {
				return s.dialect.asWrite(tx, "workspaces", workspace)
			}
			return nil
		})
	})
	return int(deleted), err
}

// deleteOf deletes some of one customer's data.
func (s *Store) deleteOf(tx *gorm.DB, workspace uuid.UUID, d *Deletion, t *Told) (deleted int64, err error) {
	// The customer's row is locked first, as a push does, so that the
	// two never wait for each other in a circle.
	var customers []uuid.UUID
	if err := tx.Raw("UPDATE customers SET updated_at = updated_at WHERE workspace_id = ? AND key = ? RETURNING id",
		workspace, d.CustomerKey).Find(&customers).Error; err != nil || len(customers) == 0 {
		return 0, err
	}
	for _, part := range []struct {
		table string
		keys  []KindKey
	}{{"spaces", d.Spaces}, {"user_identities", d.UserIdentities}, {"access_grants", d.AccessGrants}} {
		if len(part.keys) == 0 {
			continue
		}
		n, err := s.deleteKeys(tx, part.table, workspace, customers[0], part.keys)
		if err != nil {
			return 0, err
		}
		deleted += n
	}
	if deleted == 0 {
		return 0, nil
	}
	e, err := t.event(models.EventCustomerUpdated, &customers[0], customers[0])
	if err != nil {
		return 0, err
	}
	return deleted, tell(tx, s.dialect, workspace, e)
}

func (s *Store) deleteKeys(tx *gorm.DB, table string, workspace, customer uuid.UUID, keys []KindKey) (int64, error) {
	param, err := json.Marshal(keys)
	if err != nil {
		return 0, err
	}
	rows := s.dialect.rows("@keys", columns("key text, kind text"))
	// The keys once more by themselves, so that the index finds each: joined to the pairs, all of
	// the customer's rows might be read.
	result := tx.Exec("DELETE FROM "+table+" WHERE workspace_id = @workspace AND customer_id = @customer AND "+
		s.dialect.among("key", "SELECT r.key FROM "+rows)+" AND (key, kind) IN (SELECT r.key, r.kind FROM "+rows+")",
		map[string]any{"workspace": workspace, "customer": customer, "keys": string(param)})
	return result.RowsAffected, result.Error
}

func keysParam(keys []string) string {
	type row struct {
		Key string `json:"key"`
	}
	rows := make([]row, len(keys))
	for i, key := range keys {
		rows[i] = row{key}
	}
	text, _ := json.Marshal(rows) // texts can't fail
	return string(text)
}
