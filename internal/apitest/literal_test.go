package apitest_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// raw is a value as it stands in JSON and in a literal alike, for what Go's
// own values can't be, such as an unpaired surrogate.
type raw string

// MarshalJSON gives the text as it is.
func (r raw) MarshalJSON() ([]byte, error) { return []byte(r), nil }

// bare is a name without quotes in a literal: of an enum.
type bare string

// absent takes a field away.
type absent struct{}

// literal writes a value as GraphQL has it in a document.
func literal(value any) string {
	switch v := value.(type) {
	case raw:
		return string(v)
	case bare:
		return string(v)
	case obj:
		var fields []string
		for _, name := range slices.Sorted(maps.Keys(v)) {
			fields = append(fields, name+":"+literal(v[name]))
		}
		return "{" + strings.Join(fields, " ") + "}"
	case arr:
		var all []string
		for _, item := range v {
			all = append(all, literal(item))
		}
		return "[" + strings.Join(all, " ") + "]"
	default:
		text, err := json.Marshal(v)
		if err != nil {
			panic(err)
		}
		return string(text)
	}
}

// put sets a value at a path such as "customerData.rooms[0].name", in place.
// Objects that the path leads through are made.
func put(object obj, path string, value any) {
	steps := strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' })
	var at any = object
	for i, step := range steps {
		last := i == len(steps)-1
		switch v := at.(type) {
		case obj:
			if last {
				if v[step] = value; value == (absent{}) {
					delete(v, step)
				}
				return
			}
			if v[step] == nil {
				v[step] = obj{}
			}
			at = v[step]
		case arr:
			n, err := strconv.Atoi(step)
			if err != nil || n >= len(v) {
				panic(fmt.Sprintf("%s leads nowhere at %s", path, step))
			}
			if last {
				v[n] = value
				return
			}
			at = v[n]
		}
	}
}
