package graph

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/graph/generated"
	"github.com/portico-portal/portico/graph/model"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

// newCustomerList makes a list of what the store reads and counts by these two
// of its functions, narrowed by filter.
func newCustomerList[T, F any](
	kind cursorKind, position func(*T) []any, workspace uuid.UUID, filter F,
	read func(ctx context.Context, workspace uuid.UUID, customers []uuid.UUID, filter F, p store.Page) (map[uuid.UUID]store.Items[T], error),
	count func(ctx context.Context, workspace uuid.UUID, customers []uuid.UUID, filter F) (map[uuid.UUID]int, error),
) childList[models.Customer, T] {
	return childList[models.Customer, T]{
		kind: kind, position: position,
		page: func(ctx context.Context, customers []uuid.UUID, p store.Page) (map[uuid.UUID]store.Items[T], error) {
			return read(ctx, workspace, customers, filter, p)
		},
		count: func(ctx context.Context, customers []uuid.UUID) (map[uuid.UUID]int, error) {
			return count(ctx, workspace, customers, filter)
		},
	}
}

// newSeenList makes a list of any parent, likewise, of what the request may see of it.
func newSeenList[P parent, T, F any](
	r *Resolver, kind cursorKind, position func(*T) []any, filter F,
	read func(ctx context.Context, of store.Scope, parents []uuid.UUID, filter F, p store.Page) (map[uuid.UUID]store.Items[T], error),
	count func(ctx context.Context, of store.Scope, parents []uuid.UUID, filter F) (map[uuid.UUID]int, error),
) childList[P, T] {
	return childList[P, T]{
		kind: kind, position: position,
		page: func(ctx context.Context, parents []uuid.UUID, p store.Page) (map[uuid.UUID]store.Items[T], error) {
			of, err := r.scope(ctx)
			if err != nil {
				return nil, err
			}
			return read(ctx, of, parents, filter, p)
		},
		count: func(ctx context.Context, parents []uuid.UUID) (map[uuid.UUID]int, error) {
			of, err := r.scope(ctx)
			if err != nil {
				return nil, err
			}
			return count(ctx, of, parents, filter)
		},
	}
}

func (r *Resolver) spaceList(filter *store.SpaceFilter) childList[models.Customer, models.Space] {
	return newSeenList[models.Customer](r, spaceCursor, store.SpacePosition, orZero(filter), r.Store.Spaces, r.Store.CountSpaces)
}

func (r *Resolver) userIdentityList(filter *store.UserIdentityFilter) childList[models.Customer, models.UserIdentity] {
	return newSeenList[models.Customer](r, userIdentityCursor, store.UserIdentityPosition, orZero(filter),
		r.Store.UserIdentities, r.Store.CountUserIdentities)
}

func (r *Resolver) accessGrantList(filter *store.AccessGrantFilter) childList[models.Customer, models.AccessGrant] {
	return newSeenList[models.Customer](r, accessGrantCursor, store.AccessGrantPosition, orZero(filter),
		r.Store.AccessGrants, r.Store.CountAccessGrants)
}

func (r *Resolver) magicLinkList(workspace uuid.UUID, filter *generated.MagicLinkFilter) childList[models.Customer, models.MagicLink] {
	list := newCustomerList(magicLinkCursor, store.MagicLinkPosition, workspace, r.linkFilter(filter),
		r.Store.CustomersMagicLinks, r.Store.CountCustomersMagicLinks)
	list.arrived = func(customer *models.Customer, links []*models.MagicLink) {
		for _, link := range links {
			link.CustomerKey = customer.Key
		}
	}
	return list
}

func (r *Resolver) portalSessionList(workspace uuid.UUID) childList[models.Customer, models.PortalSession] {
	return newCustomerList(portalSessionCursor, store.PortalSessionPosition, workspace, r.Portal.GoingOn(),
		r.Store.PortalSessions, r.Store.CountPortalSessions)
}

func (r *Resolver) magicLinks(ctx context.Context, args pageArgs, filter *generated.MagicLinkFilter) (*model.Connection[models.MagicLink], error) {
	f, p := r.linkFilter(filter), args.page(magicLinkCursor)
	items, err := r.Store.MagicLinks(ctx, tenant(ctx).WorkspaceID, f, p)
	if err != nil {
		return nil, err
	}
	c := connect(magicLinkCursor, p, items, store.MagicLinkPosition, func(ctx context.Context) (int, error) {
		return r.Store.CountMagicLinks(ctx, tenant(ctx).WorkspaceID, f)
	})
	remember(ctx, c.Nodes)
	return c, nil
}

func (r *Resolver) customers(ctx context.Context, args pageArgs, filter *store.CustomerFilter) (*model.Connection[models.Customer], error) {
	f, p := orZero(filter), args.page(customerCursor)
	items, err := r.Store.Customers(ctx, tenant(ctx).WorkspaceID, f, p)
	if err != nil {
		return nil, err
	}
	c := connect(customerCursor, p, items, store.CustomerPosition, func(ctx context.Context) (int, error) {
		return r.Store.CountCustomers(ctx, tenant(ctx).WorkspaceID, f)
	})
	remember(ctx, c.Nodes)
	return c, nil
}

