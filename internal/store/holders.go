package store

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"
)

// Held is a key of one kind, and a customer that has it.
type Held struct {
	KindKey

	CustomerID uuid.UUID
}

// Holders are the customers that have the keys which a deletion names.
type Holders struct{ Spaces, UserIdentities, AccessGrants []Held }

// Holders finds the workspace's customers that have the keys which d names, whatever
// customer d is about. Of a key that several customers have it gives two.
func (s *Store) Holders(ctx context.Context, workspace uuid.UUID, d *Deletion) (found Holders, err error) {
	for _, part := range []struct {
		table string
		keys  []KindKey
		into  *[]Held
	}{{"spaces", d.Spaces, &found.Spaces}, {"user_identities", d.UserIdentities, &found.UserIdentities}, {"access_grants", d.AccessGrants, &found.AccessGrants}} {
		if len(part.keys) == 0 {
			continue
		}
		if *part.into, err = s.holdersOf(ctx, part.table, workspace, part.keys); err != nil {
			return Holders{}, err
		}
	}
	return found, nil
}

func (s *Store) holdersOf(ctx context.Context, table string, workspace uuid.UUID, keys []KindKey) (found []Held, err error) {
	param, err := json.Marshal(keys)
	if err != nil {
		return nil, err
	}
	statement := "SELECT t.customer_id, t.kind, t.key FROM " + s.dialect.perParent(s.dialect.rows("@keys", columns("key text, kind text")), table,
		"SELECT * FROM "+table+" WHERE workspace_id = @workspace AND key = r.key AND kind = r.kind LIMIT 2")
	err = s.read.WithContext(ctx).Raw(statement, map[string]any{"keys": string(param), "workspace": workspace}).Find(&found).Error
	return found, err
}
