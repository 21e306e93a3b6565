package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/portico-portal/portico/internal/web/words"
)

// narrow is a small phone: what fits it fits all.
var narrow = view{width: 320, height: 640, touch: true}

// counted is what each language says of two reservations, of five people, and of devices in part.
var counted = map[string][3]string{
	"en-US": {"2 reservations", "5 people", "25 of 32 devices"},
	"pt-PT": {"2 reservas", "5 pessoas", "25 de 32 dispositivos"},
	"fr-FR": {"2 réservations", "5 personnes", "25 sur 32 appareils"},
	"it-IT": {"2 prenotazioni", "5 persone", "25 di 32 dispositivi"},
	"es-ES": {"2 reservas", "5 personas", "25 de 32 dispositivos"},
	"de-DE": {"2 Reservierungen", "5 Personen", "25 von 32 Geräten"},
	"nl-NL": {"2 reserveringen", "5 personen", "25 van 32 apparaten"},
	"el-GR": {"2 κρατήσεις", "5 άτομα", "25 από 32 συσκευές"},
	"pl-PL": {"2 rezerwacje", "5 osób", "25 z 32 urządzeń"},
	"ru-RU": {"2 бронирования", "5 человек", "25 из 32 устройств"},
}

// texts reads a catalog as translators write it: every text, a plural's forms each.
func texts(t *testing.T, locale string) map[string]string {
	t.Helper()
	body, err := os.ReadFile(filepath.Join(root, "web", "portal", "src", "locales", locale+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var file map[string]any
	if err := json.Unmarshal(body, &file); err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	var add func(prefix string, messages map[string]any)
	add = func(prefix string, messages map[string]any) {
		for key, message := range messages {
			if group, ok := message.(map[string]any); ok {
				add(prefix+key+".", group)
			} else {
				all[prefix+key] = message.(string)
			}
		}
	}
	for _, part := range []string{"portal", "pages"} {
		add("", file[part].(map[string]any))
	}
	return all
}

var blankOfText = regexp.MustCompile(`\\\{\w+\\\}`)

// saying matches whatever a text says with its blanks filled in.
func saying(text string) *regexp.Regexp {
	return regexp.MustCompile("(?s)^" + blankOfText.ReplaceAllString(regexp.QuoteMeta(text), ".+") + "$")
}

// collect gives the texts that a page has for people to see or to hear, but names, which nobody translates.
const collect = `(() => {
	const found = new Set([document.title.split(" – ")[0]])
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
	for (let node; (node = walker.nextNode()); ) {
		if (!node.parentElement.closest("script, style, noscript, bdi, option, [hidden]")) found.add(node.data.trim())
	}
	for (const name of ["aria-label", "placeholder", "title", "alt"]) {
		for (const element of document.querySelectorAll("[" + name + "]")) found.add(element.getAttribute(name).trim())
	}
	return [...found]
})()`

// reader looks at pages in one language.
type reader struct {
	*page
	locale string
	texts  map[string]string
	// foreign are the English texts that the language has other words for.
	foreign map[string]*regexp.Regexp
}

func newReader(t *testing.T, p *page, locale string) *reader {
	t.Helper()
	r := &reader{page: p, locale: locale, texts: texts(t, locale), foreign: map[string]*regexp.Regexp{}}
	own := map[string]bool{}
	for _, text := range r.texts {
		own[text] = true
	}
	for key, text := range texts(t, "en-US") {
		// What has hardly a word beside its blanks would match what it isn't.
		if !own[text] && regexp.MustCompile(`[A-Za-z]{2}`).MatchString(blankOfText.ReplaceAllString(regexp.QuoteMeta(text), "")) {
			r.foreign[key] = saying(text)
		}
	}
	return r
}

// reads checks that what shows is in the reader's language, and no wider than the window.
func (r *reader) reads(what string) {
	r.t.Helper()
	if lang := eval[string](r.page, "document.documentElement.lang"); lang != r.locale {
		r.t.Errorf("%s: %s is in %q", r.locale, what, lang)
	}
	seen := eval[[]string](r.page, collect)
	if len(seen) < 3 {
		r.t.Errorf("%s: %s shows only %q", r.locale, what, seen)
	}
	for _, text := range seen {
		if strings.ContainsAny(text, "{}") {
			r.t.Errorf("%s: %s has a blank: %q", r.locale, what, text)
		}
		for key, english := range r.foreign {
			if english.MatchString(text) {
				r.t.Errorf("%s: %s says %q, which is the English %s", r.locale, what, text, key)
			}
		}
	}
	r.fits(r.locale + " " + what)
	// The sections stay at the bottom of the window, whose width they don't change.
	if !eval[bool](r.page, `[...document.querySelectorAll(".sections a")].every((a) => a.scrollWidth <= a.clientWidth && a.getBoundingClientRect().right <= innerWidth)`) {
		r.t.Errorf("%s: in %s the sections are wider than the window", r.locale, what)
	}
	if (r.locale == "de-DE" || r.locale == "ru-RU") && slices.Contains([]string{"link", "today", "devices", "places", "accounts"}, what) {
		r.accessible(r.locale + " " + what)
	} else {
		r.screenshot(r.locale + " " + what)
	}
}

// reading has the browser ask for pages in a language.
func (p *page) reading(language string) {
	p.t.Helper()
	p.do("read "+language, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": language}})
		return err
	}))
}

