package portal

import (
	"context"
	"fmt"
	"slices"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

// WarningCode is what a warning is about, for programs.
type WarningCode string

// What a warning is about.
const (
	// WarningEmbedOriginsMissing says that no site may frame the portal yet.
	WarningEmbedOriginsMissing WarningCode = "EMBED_ORIGINS_MISSING"
	// WarningUnknownProvider says that the workspace has no provider with a key.
	WarningUnknownProvider WarningCode = "UNKNOWN_PROVIDER"
)

// Warning is something that was accepted and yet won't do what one may expect.
type Warning struct {
	Code    WarningCode
	Message string
	// Field is where in the input it stands; nil where no field is to blame.
	Field *string
}

func (s *Service) warnings(ctx context.Context, tenant models.Tenant, in *CreateCustomerPortalInput) ([]Warning, error) {
	origins, err := s.missingEmbedOrigins(ctx, tenant, in)
	if err != nil {
		return nil, err
	}
	providers, err := s.unknownProviders(ctx, tenant, &in.Features.Connect)
	return append(origins, providers...), err
}

func (s *Service) missingEmbedOrigins(ctx context.Context, tenant models.Tenant, in *CreateCustomerPortalInput) ([]Warning, error) {
	if !in.IsEmbedded || len(in.EmbedOrigins) > 0 {
		return nil, nil
	}
	workspace, err := s.store.Workspace(ctx, tenant.WorkspaceID)
	if err != nil || len(workspace.EmbedOrigins) > 0 {
		return nil, err
	}
	field := "embedOrigins"
	return []Warning{{
		Code:    WarningEmbedOriginsMissing,
		Message: "The portal is embedded, but no site may frame it yet: name one in embedOrigins, or set the workspace's by updateWorkspace.",
		Field:   &field,
	}}, nil
}

// unknownProviders warns of each key of a provider that the workspace doesn't have.
func (s *Service) unknownProviders(ctx context.Context, tenant models.Tenant, connect *Feature) ([]Warning, error) {
	if len(connect.AcceptedProviders)+len(connect.ExcludedProviders) == 0 {
		return nil, nil
	}
	there, err := s.store.Providers(ctx, tenant.WorkspaceID, store.Page{Limit: store.MaxProviders})
	if err != nil {
		return nil, err
	}
	var unknown []Warning
	add := func(at *fault.Path, keys []string) {
		for i, key := range keys {
			if !slices.ContainsFunc(there.Items, func(p *models.Provider) bool { return p.Key == key }) {
				field := at.Index(i).String()
				unknown = append(unknown, Warning{Code: WarningUnknownProvider, Field: &field, Message: fmt.Sprintf("The workspace has no provider with the key %q yet.", key)})
			}
		}
	}
	at := fault.At("features").Field("connect")
	add(at.Field("acceptedProviders"), connect.AcceptedProviders)
	add(at.Field("excludedProviders"), connect.ExcludedProviders)
	return unknown, nil
}
