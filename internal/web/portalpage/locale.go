package portalpage

import (
	"net/http"
	"strings"

	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/web/words"
	"github.com/portico-portal/portico/models"
)

// localeCookie holds the language that the person has picked in a portal's footer; the
// portal's script sets it.
const localeCookie = "portico_locale"

// linkLocale is what a link says of the language of its pages; the zero value is that of a
// page that belongs to no link, or of one that says nothing.
type linkLocale struct {
	// Locale comes before the browser's languages; empty where the link has none.
	Locale string
	// NoPicker leaves people no choice: what they have picked elsewhere doesn't count either.
	NoPicker bool
}

// localeOf is what a link's settings say of it.
func localeOf(s *models.PortalSettings) linkLocale {
	link := linkLocale{NoPicker: s.ExcludeLocalePicker}
	if s.Locale != nil {
		language, region, _ := strings.Cut(string(*s.Locale), "_") // as GraphQL writes en-US: EN_US
		link.Locale = strings.ToLower(language) + "-" + region
	}
	return link
}

// words chooses the words of a page.
func (link linkLocale) words(r *http.Request) words.Words {
	wishes := words.Wishes{Link: link.Locale, Browser: r.Header.Get("Accept-Language")}
	if !link.NoPicker {
		wishes.Picked = picked(r)
	}
	return words.Choose(wishes)
}

// spoken gives the words with those of the brand's own.
func spoken(say words.Words, b portal.Brand) words.Words {
	own, _ := b.MessageOverrides[say.Locale].(map[string]any)
	return say.With(own)
}

// picked is the locale that the person has chosen; empty where it is none. In a frame it may
// stand in the address, since browsers keep no cookies of frames.
func picked(r *http.Request) string {
	if locale := r.URL.Query().Get("locale"); framed(r) && locale != "" {
		return locale
	}
	cookie, err := r.Cookie(localeCookie)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// bootWords is what the portal's script has its words from.
type bootWords struct {
	Locale string `json:"locale"`
	// Formats is the locale of numbers and dates.
	Formats string `json:"formats"`
	Texts   any    `json:"texts"`
	// Locales are those to choose from; none where the link leaves no choice.
	Locales []words.Language `json:"locales,omitempty"`
}

func bootWordsOf(say words.Words, link linkLocale) bootWords {
	boot := bootWords{Locale: say.Locale, Formats: say.Formats, Texts: say.Portal}
	if !link.NoPicker {
		boot.Locales = words.Languages()
	}
	return boot
}