func (r *Resolver) events(ctx context.Context, args pageArgs, filter *generated.EventFilter) (*model.Connection[models.Event], error) {
	f, p := eventFilter(filter), args.page(eventCursor)
	items, err := r.Store.Events(ctx, tenant(ctx).WorkspaceID, f, p)
	if err != nil {
		return nil, err
	}
	c := connect(eventCursor, p, items, store.EventPosition, func(ctx context.Context) (int, error) {
		return r.Store.CountEvents(ctx, tenant(ctx).WorkspaceID, f)
	})
	remember(ctx, c.Nodes)
	return c, nil
}

func (r *Resolver) webhookEndpoints(ctx context.Context, args pageArgs) (*model.Connection[models.WebhookEndpoint], error) {
	p := args.page(webhookEndpointCursor)
	items, err := r.Store.WebhookEndpoints(ctx, tenant(ctx).WorkspaceID, p)
	if err != nil {
		return nil, err
	}
	return connect(webhookEndpointCursor, p, items, store.WebhookEndpointPosition, func(ctx context.Context) (int, error) {
		return r.Store.CountWebhookEndpoints(ctx, tenant(ctx).WorkspaceID)
	}), nil
}

func (r *Resolver) webhookDeliveries(ctx context.Context, args pageArgs, endpoint string, filter *store.WebhookDeliveryFilter) (*model.Connection[models.WebhookDelivery], error) {
	f, p := orZero(filter), args.page(webhookDeliveryCursor)
	id, _ := portal.ParseID(endpoint) // the zero id is nobody's
	items, err := r.Store.WebhookDeliveries(ctx, tenant(ctx).WorkspaceID, id, f, p)
	if err != nil {
		return nil, err
	}
	return connect(webhookDeliveryCursor, p, items, store.WebhookDeliveryPosition, func(ctx context.Context) (int, error) {
		return r.Store.CountWebhookDeliveries(ctx, tenant(ctx).WorkspaceID, id, f)
	}), nil
}

func (r *Resolver) customizationProfiles(ctx context.Context, args pageArgs) (*model.Connection[models.CustomizationProfile], error) {
	p := args.page(customizationProfileCursor)
	items, err := r.Store.CustomizationProfiles(ctx, tenant(ctx).WorkspaceID, p)
	if err != nil {
		return nil, err
	}
	return connect(customizationProfileCursor, p, items, store.CustomizationProfilePosition, func(ctx context.Context) (int, error) {
		return r.Store.CountCustomizationProfiles(ctx, tenant(ctx).WorkspaceID)
	}), nil
}

func (r *Resolver) node(ctx context.Context, id string) (model.Node, error) {
	found, err := byID(id, func(id uuid.UUID) (any, error) {
		return r.Store.Node(ctx, tenant(ctx).WorkspaceID, id)
	})
	if found == nil || err != nil {
		return nil, err
	}
	switch node := (*found).(type) {
	case models.Customer:
		return &node, nil
	case models.MagicLink:
		return &node, nil
	case models.Space:
		return &node, nil
	case models.UserIdentity:
		return &node, nil
	case models.AccessGrant:
		return &node, nil
	case models.Event:
		return &node, nil
	case models.WebhookEndpoint:
		return &node, nil
	case models.Device:
		return &node, nil
	case models.DeviceAction:
		return &node, nil
	case models.Provider:
		return &node, nil
	case models.CustomizationProfile:
		return &node, nil
	case models.ConnectedAccount:
		return &node, nil
	default:
		return nil, errors.New("graph: the store gave a node of an unknown type")
	}
}

// byID reads something by an id; null where there is none, also where the text
// can't be an id.
func byID[T any](id string, read func(uuid.UUID) (T, error)) (*T, error) {
	parsed, ok := portal.ParseID(id)
	if !ok {
		return nil, nil
	}
	found, err := read(parsed)
	return orNull(&found, err)
}

func orNull[T any](found *T, err error) (*T, error) {
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return found, err
}

func (r *Resolver) linkFilter(filter *generated.MagicLinkFilter) store.MagicLinkFilter {
	f := orZero(filter)
	return r.Portal.StatusFilter(f.CustomerKey, f.Status)
}

func eventFilter(filter *generated.EventFilter) store.EventFilter {
	f := orZero(filter)
	return store.EventFilter{
		Type: f.Type, CustomerKey: f.CustomerKey, SubjectID: orNobody(f.SubjectID), DeviceID: orNobody(f.DeviceID), Since: f.Since, Until: f.Until,
	}
}

// orNobody reads an id to narrow a list by: a text that is none becomes the zero id, which
// is nobody's.
func orNobody(text *string) *uuid.UUID {
	if text == nil {
		return nil
	}
	id, _ := portal.ParseID(*text)
	return &id
}

func orZero[T any](value *T) T {
	if value == nil {
		var zero T
		return zero
	}
	return *value
}
