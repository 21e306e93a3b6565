// Package words is what the pages say in each of their languages: the texts, the names of
// days and months, and the choice of a language.
package words

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

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
	// Portal holds the texts that the portal's script needs, as JSON.
	Portal json.RawMessage
	// texts has every text that isn't a plural by its path, such as sections.today.
	texts map[string]string
	// plurals has the forms of every plural by its path, and by the kind of number.
	plurals map[string]map[string]string
}

// catalogs are read when they are first asked for: a start needs none, and most servers few.
var catalogs = func() map[string]func() *Catalog {
	all := make(map[string]func() *Catalog, len(order))
	for _, locale := range order {
		all[locale] = sync.OnceValue(func() *Catalog { return mustParse(locale) })
	}
	return all
}()

// Language is one that people can choose.
type Language struct {
	// Locale is a BCP 47 tag, such as de-DE.
	Locale string `json:"locale"`
	// Name is the language's own name.
	Name string `json:"name"`
}

// Languages gives all languages, in the order in which people choose from them.
func Languages() []Language { return slices.Clone(languages()) }

// languages has the names alone of catalogs that may not be needed.
var languages = sync.OnceValue(func() []Language {
	all := make([]Language, len(order))
	for i, locale := range order {
		all[i].Locale = locale
		if err := json.Unmarshal(mustRead(locale), &all[i]); err != nil {
			panic(err)
		}
	}
	return all
})

// mustParse reads a file of the binary: one that is broken or missing is a fault of the build,
// which the package's tests find.
func mustParse(locale string) *Catalog {
	c, err := parse(locale, mustRead(locale))
	if err != nil {
		panic(err)
	}
	return c
}

func mustRead(locale string) []byte {
	body, err := locales.Files.ReadFile(locale + ".json")
	if err != nil {
		panic(err)
	}
	return body
}

func parse(locale string, body []byte) (*Catalog, error) {
	var file struct {
		Portal json.RawMessage `json:"portal"`
		Pages  json.RawMessage `json:"pages"`
	}
	if err := json.Unmarshal(body, &file); err != nil {
		return nil, fmt.Errorf("words: the catalog %s: %w", locale, err)
	}
	c := &Catalog{Locale: locale, Portal: file.Portal, texts: map[string]string{}, plurals: map[string]map[string]string{}}
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
