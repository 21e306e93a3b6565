package portal

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

// UnresolvedReference is a key in the input that names nothing yet.
type UnresolvedReference struct {
	// Path is where it stands, for instance "customerData.reservations[3].roomKeys[0]".
	Path string
	Key  string
}

// mostUnresolved is how many are listed: an answer's objects cost more than to
// store what they tell of.
const mostUnresolved = 10_000

// reference is a key that the input itself doesn't bring.
type reference struct {
	path *fault.Path
	// kind is the kind that it must have; empty for a place of any kind.
	kind string
	key  string
}

// references are keys that the input itself doesn't bring, by what they name.
type references struct{ devices, grants, places, people []reference }

// unresolved keeps those of the references that name nothing which is stored. It looks
// before the push, so that a failure here stores nothing.
func (s *Service) unresolved(ctx context.Context, tenant models.Tenant, customerKey string, missing references) ([]UnresolvedReference, error) {
	if len(missing.devices)+len(missing.grants)+len(missing.places)+len(missing.people) == 0 {
		return nil, nil
	}
	customer, err := s.store.CustomerByKey(ctx, tenant.WorkspaceID, customerKey)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	known, of := err == nil, store.Scope{WorkspaceID: tenant.WorkspaceID, CustomerID: customer.ID}
	var found []UnresolvedReference
	for _, family := range []struct {
		references []reference
		stored     func([]reference) ([]kindKey, error)
	}{
		{missing.devices, func(r []reference) ([]kindKey, error) {
			rows, err := s.store.DevicesByID(ctx, of, idsOf(r))
			return kindKeys(rows, func(r *models.Device) kindKey { return kindKey{"", r.ID.String()} }), err
		}},
		{missing.grants, func(r []reference) ([]kindKey, error) {
			rows, err := s.store.AccessGrantsByKey(ctx, of, lookUp(customer.ID, r))
			return kindKeys(rows, func(r *models.AccessGrant) kindKey { return kindKey{string(r.Kind), r.Key} }), err
		}},
		{missing.places, func(r []reference) ([]kindKey, error) {
			rows, err := s.store.SpacesByKey(ctx, of, lookUp(customer.ID, r))
			return kindKeys(rows, func(r *models.Space) kindKey { return kindKey{string(r.Kind), r.Key} }), err
		}},
		{missing.people, func(r []reference) ([]kindKey, error) {
			rows, err := s.store.UserIdentitiesByKey(ctx, of, lookUp(customer.ID, r))
			return kindKeys(rows, func(r *models.UserIdentity) kindKey { return kindKey{string(r.Kind), r.Key} }), err
		}},
	} {
		still := family.references
		if known && len(still) > 0 {
			stored, err := family.stored(still)
			if err != nil {
				return nil, err
			}
			still = without(still, stored)
		}
		for _, r := range still[:min(len(still), mostUnresolved-len(found))] {
			found = append(found, UnresolvedReference{Path: r.path.String(), Key: r.key})
		}
	}
	return found, nil
}

type kindKey struct{ kind, key string }

// refers tells whether the data may refer to anything.
func (d *CustomerData) refers() bool {
	if len(d.Reservations)+len(d.Bookings)+len(d.AccessGrants)+len(d.StaffMembers) > 0 {
		return true
	}
	for _, l := range d.spaceLists() {
		for i := range l.items {
			if l.items[i].ParentSiteKey != nil {
				return true
			}
		}
	}
	return false
}

// missing adds the references that the data doesn't resolve by itself.
func (d *CustomerData) missing(all *references) {
	if !d.refers() {
		return
	}
	spaces, identities := map[kindKey]bool{}, map[kindKey]bool{}
	for _, l := range d.spaceLists() {
		for i := range l.items {
			spaces[kindKey{string(l.kind), l.items[i].Key}] = true
			spaces[kindKey{"", l.items[i].Key}] = true
		}
	}
	data := fault.At("customerData")
	for _, l := range d.spaceLists() {
		for i := range l.items {
			if key := l.items[i].ParentSiteKey; key != nil && !spaces[kindKey{string(models.SpaceKindSite), *key}] {
				all.places = append(all.places, reference{data.Field(l.field).Index(i).Field("parentSiteKey"), string(models.SpaceKindSite), *key})
			}
		}
	}
	addPlaces := func(at func(field string) *fault.Path, lists []models.PlaceReferences) {
		for _, list := range lists {
			kind := string(list.Kind)
			if list.Kind == models.SpaceKindSpace {
				kind = ""
			}
			for j, key := range list.Keys {
				if !spaces[kindKey{kind, key}] {
					all.places = append(all.places, reference{at(list.Field).Index(j), kind, key})
				}
			}
		}
	}
	staff := d.staffMemberList()
	for i := range staff.items {
		at := func(field string) *fault.Path { return data.Field(staff.field).Index(i).Field(field) }
		addPlaces(at, staff.items[i].Places())
	}
	for _, l := range d.userIdentityLists() {
		for i := range l.items {
			identities[kindKey{string(l.kind), l.items[i].Key}] = true
		}
	}
	for _, l := range d.accessGrantLists() {
		for i := range l.items {
			at := func(field string) *fault.Path { return data.Field(l.field).Index(i).Field(field) }
			for _, person := range l.items[i].People() {
				if !identities[kindKey{string(person.Kind), person.Key}] {
					all.people = append(all.people, reference{at(person.Field), string(person.Kind), person.Key})
				}
			}
			addPlaces(at, l.items[i].Places())
		}
	}
}

// without drops the references that are stored.
func without(references []reference, stored []kindKey) []reference {
	there := map[kindKey]bool{}
	for _, row := range stored {
		there[row] = true
		there[kindKey{"", row.key}] = true
	}
	var missing []reference
	for _, r := range references {
		if !there[kindKey{r.kind, r.key}] {
			missing = append(missing, r)
		}
	}
	return missing
}

func lookUp(customer uuid.UUID, references []reference) []store.CustomerKey {
	seen := map[string]bool{}
	var keys []store.CustomerKey
	for _, r := range references {
		if !seen[r.key] {
			seen[r.key] = true
			keys = append(keys, store.CustomerKey{CustomerID: customer, Key: r.key})
		}
	}
	return keys
}

func kindKeys[T any](rows []*T, of func(*T) kindKey) []kindKey {
	keys := make([]kindKey, len(rows))
	for i, row := range rows {
		keys[i] = of(row)
	}
	return keys
}
