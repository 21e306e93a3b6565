package answer

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/portico-portal/portico/internal/fault"
)

type room struct {
	key  string
	lock *lock
	next []*room
}

type lock struct{ name string }

// asked is a field, and in brackets behind it what is asked of its objects.
type asked struct {
	name   string
	fields []asked
}

func ask(names ...string) (all []asked) {
	for _, name := range names {
		all = append(all, asked{name: name})
	}
	return all
}

func collected(all []asked) (fields []graphql.CollectedField) {
	for _, a := range all {
		fields = append(fields, graphql.CollectedField{Field: &ast.Field{Alias: a.name}})
	}
	return fields
}

// rooms selects of rooms: the key, the number that is a constant, the lock that may be null
// and the one that may not, and the next rooms; nothing else of them is plain.
func rooms(all []asked) *Selection[room] {
	return newSelection(collected(all), func(f graphql.CollectedField) Plain[room] {
		var within []asked
		for _, a := range all {
			if a.name == f.Alias {
				within = a.fields
			}
		}
		switch f.Alias {
		case "key":
			return Leaf(func(w *Writer, r *room) { w.String(r.key) })
		case "number":
			return Leaf(func(w *Writer, _ *room) { w.Int(7) })
		case "lock", "mustLock":
			return Nested(locks(within), f.Alias == "lock", func(r *room) *lock { return r.lock })
		case "next":
			return NestedList(rooms(within), func(r *room) []*room { return r.next })
		default:
			return Plain[room]{}
		}
	})
}

func locks(all []asked) *Selection[lock] {
	return newSelection(collected(all), func(f graphql.CollectedField) Plain[lock] {
		if f.Alias != "name" {
			return Plain[lock]{}
		}
		return Leaf(func(w *Writer, l *lock) { w.String(l.name) })
	})
}

func written(t *testing.T, m graphql.Marshaler) string {
	t.Helper()
	ctx := responding()
	text := string(JSON(ctx, m))
	if errs := graphql.GetErrors(ctx); len(errs) > 0 {
		t.Error(errs)
	}
	return text
}

func TestAnObjectHasEachNameOnceInItsOrder(t *testing.T) {
	t.Parallel()
	for want, names := range map[string][]string{
		`{}`:                        {},
		`{"key":"a"}`:               {"key"},
		`{"key":"a","number":7}`:    {"key", "number", "key"},
		`{"number":7,"key":"a"}`:    {"number", "number", "key", "number"},
		`{"a":0,"key":"a","c":2}`:   {"a", "key", "c", "a"},
		`{"a":0,"b":1}`:             {"a", "b"},
		`{"a":0,"b":1,"c":2,"d":3}`: {"a", "b", "c", "d"},
		`{"a":0,"b":1,"c":2,"d":3,"e":4,"f":5,"g":6,"h":7}`: {"a", "b", "c", "d", "e", "f", "g", "h"},
	} {
		o := NewObject(rooms(ask(names...)), &room{key: "a"})
		for i := range names {
			if !o.Plain(i) {
				o.Values[i] = graphql.MarshalInt(i)
			}
		}
		if got := written(t, o); got != want {
			t.Errorf("%v: got %s, want %s", names, got, want)
		}
	}
}

func TestWhatIsPlainIsWrittenFieldByField(t *testing.T) {
	t.Parallel()
	name := ask("name")
	all := []*room{{key: "a", lock: &lock{"L"}}, {key: "b", next: []*room{{key: "c"}}}}
	for want, fields := range map[string][]asked{
		`[{"key":"a"},{"key":"b"}]`:                       {{name: "key"}},
		`[{"key":"a","number":7},{"key":"b","number":7}]`: ask("key", "number", "key"),
		`[{},{}]`:                               {},
		`[{"lock":{"name":"L"}},{"lock":null}]`: {{"lock", name}},
		`[{"key":"a","next":[]},{"key":"b","next":[{"key":"c"}]}]`: {{name: "key"}, {"next", ask("key")}},
	} {
		if got := written(t, rooms(fields).List(all)); got != want {
			t.Errorf("%v: got %s, want %s", fields, got, want)
		}
	}
	if got := written(t, rooms(ask("key")).Values([]room{{key: "a"}, {key: "b"}})); got != `[{"key":"a"},{"key":"b"}]` {
		t.Errorf("values: got %s", got)
	}
	if got := written(t, rooms(ask("key")).List(nil)); got != "[]" {
		t.Errorf("an empty list: got %s", got)
	}
	if got := written(t, rooms([]asked{{"mustLock", name}}).Object(all[0])); got != `{"mustLock":{"name":"L"}}` {
		t.Errorf("an object: got %s", got)
	}
}

