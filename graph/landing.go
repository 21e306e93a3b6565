package graph

import (
	"context"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

// landingSpace reads the place of a landing page; nil where it is no place, or isn't there.
func (r *Resolver) landingSpace(ctx context.Context, page *models.LandingPage) (*models.Space, error) {
	rows, err := namedByLinks(ctx, r, page.Link, "landingSpace", landingKey, r.Store.SpacesByKey)
	for _, row := range rows {
		if string(row.Kind) == string(page.Kind) && row.CustomerID == page.Link.CustomerID && row.Key == page.Key {
			return row, err
		}
	}
	return nil, err
}

// landingGrant reads the grant of a landing page, likewise.
func (r *Resolver) landingGrant(ctx context.Context, page *models.LandingPage) (*models.AccessGrant, error) {
	rows, err := namedByLinks(ctx, r, page.Link, "landingGrant", landingKey, r.Store.AccessGrantsByKey)
	return grantAmong(rows, page.Link, models.AccessGrantKind(page.Kind), page.Key), err
}

func landingKey(link *models.MagicLink) *string {
	if link.Settings.LandingPage == nil {
		return nil
	}
	return &link.Settings.LandingPage.Key
}

// linkedSpace reads the place that a deep link leads to; nil where it leads to none, or that isn't there.
func (r *Resolver) linkedSpace(ctx context.Context, to *models.DeepLink) (*models.Space, error) {
	if to.ResourceType != models.DeepLinkSpace {
		return nil, nil
	}
	rows, err := namedByLinks(ctx, r, to.Link, "linkedSpace", linkedKey(models.DeepLinkSpace), r.Store.SpacesByKey)
	return models.FindPlace(models.SpaceKindSpace, *to.ResourceKey, func(kind models.SpaceKind, key string) *models.Space {
		for _, row := range rows {
			if row.Kind == kind && row.CustomerID == to.Link.CustomerID && row.Key == key {
				return row
			}
		}
		return nil
	}), err
}

// linkedGrant reads the reservation that a deep link leads to, likewise.
func (r *Resolver) linkedGrant(ctx context.Context, to *models.DeepLink) (*models.AccessGrant, error) {
	if to.ResourceType != models.DeepLinkReservation {
		return nil, nil
	}
	rows, err := namedByLinks(ctx, r, to.Link, "linkedGrant", linkedKey(models.DeepLinkReservation), r.Store.AccessGrantsByKey)
	return grantAmong(rows, to.Link, models.AccessGrantKindReservation, *to.ResourceKey), err
}

// linkedDevice reads the device that a deep link leads to, likewise.
func (r *Resolver) linkedDevice(ctx context.Context, to *models.DeepLink) (*models.Device, error) {
	if to.ResourceType != models.DeepLinkDevice {
		return nil, nil
	}
	devices, err := loadTogether(ctx, to.Link, "linkedDevice", func(ctx context.Context, links []*models.MagicLink) (map[uuid.UUID]*models.Device, error) {
		of, err := r.scope(ctx)
		if err != nil {
			return nil, err
		}
		var ids []uuid.UUID
		for _, link := range links {
			if to := link.Settings.DeepLink; to != nil && to.ResourceType == models.DeepLinkDevice {
				ids = append(ids, *orNobody(to.ResourceID))
			}
		}
		return loadByID(ctx, ids, func(ids []uuid.UUID) ([]*models.Device, error) { return r.Store.DevicesByID(ctx, of, ids) })
	})
	device := devices[*orNobody(to.ResourceID)]
	if device == nil || device.CustomerID != to.Link.CustomerID {
		return nil, err
	}
	return device, err
}

// linkedKey gives the key by which a link leads to a resource of the type.
func linkedKey(of models.DeepLinkResourceType) func(*models.MagicLink) *string {
	return func(link *models.MagicLink) *string {
		if to := link.Settings.DeepLink; to != nil && to.ResourceType == of {
			return to.ResourceKey
		}
		return nil
	}
}

// namedByLinks reads what has one of the keys that links give, for all that were loaded with the link.
func namedByLinks[T any](
	ctx context.Context, r *Resolver, link *models.MagicLink, name string, key func(*models.MagicLink) *string,
	read func(context.Context, store.Scope, []store.CustomerKey) ([]*T, error),
) ([]*T, error) {
	return loadTogether(ctx, link, name, func(ctx context.Context, links []*models.MagicLink) ([]*T, error) {
		of, err := r.scope(ctx)
		if err != nil {
			return nil, err
		}
		var keys []store.CustomerKey
		for _, link := range links {
			if key := key(link); key != nil {
				keys = append(keys, store.CustomerKey{CustomerID: link.CustomerID, Key: *key})
			}
		}
		rows, err := read(ctx, of, keys)
		remember(ctx, rows)
		return rows, err
	})
}

func grantAmong(rows []*models.AccessGrant, link *models.MagicLink, kind models.AccessGrantKind, key string) *models.AccessGrant {
	for _, row := range rows {
		if row.Kind == kind && row.CustomerID == link.CustomerID && row.Key == key {
			return row
		}
	}
	return nil
}
