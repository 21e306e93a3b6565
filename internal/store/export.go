package store

import (
	"context"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/models"
)

// AllPortalSessions reads a page of a customer's sessions, newest first: also of those that
// have ended and are still kept.
func (s *Store) AllPortalSessions(ctx context.Context, workspace, customer uuid.UUID, p Page) (Items[models.PortalSession], error) {
	return pageOfCustomer[models.PortalSession](ctx, s, portalSessionList, workspace, customer, p)
}

var authorizationList = list{table: "account_authorizations", order: []string{"expires_at", "id"}, newestFirst: true}

// AuthorizationPosition is where an authorization stands in its customer's list.
func AuthorizationPosition(a *models.AccountAuthorization) []any {
	return []any{a.ExpiresAt.UTC(), a.ID.String()}
}

// Authorizations reads a page of a customer's authorizations, the last to expire first.
func (s *Store) Authorizations(ctx context.Context, workspace, customer uuid.UUID, p Page) (Items[models.AccountAuthorization], error) {
	return pageOfCustomer[models.AccountAuthorization](ctx, s, authorizationList, workspace, customer, p)
}

func pageOfCustomer[T any](ctx context.Context, s *Store, l list, workspace, customer uuid.UUID, p Page) (Items[T], error) {
	c := newConditions(workspace)
	c.add("customer_id = @customer", "customer", customer)
	rows, err := find[T](s.read.WithContext(ctx), l.selection(c, p), c.args)
	return pageOf(rows, p), err
}

// IdempotencyKeysOf reads the idempotency keys of links, by the links' ids.
func (s *Store) IdempotencyKeysOf(ctx context.Context, workspace uuid.UUID, links []uuid.UUID) (map[uuid.UUID][]*IdempotencyKey, error) {
	rows, err := find[IdempotencyKey](s.read.WithContext(ctx), "SELECT * FROM idempotency_keys WHERE workspace_id = @workspace AND "+s.amongIDs("magic_link_id"),
		map[string]any{"workspace": workspace, "ids": idsParam(links)})
	return byParent(rows, func(k *IdempotencyKey) uuid.UUID { return k.MagicLinkID }), err
}

// DeliveriesOf reads the deliveries of events, by the events' ids.
func (s *Store) DeliveriesOf(ctx context.Context, workspace uuid.UUID, events []uuid.UUID) (map[uuid.UUID][]*models.WebhookDelivery, error) {
	// They are found by endpoint and event.
	rows, err := find[models.WebhookDelivery](s.read.WithContext(ctx), "SELECT "+columnsOf[models.WebhookDelivery]("t.")+" FROM "+
		s.dialect.ofEach("(SELECT w.id AS endpoint, r.id AS event FROM "+s.ids()+" CROSS JOIN webhook_endpoints AS w WHERE w.workspace_id = @workspace) AS e",
			"webhook_deliveries", "t.workspace_id = @workspace AND t.endpoint_id = e.endpoint AND t.event_id = e.event"),
		map[string]any{"workspace": workspace, "ids": idsParam(events)})
	return byParent(rows, func(d *models.WebhookDelivery) uuid.UUID { return d.EventID }), err
}

func byParent[T any](rows []*T, parentOf func(*T) uuid.UUID) map[uuid.UUID][]*T {
	found := map[uuid.UUID][]*T{}
	for _, row := range rows {
		found[parentOf(row)] = append(found[parentOf(row)], row)
	}
	return found
}
