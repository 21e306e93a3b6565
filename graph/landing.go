package graph

import (
	"context"

	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

// landingSpace reads the place of a landing page; nil where it is no place, or isn't there.
func (r *Resolver) landingSpace(ctx context.Context, page *models.LandingPage) (*models.Space, error) {
	of, err := r.scope(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := r.Store.SpacesByKey(ctx, of, []store.CustomerKey{{CustomerID: page.CustomerID, Key: page.Key}})
	for _, row := range rows {
		if string(row.Kind) == string(page.Kind) {
			return row, err
		}
	}
	return nil, err
}

// landingGrant reads the grant of a landing page, likewise.
func (r *Resolver) landingGrant(ctx context.Context, page *models.LandingPage) (*models.AccessGrant, error) {
	of, err := r.scope(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := r.Store.AccessGrantsByKey(ctx, of, []store.CustomerKey{{CustomerID: page.CustomerID, Key: page.Key}})
	for _, row := range rows {
		if string(row.Kind) == string(page.Kind) {
			return row, err
		}
	}
	return nil, err
}
