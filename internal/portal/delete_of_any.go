package portal

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

// DeleteDataOfAny is DeleteCustomerData for callers who may not know whose the data is:
// without CustomerKey, each key is deleted from the one customer that has it. A key that
// several have is a fault, and then nothing is deleted.
func (s *Service) DeleteDataOfAny(ctx context.Context, tenant models.Tenant, in DeleteCustomerDataInput) (int, error) {
	if err := in.FaultsOfAny().Err(); err != nil {
		return 0, err
	}
	if in.CustomerKeys != nil || in.CustomerKey != nil {
		return s.DeleteCustomerData(ctx, tenant, in)
	}
	found, err := s.store.Holders(ctx, tenant.WorkspaceID, in.deletion())
	if err != nil {
		return 0, fmt.Errorf("find whose the keys are: %w", err)
	}
	var c checker
	ofSeveral(&c, in.spaces(), found.Spaces)
	ofSeveral(&c, in.userIdentities(), found.UserIdentities)
	ofSeveral(&c, in.accessGrants(), found.AccessGrants)
	if err := c.faults.Err(); err != nil {
		return 0, err
	}
	each, err := s.ofEach(ctx, tenant, &found)
	if err != nil || len(each) == 0 {
		return 0, err
	}
	deleted, err := s.store.DeleteOfEach(ctx, tenant.WorkspaceID, each, s.told(ctx))
	if err != nil {
		return 0, fmt.Errorf("delete data of any customer: %w", err)
	}
	return deleted, nil
}

// ofSeveral finds the keys that more than one customer has.
func ofSeveral[K ~string](c *checker, lists []keyList[K], found []store.Held) {
	holder, several := map[store.KindKey]uuid.UUID{}, map[store.KindKey]bool{}
	for _, held := range found {
		if first, ok := holder[held.KindKey]; ok && first != held.CustomerID {
			several[held.KindKey] = true
		}
		holder[held.KindKey] = held.CustomerID
	}
	for _, l := range lists {
		for i, key := range l.keys {
			if several[store.KindKey{Kind: string(l.kind), Key: key}] {
				c.add(fault.At(l.field).Index(i), "is a key that several customers have: say whose by customerKey")
			}
		}
	}
}

// ofEach sorts keys by the customers that have them.
func (s *Service) ofEach(ctx context.Context, tenant models.Tenant, found *store.Holders) ([]*store.Deletion, error) {
	of := map[uuid.UUID]*store.Deletion{}
	add := func(held []store.Held, keys func(*store.Deletion) *[]store.KindKey) {
		for _, h := range held {
			d := of[h.CustomerID]
			if d == nil {
				d = &store.Deletion{}
				of[h.CustomerID] = d
			}
			into := keys(d)
			*into = append(*into, h.KindKey)
		}
	}
	add(found.Spaces, func(d *store.Deletion) *[]store.KindKey { return &d.Spaces })
	add(found.UserIdentities, func(d *store.Deletion) *[]store.KindKey { return &d.UserIdentities })
	add(found.AccessGrants, func(d *store.Deletion) *[]store.KindKey { return &d.AccessGrants })
	customers, err := s.store.CustomersByID(ctx, tenant.WorkspaceID, slices.Collect(maps.Keys(of)))
	if err != nil {
		return nil, err
	}
	all := make([]*store.Deletion, len(customers)) // whoever is not among them was deleted a moment ago
	for i, customer := range customers {
		all[i] = of[customer.ID]
		all[i].CustomerKey = customer.Key
	}
	return all, nil
}