func TestWhatIsNotPlainThroughoutIsResolved(t *testing.T) {
	t.Parallel()
	name, locked := ask("name"), &room{key: "a", lock: &lock{"L"}}
	for reason, resolved := range map[string]graphql.Marshaler{
		"another field":                       rooms(ask("key", "door")).List([]*room{locked}),
		"another field within":                rooms([]asked{{"next", ask("door")}}).Object(locked),
		"another field of an object within":   rooms([]asked{{"lock", ask("colour")}}).Object(locked),
		"an item that isn't there":            rooms(ask("key")).List([]*room{locked, nil}),
		"an item within that isn't there":     rooms([]asked{{"next", ask("key")}}).Object(&room{next: []*room{nil}}),
		"an object that must be there":        rooms([]asked{{"mustLock", name}}).Object(&room{}),
		"one that must be there, within":      rooms([]asked{{"next", []asked{{"mustLock", name}}}}).Object(&room{next: []*room{{}}}),
		"one that must be there, of a list's": rooms([]asked{{"mustLock", name}}).Values([]room{*locked, {}}),
	} {
		if resolved != nil {
			t.Errorf("%s: written as plain", reason)
		}
	}
	o := NewObject(rooms([]asked{{"mustLock", name}}), &room{})
	if o.Plain(0) {
		t.Error("a field that is null and may not be has nobody who tells")
	}
}

func TestASelectionIsMadeOncePerPlaceAndType(t *testing.T) {
	t.Parallel()
	var all Selections
	made := 0
	choose := func(of string, set ast.SelectionSet) *Selection[room] {
		return Select(&all, of, set, func() []graphql.CollectedField { made++; return collected(ask("key")) },
			func(graphql.CollectedField) Plain[room] { return Plain[room]{} })
	}
	here, there := ast.SelectionSet{&ast.Field{}}, ast.SelectionSet{&ast.Field{}}
	first := choose("Room", here)
	if again := choose("Room", here); again != first || made != 1 {
		t.Errorf("made %d times", made)
	}
	if choose("Hall", here) == first || choose("Room", there) == first || made != 3 {
		t.Errorf("another type or place: made %d", made)
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
	if got := written(t, list); got != "[0,null,2]" || len(errs) != 1 || errs[0].Path.String() != "[1]" {
		t.Errorf("got %s, %v", got, errs)
	}
}

func TestAFieldIsResolvedWithItsPlaceInTheErrors(t *testing.T) {
	t.Parallel()
	field := graphql.CollectedField{Field: &ast.Field{Name: "lock", Alias: "lock"}}
	for want, resolve := range map[string]graphql.Resolver{
		`"L" []`:                 func(context.Context) (any, error) { return "L", nil },
		`null [lock: panic]`:     func(context.Context) (any, error) { panic("no") },
		`null [lock: it is out]`: func(context.Context) (any, error) { return nil, errors.New("it is out") },
		`null [lock: cannot return null for non-null field Room.lock: the resolver returned nil]`: func(context.Context) (any, error) { return nil, nil },
	} {
		ctx := responding()
		operation := graphql.GetOperationContext(ctx)
		operation.ResolverMiddleware = func(ctx context.Context, next graphql.Resolver) (any, error) { return next(ctx) }
		made := Resolve(ctx, operation, field,
			func(context.Context, graphql.CollectedField) (*graphql.FieldContext, error) {
				return Place("Room", field, false, true), nil
			},
			resolve,
			func(_ context.Context, _ ast.SelectionSet, name string) graphql.Marshaler {
				return graphql.MarshalString(name)
			},
			true)
		var errs []string
		for _, err := range graphql.GetErrors(ctx) {
			errs = append(errs, err.Path.String()+": "+err.Message)
		}
		if got := fmt.Sprintf("%s %v", JSON(ctx, made), errs); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestArgumentsAreReadOnceUnlessTheyAreWrong(t *testing.T) {
	t.Parallel()
	var all Selections
	field, wrong := &ast.Field{}, &ast.Field{}
	for range 2 {
		if _, err := all.Arguments(wrong, func() (map[string]any, error) { return nil, errors.New("wrong") }); err == nil {
			t.Error("the error is lost")
		}
	}
	reads := 0
	for range 2 {
		got, err := all.Arguments(field, func() (map[string]any, error) { reads++; return map[string]any{"first": reads}, nil })
		if err != nil || got["first"] != 1 {
			t.Errorf("got %v, %v", got, err)
		}
	}
}

func TestDataIsBoundedToTheByte(t *testing.T) {
	t.Parallel()
	plain := func(text string) graphql.Marshaler {
		return rooms(ask("key")).Object(&room{key: text})
	}
	for name, data := range map[string]struct {
		made         func(text string) graphql.Marshaler
		frame, begin string
	}{
		"a text":                 {graphql.MarshalString, `""`, ""},
		"a plain field":          {plain, `{"key":""}`, ""},
		"escapes in a plain one": {plain, `{"key":"\u0000\u0000"}`, "\x00\x00"},
	} {
		for size, fits := range map[int]bool{MaxSize: true, MaxSize + 1: false} {
			ctx := responding()
			answered := JSON(ctx, data.made(data.begin+strings.Repeat("x", size-len(data.frame))))
			errs := graphql.GetErrors(ctx)
			if fits != (len(answered) == size) || fits != (len(errs) == 0) || !fits && answered != nil {
				t.Errorf("%s of %d: %d bytes, %v", name, size, len(answered), errs)
			}
		}
	}
}