// international is a hotel with something in every section.
func (s *server) international(key string) (url string) {
	s.t.Helper()
	url = s.equipped(key)
	begin := arrival()
	until := begin.AddDate(0, 0, 1)
	reservation := func(number int) obj {
		return obj{"reservationKey": fmt.Sprint("r-", number), "guestKey": fmt.Sprint("g-", number), "roomKeys": arr{"lobby"},
			"startsAt": begin.Format(time.RFC3339), "endsAt": until.Format(time.RFC3339)}
	}
	var guests arr
	for i := range 5 {
		guests = append(guests, obj{"guestKey": fmt.Sprint("g-", i), "name": fmt.Sprint("Ada ", i)})
	}
	s.mutate(key, "pushCustomerData", obj{"customerData": obj{"customerKey": "hotel", "guests": guests, "reservations": arr{reservation(0), reservation(1)}}}, "customer { id }")
	return url
}

func TestThePortalSpeaksEachOfItsLanguages(t *testing.T) {
	t.Parallel()
	s, key, provider := connecting(t, "", 3600)
	url := s.international(key)
	p := open(t, url, narrow)
	p.allow(provider.issuer)
	p.enter()
	p.section("accounts")
	p.click(mark("connect-locks"))
	p.click("#allow")
	p.awaitMark("accounts-row")
	p.click(mark("sign-out"))
	p.awaitMark("ended")
	for _, c := range words.Languages() {
		p.reading(c.Locale + ",en;q=0.5")
		r := newReader(t, p, c.Locale)
		p.visit(url)
		r.reads("link")
		p.enter()
		r.sections()
		p.click(mark("sign-out"))
		p.awaitMark("ended")
		r.reads("signed out")
	}
	p.visit(s.public() + "/p/nothing")
	newReader(t, p, "ru-RU").reads("unknown link")
	p.answers(404)
}

// sections looks at each section of the portal.
func (r *reader) sections() {
	r.t.Helper()
	counts := counted[r.locale]
	r.awaitMark("entry")
	say := words.Choose(words.Wishes{Picked: r.locale})
	if day, want := r.text(".day-date"), say.Date(time.Now().UTC()); day != want {
		r.t.Errorf("%s: today is %q, not %q", r.locale, day, want)
	}
	r.agreesWithTheServer()
	r.reads("today")
	r.section("access")
	r.awaitText("access-summary", counts[0])
	r.reads("reservations")
	r.section("devices")
	r.awaitText("devices-summary", counts[2])
	r.focus(of("Lock 101", "device-details")) // which the sections at the bottom may lie over
	r.press(kb.Enter)
	r.awaitMark("device-rename")
	r.await(`document.querySelector("[data-test=history-results]")?.dataset.state === "ready"`)
	r.reads("devices")
	r.section("places")
	r.awaitMark("proposal")
	r.awaitMark("unplaced-check")
	r.awaitMark("places-row")
	r.focus(mark("unplaced-check"))
	r.press(" ")
	r.focus(mark("put"))
	r.press(kb.Enter)
	r.awaitMark("pick")
	r.reads("places")
	r.click(mark("picker-cancel"))
	r.set("places-search", "no such thing")
	r.awaitMark("places-empty")
	r.reads("no places")
	r.section("people")
	r.awaitText("people-summary", counts[1])
	r.reads("people")
	r.section("accounts")
	r.awaitMark("accounts-row")
	r.focus(mark("account-disconnect"))
	r.press(kb.Enter)
	r.awaitMark("account-sure")
	r.reads("accounts")
	if title := r.text(mark("section-title")); title != r.texts["sections.accounts"] {
		r.t.Errorf("%s: the title is %q", r.locale, title)
	}
}

