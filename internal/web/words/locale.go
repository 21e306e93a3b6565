package words

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// Wishes are what a page's locale is chosen by, the strongest first. What no catalog is
// of counts for nothing.
type Wishes struct {
	// Picked is what the person has chosen on a page of ours.
	Picked string
	// Link is what the link was made with.
	Link string
	// Browser is the header Accept-Language.
	Browser string
}

// maxAccepted is how many characters of an Accept-Language are read.
const maxAccepted = 512

// Words are a catalog, with the way that numbers and dates are written.
type Words struct {
	*Catalog
	// Formats is the locale of dates and numbers. Who reads English that isn't America's has
	// the dates of most of the world.
	Formats string
	dates   *dates
}

// Choose finds the words for a page.
func Choose(w Wishes) Words {
	for _, locale := range []string{w.Picked, w.Link} {
		if _, known := catalogs[locale]; known {
			return with(locale, locale)
		}
	}
	for _, tag := range accepted(w.Browser) {
		base, _ := tag.Base()
		for _, locale := range order {
			if language, _, _ := strings.Cut(locale, "-"); language == base.String() {
				return with(locale, formatsFor(locale, tag))
			}
		}
	}
	return with(Fallback, elsewhere)
}

// accepted reads an Accept-Language, the most wanted language first. What can't be read of it
// counts for nothing, and leaves the rest as it is.
func accepted(header string) []language.Tag {
	type wish struct {
		tag    language.Tag
		weight float32
	}
	var wishes []wish
	for part := range strings.SplitSeq(header[:min(len(header), maxAccepted)], ",") {
		tags, weights, err := language.ParseAcceptLanguage(part)
		if err == nil && len(tags) == 1 {
			wishes = append(wishes, wish{tags[0], weights[0]})
		}
	}
	slices.SortStableFunc(wishes, func(a, b wish) int { return cmp.Compare(b.weight, a.weight) })
	tags := make([]language.Tag, len(wishes))
	for i := range wishes {
		tags[i] = wishes[i].tag
	}
	return tags
}

// elsewhere is how English is written in most of the world.
const elsewhere = "en-GB"

// formatsFor is the locale of dates for a reader whose browser asks for the tag.
func formatsFor(locale string, tag language.Tag) string {
	if region, _ := tag.Region(); locale == Fallback && region.String() != "US" {
		return elsewhere
	}
	return locale
}

func with(locale, formats string) Words {
	return Words{Catalog: catalogs[locale](), Formats: formats, dates: allDates()[formats]}
}
