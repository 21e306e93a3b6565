package e2e_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/portico-portal/portico/internal/web/words"
)

// furnished is a hotel with a stay in the lobby, which has a thermostat, and a site of two rooms;
// its links are made with other settings.
func (s *server) furnished(key string) {
	s.t.Helper()
	s.equipped(key)
	s.mutate(key, "pushCustomerData", obj{"customerData": obj{
		"customerKey":  "hotel",
		"sites":        arr{obj{"siteKey": "north/1", "name": "North campus"}},
		"rooms":        arr{obj{"roomKey": "lobby", "name": "Lobby", "parentSiteKey": "north/1"}, obj{"roomKey": "101", "name": "Room 101", "parentSiteKey": "north/1"}},
		"guests":       arr{obj{"guestKey": "ada", "name": "Ada Lovelace", "phoneNumber": "+49 30 5550100", "emailAddress": "ada@example.com"}},
		"staffMembers": arr{obj{"staffMemberKey": "grace", "name": "Grace Hopper"}},
		"reservations": arr{
			obj{"reservationKey": "R-00042", "name": "Summer stay", "guestKey": "ada", "roomKeys": arr{"lobby"}, "preferredCode": "4711",
				"startsAt": arrival().Format(time.RFC3339), "endsAt": arrival().AddDate(0, 0, 1).Format(time.RFC3339)},
			obj{"reservationKey": "R-00043", "name": "Somebody else's"},
		},
	}}, "customer { id }")
	s.mutate(key, "assignDevices", obj{"spaceId": s.spaceID(key, "lobby"), "deviceIds": arr{s.deviceID(key, "thermostat"), s.deviceID(key, "sauna")}}, "space { id }")
}

func (s *server) spaceID(key, space string) string {
	s.t.Helper()
	return s.found(key, fmt.Sprintf("{ customer(key: \"hotel\") { list: spaces(filter: {key: %q}) { nodes { id } } } }", space))
}

func (s *server) deviceID(key, device string) string {
	s.t.Helper()
	return s.found(key, fmt.Sprintf("{ customer(key: \"hotel\") { list: devices(filter: {key: %q}) { nodes { id } } } }", device))
}

// found gives the id of the one thing that a query lists.
func (s *server) found(key, query string) string {
	s.t.Helper()
	var answer struct {
		Customer struct {
			List struct{ Nodes []struct{ ID string } }
		}
	}
	s.must(key, query, nil, &answer)
	return answer.Customer.List.Nodes[0].ID
}

// visitAs opens a link of the hotel with the settings, and waits for the title of what it opens at.
func (s *server) visitAs(t *testing.T, key string, as view, settings obj, title string) *page {
	t.Helper()
	settings["customerData"] = obj{"customerKey": "hotel"}
	_, url := s.portal(key, settings)
	p := open(t, url, as)
	p.click(mark("open"))
	p.awaitText("section-title", title)
	return p
}

// sectionsShown are the ways to sections, in their order.
func (p *page) sectionsShown() string {
	p.t.Helper()
	return eval[string](p, `[...document.querySelectorAll(".sections a")].map((a) => a.hash.slice(1)).join(" ")`)
}

// A portal to be looked at alone shows nothing to press, and one of a restricted link no way
// to other sections; the link's language comes before the browser's, without a picker.
func TestAPortalIsAsItsLinkSays(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	key := s.firstKey()
	s.equipped(key)
	_, url := s.portal(key, obj{"customerData": obj{"customerKey": "hotel"}, "readOnly": true, "navigationMode": "RESTRICTED", "locale": "DE_DE", "excludeLocalePicker": true})
	p := open(t, url, phone)
	if language := eval[string](p, "document.documentElement.lang"); language != "de-DE" {
		t.Errorf("the link's page is in %s", language)
	}
	p.click(mark("open"))
	p.awaitText("section-title", "Heute")
	if p.has("section-devices") || p.has("locale") {
		t.Error("there are sections to go to, or a picker of languages")
	}
	p.at("#devices")
	p.awaitMark("devices-row")
	p.says(mark("devices-row"), "Thermostat")
	if p.has("ask-LOCK") || p.has("temperature") {
		t.Error("a device can be asked to do something")
	}
	p.accessible("a portal to be looked at")
}

