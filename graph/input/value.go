package input

import (
	"cmp"
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/portico-portal/portico/internal/fault"
)

// literal is a value that stands in the document; it may hold variables.
type literal struct{ *ast.Value }

// enumName is a name that stands in the document unquoted.
type enumName string

// quoted is a text that stands in the document: unlike one that a variable
// brings, it can't name an enum's value.
type quoted string

// fraction is a number that stands in the document with a point or an exponent.
type fraction string

// member reads a value that may be left out: of an argument, a variable or an
// input object's field. It is false where there is no value.
func (w *walk) member(t *ast.Type, defaultValue *ast.Value, value any, at *fault.Path) (any, bool) {
	value, given := w.open(value, at)
	if !given && defaultValue != nil {
		value, given = w.open(literal{defaultValue}, at)
	}
	if given {
		if out, ok := w.value(t, value, at); ok {
			return out, true
		}
	} else if t.NonNull {
		w.fault(at, "is required")
	}
	if !t.NonNull {
		return nil, false
	}
	return w.placeholder(t), true
}

// open turns a literal into what a variable would have brought, and tells
// whether there is a value: null counts as none.
func (w *walk) open(value any, at *fault.Path) (any, bool) {
	l, ok := value.(literal)
	if !ok {
		return value, value != nil
	}
	switch l.Kind {
	case ast.NullValue:
		return nil, false
	case ast.Variable:
		definition := w.operation.VariableDefinitions.ForName(l.Raw)
		if definition == nil {
			return nil, false
		}
		value, ok := w.variable(definition, at)
		return done{value}, ok
	case ast.IntValue:
		return json.Number(l.Raw), true
	case ast.FloatValue:
		return fraction(l.Raw), true
	case ast.BooleanValue:
		return l.Raw == "true", true
	case ast.EnumValue:
		return enumName(l.Raw), true
	case ast.StringValue, ast.BlockValue:
		return quoted(w.literalText(l.Value)), true
	case ast.ListValue:
		list := make([]any, len(l.Children))
		for i, child := range l.Children {
			list[i] = literal{child.Value}
		}
		return list, true
	default:
		object := make(map[string]any, len(l.Children))
		for _, child := range l.Children {
			object[child.Name] = literal{child.Value}
		}
		return object, true
	}
}

// done is a variable's value, which was read by the variable's own type.
type done struct{ value any }

// value reads a value that is there. It is false where the value has a fault
// that was told and nothing of it is left.
func (w *walk) value(t *ast.Type, value any, at *fault.Path) (any, bool) {
	if d, ok := value.(done); ok {
		return d.value, true
	}
	if t.Elem != nil {
		return w.list(t, value, at)
	}
	definition := w.schema.Types[t.NamedType]
	if text, ok := value.(quoted); ok && definition.Kind != ast.Enum {
		value = string(text)
	}
	switch definition.Kind {
	case ast.InputObject:
		return w.object(definition, value, at)
	case ast.Enum:
		return w.enum(definition, value, at)
	default:
		return w.scalar(definition.Name, value, at)
	}
}

// list reads a list; by GraphQL's rule one value that is no list is a list of it.
func (w *walk) list(t *ast.Type, value any, at *fault.Path) (any, bool) {
	items, ok := value.([]any)
	if !ok {
		items = []any{value}
	}
	here := at.Index(0)
	for i, item := range items {
		here.ToIndex(i)
		if _, isObject := item.(map[string]any); !ok && !isObject {
			here = at
		}
		read, there := w.open(item, here)
		if there {
			if read, there = w.value(t.Elem, read, here); !there {
				read = w.placeholder(t.Elem)
			}
		} else {
			w.nullItem(t.Elem, here)
			read = w.placeholder(t.Elem)
		}
		items[i] = read
	}
	return items, true
}

func (w *walk) nullItem(t *ast.Type, at *fault.Path) {
	if t.NonNull {
		w.fault(at, "must not be null")
	}
}

func (w *walk) object(definition *ast.Definition, value any, at *fault.Path) (any, bool) {
	given, ok := value.(map[string]any)
	if !ok {
		w.fault(at, "must be an object (%s), %s", w.nameOf(definition), describe(value))
		return nil, false
	}
	known, before := 0, len(given)
	here := at.Field("")
	for _, field := range definition.Fields {
		member, named := given[field.Name]
		if !named && !field.Type.NonNull && field.DefaultValue == nil {
			continue
		}
		// What was read takes the place of what was given, which nobody else has.
		here.ToField(field.Name)
		before := w.found
		read, ok := w.member(field.Type, field.DefaultValue, member, here)
		switch {
		case ok:
			given[field.Name] = read
		case w.found > before && isText(field.Type):
			given[field.Name] = "" // it counts as given, for rules about which fields are
		default:
			delete(given, field.Name)
		}
		if named {
			known++
		}
	}
	if known < before {
		w.unknown(definition, given, at)
	}
	return given, true
}

