package store

import (
	"context"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/models"
)

var spaceList = list{table: "spaces", order: []string{"kind", "sort_name", "id"}}

// SpaceFilter narrows a list of places.
type SpaceFilter struct {
	Kind *models.SpaceKind
	Key  *string
	// NamePrefix is compared without regard to case.
	NamePrefix *string
	// ParentSiteKey keeps the places of the site with the key.
	ParentSiteKey *string
}

func (f SpaceFilter) conditions(workspace uuid.UUID) *conditions {
	c := newConditions(workspace)
	listFilter(c, f.Kind, f.Key, f.NamePrefix)
	if f.ParentSiteKey != nil {
		c.add("parent_site_key = @parent_site_key", "parent_site_key", *f.ParentSiteKey)
	}
	return c
}

// SpacePosition is where a place stands in its list.
func SpacePosition(s *models.Space) []any { return []any{string(s.Kind), s.SortName, s.ID.String()} }

// Spaces reads a page of each customer's places, by kind and name.
func (s *Store) Spaces(ctx context.Context, of Scope, customers []uuid.UUID, f SpaceFilter, p Page) (map[uuid.UUID]Items[models.Space], error) {
	return pages(ctx, s, spaceList, customers, s.seen(f.conditions(of.WorkspaceID), of, "spaces"), p,
		func(space *models.Space) uuid.UUID { return space.CustomerID })
}

// CountSpaces counts each customer's places.
func (s *Store) CountSpaces(ctx context.Context, of Scope, customers []uuid.UUID, f SpaceFilter) (map[uuid.UUID]int, error) {
	return s.counts(ctx, spaceList, customers, s.seen(f.conditions(of.WorkspaceID), of, "spaces"))
}

// SpacesByKey reads the places of any kind that have one of the keys.
func (s *Store) SpacesByKey(ctx context.Context, of Scope, keys []CustomerKey) ([]*models.Space, error) {
	return byKey[models.Space](ctx, s, "spaces", of, keys)
}