// at changes the address behind the #, as a link within the page does.
func (p *page) at(hash string) {
	p.t.Helper()
	p.do("go to "+hash, chromedp.Evaluate[chromedp.Void](fmt.Sprintf("location.hash = %q", hash)))
}

func TestAPortalOpensAtItsLandingPageUntilItsAddressNamesAnother(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	key := s.firstKey()
	s.furnished(key)
	p := s.visitAs(t, key, phone, obj{"landingPage": obj{"manage": obj{"reservationKey": "R-00042"}}}, "Ada Lovelace")
	p.awaitMark("grant-key")
	p.says(mark("one"), "Lobby")
	p.says(mark("code"), "Preferred code: 4711")
	p.says(of("Lobby thermostat", "device-state"), "On")
	if current := eval[string](p, `document.querySelector(".sections [aria-current]").hash`); current != "#access" {
		t.Errorf("the current section is %s", current)
	}
	p.accessible("a reservation")

	// It is still there after a reload, and behind "back"; what the address names comes first.
	p.do("reload", chromedp.Reload())
	p.awaitMark("grant-key")
	p.section("people")
	p.do("reload", chromedp.Reload())
	p.awaitText("section-title", "People")
	p.do("go back", chromedp.NavigateBack())
	p.awaitText("section-title", "Ada Lovelace")
	p.click(mark("way-up"))
	p.awaitMark("access-link")
	p.awaitText("section-title", "Reser\u00advations")
	p.click(mark("access-link"))
	p.awaitText("section-title", "Ada Lovelace")
	p.await(`location.hash === "#access/RESERVATION/R-00042"`)
	p.at("#nothing")
	p.awaitText("section-title", "Ada Lovelace")
	p.at("#access/toString/R-00042")
	p.awaitText("section-title", "Reser\u00advations")
	p.awaitMark("access-link")
	p.at("#places/ROOM/none")
	p.awaitMark("not-there")
	p.visit(s.public() + "/portal#places/SITE/north%2F1")
	p.awaitText("section-title", "North campus")
	p.awaitText("site-places-summary", "2 places")
	p.accessible("a site")
	p.at("#places/ROOM/lobby")
	p.awaitText("one-devices-summary", "2 devices")
	p.at("#devices/ROOM/lobby")
	p.await(`document.querySelector(".sections [aria-current]").hash === "#devices"`)
	p.awaitText("section-title", "Lobby") // the same place at another address
}

func TestALandingPageThatCannotBeShownGivesWayToItsSectionOrTheFirst(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	key := s.firstKey()
	s.furnished(key)
	room, device := obj{"manage": obj{"roomKey": "lobby"}}, obj{"resourceType": "DEVICE", "resourceId": s.deviceID(key, "thermostat")}
	without := func(features ...string) obj {
		off := obj{}
		for _, feature := range features {
			off[feature] = obj{"exclude": true}
		}
		return off
	}
	for name, c := range map[string]struct {
		settings        obj
		title, sections string
	}{
		"a place":                       {obj{"landingPage": room}, "Lobby", "today access devices places people accounts"},
		"a place without organizing":    {obj{"landingPage": room, "features": without("organize")}, "Lobby", "today access devices people accounts"},
		"a place without either":        {obj{"landingPage": room, "features": without("organize", "manage")}, "Today", "today access people accounts"},
		"a place that isn't there":      {obj{"landingPage": obj{"manage": obj{"unitKey": "none"}}}, "Places", "today access devices places people accounts"},
		"a device":                      {obj{"deepLink": device}, "Lobby thermostat", "today access devices places people accounts"},
		"a device without managing":     {obj{"deepLink": device, "features": without("manage")}, "Today", "today access places people accounts"},
		"a deep link before it":         {obj{"deepLink": obj{"resourceType": "SPACE", "resourceKey": "101"}, "landingPage": room}, "Room 101", "today access devices places people accounts"},
		"reservations without them":     {obj{"landingPage": obj{"manage": obj{"reservationKey": "R-00042"}}, "features": obj{"manage": obj{"excludeReservationManagement": true}}}, "Devices", "devices places people accounts"},
		"restricted to its one section": {obj{"landingPage": room, "navigationMode": "RESTRICTED"}, "Lobby", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := s.visitAs(t, key, desktop, c.settings, c.title)
			p.await(`document.querySelector("[data-test=one], [data-test^=panel-]")`)
			if sections := p.sectionsShown(); sections != c.sections {
				t.Errorf("the sections are %s", sections)
			}
			p.screenshot("landing " + name)
		})
	}
}

