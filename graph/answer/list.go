package answer

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
)

// List makes the list of what element gives for each index, one after the other.
// Where element panics the item is null, and the error is the answer's.
func List(ctx context.Context, length int, element func(ctx context.Context, i int) graphql.Marshaler) graphql.Array {
	items := make(graphql.Array, length)
	for i := range items {
		items[i] = item(ctx, i, element)
	}
	return items
}

func item(ctx context.Context, i int, element func(ctx context.Context, i int) graphql.Marshaler) (made graphql.Marshaler) {
	ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Index: &i})
	defer func() {
		if cause := recover(); cause != nil {
			graphql.AddError(ctx, graphql.Recover(ctx, cause))
			made = graphql.Null
		}
	}()
	return element(ctx, i)
}
