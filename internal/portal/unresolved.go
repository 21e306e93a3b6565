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

// unresolved finds the references to keys that are neither in the data nor
// stored. It looks before the push, so that a failure here stores nothing.
func (s *Service) unresolved(ctx context.Context, tenant models.Tenant, d *CustomerData) ([]UnresolvedReference, error) {
	places, people := d.missing()
	if len(places)+len(people) == 0 {
		return nil, nil
	}
	customer, err := s.store.CustomerByKey(ctx, tenant.WorkspaceID, d.CustomerKey)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	known := err == nil
	places, err = s.stillMissing(places, known, func() ([]kindKey, error) {
		rows, err := s.store.SpacesByKey(ctx, store.Scope{WorkspaceID: tenant.WorkspaceID}, lookUp(customer.ID, places))
		return kindKeys(rows, func(r *models.Space) kindKey { return kindKey{string(r.Kind), r.Key} }), err
	})
	if err != nil {
		return nil, err
	}
	people, err = s.stillMissing(people, known, func() ([]kindKey, error) {
		rows, err := s.store.UserIdentitiesByKey(ctx, store.Scope{WorkspaceID: tenant.WorkspaceID}, lookUp(customer.ID, people))
		return kindKeys(rows, func(r *models.UserIdentity) kindKey { return kindKey{string(r.Kind), r.Key} }), err
	})
	if err != nil {
		return nil, err
	}
	people = append(people, places...)
	var found []UnresolvedReference
	for _, r := range people[:min(len(people), mostUnresolved)] {
		found = append(found, UnresolvedReference{Path: r.path.String(), Key: r.key})
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

// missing lists the references that the data doesn't resolve by itself.
func (d *CustomerData) missing() (places, people []reference) {
	if !d.refers() {
		return nil, nil
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
				places = append(places, reference{data.Field(l.field).Index(i).Field("parentSiteKey"), string(models.SpaceKindSite), *key})
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
					places = append(places, reference{at(list.Field).Index(j), kind, key})
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
					people = append(people, reference{at(person.Field), string(person.Kind), person.Key})
				}
			}
			addPlaces(at, l.items[i].Places())
		}
	}
	return places, people
}

// stillMissing drops the references that are stored already.
func (s *Service) stillMissing(references []reference, known bool, stored func() ([]kindKey, error)) ([]reference, error) {
	if len(references) == 0 || !known {
		return references, nil
	}
	rows, err := stored()
	if err != nil {
		return nil, err
	}
	there := map[kindKey]bool{}
	for _, row := range rows {
		there[row] = true
		there[kindKey{"", row.key}] = true
	}
	var missing []reference
	for _, r := range references {
		if !there[kindKey{r.kind, r.key}] {
			missing = append(missing, r)
		}
	}
	return missing, nil
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