// What a session reads is narrowed by the server: see the tests of deep links. Here is what shows.
func TestARestrictedDeepLinkShowsItsResourceAndNothingElse(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, database string) {
		s := start(t, setup{database: database})
		key := s.firstKey()
		s.furnished(key)
		for _, c := range []struct {
			link  obj
			title string
		}{
			{obj{"resourceType": "RESERVATION", "resourceKey": "R-00042"}, "Ada Lovelace"},
			{obj{"resourceType": "SPACE", "resourceKey": "lobby"}, "Lobby"},
			{obj{"resourceType": "DEVICE", "resourceId": s.deviceID(key, "thermostat")}, "Lobby thermostat"},
		} {
			p := s.visitAs(t, key, phone, obj{"deepLink": c.link, "navigationMode": "RESTRICTED"}, c.title)
			p.says(of("Lobby thermostat", "device-state"), "On")
			p.click(of("Lobby thermostat", "ask-TURN_ON"))
			p.says(of("Lobby thermostat", "device-action"), "Turning on…")
			s.answer(key, obj{"succeeded": true})
			p.says(of("Lobby thermostat", "device-action"), "Turn on: done")
			for _, elsewhere := range []string{"#people", "#access/RESERVATION/R-00043", "#devices"} {
				p.at(elsewhere)
			}
			p.visit(s.public() + "/portal#people")
			p.awaitText("section-title", c.title)
			p.awaitMark("one")
			if p.sectionsShown() != "" || p.has("way-up") || p.has("access-link") || eval[int](p, `document.querySelectorAll("[data-test^=panel-]").length`) > 0 {
				t.Errorf("%s: more shows", c.title)
			}
			if shown := eval[string](p, "document.documentElement.textContent"); strings.Contains(shown, "Somebody else") || strings.Contains(shown, "Room 101") {
				t.Errorf("%s: others' data is in the page", c.title)
			}
			p.accessible("alone " + fmt.Sprint(c.link["resourceType"]))
		}
		p := s.visitAs(t, key, phone, obj{"deepLink": obj{"resourceType": "RESERVATION", "resourceKey": "R-1"}, "navigationMode": "RESTRICTED"}, "Reser\u00advations")
		p.awaitMark("not-there")
		p.accessible("alone without it")
	})
}

func TestAFramedPortalOpensAtItsDeepLinkAndAddress(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	key, h := s.firstKey(), newHost(t, s)
	s.furnished(key)
	settings := obj{"customerData": obj{"customerKey": "hotel"}, "isEmbedded": true, "embedOrigins": arr{h.origin}, "deepLink": obj{"resourceType": "SPACE", "resourceKey": "lobby"}}
	_, url := s.portal(key, settings)
	h.link.Store(url)
	p := open(t, h.origin+"/", phone)
	p.allow(s.public())
	p.awaitEvents("ready")
	framed := p.frame(s.public() + "/p/")
	framed.awaitText("one-devices-summary", "2 devices")
	framed.accessibleIn(p, "framed place")
	framed.section("people")
	eval[bool](framed, "location.reload(), true")
	p.awaitEvents("ready", "ready")
	framed.awaitText("section-title", "People")

	h.link.Store(url + "#devices")
	p.visit(h.origin + "/")
	p.awaitEvents("ready")
	p.frame(s.public()+"/p/").awaitText("section-title", "Devices")
}