// agreesWithTheServer says that the script shows the days as the page had them before it ran.
func (r *reader) agreesWithTheServer() {
	r.t.Helper()
	const days = `[...root.querySelectorAll(".day")].map((day) => day.getAttribute("aria-label") + ": " + day.textContent.replace(/\s+/g, ""))`
	script := eval[[]string](r.page, "((root) => "+days+")(document)")
	server := eval[[]string](r.page, `fetch("/portal").then((answer) => answer.text()).then((html) => ((root) => `+days+`)(new DOMParser().parseFromString(html.replace(/<style.*?<\/style>/s, ""), "text/html")))`)
	if len(script) != 3 || !slices.Equal(script, server) {
		r.t.Errorf("%s: the script shows\n%q\nthe server\n%q", r.locale, script, server)
	}
}

func TestTheServersDatesAreThoseOfTheBrowser(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	p := open(t, s.public()+"/p/nothing", desktop)
	p.answers(404)
	first := time.Date(2027, 12, 1, 0, 7, 0, 0, time.UTC)
	wishes := []words.Wishes{{Browser: "en-GB"}}
	for _, c := range words.Languages() {
		wishes = append(wishes, words.Wishes{Picked: c.Locale})
	}
	for _, wish := range wishes {
		say := words.Choose(wish)
		shown := eval[[][]string](p, fmt.Sprintf(`(() => {
			const form = (options) => new Intl.DateTimeFormat(%q, { ...options, timeZone: "UTC" })
			const { hour12 } = form({ hour: "numeric" }).resolvedOptions()
			const forms = [
				form({ weekday: "long" }), form({ day: "numeric", month: "long" }), form({ weekday: "short", day: "numeric", month: "short" }),
				form({ day: "numeric", month: "short", year: "numeric" }), form({ hour: hour12 ? "numeric" : "2-digit", minute: "2-digit" }),
			]
			return Array.from({ length: 400 }, (_, n) => forms.map((form) => form.format(new Date(%d + n * 25 * 3600e3))))
		})()`, say.Formats, first.UnixMilli()))
		for n, want := range shown {
			at := first.Add(time.Duration(n) * 25 * time.Hour)
			got := []string{strings.ToLower(say.Weekday(at)), say.Date(at), say.Day(at, at), say.Day(at, at.AddDate(1, 0, 0)), say.Clock(at)}
			want[0] = strings.ToLower(want[0])
			if !slices.Equal(got, want) {
				t.Errorf("%s: the server writes %q, the browser %q", say.Formats, got, want)
				break
			}
		}
	}
}

func TestAPickedLanguageStaysAndComesBeforeTheBrowsers(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	key := s.firstKey()
	_, url := s.portal(key, obj{"customerData": stay("hotel", "Ada Lovelace", "Room 101")})
	p := open(t, url, phone)
	p.reading("de")
	p.visit(url)
	p.enter()
	p.section("people")
	p.screenshot("picker")
	if chosen := eval[string](p, fmt.Sprintf("document.querySelector(%q).value", mark("locale"))); chosen != "de-DE" {
		t.Errorf("the picker shows %q", chosen)
	}
	p.set("locale", "fr-FR")
	p.await(`document.documentElement.lang === "fr-FR"`)
	p.awaitText("section-title", texts(t, "fr-FR")["sections.people"])
	p.awaitText("people-summary", "1 personne")
	p.visit(url)
	newReader(t, p, "fr-FR").reads("link that continues")
	cookie := eval[obj](p, `cookieStore.get("portico_locale").then(({ value, path, sameSite, expires }) => ({ value, path, sameSite, days: Math.round((expires - Date.now()) / 864e5) }))`)
	if cookie["value"] != "fr-FR" || cookie["path"] != "/" || cookie["sameSite"] != "lax" || cookie["days"] != 365.0 {
		t.Errorf("the cookie is %v", cookie)
	}
}

func TestALanguageIsPickedInAFrameThatKeepsNoCookies(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	key, h := s.firstKey(), newHost(t, s)
	id, url := s.portal(key, embedded(h.origin))
	h.link.Store(url)
	p := open(t, h.origin+"/", phone)
	p.allow(s.public())
	p.awaitEvents("ready")
	framed := p.frame(s.public() + "/p/")
	framed.usable()
	framed.set("locale", "el-GR")
	p.awaitEvents("ready", "ready")
	framed.await(`document.documentElement.lang === "el-GR"`)
	framed.awaitText("section-title", texts(t, "el-GR")["sections.today"])
	if cookies := eval[string](framed, "document.cookie"); cookies != "" {
		t.Errorf("the frame has cookies: %s", cookies)
	}
	if n := s.redeemed(key, id); n != 1 {
		t.Errorf("another language redeems the link %d times", n)
	}
}
