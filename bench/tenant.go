package main

import (
	"context"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/bench/parts"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/models"
)

// tenant is a workspace with an API key.
type tenant struct {
	id        uuid.UUID
	code, key string
}

// newTenant makes a workspace in the database that a URL names.
func newTenant(ctx context.Context, databaseURL, name string) (tenant, error) {
	p, err := parts.Open(ctx, databaseURL)
	if err != nil {
		return tenant{}, err
	}
	defer func() { _ = p.Store.Close() }() // nothing is lost
	workspace, err := p.Portal.CreateWorkspace(ctx, name)
	if err != nil {
		return tenant{}, err
	}
	return withKey(ctx, p, workspace.ID, workspace.Code)
}

// withKey makes an API key for a workspace.
func withKey(ctx context.Context, p *parts.Parts, id uuid.UUID, code string) (tenant, error) {
	_, key, err := p.Portal.CreateCredential(ctx, models.CredentialAPIKey,
		portal.NewCredentialInput{Name: "bench", WorkspaceIDs: []uuid.UUID{id}})
	return tenant{id: id, code: code, key: key.Reveal()}, err
}

func (t tenant) model() models.Tenant { return models.Tenant{WorkspaceID: t.id, Code: t.code} }

func idsOf(tenants []tenant) []uuid.UUID {
	ids := make([]uuid.UUID, len(tenants))
	for i, t := range tenants {
		ids[i] = t.id
	}
	return ids
}