func TestAPortalKeepsBackWhatItsFeaturesExclude(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	key := s.firstKey()
	s.furnished(key)
	p := s.visitAs(t, key, phone, obj{"landingPage": obj{"manage": obj{"reservationKey": "R-00042"}}, "features": obj{
		"organize": obj{"exclude": false},
		"manage": obj{
			"excludeStaffManagement": true, "excludeReservationTechnicalDetails": true, "events": obj{"defaultEvents": arr{"DEVICE_ADDED"}},
			"deviceManagementConfirmation": obj{"body": "Each of these {count} costs <b>1 €</b> a month.", "cancelButtonLabel": "Better not"},
		},
	}}, "Ada Lovelace")
	p.awaitMark("one-place")
	if p.has("code") || p.has("grant-key") {
		t.Error("the reservation shows technical details")
	}
	p.section("access")
	p.awaitMark("access-row")
	if rows := eval[string](p, `document.querySelector("[data-test=access-results]").textContent`); strings.Contains(rows, "R-00042") {
		t.Errorf("the list shows keys: %s", rows)
	}
	p.section("people")
	p.awaitText("people-summary", "1 person")
	p.section("devices")
	p.set("devices-search", "thermostat")
	p.await(`document.querySelectorAll("[data-test=devices-row]").length === 1`)
	p.click(mark("panel-devices") + " " + mark("device-details"))
	p.await(`document.querySelectorAll("[data-test=panel-devices] [data-test=history-row]").length === 1`)
	p.click(mark("panel-devices") + " " + mark("history-all"))
	p.await(`document.querySelectorAll("[data-test=panel-devices] [data-test=history-row]").length === 2`)
	p.accessible("history")

	p.section("places")
	p.awaitMark("unplaced-check")
	p.focus(mark("unplaced-check"))
	p.press(" ")
	p.click(mark("put"))
	p.says(mark("confirmation"), "Manage these devices?")
	p.says(mark("confirmation"), "Each of these 1 costs <b>1 €</b> a month.")
	p.accessible("confirmation")
	p.click(mark("confirm-cancel"))
	p.await(`!document.querySelector("[data-test=confirmation]").open && !document.querySelector("[data-test=picker]").open`)
	p.click(mark("put"))
	p.click(mark("confirm"))
	p.click(mark("pick"))
	p.await(`document.querySelector("[data-test=organized]").textContent.includes("1 device is in")`)
}

// profiled is a profile with everything in it, much of which can't be read or isn't harmless.
func (s *server) profiled(key string, overrides obj) string {
	s.t.Helper()
	var answer struct {
		CreateCustomizationProfile struct{ CustomizationProfile struct{ ID string } }
	}
	s.must(key, "mutation ($input: CreateCustomizationProfileInput!) { createCustomizationProfile(input: $input) { customizationProfile { id } } }", obj{"input": obj{
		"name": "Night", "primaryColor": "#ffd84d", "primaryForegroundColor": "#fff8e0", "secondaryColor": "#3b1f5c", "secondaryForegroundColor": "#f5e9ff",
		"fontFamily": `Liberation Serif, "No such font", serif`, "monoFontFamily": "DejaVu Sans Mono", "messageOverrides": overrides,
	}}, &answer)
	return answer.CreateCustomizationProfile.CustomizationProfile.ID
}

