package graph

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/models"
)

// customerOf reads a link's customer, together with those of the links that it
// was loaded with.
func (r *Resolver) customerOf(ctx context.Context, link *models.MagicLink) (*models.Customer, error) {
	customers, err := loadTogether(ctx, link, "customer", func(ctx context.Context, links []*models.MagicLink) (map[uuid.UUID]*models.Customer, error) {
		seen := map[uuid.UUID]*models.Customer{}
		var ids []uuid.UUID
		for _, l := range links {
			if _, ok := seen[l.CustomerID]; !ok {
				seen[l.CustomerID] = nil
				ids = append(ids, l.CustomerID)
			}
		}
		rows, err := r.Store.CustomersByID(ctx, link.WorkspaceID, ids)
		if err != nil {
			return nil, err
		}
		for _, c := range rows {
			seen[c.ID] = c
		}
		remember(ctx, rows)
		return seen, nil
	})
	if err != nil {
		return nil, err
	}
	customer := customers[link.CustomerID]
	if customer == nil {
		return nil, fmt.Errorf("the customer of link %s was deleted while it was read", link.ID)
	}
	return customer, nil
}

// workspaceOf reads a link's workspace, once for links that were loaded
// together.
func (r *Resolver) workspaceOf(ctx context.Context, link *models.MagicLink) (*models.Workspace, error) {
	return loadTogether(ctx, link, "workspace", func(ctx context.Context, _ []*models.MagicLink) (*models.Workspace, error) {
		workspace, err := r.Store.Workspace(ctx, link.WorkspaceID)
		return &workspace, err
	})
}

// orWorkspaces gives the link's own setting, or else the workspace's.
func (r *Resolver) orWorkspaces(ctx context.Context, link *models.MagicLink, own *string, of func(*models.Workspace) *string) (*string, error) {
	if own != nil {
		return own, nil
	}
	workspace, err := r.workspaceOf(ctx, link)
	if err != nil {
		return nil, err
	}
	return of(workspace), nil
}
