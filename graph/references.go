package graph

import (
	"context"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

// named is a key of something in a customer, with its kind.
type named struct {
	customer uuid.UUID
	kind     string
	key      string
}

// placesOf reads the places that grants name, in one statement for all grants
// that were loaded together.
func (r *Resolver) placesOf(ctx context.Context, grant *models.AccessGrant) ([]*models.Space, error) {
	references, err := referencesOf(ctx, grant)
	if err != nil {
		return nil, err
	}
	of, err := r.scope(ctx)
	if err != nil {
		return nil, err
	}
	places, err := loadTogether(ctx, grant, "spaces", func(ctx context.Context, _ []*models.AccessGrant) (map[named]*models.Space, error) {
		var keys []store.CustomerKey
		for g, its := range references {
			keys = appendKeys(keys, g.CustomerID, its.Places())
		}
		return r.placesByKey(ctx, of, keys)
	})
	if err != nil {
		return nil, err
	}
	return placesNamed(places, grant.CustomerID, references[grant].Places()), nil
}

// placesOfPerson reads the places that members of staff name, likewise.
func (r *Resolver) placesOfPerson(ctx context.Context, person *models.UserIdentity) ([]*models.Space, error) {
	if person.StoredPlaceKeys == nil {
		return []*models.Space{}, nil
	}
	of, err := r.scope(ctx)
	if err != nil {
		return nil, err
	}
	places, err := loadTogether(ctx, person, "spaces", func(ctx context.Context, people []*models.UserIdentity) (map[named]*models.Space, error) {
		var all []store.CustomerKey
		for _, p := range people {
			keys, err := p.PlaceKeys()
			if err != nil {
				return nil, err
			}
			all = appendKeys(all, p.CustomerID, keys.Places())
		}
		return r.placesByKey(ctx, of, all)
	})
	if err != nil {
		return nil, err
	}
	keys, err := person.PlaceKeys()
	return placesNamed(places, person.CustomerID, keys.Places()), err
}

// siteOf reads the sites that places belong to, likewise.
func (r *Resolver) siteOf(ctx context.Context, place *models.Space) (*models.Space, error) {
	if place.ParentSiteKey == nil {
		return nil, nil
	}
	of, err := r.scope(ctx)
	if err != nil {
		return nil, err
	}
	sites, err := loadTogether(ctx, place, "parentSite", func(ctx context.Context, places []*models.Space) (map[named]*models.Space, error) {
		var keys []store.CustomerKey
		for _, p := range places {
			if p.ParentSiteKey != nil {
				keys = append(keys, store.CustomerKey{CustomerID: p.CustomerID, Key: *p.ParentSiteKey})
			}
		}
		return r.placesByKey(ctx, of, keys)
	})
	return sites[named{place.CustomerID, string(models.SpaceKindSite), *place.ParentSiteKey}], err
}

func appendKeys(keys []store.CustomerKey, customer uuid.UUID, lists []models.PlaceReferences) []store.CustomerKey {
	for _, list := range lists {
		for _, key := range list.Keys {
			keys = append(keys, store.CustomerKey{CustomerID: customer, Key: key})
		}
	}
	return keys
}

func (r *Resolver) placesByKey(ctx context.Context, of store.Scope, keys []store.CustomerKey) (map[named]*models.Space, error) {
	rows, err := fetchKeys(keys, func(keys []store.CustomerKey) ([]*models.Space, error) {
		return r.Store.SpacesByKey(ctx, of, keys)
	})
	remember(ctx, rows)
	return index(rows, func(s *models.Space) named { return named{s.CustomerID, string(s.Kind), s.Key} }), err
}

// placesNamed are the places that are there, in the order of the keys, each once.
func placesNamed(places map[named]*models.Space, customer uuid.UUID, lists []models.PlaceReferences) []*models.Space {
	return models.FindPlaces(lists, func(kind models.SpaceKind, key string) *models.Space {
		return places[named{customer, string(kind), key}]
	})
}

// referencesOf reads what the grants that were loaded together refer to, once.
func referencesOf(ctx context.Context, grant *models.AccessGrant) (map[*models.AccessGrant]*models.References, error) {
	return loadTogether(ctx, grant, "references", func(_ context.Context, grants []*models.AccessGrant) (map[*models.AccessGrant]*models.References, error) {
		all := make(map[*models.AccessGrant]*models.References, len(grants))
		for _, g := range grants {
			references, err := g.References()
			if err != nil {
				return nil, err
			}
			all[g] = &references
		}
		return all, nil
	})
}

// personOf reads the person that a grant names: of several, the first.
func (r *Resolver) personOf(ctx context.Context, grant *models.AccessGrant) (*models.UserIdentity, error) {
	references, err := referencesOf(ctx, grant)
	if err != nil {
		return nil, err
	}
	of, err := r.scope(ctx)
	if err != nil {
		return nil, err
	}
	people, err := loadTogether(ctx, grant, "userIdentity", func(ctx context.Context, _ []*models.AccessGrant) (map[named]*models.UserIdentity, error) {
		var keys []store.CustomerKey
		for g, its := range references {
			for _, person := range its.People() {
				keys = append(keys, store.CustomerKey{CustomerID: g.CustomerID, Key: person.Key})
			}
		}
		rows, err := fetchKeys(keys, func(keys []store.CustomerKey) ([]*models.UserIdentity, error) {
			return r.Store.UserIdentitiesByKey(ctx, of, keys)
		})
		remember(ctx, rows)
		return index(rows, func(u *models.UserIdentity) named { return named{u.CustomerID, string(u.Kind), u.Key} }), err
	})
	if err != nil {
		return nil, err
	}
	return references[grant].FindPerson(func(kind models.UserIdentityKind, key string) *models.UserIdentity {
		return people[named{grant.CustomerID, string(kind), key}]
	}), nil
}

// fetchKeys fetches each key once, and nothing where there is none.
func fetchKeys[T any](keys []store.CustomerKey, fetch func([]store.CustomerKey) ([]*T, error)) ([]*T, error) {
	seen := make(map[store.CustomerKey]bool, len(keys))
	var distinct []store.CustomerKey
	for _, key := range keys {
		if !seen[key] {
			seen[key] = true
			distinct = append(distinct, key)
		}
	}
	if len(distinct) == 0 {
		return nil, nil
	}
	return fetch(distinct)
}

func index[T any](rows []*T, by func(*T) named) map[named]*T {
	found := make(map[named]*T, len(rows))
	for _, row := range rows {
		found[by(row)] = row
	}
	return found
}

// preferredCode is a grant's code, but in a portal that shows no technical details of reservations.
func preferredCode(ctx context.Context, grant *models.AccessGrant) *string {
	if session := actingSession(ctx); session != nil && session.Settings.Features.Manage.ExcludeReservationTechnicalDetails {
		return nil
	}
	return grant.PreferredCode
}
