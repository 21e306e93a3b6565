package portal

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

// PushCustomerDataInput is what PushCustomerData takes.
type PushCustomerDataInput struct {
	CustomerData CustomerData
}

// Faults lists everything that is wrong with the input.
func (in PushCustomerDataInput) Faults() fault.List {
	var c checker
	c.customerData(fault.At("customerData"), &in.CustomerData)
	return c.faults
}

// Pushed is what PushCustomerData gives.
type Pushed struct {
	Customer             models.Customer
	UnresolvedReferences []UnresolvedReference
}

// PushCustomerData stores a customer's data, all of it or nothing.
func (s *Service) PushCustomerData(ctx context.Context, tenant models.Tenant, in PushCustomerDataInput) (*Pushed, error) {
	if err := in.Faults().Err(); err != nil {
		return nil, err
	}
	unresolved, err := s.unresolved(ctx, tenant, &in.CustomerData)
	if err != nil {
		return nil, err
	}
	push, err := newPush(tenant, &in.CustomerData, s.now())
	if err != nil {
		return nil, err
	}
	customer, err := s.store.Push(ctx, push)
	if err != nil {
		return nil, err
	}
	return &Pushed{Customer: customer, UnresolvedReferences: unresolved}, nil
}

// newPush turns the 17 lists into rows of three tables.
func newPush(tenant models.Tenant, d *CustomerData, now time.Time) (*store.Push, error) {
	id, err := newID()
	if err != nil {
		return nil, err
	}
	p := &store.Push{WorkspaceID: tenant.WorkspaceID, CustomerID: id, CustomerKey: d.CustomerKey, Now: now}
	for _, l := range d.spaceLists() {
		p.Spaces = slices.Grow(p.Spaces, len(l.items))
		for i := range l.items {
			p.Spaces = append(p.Spaces, l.items[i])
			row := &p.Spaces[len(p.Spaces)-1]
			row.Kind, row.SortName = l.kind, sortName(row.Name)
		}
	}
	for _, l := range d.userIdentityLists() {
		p.UserIdentities = slices.Grow(p.UserIdentities, len(l.items))
		for i := range l.items {
			p.UserIdentities = append(p.UserIdentities, l.items[i])
			row := &p.UserIdentities[len(p.UserIdentities)-1]
			row.Kind, row.SortName = l.kind, sortName(row.Name)
		}
	}
	for _, l := range d.accessGrantLists() {
		p.AccessGrants = slices.Grow(p.AccessGrants, len(l.items))
		for i := range l.items {
			p.AccessGrants = append(p.AccessGrants, l.items[i])
			row := &p.AccessGrants[len(p.AccessGrants)-1]
			row.Kind = l.kind
			if row.Name != nil {
				row.SortName = sortName(*row.Name)
			}
		}
	}
	return p, setIDs(p)
}

func setIDs(p *store.Push) (err error) {
	for i := range p.Spaces {
		if p.Spaces[i].ID, err = newID(); err != nil {
			return err
		}
	}
	for i := range p.UserIdentities {
		if p.UserIdentities[i].ID, err = newID(); err != nil {
			return err
		}
	}
	for i := range p.AccessGrants {
		if p.AccessGrants[i].ID, err = newID(); err != nil {
			return err
		}
	}
	return nil
}

// sortName folds a name for ordering and searching, alike on both engines.
func sortName(name string) string { return strings.ToLower(name) }
