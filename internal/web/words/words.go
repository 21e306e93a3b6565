// Package words is what the pages say in each of their languages: the texts, the names of
// days and months, and the choice of a language.
package words

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/portico-portal/portico/web/portal/src/locales"
)

// Fallback is the locale where nothing else is asked for.
const Fallback = "en-US"

// order is that of the pickers.
var order = []string{"en-US", "pt-PT", "fr-FR", "it-IT", "es-ES", "de-DE", "nl-NL", "el-GR", "pl-PL", "ru-RU"}

// Catalog is what the pages say in one locale.
type Catalog struct {
	// Locale is a BCP 47 tag, such as de-DE.
	Locale string
	// Name is the language's own name.
	Name string
	// Portal holds the texts that the portal's script needs, as JSON.
	Portal json.RawMessage
	// texts has every text that isn't a plural by its path, such as sections.today.
	texts map[string]string
	// plurals has the forms of every plural by its path, and by the kind of number.
	plurals map[string]map[string]string
}

var catalogs = mustLoad()

// Catalogs gives all catalogs, in the order in which people choose from them.
func Catalogs() []*Catalog {
	all := make([]*Catalog, len(order))
	for i, locale := range order {
		all[i] = catalogs[locale]
	}
	return all
}

// mustLoad reads the files of the binary: one that is broken is a fault of the build.
func mustLoad() map[string]*Catalog {
	names, err := locales.Files.ReadDir(".")
	if err != nil {
		panic(err)
	}
	loaded := make(map[string]*Catalog, len(names))
	for _, name := range names {
		body, err := locales.Files.ReadFile(name.Name())
		if err != nil {
			panic(err)
		}
		c, err := parse(strings.TrimSuffix(name.Name(), path.Ext(name.Name())), body)
		if err != nil {
			panic(err)
		}
		loaded[c.Locale] = c
	}
	for _, locale := range order {
		if loaded[locale] == nil {
			panic("words: there is no catalog of " + locale)
		}
	}
	return loaded
}

func parse(locale string, body []byte) (*Catalog, error) {
	var file struct {
		Name   string          `json:"name"`
		Portal json.RawMessage `json:"portal"`
		Pages  json.RawMessage `json:"pages"`
	}
	if err := json.Unmarshal(body, &file); err != nil {
		return nil, fmt.Errorf("words: the catalog %s: %w", locale, err)
	}
	c := &Catalog{Locale: locale, Name: file.Name, Portal: file.Portal, texts: map[string]string{}, plurals: map[string]map[string]string{}}
	for _, part := range []json.RawMessage{file.Portal, file.Pages} {
		var messages map[string]any
		if err := json.Unmarshal(part, &messages); err != nil {
			return nil, fmt.Errorf("words: the catalog %s: %w", locale, err)
		}
		if err := c.add("", messages); err != nil {
			return nil, fmt.Errorf("words: the catalog %s: %w", locale, err)
		}
	}
	return c, nil
}

// add takes up messages: an object with the form "other" is a plural, any other one a group.
func (c *Catalog) add(prefix string, messages map[string]any) error {
	for name, message := range messages {
		key := prefix + name
		switch m := message.(type) {
		case string:
			if _, twice := c.texts[key]; twice {
				return fmt.Errorf("%s is there twice", key)
			}
			c.texts[key] = m
		case map[string]any:
			if _, plural := m["other"]; !plural {
				if err := c.add(key+".", m); err != nil {
					return err
				}
				continue
			}
			forms := make(map[string]string, len(m))
			for form, text := range m {
				forms[form], _ = text.(string)
			}
			c.plurals[key] = forms
		default:
			return fmt.Errorf("%s is neither a text nor a group of them", key)
		}
	}
	return nil
}

// Text gives a text with its blanks filled in, each by its name and its value, one after the other.
// A text that no catalog has is a fault of the program, which the package's tests find.
func (c *Catalog) Text(key string, blanks ...string) string {
	text, known := c.texts[key]
	if !known {
		panic("words: there is no text " + key)
	}
	return Fill(text, blanks...)
}

// Fill fills a text's blanks in.
func Fill(text string, blanks ...string) string {
	if len(blanks) == 0 {
		return text
	}
	pairs := slices.Clone(blanks)
	for i := 0; i < len(pairs); i += 2 {
		pairs[i] = "{" + pairs[i] + "}"
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
