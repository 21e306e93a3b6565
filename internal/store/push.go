package store

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

// Push is everything that one call stores for one customer. Ids are made by
// the caller; a row whose key is there already keeps its own.
type Push struct {
	WorkspaceID    uuid.UUID
	CustomerID     uuid.UUID
	CustomerKey    string
	Spaces         []models.Space
	UserIdentities []models.UserIdentity
	AccessGrants   []models.AccessGrant
	// Link is minted for the customer; nil for none.
	Link *models.MagicLink
	// ReplaceExisting revokes the customer's other links that still open.
	ReplaceExisting bool
	// IdempotencyKey is kept with InputHash for the Link; empty for none.
	IdempotencyKey string
	InputHash      []byte
	Now            time.Time
}

// write is one statement of a push. It reads the customer from the FROM item
// customer (workspace_id, id, updated_at).
type write struct {
	name string
	sql  string
	args map[string]any
}

// customerRow is what the upsert of the customer gives back.
type customerRow struct {
	ID        uuid.UUID
	CreatedAt time.Time
	UpdatedAt time.Time
}

// upsertCustomer also locks the customer's row until the push is committed, so
// that pushes of one customer come one after the other.
const upsertCustomer = `INSERT INTO customers AS c (workspace_id, id, key, created_at, updated_at)
VALUES (@workspace, @customer, @customer_key, @now, @now)
ON CONFLICT (workspace_id, key) DO UPDATE SET updated_at = excluded.updated_at
RETURNING workspace_id, id, created_at, updated_at`

func (p *Push) customerArgs() map[string]any {
	return map[string]any{
		"workspace": p.WorkspaceID, "customer": p.CustomerID, "customer_key": p.CustomerKey, "now": p.Now,
	}
}

// Push stores all of p in one transaction. ErrDuplicate says that the
// idempotency key is taken; then nothing is stored.
func (s *Store) Push(ctx context.Context, p *Push) (models.Customer, error) {
	writes, err := s.writes(p)
	if err != nil {
		return models.Customer{}, err
	}
	var row customerRow
	err = retrying(ctx, func() (err error) {
		row, err = s.dialect.push(s.write.WithContext(ctx), p, writes)
		return err
	})
	return models.Customer{
		WorkspaceID: p.WorkspaceID, ID: row.ID, Key: p.CustomerKey,
		CreatedAt: row.CreatedAt.UTC(), UpdatedAt: row.UpdatedAt.UTC(),
	}, err
}

// inTurn runs the writes one after the other in a transaction, which begins by
// taking the customer's row.
func inTurn(db *gorm.DB, p *Push, writes []write) (customerRow, error) {
	var customer customerRow
	err := db.Transaction(func(tx *gorm.DB) error {
		if err := tx.Raw(upsertCustomer, p.customerArgs()).Find(&customer).Error; err != nil {
			return err
		}
		for _, w := range writes {
			w.args["workspace"], w.args["customer"] = p.WorkspaceID, customer.ID
			const byID = "WITH customer AS (SELECT workspace_id, id, updated_at FROM customers WHERE workspace_id = @workspace AND id = @customer) "
			if err := tx.Exec(byID+w.sql, w.args).Error; err != nil {
				return err
			}
		}
		return nil
	})
	return customer, err
}

