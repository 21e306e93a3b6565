package answer

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// Place is that of a field in the answer.
func Place(object string, field graphql.CollectedField, isMethod, isResolver bool) *graphql.FieldContext {
	return &graphql.FieldContext{Object: object, Field: field, IsMethod: isMethod, IsResolver: isResolver}
}

// Resolve makes what a field that no directive guards is in the answer. A middleware must
// hand on the context that it gets.
func Resolve[T any](
	ctx context.Context, operation *graphql.OperationContext, field graphql.CollectedField,
	place func(context.Context, graphql.CollectedField) (*graphql.FieldContext, error),
	resolve graphql.Resolver,
	marshal func(context.Context, ast.SelectionSet, T) graphql.Marshaler,
	nonNull bool,
) (made graphql.Marshaler) {
	at, err := place(ctx, field)
	if err != nil {
		return graphql.Null
	}
	ctx = graphql.WithFieldContext(ctx, at)
	defer func() {
		if cause := recover(); cause != nil {
			operation.Error(ctx, operation.Recover(ctx, cause))
			made = graphql.Null
		}
	}()
	at.Result, err = operation.ResolverMiddleware(ctx, resolve)
	if err != nil {
		operation.Error(ctx, graphql.AddFieldLocationToError(ctx, err))
		return graphql.Null
	}
	if at.Result == nil {
		if nonNull {
			graphql.AddInvalidNullError(ctx, "")
		}
		return graphql.Null
	}
	return marshal(ctx, field.Selections, at.Result.(T))
}
