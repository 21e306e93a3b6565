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
	places, err := loadTogether(ctx, grant, "spaces", func([]*models.AccessGrant) (map[named]*models.Space, error) {
		var keys []store.CustomerKey
		for g, its := range references {
			for _, list := range its.Places() {
				for _, key := range list.Keys {
					keys = append(keys, store.CustomerKey{CustomerID: g.CustomerID, Key: key})
				}
			}
		}
		rows, err := fetchKeys(keys, func(keys []store.CustomerKey) ([]*models.Space, error) {
			return r.Store.SpacesByKey(ctx, of, keys)
		})
		remember(ctx, rows)
		return index(rows, func(s *models.Space) named { return named{s.CustomerID, string(s.Kind), s.Key} }), err
	})
	if err != nil {
		return nil, err
	}
	return references[grant].FindPlaces(func(kind models.SpaceKind, key string) *models.Space {
		return places[named{grant.CustomerID, string(kind), key}]
	}), nil
}

// referencesOf reads what the grants that were loaded together refer to, once.
func referencesOf(ctx context.Context, grant *models.AccessGrant) (map[*models.AccessGrant]*models.References, error) {
	return loadTogether(ctx, grant, "references", func(grants []*models.AccessGrant) (map[*models.AccessGrant]*models.References, error) {
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
	people, err := loadTogether(ctx, grant, "userIdentity", func([]*models.AccessGrant) (map[named]*models.UserIdentity, error) {
		var keys []store.CustomerKey
		for g, its := range references {
			for _, person := range its.People() {
				keys = append(keys, store.CustomerKey{CustomerID: g.CustomerID, Key: person.Key})
			}
		}
		rows, err := fetchKeys(keys, func(keys []store.CustomerKey) ([]*models.UserIdentity, error) {
			return r.Store.UserIdentitiesByKey(ctx, of, keys)
		})
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