func isText(t *ast.Type) bool { return t.NamedType == "String" || t.NamedType == "ID" }

func (w *walk) enum(definition *ast.Definition, value any, at *fault.Path) (any, bool) {
	name, ok := value.(string)
	if unquoted, isName := value.(enumName); isName {
		name, ok = string(unquoted), true
	}
	if !ok || definition.EnumValues.ForName(name) == nil {
		if w.Veiled {
			w.fault(at, "must be one of its type's values")
		} else {
			w.fault(at, "must be one of %s", enumNames(definition))
		}
		return nil, false
	}
	return name, true
}

func (w *walk) scalar(name string, value any, at *fault.Path) (any, bool) {
	if object, ok := value.(map[string]any); ok && w.scalars[name] != nil {
		if value, ok = w.plain(object, at); !ok {
			return nil, false
		}
	}
	if text, ok := value.(string); ok {
		if problem := textProblem(text); problem != "" {
			w.fault(at, "%s", problem)
			return nil, false
		}
	}
	if read, ok := w.scalars[name]; ok {
		out, err := read(value)
		if err != nil {
			w.fault(at, "%s", err)
		}
		return out, err == nil
	}
	out, problem := builtIn(name, value)
	if problem != "" {
		w.fault(at, "%s, %s", problem, describe(value))
		return nil, false
	}
	return out, true
}

// plain makes of an object what a variable would have brought, whether or not it stands
// in the document: the schema says nothing of its members.
func (w *walk) plain(value any, at *fault.Path) (any, bool) {
	value, given := w.open(value, at)
	if !given {
		return nil, true
	}
	all := true
	switch v := value.(type) {
	case done:
		return v.value, true
	case quoted:
		return w.plain(string(v), at)
	case enumName:
		w.fault(at, "must not hold a bare name")
		return nil, false
	case fraction:
		return json.Number(v), true
	case string:
		if problem := textProblem(v); problem != "" {
			w.fault(at, "%s", problem)
			return nil, false
		}
	case []any:
		for i := range v {
			read, ok := w.plain(v[i], at.Index(i))
			v[i], all = read, all && ok
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if problem := textProblem(name); problem != "" {
				w.fault(at, "has a name that %s", problem)
				return nil, false
			}
			read, ok := w.plain(v[name], at.Key(name))
			v[name], all = read, all && ok
		}
	}
	return value, all
}

// builtIn reads one of GraphQL's own scalars, or says what it must be.
func builtIn(name string, value any) (out any, problem string) {
	switch name {
	case "String":
		if _, ok := value.(string); ok {
			return value, ""
		}
		return nil, "must be a String"
	case "ID":
		if _, ok := value.(string); ok {
			return value, ""
		}
		if whole, ok := wholeNumber(value); ok {
			return strconv.FormatInt(whole, 10), ""
		}
		return nil, "must be an ID, which is a String"
	case "Boolean":
		if _, ok := value.(bool); ok {
			return value, ""
		}
		return nil, "must be a Boolean"
	case "Int":
		if whole, ok := wholeNumber(value); ok && whole >= math.MinInt32 && whole <= math.MaxInt32 {
			return whole, ""
		}
		return nil, "must be an Int: a whole number of 32 bits"
	default:
		if literal, ok := value.(fraction); ok {
			value = json.Number(literal)
		}
		if number, ok := value.(json.Number); ok {
			if float, err := number.Float64(); err == nil && !math.IsInf(float, 0) {
				return float, ""
			}
		}
		return nil, "must be a Float"
	}
}

// wholeNumber also takes 3.0 and 3e2, which JSON can't tell from 3 and 300.
func wholeNumber(value any) (int64, bool) {
	number, ok := value.(json.Number)
	if !ok {
		return 0, false
	}
	if whole, err := number.Int64(); err == nil {
		return whole, true
	}
	float, err := number.Float64()
	if err != nil || math.Abs(float) > 1<<53 || !endsAtPoint(number.String()) {
		return 0, false
	}
	return int64(float), true
}

// endsAtPoint tells whether nothing but zeros stands behind a number's decimal
// point once its exponent has moved it. A float can't tell: it is rounded.
func endsAtPoint(number string) bool {
	mantissa, exponent, _ := strings.Cut(strings.ToLower(strings.TrimPrefix(number, "-")), "e")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	if digits == "" {
		return true
	}
	moved, err := strconv.Atoi(cmp.Or(exponent, "0"))
	zeros := len(digits) - len(strings.TrimRight(digits, "0"))
	return err == nil && zeros+moved >= len(fraction)
}

// textProblem says what keeps a text from being stored as it is: both engines
// would turn an unpaired surrogate into another character, and PostgreSQL
// refuses NUL.
func textProblem(text string) string {
	switch {
	case !utf8.ValidString(text):
		return "must be valid Unicode: it holds an unpaired surrogate or a broken character"
	case strings.IndexByte(text, 0) >= 0:
		return "must not hold the character NUL"
	default:
		return ""
	}
}
