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
	camelWord = regexp.MustCompile(`\b[a-z]+(?:[A-Z][a-z]*)+\b`)
)

// pathOf turns a verb's field such as "customerData.rooms[0].roomKey" into the call's path
// to it, such as "rooms.0.room_key"; under is what the call doesn't have in front.
func pathOf(field, under string) string {
	if under != "" {
		field = strings.TrimPrefix(strings.TrimPrefix(field, under), ".")
	}
	return snake(index.ReplaceAllString(field, ".$1"))
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
// rule, and the fields by their names here.
func inWords(message string) string {
	for _, rule := range zodWords {
		if rule.ours.MatchString(message) {
			return rule.ours.ReplaceAllString(message, rule.zods)
		}
	}
	return camelWord.ReplaceAllStringFunc(message, func(word string) string {
		if name := snake(word); fieldNames()[name] {
			return name
		}
		return word
	})
}

// fieldNames are the names of all fields of all calls.
var fieldNames = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{}
	var walk func(s schema)
	walk = func(s schema) {
		if properties, ok := s["properties"].(schema); ok {
			for name, of := range properties {
				names[name] = true
				walk(of.(schema))
			}
		}
		if items, ok := s["items"].(schema); ok {
			walk(items)
		}
	}
	for _, input := range []schema{portalShape.schema(), deleteShape.schema(), deepLinkShape.schema(), blockShape.schema()} {
		walk(input)
	}
	return names
})
