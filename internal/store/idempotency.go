package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// IdempotencyKey is what a call with an idempotency key made.
type IdempotencyKey struct {
	Key         string
	InputHash   []byte
	MagicLinkID uuid.UUID
	CreatedAt   time.Time
}

func insertIdempotencyKeys(d dialect, rows string) write {
	return write{sql: `INSERT INTO idempotency_keys (workspace_id, key, input_hash, magic_link_id, created_at)
SELECT customer.workspace_id, r.key, ` + d.bytes("r.input_hash") + `, r.magic_link_id, customer.updated_at
FROM customer JOIN ` + rows}
}

// IdempotencyKey reads what the key stands for, or ErrNotFound. It locks the row, which makes
// it a write: the call that made the key may have been given up while PostgreSQL waited for a
// standby, and whoever hears now that it was carried out waits for that standby, too.
func (s *Store) IdempotencyKey(ctx context.Context, workspace uuid.UUID, key string) (IdempotencyKey, error) {
	var k IdempotencyKey
	err := retrying(ctx, func() error {
		return s.write.WithContext(ctx).
			Raw("SELECT key, input_hash, magic_link_id, created_at FROM idempotency_keys WHERE workspace_id = ? AND key = ?"+s.dialect.forUpdate(), workspace, key).
			Take(&k).Error
	})
	return k, err
}

// ForgetIdempotencyKey deletes the key if it was made before, so that it can be
// used anew.
func (s *Store) ForgetIdempotencyKey(ctx context.Context, workspace uuid.UUID, key string, before time.Time) error {
	return s.write.WithContext(ctx).
		Exec("DELETE FROM idempotency_keys WHERE workspace_id = ? AND key = ? AND created_at < ?", workspace, key, before).Error
}
