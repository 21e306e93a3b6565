package portalpage

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestWhoDecidesOnThePagesLanguage(t *testing.T) {
	for name, c := range map[string]struct {
		link          linkLocale
		cookie, query string
		framed        bool
		want          string
		choices       int
	}{
		"the browser":                       {want: "de-DE", choices: 10},
		"the link before the browser":       {link: linkLocale{Locale: "it-IT"}, want: "it-IT", choices: 10},
		"the person before the link":        {link: linkLocale{Locale: "it-IT"}, cookie: "pl-PL", want: "pl-PL", choices: 10},
		"a link that leaves no choice":      {link: linkLocale{Locale: "it-IT", NoPicker: true}, cookie: "pl-PL", want: "it-IT"},
		"no choice and no locale":           {link: linkLocale{NoPicker: true}, cookie: "pl-PL", want: "de-DE"},
		"a frame's address":                 {query: "?locale=el-GR", framed: true, cookie: "pl-PL", want: "el-GR", choices: 10},
		"an address that isn't a frame's":   {query: "?locale=el-GR", want: "de-DE", choices: 10},
		"a frame's address without meaning": {query: "?locale=el_gr%00", framed: true, want: "de-DE", choices: 10},
		"a cookie without meaning":          {cookie: "xx", want: "de-DE", choices: 10},
	} {
		r := httptest.NewRequest("GET", "/p/pl_x"+c.query, http.NoBody)
		r.Header.Set("Accept-Language", "de-CH,fr;q=0.9")
		if c.cookie != "" {
			r.AddCookie(&http.Cookie{Name: localeCookie, Value: c.cookie})
		}
		if c.framed {
			r.Header.Set("Sec-Fetch-Dest", "iframe")
		}
		say := c.link.words(r)
		if boot := bootWordsOf(say, c.link); say.Locale != c.want || boot.Locale != c.want || len(boot.Locales) != c.choices {
			t.Errorf("%s: %s with %d to choose from, want %s with %d", name, say.Locale, len(boot.Locales), c.want, c.choices)
		}
	}
}
