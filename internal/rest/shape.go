package rest

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/moment"
)

// kind reads values of one kind into a U. What could not be read is noted by the reader
// and leaves a value that the verb's rules can be asked about.
type kind[U any] struct {
	schema schema
	read   func(r *reader, value any, into *U)
}

// member is a member of an object that is read into a T.
type member[T any] struct {
	name     string
	required bool
	schema   schema
	read     func(r *reader, value any, into *T)
}

// shape is an object that is read into a T.
type shape[T any] struct{ members []member[T] }

func object[T any](members ...member[T]) *shape[T] { return &shape[T]{members: members} }

// required is a member that must be there.
func required[T, U any](name string, k kind[U], at func(*T) *U) member[T] {
	m := optional(name, k, at)
	m.required = true
	return m
}

// optional is a member that may be left out.
func optional[T, U any](name string, k kind[U], at func(*T) *U) member[T] {
	return member[T]{name: name, schema: k.schema, read: func(r *reader, value any, into *T) { k.read(r, value, at(into)) }}
}

// pointer is a member that may be left out, and is nil then.
func pointer[T, U any](name string, k kind[U], at func(*T) **U) member[T] {
	return member[T]{name: name, schema: k.schema, read: func(r *reader, value any, into *T) {
		read, before := new(U), r.count
		if k.read(r, value, read); r.count == before {
			*at(into) = read
		}
	}}
}

// aside is a member that is taken for nothing, as by Seam.
func aside[T any](name string) member[T] {
	return member[T]{name: name, schema: schema{}, read: func(*reader, any, *T) {}}
}

func (s *shape[T]) kind() kind[T] { return kind[T]{schema: s.schema(), read: s.read} }

// read reads an object. A null counts as absent.
func (s *shape[T]) read(r *reader, value any, into *T) {
	object, ok := value.(map[string]any)
	if !ok {
		r.unexpected("object", value)
		return
	}
	known := 0
	r.at = append(r.at, step{})
	last := len(r.at) - 1
	for i := range s.members {
		m := &s.members[i]
		value, there := object[m.name]
		if there {
			known++
		}
		r.at[last].name = m.name
		if value != nil {
			m.read(r, value, into)
		} else if m.required {
			r.fault(requiredMessage)
		}
	}
	r.at = r.at[:last]
	if known < len(object) {
		s.unknown(r, object)
	}
}

// unknown notes the members that nobody asked for.
func (s *shape[T]) unknown(r *reader, object map[string]any) {
	var names []string
	for name := range object {
		if !slices.ContainsFunc(s.members, func(m member[T]) bool { return m.name == name }) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		r.ignored(name)
	}
}

// described says more of a kind in the OpenAPI document.
func (k kind[U]) described(more schema) kind[U] {
	k.schema = maps.Clone(k.schema)
	maps.Copy(k.schema, more)
	return k
}

// nullable is a kind of which the document tells of nulls; any that may be left out takes one.
func nullable[U any](k kind[U]) kind[U] {
	return k.described(schema{"type": []any{k.schema["type"], "null"}})
}

// unexpected is a fault of a value of another kind, in zod's words.
func (r *reader) unexpected(kind string, value any) {
	if r.full() {
		r.count++ // it isn't told
		return
	}
	r.fault("Expected " + kind + ", received " + kindOf(value))
}

func kindOf(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case string:
		return "string"
	case bool:
		return "boolean"
	case json.Number:
		return "number"
	case []any:
		return "array"
	default:
		return "object"
	}
}

// The kinds of values.
var (
	text         = kind[string]{schema{"type": "string"}, readText}
	key          = kind[string]{schema{"type": "string", "minLength": 1, "maxLength": 255}, readText}
	boolean      = kind[bool]{schema{"type": "boolean"}, readBoolean}
	defaultFalse = boolean.described(schema{"default": false})
	integer      = kind[int]{schema{"type": "integer"}, readInteger}
	number       = kind[float64]{schema{"type": "number"}, readNumber}
	dateTime     = kind[time.Time]{schema{"type": "string", "format": "date-time"}, readDateTime}
	texts        = listOf(text)
	keys         = listOf(key)
	// textOrBoolean takes either.
	textOrBoolean = kind[any]{schema{"type": []any{"string", "boolean"}}, func(r *reader, value any, into *any) {
		switch value.(type) {
		case string:
			text.read(r, value, new(string))
		case bool:
		default:
			r.fault("Invalid input")
		}
		*into = value
	}}
)

