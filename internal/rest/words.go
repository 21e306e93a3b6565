package rest

import (
	"regexp"
	"strings"
	"sync"
)

// customerDataField is what the fields of a push begin with in the verb's words.
const customerDataField = "customerData"

var (
	index     = regexp.MustCompile(`\[(\d+)\]`)
	camelHump = regexp.MustCompile(`[A-Z]`)
	// verbWord is what a verb's message may name: something of the caller's, which is quoted,
	// and the verb's own paths, fields and values.
	verbWord = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|\b[a-z][A-Za-z.]*\[\d+\]|\b[a-z]+(?:[A-Z][a-z]*)+\b|\b[A-Z]+(?:_[A-Z]+)*\b`)
)

// metadataField is what stands before a key that the caller made up.
const metadataField = ".customMetadata."

// pathOf turns a verb's field such as "customerData.rooms[0].roomKey" into the call's path
// to it, such as "rooms.0.room_key"; under is what the call doesn't have in front.
func pathOf(field, under string) string {
	if under != "" {
		field = strings.TrimPrefix(strings.TrimPrefix(field, under), ".")
	}
	field, made, isMade := strings.Cut(field, metadataField)
	path := snake(index.ReplaceAllString(field, ".$1"))
	if !isMade {
		return path
	}
	path += ".custom_metadata"
	if key := strings.TrimSuffix(strings.TrimPrefix(made, `"`), `"`); hasPlace(key) && !strings.Contains(key, ".") {
		path += "." + key
	}
	return path
}

// hasPlace tells whether a key that the caller made up can stand in validation_errors.
func hasPlace(key string) bool {
	return key != "" && key != errorsName
}

// stepsOf are the steps of a path of pathOf, in which no name has a point.
func stepsOf(path string) []string {
	if path == "" {
		return nil
	}
	return strings.Split(path, ".")
}

func snake(camel string) string {
	return camelHump.ReplaceAllStringFunc(camel, func(hump string) string { return "_" + strings.ToLower(hump) })
}

// zodWords are the rules that zod has too, and its words for them.
var zodWords = []struct {
	ours *regexp.Regexp
	zods string
}{
	{regexp.MustCompile(`^must not be empty$`), "String must contain at least 1 character(s)"},
	{regexp.MustCompile(`^must have at most (\d+) characters$`), "String must contain at most $1 character(s)"},
	{regexp.MustCompile(`^must not begin or end with white space$`), "Must not have leading or trailing whitespace"},
}

// inWords puts a verb's message into the call's words: zod's own where zod has such a
// rule, and paths, fields and values by their names here. under is pathOf's.
func inWords(message, under string) string {
	for _, rule := range zodWords {
		if rule.ours.MatchString(message) {
			return rule.ours.ReplaceAllString(message, rule.zods)
		}
	}
	return verbWord.ReplaceAllStringFunc(message, func(word string) string {
		field, value := snake(word), strings.ToLower(word)
		switch {
		case word[0] == '"':
			return word
		case strings.HasSuffix(word, "]"):
			return pathOf(word, under)
		case vocabulary().fields[field]:
			return field
		case vocabulary().values[value]:
			return value
		default:
			return word
		}
	})
}

// names are the names of the fields of all calls, and the values that some of them have.
type names struct{ fields, values map[string]bool }

var vocabulary = sync.OnceValue(func() names {
	all := names{map[string]bool{}, map[string]bool{}}
	var walk func(s schema)
	walk = func(s schema) {
		if properties, ok := s["properties"].(schema); ok {
			for name, of := range properties {
				all.fields[name] = true
				walk(of.(schema))
			}
		}
		if values, ok := s["enum"].([]any); ok {
			for _, value := range values {
				all.values[value.(string)] = true
			}
		}
		if items, ok := s["items"].(schema); ok {
			walk(items)
		}
	}
	for _, input := range []schema{portalShape.schema(), deleteShape.schema(), deepLinkShape.schema(), blockShape.schema()} {
		walk(input)
	}
	return all
})
