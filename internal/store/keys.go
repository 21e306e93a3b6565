package store

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/google/uuid"
)

// CustomerKey is a key of something in a customer.
type CustomerKey struct {
	CustomerID uuid.UUID `json:"customer_id"`
	Key        string    `json:"key"`
}

// byKey reads the rows of any kind that have one of the keys.
func byKey[T any](ctx context.Context, s *Store, table string, of Scope, keys []CustomerKey) ([]*T, error) {
	param, err := json.Marshal(keys)
	if err != nil {
		return nil, err
	}
	c := &conditions{args: map[string]any{"keys": string(param), "workspace": of.WorkspaceID}}
	c.add("t.workspace_id = @workspace AND t.customer_id = r.customer_id AND t.key = r.key")
	s.see(c, of.Sight, table, "t")
	statement := "SELECT " + columnsOf[T]("t.") + " FROM " + s.dialect.ofEach(s.dialect.rows("@keys", columns("customer_id uuid, key text")), table, c.all())
	return find[T](s.read.WithContext(ctx), statement, c.args)
}

// listFilter adds the filters that the three lists of a customer share.
func listFilter[K ~string](c *conditions, kind *K, key, namePrefix *string) {
	if kind != nil {
		c.add("kind = @kind", "kind", string(*kind))
	}
	if key != nil {
		c.add("key = @key", "key", *key)
	}
	if namePrefix != nil {
		c.prefix("sort_name", strings.ToLower(*namePrefix))
	}
}
