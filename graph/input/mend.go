package input

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/portico-portal/portico/internal/fault"
)

// maxUnknown is how many unknown fields of one object are told by name.
const maxUnknown = 10

// placeholder gives a value that the type allows in the place of one that has
// a fault, so that the rest can be checked. Where more faults were found than are
// kept nothing is checked after, and placeholders would only take memory.
func (w *walk) placeholder(t *ast.Type) any {
	w.quiet++
	defer func() { w.quiet-- }()
	if !t.NonNull || w.found > fault.MaxKept {
		return nil
	}
	if t.Elem != nil {
		return []any{}
	}
	definition := w.schema.Types[t.NamedType]
	if definition.Kind == ast.InputObject {
		out, _ := w.object(definition, map[string]any{}, nil)
		return out
	}
	if definition.Kind == ast.Enum {
		return definition.EnumValues[0].Name
	}
	switch definition.Name {
	case "Int", "Float":
		return int64(0)
	case "Boolean":
		return false
	default:
		return ""
	}
}

// unknown tells the fields that the input object doesn't have, and takes them away.
func (w *walk) unknown(definition *ast.Definition, given map[string]any, at *fault.Path) {
	var names []string
	for name := range given {
		if definition.Fields.ForName(name) == nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		delete(given, name)
	}
	for i, name := range names {
		if i == maxUnknown {
			w.fault(at, "has %d more fields that %s doesn't have", len(names)-maxUnknown, w.nameOf(definition))
			return
		}
		w.fault(at.Key(name), "is not a field of %s", w.nameOf(definition))
	}
}

func enumNames(definition *ast.Definition) string {
	names := make([]string, len(definition.EnumValues))
	for i, value := range definition.EnumValues {
		names[i] = value.Name
	}
	return strings.Join(names, ", ")
}

func kindOf(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case string:
		return "a text"
	case bool:
		return "a Boolean"
	case json.Number, fraction:
		return "this number"
	case enumName:
		return "a bare name"
	case []any:
		return "a list"
	default:
		return "an object"
	}
}
