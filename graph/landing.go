package graph

import (
	"context"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

// landingSpace reads the place of a landing page; nil where it is no place, or isn't there.
func (r *Resolver) landingSpace(ctx context.Context, page *models.LandingPage) (*models.Space, error) {
	places, err := r.placesOfLinks(ctx, page.Link, "landingSpace", landingKey)
	return places[named{page.Link.CustomerID, string(page.Kind), page.Key}], err
}

// landingGrant reads the grant of a landing page, likewise.
func (r *Resolver) landingGrant(ctx context.Context, page *models.LandingPage) (*models.AccessGrant, error) {
	grants, err := r.grantsOfLinks(ctx, page.Link, "landingGrant", landingKey)
	return grants[named{page.Link.CustomerID, string(page.Kind), page.Key}], err
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
	places, err := r.placesOfLinks(ctx, to.Link, "linkedSpace", linkedKey(models.DeepLinkSpace))
	return models.FindPlace(models.SpaceKindSpace, *to.ResourceKey, func(kind models.SpaceKind, key string) *models.Space {
		return places[named{to.Link.CustomerID, string(kind), key}]
	}), err
}

// linkedGrant reads the reservation that a deep link leads to, likewise.
func (r *Resolver) linkedGrant(ctx context.Context, to *models.DeepLink) (*models.AccessGrant, error) {
	if to.ResourceType != models.DeepLinkReservation {
		return nil, nil
	}
	grants, err := r.grantsOfLinks(ctx, to.Link, "linkedGrant", linkedKey(models.DeepLinkReservation))
	return grants[named{to.Link.CustomerID, string(models.AccessGrantKindReservation), *to.ResourceKey}], err
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

// placesOfLinks reads the places that have one of the keys that links give, for all that were loaded with the link.
func (r *Resolver) placesOfLinks(ctx context.Context, link *models.MagicLink, name string, key func(*models.MagicLink) *string) (map[named]*models.Space, error) {
	return loadTogether(ctx, link, name, func(ctx context.Context, links []*models.MagicLink) (map[named]*models.Space, error) {
		of, err := r.scope(ctx)
		if err != nil {
			return nil, err
		}
		return r.placesByKey(ctx, of, keysOfLinks(links, key))
	})
}

// grantsOfLinks reads the grants, likewise.
func (r *Resolver) grantsOfLinks(ctx context.Context, link *models.MagicLink, name string, key func(*models.MagicLink) *string) (map[named]*models.AccessGrant, error) {
	return loadTogether(ctx, link, name, func(ctx context.Context, links []*models.MagicLink) (map[named]*models.AccessGrant, error) {
		of, err := r.scope(ctx)
		if err != nil {
			return nil, err
		}
		rows, err := fetchKeys(keysOfLinks(links, key), func(keys []store.CustomerKey) ([]*models.AccessGrant, error) {
			return r.Store.AccessGrantsByKey(ctx, of, keys)
		})
		remember(ctx, rows)
		return index(rows, func(g *models.AccessGrant) named { return named{g.CustomerID, string(g.Kind), g.Key} }), err
	})
}

func keysOfLinks(links []*models.MagicLink, key func(*models.MagicLink) *string) []store.CustomerKey {
	var keys []store.CustomerKey
	for _, link := range links {
		if key := key(link); key != nil {
			keys = append(keys, store.CustomerKey{CustomerID: link.CustomerID, Key: *key})
		}
	}
	return keys
}
