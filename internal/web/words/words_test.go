package words

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"github.com/portico-portal/portico/web/portal/src/locales"
)

var blank = regexp.MustCompile(`\{\w+\}`)

// blanks are those of a text, in no order.
func blanks(text string) []string {
	found := blank.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func TestEveryCatalogHasEveryMessageWithItsBlanks(t *testing.T) {
	english := catalogs[Fallback]()
	files, err := locales.Files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 10 || len(Languages()) != 10 {
		t.Errorf("there are %d catalogs, and %d to choose from", len(files), len(Languages()))
	}
	for _, language := range Languages() {
		if language.Name == "" {
			t.Errorf("%s has no name", language.Locale)
		}
		c := catalogs[language.Locale]()
		same(t, c.Locale, keys(c.texts), keys(english.texts))
		same(t, c.Locale, keys(c.plurals), keys(english.plurals))
		for key, text := range c.texts {
			same(t, c.Locale+" "+key, blanks(text), blanks(english.texts[key]))
			written(t, c.Locale+" "+key, text)
		}
		for key, forms := range c.plurals {
			same(t, c.Locale+" "+key, keys(forms), formsOf(c.Locale))
			for form, text := range forms {
				same(t, c.Locale+" "+key+" "+form, blanks(text), blanks(english.plurals[key]["other"]))
				written(t, c.Locale+" "+key+" "+form, text)
			}
		}
	}
}

func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	for _, extra := range got {
		if !slices.Contains(want, extra) {
			t.Errorf("%s has %s, which English hasn't or the language has no use for", what, extra)
		}
	}
	for _, missing := range want {
		if !slices.Contains(got, missing) {
			t.Errorf("%s lacks %s", what, missing)
		}
	}
}

// written checks that a text is one, as typographers write it.
func written(t *testing.T, what, text string) {
	t.Helper()
	if text == "" || strings.TrimSpace(text) != text || strings.Contains(text, "...") || strings.ContainsAny(text, "'\"<>") {
		t.Errorf("%s is written as %q", what, text)
	}
}

// formsOf lists the kinds of number that a language tells apart among whole ones; "other" is for the rest.
func formsOf(locale string) []string {
	names := map[plural.Form]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other"}
	found := map[string]bool{"other": true}
	for n := range 1000 {
		found[names[plural.Cardinal.MatchPlural(language.MustParse(locale), n, 0, 0, 0, 0)]] = true
	}
	return keys(found)
}

func TestRussianAndPolishHaveFourForms(t *testing.T) {
	for locale, want := range map[string][]string{"ru-RU": {"few", "many", "one", "other"}, "pl-PL": {"few", "many", "one", "other"}, "fr-FR": {"one", "other"}} {
		if got := formsOf(locale); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", locale, got, want)
		}
	}
}

func TestTheSourcesAndTheCatalogsNameTheSameMessages(t *testing.T) {
	script := found(t, `\b(?:text|words)\.(\w+)`, "../../../web/portal/src/*.ts*", "../../../web/portal/src/*/*.ts*")
	server := found(t, `\b(?:text|rich|Text|Group|return)\(? ?"([a-z]\w*)[."]`, "../portalpage/templates/*.html", "../portalpage/*.go")
	var portal, pages []string
	for key := range catalogs[Fallback]().texts {
		portal = append(portal, key)
	}
	portal = append(portal, keys(catalogs[Fallback]().plurals)...)
	for i, key := range portal {
		portal[i], _, _ = strings.Cut(key, ".")
	}
	slices.Sort(portal)
	for _, key := range slices.Compact(portal) {
		inScript := regexp.MustCompile(`(?m)^"?` + key + `"?:|"` + key + `":`).Match(catalogs[Fallback]().Portal)
		switch {
		case inScript && !script[key] && !server[key]:
			t.Errorf("nobody says %s", key)
		case !inScript && !server[key]:
			t.Errorf("the server doesn't say %s", key)
		case !inScript:
			pages = append(pages, key)
		}
	}
	for key := range script {
		if slices.Contains(pages, key) {
			t.Errorf("the script says %s, which is the server's alone", key)
		}
	}
	if len(pages) < 30 || len(script) < 100 {
		t.Errorf("only %d and %d messages are found", len(pages), len(script))
	}
}

// found lists what an expression finds in files.
func found(t *testing.T, expression string, patterns ...string) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	for _, pattern := range patterns {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: no files (%v)", pattern, err)
		}
		for _, file := range files {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, match := range regexp.MustCompile(expression).FindAllStringSubmatch(string(source), -1) {
				all[match[1]] = true
			}
		}
	}
	return all
}

func TestTheServersPagesSayOnlyWhatTheCatalogsHave(t *testing.T) {
	for _, pattern := range []string{"../portalpage/templates/*.html", "../portalpage/*.go"} {
		for key := range found(t, `\b(?:text|rich|Text)\(? ?"([\w.]+)"`, pattern) {
			if strings.HasSuffix(key, ".") {
				continue
			}
			if _, known := catalogs[Fallback]().texts[key]; !known {
				t.Errorf("%s: there is no text %s", pattern, key)
			}
		}
	}
}

func TestTextFillsEachBlankOnce(t *testing.T) {
	if got := catalogs["de-DE"]().Text("until", "when", "{when}"); got != "bis {when}" {
		t.Error(got)
	}
	defer func() {
		if said := fmt.Sprint(recover()); !strings.Contains(said, "nothing.such") {
			t.Error(said)
		}
	}()
	catalogs["de-DE"]().Text("nothing.such")
}

func TestBrokenCatalogs(t *testing.T) {
	for want, body := range map[string]string{
		"unexpected end":                  `{`,
		"a is there twice":                `{"portal": {"a": "x"}, "pages": {"a": "y"}}`,
		"a.b is neither a text nor":       `{"portal": {"a": {"b": 1}}, "pages": {}}`,
		"cannot unmarshal string into Go": `{"portal": "x", "pages": {}}`,
	} {
		if _, err := parse("xx", []byte(body)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", body, err)
		}
	}
}
