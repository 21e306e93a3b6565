package answer

import (
	"context"
	"io"
	"slices"

	"github.com/99designs/gqlgen/graphql"
)

// Plain makes the list of objects of which only plain fields are asked: those that can't
// fail, and are not null where they may not be. They are read when the list is written.
// It is nil where another field is asked, or an object isn't there.
func Plain[T any](ctx context.Context, fields []graphql.CollectedField, objects []*T, plain func(context.Context, graphql.CollectedField, *T) graphql.Marshaler) graphql.Marshaler {
	if len(objects) == 0 || slices.Contains(objects, nil) || slices.ContainsFunc(fields, func(f graphql.CollectedField) bool { return plain(ctx, f, objects[0]) == nil }) {
		return nil
	}
	return graphql.WriterFunc(func(w io.Writer) {
		opening := "["
		for _, object := range objects {
			_, _ = io.WriteString(w, opening)
			writeFields(w, fields, func(i int) graphql.Marshaler { return plain(ctx, fields[i], object) })
			opening = ","
		}
		_, _ = io.WriteString(w, "]")
	})
}
