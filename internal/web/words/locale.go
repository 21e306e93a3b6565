package words

import (
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
		if c := catalogs[locale]; c != nil {
			return with(c, locale)
		}
	}
	if len(w.Browser) > maxAccepted {
		w.Browser = w.Browser[:maxAccepted]
	}
	// What can be read of a broken header counts nevertheless: Go gives it beside the error.
	tags, _, _ := language.ParseAcceptLanguage(w.Browser)
	for _, tag := range tags {
		base, _ := tag.Base()
		for _, locale := range order {
			if language, _, _ := strings.Cut(locale, "-"); language == base.String() {
				return with(catalogs[locale], formatsFor(locale, tag))
			}
		}
	}
	return with(catalogs[Fallback], elsewhere)
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

func with(c *Catalog, formats string) Words {
	return Words{Catalog: c, Formats: formats, dates: allDates[formats]}
}
