package answer

import (
	"context"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/portico-portal/portico/internal/fault"
)

func fields(aliases ...string) (all []graphql.CollectedField) {
	for _, alias := range aliases {
		all = append(all, graphql.CollectedField{Field: &ast.Field{Alias: alias}})
	}
	return all
}

func written(m graphql.Marshaler) string {
	var text strings.Builder
	m.MarshalGQL(&text)
	return text.String()
}

func object(aliases ...string) *Object {
	o := NewObject(fields(aliases...))
	for i := range aliases {
		o.Values[i] = graphql.MarshalInt(i)
	}
	return o
}

func TestAnObjectHasEachNameOnceInItsOrder(t *testing.T) {
	t.Parallel()
	for want, aliases := range map[string][]string{
		`{}`:            {},
		`{"a":0}`:       {"a"},
		`{"a":0,"b":1}`: {"a", "b", "a"},
		`{"b":0,"a":2}`: {"b", "b", "a", "b"},
		`{"a":0,"b":1,"c":2,"d":3,"e":4,"f":5,"g":6,"h":7}`: {"a", "b", "c", "d", "e", "f", "g", "h"},
	} {
		if got := written(object(aliases...)); got != want {
			t.Errorf("%v: got %s, want %s", aliases, got, want)
		}
	}
}

func TestAPlainListIsWrittenFieldByField(t *testing.T) {
	t.Parallel()
	type room struct{ key string }
	plain := func(_ context.Context, f graphql.CollectedField, r *room) graphql.Marshaler {
		switch f.Alias {
		case "key":
			return graphql.MarshalString(r.key)
		case "name":
			return graphql.Null
		default:
			return nil
		}
	}
	rooms := []*room{{"a"}, {"b"}}
	for want, asked := range map[string][]string{
		`[{"key":"a"},{"key":"b"}]`:                         {"key"},
		`[{"key":"a","name":null},{"key":"b","name":null}]`: {"key", "name", "key"},
		`[{},{}]`: {},
	} {
		if got := written(Plain(t.Context(), fields(asked...), rooms, plain)); got != want {
			t.Errorf("%v: got %s, want %s", asked, got, want)
		}
	}
	for name, list := range map[string]graphql.Marshaler{
		"another field":        Plain(t.Context(), fields("key", "lock"), rooms, plain),
		"one that isn't there": Plain(t.Context(), fields("key"), []*room{{"a"}, nil}, plain),
		"an empty list":        Plain(t.Context(), fields("key"), nil, plain),
	} {
		if list != nil {
			t.Errorf("%s: written as plain", name)
		}
	}
}

// responding is a context that takes errors.
func responding() context.Context {
	ctx := graphql.WithOperationContext(context.Background(), &graphql.OperationContext{
		RecoverFunc: func(context.Context, any) error { return fault.New(fault.Internal, "panic") },
	})
	return graphql.WithResponseContext(ctx, graphql.DefaultErrorPresenter, graphql.DefaultRecover)
}

func TestAnItemThatPanicsIsNullWithItsPlaceInTheError(t *testing.T) {
	t.Parallel()
	ctx := responding()
	list := List(ctx, 3, func(_ context.Context, i int) graphql.Marshaler {
		if i == 1 {
			panic("no")
		}
		return graphql.MarshalInt(i)
	})
	errs := graphql.GetErrors(ctx)
	if got := written(list); got != "[0,null,2]" || len(errs) != 1 || errs[0].Path.String() != "[1]" {
		t.Errorf("got %s, %v", got, errs)
	}
}

func TestDataIsBoundedToTheByte(t *testing.T) {
	t.Parallel()
	for size, fits := range map[int]bool{MaxSize: true, MaxSize + 1: false} {
		ctx := responding()
		data := JSON(ctx, graphql.MarshalString(strings.Repeat("x", size-len(`""`))))
		errs := graphql.GetErrors(ctx)
		if fits != (len(data) == size) || fits != (len(errs) == 0) || !fits && data != nil {
			t.Errorf("%d: %d bytes, %v", size, len(data), errs)
		}
	}
}
