package store

import (
	"context"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/models"
)

var customerList = list{table: "customers", order: []string{"key"}}

// CustomerFilter narrows a list of customers.
type CustomerFilter struct {
	// KeyPrefix keeps the customers of which the key begins with it.
	KeyPrefix *string
}

func (f CustomerFilter) conditions(workspace uuid.UUID) *conditions {
	c := newConditions(workspace)
	if f.KeyPrefix != nil {
		c.prefix("key", *f.KeyPrefix)
	}
	return c
}

// CustomerPosition is where a customer stands in its list.
func CustomerPosition(c *models.Customer) []any { return []any{c.Key} }

// Customers reads a page of the workspace's customers, in the order of keys.
func (s *Store) Customers(ctx context.Context, workspace uuid.UUID, f CustomerFilter, p Page) (Items[models.Customer], error) {
	c := f.conditions(workspace)
	rows, err := find[models.Customer](s.read.WithContext(ctx), customerList.selection(c, p), c.args)
	return pageOf(rows, p), err
}

// CountCustomers counts the workspace's customers.
func (s *Store) CountCustomers(ctx context.Context, workspace uuid.UUID, f CustomerFilter) (int, error) {
	return s.count(ctx, customerList, f.conditions(workspace))
}

// CustomerByKey reads a customer, or ErrNotFound.
func (s *Store) CustomerByKey(ctx context.Context, workspace uuid.UUID, key string) (models.Customer, error) {
	var c models.Customer
	err := s.read.WithContext(ctx).
		Raw("SELECT * FROM customers WHERE workspace_id = ? AND key = ?", workspace, key).Take(&c).Error
	return c, translate(err)
}

// CustomersByID reads the customers that there are of these ids.
func (s *Store) CustomersByID(ctx context.Context, workspace uuid.UUID, ids []uuid.UUID) ([]*models.Customer, error) {
	return find[models.Customer](s.read.WithContext(ctx), "SELECT * FROM customers WHERE workspace_id = @workspace AND "+s.amongIDs("id"),
		map[string]any{"workspace": workspace, "ids": idsParam(ids)})
}
