package graph

import (
	"context"
	"encoding/json"
	"strings"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"go.opentelemetry.io/otel/trace"

	"github.com/portico-portal/portico/internal/tracing"
)

// together has objects that were loaded together load what belongs to them
// together, so that a query costs a fixed number of statements however long
// its lists are. gqlgen's batch resolvers do that only for the direct children
// of a list: a link's customer would be batched, that customer's spaces not.
//
// There is one a request. Objects are known by their pointers.
type together struct {
	mu     sync.Mutex
	groups map[any]*group
	// names are those of the document's fields with their arguments.
	names map[*ast.Field]string
}

// group is objects of one type that were loaded together, and what was loaded
// for them since.
type group struct {
	parents any
	mu      sync.Mutex
	loads   map[string]*load
}

type load struct {
	once  sync.Once
	found any
	err   error
}

type togetherKey struct{}

func withTogether(ctx context.Context) context.Context {
	return context.WithValue(ctx, togetherKey{}, &together{groups: map[any]*group{}, names: map[*ast.Field]string{}})
}

// remember notes that objects were loaded together.
func remember[T any](ctx context.Context, objects []*T) {
	t := ctx.Value(togetherKey{}).(*together)
	g := &group{parents: objects, loads: map[string]*load{}}
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, object := range objects {
		t.groups[object] = g
	}
}

// groupOf gives the group of an object; one that was loaded alone has its own.
func groupOf[T any](ctx context.Context, object *T) *group {
	t := ctx.Value(togetherKey{}).(*together)
	t.mu.Lock()
	defer t.mu.Unlock()
	g, ok := t.groups[object]
	if !ok {
		g = &group{parents: []*T{object}, loads: map[string]*load{}}
		t.groups[object] = g
	}
	return g
}

// loadTogether gives what fetch finds for the object: the first of a group that
// asks for the name has it fetched for all of them.
func loadTogether[T, F any](ctx context.Context, object *T, name string, fetch func(ctx context.Context, parents []*T) (F, error)) (F, error) {
	g := groupOf(ctx, object)
	g.mu.Lock()
	l, ok := g.loads[name]
	if !ok {
		l = &load{}
		g.loads[name] = l
	}
	g.mu.Unlock()
	l.once.Do(func() { l.found, l.err = traceLoad(ctx, name, g.parents.([]*T), fetch) })
	found, _ := l.found.(F)
	return found, l.err
}

// traceLoad has what a group of objects asks for fetched within a span, of which the name
// is the field's alone: its arguments are a client's.
func traceLoad[T, F any](ctx context.Context, name string, parents []*T, fetch func(ctx context.Context, parents []*T) (F, error)) (F, error) {
	if !trace.SpanFromContext(ctx).IsRecording() {
		return fetch(ctx, parents)
	}
	field, _, _ := strings.Cut(name, "[")
	ctx, span := tracing.Start(ctx, "load "+field, trace.SpanKindInternal)
	defer span.End()
	span.SetAttributes(tracing.Together.Int(len(parents)))
	return fetch(ctx, parents)
}

// fieldName names the list that is resolved, with its arguments: for all who have it at once,
// since an argument is the same for each of them.
func fieldName[F any](ctx context.Context, args pageArgs, filter F) string {
	field := graphql.GetFieldContext(ctx).Field.Field
	t := ctx.Value(togetherKey{}).(*together)
	t.mu.Lock()
	defer t.mu.Unlock()
	name, ok := t.names[field]
	if !ok {
		name = nameOf(field.Name, args, filter)
		t.names[field] = name
	}
	return name
}

// nameOf names a field with its arguments.
func nameOf(field string, arguments ...any) string {
	text, _ := json.Marshal(arguments) // the arguments of a field can't fail
	return field + string(text)
}