func TestAPortalLooksAndSpeaksAsItsProfileSays(t *testing.T) {
	t.Parallel()
	onEachDevice(t, func(t *testing.T, s *server, key, site string, as view) {
		s.furnished(key)
		const danger = `Tonight <img src=x onerror=alert(1)> {when}`
		id := s.profiled(key, obj{
			"en-US": obj{"sections.today": "Tonight", "counts.people.one": "{count} soul", "counts.people.other": "{count} souls {constructor}", "until": danger, "portalReady": "Come <b>in</b>", "opensPortalOf": "<i>Of</i> {customer}", "none.such": "x", "skip": " "},
			"de-DE": obj{"sections.today": "Heute Nacht"},
		})
		_, url := s.portal(key, obj{"customerData": obj{"customerKey": "hotel"}, "customizationProfileId": id})
		p := open(t, url, as)
		p.allow(site)
		p.says("h1", "Come <b>in</b>")
		p.says(".card p", "<i>Of</i> hotel")
		p.accessible("link of a profile")
		p.enter()
		p.awaitText("section-title", "Tonight")
		p.awaitMark("entry")
		// Who has no dates stands before who comes tomorrow, as the guest does late in the evening.
		p.await(`[...document.querySelectorAll("[data-test=entry]")].some((entry) => entry.textContent.includes("Tonight <img src=x onerror=alert(1)> "))`)
		if font := eval[string](p, "getComputedStyle(document.body).fontFamily"); !strings.HasPrefix(font, `"Liberation Serif", "No such font", serif, system-ui`) {
			t.Errorf("the fonts are %s", font)
		}
		if quiet := eval[string](p, `(({ backgroundColor, color }) => backgroundColor + color)(getComputedStyle(document.querySelector("[data-test=sign-out]")))`); quiet != "rgb(59, 31, 92)rgb(245, 233, 255)" {
			t.Errorf("the second colour and the one on it are %s", quiet)
		}
		if logo := eval[bool](p, `document.querySelector(".logo").naturalWidth > 0`); !logo {
			t.Error("the logo isn't shown")
		}
		p.accessible("today of a profile")
		p.section("people")
		p.awaitText("people-summary", "2 souls {constructor}")
		if mono := eval[string](p, `getComputedStyle(document.querySelector("[data-test=people-row] .mono")).fontFamily`); !strings.HasPrefix(mono, `"DejaVu Sans Mono"`) {
			t.Errorf("keys are in %s", mono)
		}
		p.accessible("people of a profile")
		p.set("locale", "de-DE")
		p.await(`document.documentElement.lang === "de-DE"`)
		p.click(`.sections a`)
		p.awaitText("section-title", "Heute Nacht")
	})
}

func TestAProfileSpeaksInEachLanguage(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	key, h := s.firstKey(), newHost(t, s)
	s.furnished(key)
	overrides := obj{}
	for _, c := range words.Languages() {
		overrides[c.Locale] = obj{"sections.people": "People of " + c.Locale, "counts.people.few": "{count} few", "counts.people.other": "{count} other"}
	}
	id := s.profiled(key, overrides)
	_, url := s.portal(key, obj{"customerData": obj{"customerKey": "hotel"}, "customizationProfileId": id, "isEmbedded": true, "embedOrigins": arr{h.origin}})
	p := open(t, url+"#people", narrow)
	p.enter()
	p.awaitText("section-title", "People of en-US") // what stands behind the link is kept
	forms := map[string]string{"pl-PL": "2 few", "ru-RU": "2 few"}
	for _, c := range words.Languages() {
		p.reading(c.Locale)
		p.visit(s.public() + "/portal#people")
		p.do("reload", chromedp.Reload())
		p.awaitText("section-title", "People of "+c.Locale)
		want := forms[c.Locale]
		if want == "" {
			want = "2 other"
		}
		p.awaitText("people-summary", want)
		p.fits(c.Locale + " of a profile")
	}
	h.link.Store(url + "#people")
	around := open(t, h.origin+"/", desktop)
	around.allow(s.public())
	around.awaitEvents("ready")
	framed := around.frame(s.public() + "/p/")
	framed.awaitText("section-title", "People of en-US")
	framed.accessibleIn(around, "framed people of a profile")
}
