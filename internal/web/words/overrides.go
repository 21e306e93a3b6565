package words

import (
	"encoding/json"
	"maps"
	"strings"
	"unicode"
)

// With gives the words with some texts replaced by a business's own. A text is named by its
// path, such as sections.today, and one form of a plural by the form behind that, such as
// counts.devices.one. What no catalog has, and a text that shows nothing, counts for nothing.
func (w Words) With(overrides map[string]any) Words {
	own := &Catalog{Locale: w.Locale, Portal: w.Portal, texts: maps.Clone(w.texts), plurals: maps.Clone(w.plurals)}
	var portal map[string]any
	for path, override := range overrides {
		text, ok := override.(string)
		if !ok || !shows(text) || !own.replace(path, text) {
			continue
		}
		if portal == nil {
			_ = json.Unmarshal(w.Portal, &portal) // which was read once before
		}
		replaceIn(portal, strings.Split(path, "."), text)
	}
	if portal == nil {
		return w
	}
	own.Portal, _ = json.Marshal(portal) // what came from JSON
	w.Catalog = own
	return w
}

// shows tells whether there is anything to be seen of a text: one of invisible characters would
// leave a button without a name.
func shows(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r != ' ' && unicode.IsPrint(r) })
}

// Overridden tells whether some texts are a business's own.
func (c *Catalog) Overridden() bool { return catalogs[c.Locale]() != c }

// replace puts another text at a path; false where there is none.
func (c *Catalog) replace(path, text string) bool {
	if _, known := c.texts[path]; known {
		c.texts[path] = text
		return true
	}
	at := strings.LastIndexByte(path, '.')
	if at < 0 {
		return false
	}
	key, form := path[:at], path[at+1:]
	if _, known := c.plurals[key][form]; !known {
		return false
	}
	c.plurals[key] = maps.Clone(c.plurals[key])
	c.plurals[key][form] = text
	return true
}

// replaceIn does the same in the messages of the portal's script, if they have the path.
func replaceIn(messages map[string]any, path []string, text string) {
	value, known := messages[path[0]]
	switch group, ok := value.(map[string]any); {
	case ok && len(path) > 1:
		replaceIn(group, path[1:], text)
	case known && !ok && len(path) == 1:
		messages[path[0]] = text
	}
}
