package portal

import (
	"context"
	"encoding/json"
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
	if err := s.metadataFaults(ctx, tenant, &in.CustomerData); err != nil {
		return nil, err
	}
	var missing references
	in.CustomerData.missing(&missing)
	unresolved, err := s.unresolved(ctx, tenant, in.CustomerData.CustomerKey, missing)
	if err != nil {
		return nil, err
	}
	push, err := newPush(tenant, &in.CustomerData, s.now())
	if err != nil {
		return nil, err
	}
	push.Actor = s.actor(ctx)
	if push.UpdatedEvent, err = newID(); err != nil {
		return nil, err
	}
	customer, err := s.store.Push(ctx, push)
	if err != nil {
		return nil, err
	}
	return &Pushed{Customer: customer, UnresolvedReferences: unresolved}, nil
}

// newPush turns the 19 lists into rows of three tables, in place: the data is the call's own.
func newPush(tenant models.Tenant, d *CustomerData, now time.Time) (*store.Push, error) {
	id, err := newID()
	if err != nil {
		return nil, err
	}
	p := &store.Push{WorkspaceID: tenant.WorkspaceID, CustomerID: id, CustomerKey: d.CustomerKey, Now: now}
	for _, l := range d.spaceLists() {
		for i := range l.items {
			row := &l.items[i]
			row.Kind, row.SortName = l.kind, sortName(row.Name)
			withNulls(row.CustomMetadata)
		}
		p.Spaces = joined(p.Spaces, l.items)
	}
	for _, l := range d.userIdentityLists() {
		for i := range l.items {
			row := &l.items[i]
			row.Kind, row.SortName = l.kind, sortName(row.Name)
		}
		p.UserIdentities = joined(p.UserIdentities, l.items)
	}
	staff, err := staffMembers(d.staffMemberList())
	if err != nil {
		return nil, err
	}
	p.UserIdentities = joined(p.UserIdentities, staff)
	for _, l := range d.accessGrantLists() {
		for i := range l.items {
			row := &l.items[i]
			row.Kind = l.kind
			withNulls(row.CustomMetadata)
			if row.Name != nil {
				row.SortName = sortName(*row.Name)
			}
		}
		p.AccessGrants = joined(p.AccessGrants, l.items)
	}
	return p, setIDs(p)
}

// staffMembers makes people of the members of staff, with the keys of their places.
func staffMembers(l itemList[models.SentStaffMember, models.UserIdentityKind]) ([]models.UserIdentity, error) {
	rows := make([]models.UserIdentity, len(l.items))
	for i := range l.items {
		row := l.items[i].UserIdentity
		row.Kind, row.SortName = l.kind, sortName(row.Name)
		if keys := &l.items[i].PlaceKeys; len(keys.Places()) > 0 {
			text, err := json.Marshal(keys)
			if err != nil {
				return nil, err
			}
			stored := string(text)
			row.StoredPlaceKeys = &stored
		}
		rows[i] = row
	}
	return rows, nil
}

// joined copies nothing as long as there is one list: most customers have rooms or
// units, not both.
func joined[T any](rows, more []T) []T {
	if len(rows) == 0 {
		return more
	}
	if len(more) == 0 {
		return rows
	}
	return append(slices.Clip(rows), more...)
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
