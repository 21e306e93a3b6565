package store

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/models"
)

var accessGrantList = list{table: "access_grants", order: []string{"sort_ends_at", "id"}}

// AccessGrantFilter narrows a list of grants; conditions that are given must
// all hold.
type AccessGrantFilter struct {
	Kind *models.AccessGrantKind
	Key  *string
	// NamePrefix is compared without regard to case.
	NamePrefix *string
	// Search keeps the grants of which the own name or the person's begins with
	// it; it is compared without regard to case.
	Search *string
	// ActiveAt keeps the grants that hold at that moment.
	ActiveAt *time.Time
	// StartsBefore keeps the grants that begin before it or have no beginning.
	StartsBefore *time.Time
	// EndsAfter keeps the grants that end after it or have no end.
	EndsAfter *time.Time
}

func (f AccessGrantFilter) conditions(workspace uuid.UUID) *conditions {
	c := newConditions(workspace)
	listFilter(c, f.Kind, f.Key, f.NamePrefix)
	if f.Search != nil && *f.Search != "" {
		c.search(*f.Search)
	}
	if f.ActiveAt != nil {
		c.add("(starts_at IS NULL OR starts_at <= @active_at) AND sort_ends_at > @active_at", "active_at", *f.ActiveAt)
	}
	if f.StartsBefore != nil {
		c.add("(starts_at IS NULL OR starts_at < @starts_before)", "starts_before", *f.StartsBefore)
	}
	if f.EndsAfter != nil {
		c.add("sort_ends_at > @ends_after", "ends_after", *f.EndsAfter)
	}
	return c
}

// search also looks at the person whom a grant names: the index by key finds
// them, one look-up a grant.
func (c *conditions) search(text string) {
	inRange := func(column string) string {
		if _, ok := c.args["search_end"]; ok {
			return column + " >= @search AND " + column + " < @search_end"
		}
		return column + " >= @search"
	}
	text = strings.ToLower(text)
	if end, ok := afterPrefix(text); ok {
		c.args["search_end"] = end
	}
	c.add("("+inRange("sort_name")+` OR EXISTS (SELECT 1 FROM user_identities AS u
WHERE u.workspace_id = @workspace AND u.customer_id = access_grants.customer_id AND `+inRange("u.sort_name")+`
AND u.key = CASE u.kind WHEN 'GUEST' THEN reference_keys ->> 'guest' WHEN 'TENANT' THEN reference_keys ->> 'tenant'
	WHEN 'RESIDENT' THEN reference_keys ->> 'resident' WHEN 'USER' THEN reference_keys ->> 'user'
	WHEN 'USER_IDENTITY' THEN reference_keys ->> 'user_identity' END))`, "search", text)
}

// AccessGrantPosition is where a grant stands in its list.
func AccessGrantPosition(g *models.AccessGrant) []any {
	end := endOfTime
	if g.EndsAt != nil {
		end = g.EndsAt.UTC()
	}
	return []any{end, g.ID.String()}
}

// AccessGrants reads a page of each customer's grants, by the moment they end.
func (s *Store) AccessGrants(ctx context.Context, of Scope, customers []uuid.UUID, f AccessGrantFilter, p Page) (map[uuid.UUID]Items[models.AccessGrant], error) {
	return pages(ctx, s, accessGrantList, customers, s.seen(f.conditions(of.WorkspaceID), of, "access_grants"), p,
		func(g *models.AccessGrant) uuid.UUID { return g.CustomerID })
}

// CountAccessGrants counts each customer's grants.
func (s *Store) CountAccessGrants(ctx context.Context, of Scope, customers []uuid.UUID, f AccessGrantFilter) (map[uuid.UUID]int, error) {
	return s.counts(ctx, accessGrantList, customers, s.seen(f.conditions(of.WorkspaceID), of, "access_grants"))
}

// AccessGrantsByKey reads the grants of any kind that have one of the keys.
func (s *Store) AccessGrantsByKey(ctx context.Context, of Scope, keys []CustomerKey) ([]*models.AccessGrant, error) {
	return byKey[models.AccessGrant](ctx, s, "access_grants", of, keys)
}
