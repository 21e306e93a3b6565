package store

import (
	"context"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/models"
)

var userIdentityList = list{table: "user_identities", order: []string{"kind", "sort_name", "id"}}

// UserIdentityFilter narrows a list of people.
type UserIdentityFilter struct {
	Kind *models.UserIdentityKind
	Key  *string
	// NamePrefix is compared without regard to case.
	NamePrefix *string
}

func (f UserIdentityFilter) conditions(workspace uuid.UUID) *conditions {
	c := newConditions(workspace)
	listFilter(c, f.Kind, f.Key, f.NamePrefix)
	return c
}

// UserIdentityPosition is where a person stands in their list.
func UserIdentityPosition(u *models.UserIdentity) []any {
	return []any{string(u.Kind), u.SortName, u.ID.String()}
}

// UserIdentities reads a page of each customer's people, by kind and name.
func (s *Store) UserIdentities(ctx context.Context, of Scope, customers []uuid.UUID, f UserIdentityFilter, p Page) (map[uuid.UUID]Items[models.UserIdentity], error) {
	return pages(ctx, s, userIdentityList, customers, s.seen(f.conditions(of.WorkspaceID), of, "user_identities"), p,
		func(u *models.UserIdentity) uuid.UUID { return u.CustomerID })
}

// CountUserIdentities counts each customer's people.
func (s *Store) CountUserIdentities(ctx context.Context, of Scope, customers []uuid.UUID, f UserIdentityFilter) (map[uuid.UUID]int, error) {
	return s.counts(ctx, userIdentityList, customers, s.seen(f.conditions(of.WorkspaceID), of, "user_identities"))
}

// UserIdentitiesByKey reads the people of any kind that have one of the keys.
func (s *Store) UserIdentitiesByKey(ctx context.Context, of Scope, keys []CustomerKey) ([]*models.UserIdentity, error) {
	return byKey[models.UserIdentity](ctx, s, "user_identities", of, keys)
}
