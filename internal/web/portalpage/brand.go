package portalpage

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/portico-portal/portico/internal/portal"
)

// brand is a business's looks as the pages show them.
type brand struct {
	// Name is empty where the business has set none.
	Name string
	// LogoURL is empty where the business has set none.
	LogoURL string
	// Style sets the colours, for light and dark, and the fonts.
	Style template.CSS
}

func brandOf(b portal.Brand) brand {
	shown := brand{LogoURL: safeLink(b.LogoURL), Style: styleOf(b)}
	if b.Name != nil {
		shown.Name = *b.Name
	}
	return shown
}

const (
	defaultAccent = "#2257d0"
	// The surfaces that the accent stands on, as in main.css: of each scheme's
	// surfaces the one that it is hardest to read on.
	lightSurface = "#eef0f4"
	darkSurface  = "#262a33"
	// readable is the contrast that WCAG 2.2 asks of text (1.4.3).
	readable = 4.5
	// accentSteps is how finely an accent is moved until it can be read.
	accentSteps = 50
)

// styleOf makes a business's colours readable. The accent keeps its hue, and becomes darker on
// light surfaces and lighter on dark ones, as far as it has to be; a second colour stays as it is,
// since nothing but its own text has to be told from it. Text that can't be read on them is black or white.
func styleOf(b portal.Brand) template.CSS {
	accent, _ := parseColor(defaultAccent)
	if b.AccentColor != nil {
		if own, ok := parseColor(*b.AccentColor); ok {
			accent = own
		}
	}
	light := accent.readableOn(mustColor(lightSurface), rgb{0, 0, 0})
	dark := accent.readableOn(mustColor(darkSurface), rgb{1, 1, 1})
	var root strings.Builder
	fmt.Fprintf(&root, "--accent:%s;--on-accent:%s", light, light.foreground(b.PrimaryForegroundColor))
	if b.SecondaryColor != nil {
		if second, ok := parseColor(*b.SecondaryColor); ok {
			fmt.Fprintf(&root, ";--second:%s;--on-second:%s", second, second.foreground(b.SecondaryForegroundColor))
		}
	}
	if names := fonts(b.FontFamily); names != "" {
		root.WriteString(";--font:" + names)
	}
	if names := fonts(b.MonoFontFamily); names != "" {
		root.WriteString(";--mono:" + names + ",ui-monospace,monospace")
	}
	// Only colours that were computed here, and quoted names of letters and digits go in.
	return template.CSS(fmt.Sprintf( //nolint:gosec // see above
		":root{%s}@media(prefers-color-scheme:dark){:root{--accent:%s;--on-accent:%s}}",
		root.String(), dark, dark.foreground(b.PrimaryForegroundColor)))
}

// genericFonts are the names that CSS knows itself, which stand without quotes.
var genericFonts = []string{
	"serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "ui-serif", "ui-sans-serif", "ui-monospace", "ui-rounded",
}

// fonts writes a list of fonts for CSS, each in quotes of our own; empty where it is none.
func fonts(list *string) string {
	if list == nil {
		return ""
	}
	names, ok := portal.FontFamilies(*list)
	if !ok {
		return ""
	}
	for i, name := range names {
		if !slices.Contains(genericFonts, strings.ToLower(name)) {
			names[i] = `"` + name + `"`
		}
	}
	return strings.Join(names, ",")
}
