package store

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"
	"gorm.io/gorm"
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
// how many there were. It locks them in the order in which pushes do.
func (s *Store) DeleteCustomers(ctx context.Context, workspace uuid.UUID, keys []string) (int, error) {
	var deleted int64
	err := s.writing(ctx, s.dialect.lane(workspace), func() error {
		named := s.dialect.among("c.key", "SELECT r.key FROM "+s.dialect.rows("@keys", columns("key text")))
		locked := "SELECT c.id FROM customers AS c WHERE c.workspace_id = @workspace AND " + named + " ORDER BY c.key" + s.dialect.forUpdate()
		result := s.write.WithContext(ctx).Exec("DELETE FROM customers WHERE workspace_id = @workspace AND "+s.dialect.among("id", locked),
			map[string]any{"workspace": workspace, "keys": keysParam(keys)})
		deleted = result.RowsAffected
		return result.Error
	})
	return int(deleted), err
}

// Delete deletes some of one customer's data in one transaction, and tells how
// many rows there were.
func (s *Store) Delete(ctx context.Context, workspace uuid.UUID, d *Deletion) (int, error) {
	var deleted int64
	err := s.writing(ctx, s.dialect.lane(workspace), func() error {
		deleted = 0
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			// The customer's row is locked first, as a push does, so that the
			// two never wait for each other in a circle.
			var customers []uuid.UUID
			if err := tx.Raw("UPDATE customers SET updated_at = updated_at WHERE workspace_id = ? AND key = ? RETURNING id",
				workspace, d.CustomerKey).Find(&customers).Error; err != nil || len(customers) == 0 {
				return err
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
					return err
				}
				deleted += n
			}
			return nil
		})
	})
	return int(deleted), err
}

func (s *Store) deleteKeys(tx *gorm.DB, table string, workspace, customer uuid.UUID, keys []KindKey) (int64, error) {
	param, err := json.Marshal(keys)
	if err != nil {
		return 0, err
	}
	result := tx.Exec("DELETE FROM "+table+" WHERE workspace_id = ? AND customer_id = ? AND (key, kind) IN (SELECT r.key, r.kind FROM "+
		s.dialect.rows("?", columns("key text, kind text"))+")", workspace, customer, string(param))
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