func readText(r *reader, value any, into *string) {
	read, ok := value.(string)
	switch {
	case !ok:
		r.unexpected("string", value)
	case !utf8.ValidString(read):
		r.fault("must be valid Unicode: it holds an unpaired surrogate or a broken character")
	case strings.IndexByte(read, 0) >= 0:
		r.fault("must not hold the character NUL")
	default:
		*into = read
	}
}

func readBoolean(r *reader, value any, into *bool) {
	read, ok := value.(bool)
	if !ok {
		r.unexpected("boolean", value)
	}
	*into = read
}

// readInteger takes any number that is one, as JavaScript does.
func readInteger(r *reader, value any, into *int) {
	written, ok := value.(json.Number)
	if !ok {
		r.unexpected("number", value)
		return
	}
	read, err := strconv.ParseFloat(string(written), 64)
	switch {
	case err != nil || read < math.MinInt32 || read > math.MaxInt32:
		r.fault("Number must be an integer of 32 bits")
	case read != math.Trunc(read):
		r.fault("Expected integer, received float")
	default:
		*into = int(read)
	}
}

func readNumber(r *reader, value any, into *float64) {
	written, ok := value.(json.Number)
	if !ok {
		r.unexpected("number", value)
		return
	}
	read, err := strconv.ParseFloat(string(written), 64)
	if err != nil {
		r.fault("Number must be finite")
		return
	}
	*into = read
}

func readDateTime(r *reader, value any, into *time.Time) {
	var written string
	before := r.count
	if readText(r, value, &written); r.count > before {
		return
	}
	read, err := moment.Parse(written)
	if err != nil {
		r.fault("Invalid datetime")
		return
	}
	*into = read
}

// listOf is a list. One that can't be read counts as given.
func listOf[U any](k kind[U]) kind[[]U] {
	ofObjects := k.schema["type"] == "object"
	return kind[[]U]{schema{"type": "array", "items": k.schema}, func(r *reader, value any, into *[]U) {
		items, ok := value.([]any)
		if !ok {
			r.unexpected("array", value)
		}
		room := len(items)
		if ofObjects {
			room = roomFor(items)
		}
		*into = make([]U, room)
		r.at = append(r.at, step{})
		last := len(r.at) - 1
		unkept := new(U)
		for i, item := range items {
			r.at[last].index = i
			if i < room {
				k.read(r, item, &(*into)[i])
			} else {
				k.read(r, item, unkept)
			}
		}
		r.at = r.at[:last]
	}}
}

// roomFor is how many items of a list of objects are kept as they are read. What is no object
// takes little of a request and much once it is read. It is a fault; after so many of them
// no rule is asked about the rest.
func roomFor(items []any) int {
	others := 0
	for i, item := range items {
		if _, ok := item.(map[string]any); !ok {
			if others++; others == fault.MaxKept {
				return i + 1
			}
		}
	}
	return len(items)
}

// choice is a text out of a few, each of which stands for a U.
func choice[U any](written []string, of func(string) U) kind[U] {
	all := make([]any, len(written))
	for i, one := range written {
		all[i] = one
	}
	return kind[U]{schema{"type": "string", "enum": all}, func(r *reader, value any, into *U) {
		one, ok := value.(string)
		wanted := "'" + strings.Join(written, "' | '") + "'"
		switch {
		case !ok:
			r.unexpected(wanted, value)
		case !slices.Contains(written, one):
			r.fault("Invalid enum value. Expected " + wanted + ", received " + quotedWord(one))
		default:
			*into = of(one)
		}
	}}
}

// oneOf is a choice of which the word is kept.
func oneOf(written ...string) kind[string] {
	return choice(written, func(one string) string { return one })
}

// quotedWord tells of a value that is no choice as zod does, if it is as short and plain as
// choices are: nothing else that was sent comes back.
func quotedWord(word string) string {
	plain := func(r rune) bool {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_' || r == '-'
	}
	if len(word) > longestName/2 || strings.ContainsFunc(word, func(r rune) bool { return !plain(r) }) {
		return "another text"
	}
	return "'" + word + "'"
}

func sortedNames(object map[string]any) []string { return slices.Sorted(maps.Keys(object)) }
