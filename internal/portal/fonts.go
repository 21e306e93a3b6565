package portal

import (
	"strings"
	"unicode"

	"github.com/portico-portal/portico/internal/fault"
)

// notOfFonts tells what no name of a font is made of, such as all that ends a value in CSS.
func notOfFonts(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !strings.ContainsRune(` ,'"_-`, r)
}

// FontFamilies reads the names of fonts from a list as CSS writes it, without their quotes;
// false where it is none.
func FontFamilies(list string) ([]string, bool) {
	if strings.ContainsFunc(list, notOfFonts) {
		return nil, false
	}
	var names []string
	for rest := strings.TrimSpace(list); rest != ""; rest = strings.TrimSpace(rest) {
		name, after, ok := cutFont(rest)
		if !ok {
			return nil, false
		}
		names, rest = append(names, name), after
	}
	return names, true
}

// cutFont takes the first name off a list: one in quotes may hold commas and the other kind of quote.
func cutFont(list string) (name, rest string, ok bool) {
	if quote := list[:1]; quote == `"` || quote == "'" {
		var closed bool
		if name, rest, closed = strings.Cut(list[1:], quote); !closed {
			return "", "", false
		}
		rest = strings.TrimSpace(rest)
		if rest != "" && rest[0] != ',' {
			return "", "", false
		}
		rest = strings.TrimPrefix(rest, ",")
	} else {
		name, rest, _ = strings.Cut(list, ",")
	}
	name = strings.TrimSpace(name)
	return name, rest, name != "" && !strings.ContainsAny(name, `"`) && (list[0] == '"' || !strings.Contains(name, "'"))
}

func (c *checker) fontFamily(at *fault.Path, family *string) {
	if family == nil || !c.length(at, *family, 0, MaxNameLength) {
		return
	}
	if _, ok := FontFamilies(*family); !ok {
		c.add(at, "must be names of fonts with commas between them: letters, digits, spaces, hyphens and underscores, in quotes that are closed or in none")
	}
}