func (s *Store) writes(p *Push) ([]write, error) {
	var writes []write
	var failed error
	add := func(name, sql string, rows any) {
		text, err := json.Marshal(rows)
		if err != nil {
			failed = err
		}
		writes = append(writes, write{name: name, sql: sql, args: map[string]any{name: string(text)}})
	}
	if len(p.Spaces) > 0 {
		add("space_rows", s.upsertSpaces(), p.Spaces)
	}
	if len(p.UserIdentities) > 0 {
		add("user_identity_rows", s.upsertUserIdentities(), p.UserIdentities)
	}
	if len(p.AccessGrants) > 0 {
		add("access_grant_rows", s.upsertAccessGrants(), grantRows(p.AccessGrants))
	}
	if p.ReplaceExisting {
		writes = append(writes,
			write{name: "replaced", sql: revokeOthers, args: map[string]any{"replaced_at": p.Now}},
			write{name: "ended", sql: endOthersSessions, args: map[string]any{}})
	}
	if p.Link != nil {
		writes = append(writes, write{name: "link_rows", sql: insertLink, args: linkArgs(p.Link)})
	}
	if p.IdempotencyKey != "" {
		add("idempotency_rows", s.insertIdempotencyKey(), []idempotencyRow{{
			Key: p.IdempotencyKey, InputHash: hex.EncodeToString(p.InputHash), MagicLinkID: p.Link.ID,
		}})
	}
	return writes, failed
}

func (s *Store) upsertSpaces() string {
	return `INSERT INTO spaces (workspace_id, id, customer_id, kind, key, name, sort_name, created_at, updated_at)
SELECT customer.workspace_id, r.id, customer.id, r.kind, r.key, r.name, r.sort_name, customer.updated_at, customer.updated_at
FROM customer, ` + s.dialect.rows("@space_rows", columns("id uuid, kind text, key text, name text, sort_name text")) + ` WHERE true
ON CONFLICT (workspace_id, customer_id, key, kind) DO UPDATE
SET name = excluded.name, sort_name = excluded.sort_name, updated_at = excluded.updated_at
WHERE spaces.name <> excluded.name`
}

func (s *Store) upsertUserIdentities() string {
	return `INSERT INTO user_identities (workspace_id, id, customer_id, kind, key, name, sort_name,
	email_address, phone_number, created_at, updated_at)
SELECT customer.workspace_id, r.id, customer.id, r.kind, r.key, r.name, r.sort_name,
	r.email_address, r.phone_number, customer.updated_at, customer.updated_at
FROM customer, ` + s.dialect.rows("@user_identity_rows", columns(
		"id uuid, kind text, key text, name text, sort_name text, email_address text, phone_number text")) + ` WHERE true
ON CONFLICT (workspace_id, customer_id, key, kind) DO UPDATE
SET name = excluded.name, sort_name = excluded.sort_name, email_address = excluded.email_address,
	phone_number = excluded.phone_number, updated_at = excluded.updated_at
WHERE user_identities.name <> excluded.name
	OR user_identities.email_address IS DISTINCT FROM excluded.email_address
	OR user_identities.phone_number IS DISTINCT FROM excluded.phone_number`
}

func (s *Store) upsertAccessGrants() string {
	return `INSERT INTO access_grants (workspace_id, id, customer_id, kind, key, name, sort_name,
	starts_at, ends_at, sort_ends_at, reference_keys, created_at, updated_at)
SELECT customer.workspace_id, r.id, customer.id, r.kind, r.key, r.name, r.sort_name,
	r.starts_at, r.ends_at, r.sort_ends_at, r.reference_keys, customer.updated_at, customer.updated_at
FROM customer, ` + s.dialect.rows("@access_grant_rows", columns(
		"id uuid, kind text, key text, name text, sort_name text, starts_at timestamptz, ends_at timestamptz, "+
			"sort_ends_at timestamptz, reference_keys jsonb")) + ` WHERE true
ON CONFLICT (workspace_id, customer_id, key, kind) DO UPDATE
SET name = excluded.name, sort_name = excluded.sort_name, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
	sort_ends_at = excluded.sort_ends_at, reference_keys = excluded.reference_keys, updated_at = excluded.updated_at
WHERE access_grants.name IS DISTINCT FROM excluded.name
	OR access_grants.starts_at IS DISTINCT FROM excluded.starts_at
	OR access_grants.ends_at IS DISTINCT FROM excluded.ends_at
	OR access_grants.reference_keys <> excluded.reference_keys`
}
