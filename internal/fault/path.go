package fault

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Path leads to a value of the input. It becomes text only when there is a
// fault, so that checking a large input costs no texts.
type Path struct {
	parent *Path
	name   string
	index  int
	isItem bool
}

// At gives the path of a top-level field.
func At(name string) *Path { return &Path{name: name} }

// Field gives the path of a field of the value.
func (p *Path) Field(name string) *Path { return &Path{parent: p, name: name} }

// Key gives the path of a member whose name the caller made up.
func (p *Path) Key(name string) *Path { return p.Field(printable(name)) }

// Index gives the path of an item of the value.
func (p *Path) Index(i int) *Path { return &Path{parent: p, index: i, isItem: true} }

// ToField and ToIndex lead a path to another field or item of the same value: a walk over
// many needs one path then, which nobody may keep.
func (p *Path) ToField(name string) { p.name = name }

// ToIndex is described with ToField.
func (p *Path) ToIndex(i int) { p.index = i }

// String gives the path as extensions.field has it, as in
// "customerData.reservations[3].endsAt": relative to the argument named input.
func (p *Path) String() string {
	parts := make([]string, 0, 8) // deeper than any input nests, so that it needs no memory of its own
	for at := p; at != nil; at = at.parent {
		switch {
		case at.isItem:
			parts = append(parts, "["+strconv.Itoa(at.index)+"]")
		case at.parent == nil && at.name == "input" && len(parts) > 0:
		default:
			parts = append(parts, "."+at.name)
		}
	}
	var text strings.Builder
	for _, part := range slices.Backward(parts) {
		text.WriteString(part)
	}
	return strings.TrimPrefix(text.String(), ".")
}

// longestKey is how much of a name that the caller made up is told, in bytes.
const longestKey = 64

// printable keeps a name that the caller made up short and free of tricks, and
// tells it from a path by quotes where it is no name of GraphQL.
func printable(name string) string {
	plain := name != ""
	var short strings.Builder
	for i, r := range name {
		if i >= longestKey {
			short.WriteRune('…')
			break
		}
		if r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') {
			plain = false
		}
		if !unicode.IsPrint(r) {
			r = '?'
		}
		short.WriteRune(r)
	}
	if plain {
		return short.String()
	}
	return `"` + short.String() + `"`
}
