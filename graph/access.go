package graph

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/portico-portal/portico/graph/generated"
	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/models"
)

// access carries out the schema's directive of this name.
func access(ctx context.Context, _ any, next graphql.Resolver, by []generated.Caller, whileReadOnly *bool) (any, error) {
	caller := auth.FromContext(ctx)
	if err := allow(caller, by); err != nil {
		return nil, err
	}
	if field := graphql.GetFieldContext(ctx); field.Object == mutations && !orZero(whileReadOnly) {
		if err := allowWriting(caller); err != nil {
			return nil, err
		}
	}
	return next(ctx)
}

// mutations is the type whose fields change something.
const mutations = "Mutation"

// allowWriting refuses a portal session whose link lets it read only.
func allowWriting(caller auth.Caller) error {
	if caller.Kind == auth.Portal && caller.Session.Settings.ReadOnly {
		return fault.New(fault.Forbidden, "This portal is read-only: nothing can be changed in it.")
	}
	return nil
}

// feature carries out the schema's directive of this name.
func feature(ctx context.Context, _ any, next graphql.Resolver, is generated.PortalFeature) (any, error) {
	if err := allowFeature(auth.FromContext(ctx), is); err != nil {
		return nil, err
	}
	return next(ctx)
}

// allowFeature refuses a portal session whose link goes without the feature.
func allowFeature(caller auth.Caller, is generated.PortalFeature) error {
	if caller.Kind != auth.Portal {
		return nil
	}
	features := caller.Session.Features
	excluded := map[generated.PortalFeature]bool{
		generated.PortalFeatureConnect: features.Connect.Exclude, generated.PortalFeatureManageDevices: features.ManageDevices.Exclude,
		generated.PortalFeatureOrganize: features.Organize.Exclude,
	}[is]
	if excluded {
		return fault.New(fault.Forbidden, "This portal goes without the feature %s.", is)
	}
	return nil
}

// allow tells whether the caller is one of by: FORBIDDEN where it is known and
// isn't, UNAUTHENTICATED where it isn't known.
func allow(caller auth.Caller, by []generated.Caller) error {
	switch {
	case caller.Kind == auth.Workspace && slices.Contains(by, generated.CallerWorkspace),
		caller.Kind == auth.Portal && slices.Contains(by, generated.CallerPortal):
		return nil
	case caller.Kind != auth.Anonymous:
		return fault.New(fault.Forbidden, "This credential may not use this field.")
	default:
		return fault.New(fault.Unauthenticated, "This field needs a credential: send an API key as \"Authorization: Bearer <key>\".")
	}
}

// allowField judges a field by the directives in the schema, before it runs.
func allowField(caller auth.Caller, field *ast.Field) error {
	directives := field.Definition.Directives
	if directive := directives.ForName("access"); directive != nil {
		var by []generated.Caller
		for _, child := range directive.Arguments.ForName("by").Value.Children {
			by = append(by, generated.Caller(child.Value.Raw))
		}
		if err := allow(caller, by); err != nil {
			return err
		}
		whileReadOnly := directive.Arguments.ForName("whileReadOnly")
		if field.ObjectDefinition.Name == mutations && (whileReadOnly == nil || whileReadOnly.Value.Raw != "true") {
			if err := allowWriting(caller); err != nil {
				return err
			}
		}
	}
	if directive := directives.ForName("feature"); directive != nil {
		return allowFeature(caller, generated.PortalFeature(directive.Arguments.ForName("is").Value.Raw))
	}
	return nil
}

// tenant is the caller's workspace; @access made sure that it has one.
func tenant(ctx context.Context) models.Tenant { return auth.FromContext(ctx).Tenant }
