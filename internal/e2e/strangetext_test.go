package e2e_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// strangeNames are what a name may be, and what a page must show as it is.
var strangeNames = []string{
	`<script>document.title = "broken in"</script>`,
	`</script><img src="/x" onerror="document.title = 'broken in'">`,
	`"><svg onload='document.title = "broken in"'> & &amp; {{.}} ${1} <!--`,
	"\u202eevil\u202c \u2067right to left\u2069 שלום עולם مرحبا",
	"👩‍👩‍👧‍👦 🏳️‍🌈 Zo\u0308e\u0301 e\u0301\u0302\u0303\u0304",
	strings.Repeat("W", 255),
	strings.Repeat("wide words ", 23) + "x",
	strings.Repeat("宿", 255),
}

func TestStrangeNamesAreShownAsTheyAreAndBreakNothing(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	key := s.firstKey()
	customer := strings.Repeat("k", 200) + `<b>"&'`
	data := obj{"customerKey": customer}
	var guests, rooms, reservations arr
	for i, name := range strangeNames {
		own := string(rune('a'+i)) + strings.Repeat("i", 254)
		guests = append(guests, obj{"guestKey": own, "name": name, "emailAddress": strings.Repeat("e", 300) + "@example.com", "phoneNumber": strings.Repeat("1", 64)})
		rooms = append(rooms, obj{"roomKey": own, "name": name})
		one := stay(customer, "", "")["reservations"].(arr)[0].(obj)
		one["reservationKey"], one["name"], one["guestKey"], one["roomKeys"] = own, name, own, arr{own}
		reservations = append(reservations, one)
	}
	data["guests"], data["rooms"], data["reservations"] = guests, rooms, reservations
	s.mutate(key, "updateWorkspace", obj{"brandName": strangeNames[0] + strangeNames[5][:200]}, "workspace { id }")
	_, url := s.portal(key, obj{"customerData": data})
	p := open(t, url, phone)
	p.fits("the link's page")
	if shown := p.text(mark("customer")); shown != customer {
		t.Errorf("the customer is named %q", shown)
	}
	p.screenshot("strange link")
	// What the server has written shows without script, and then what the script does.
	unscripted(p, true)
	p.click(mark("open"))
	p.await(`document.querySelectorAll(".entry").length === ` + quoted(2*len(strangeNames))) // who arrives and who leaves
	showsAll(p, ".entry-title")
	p.fits("Today without script")
	unscripted(p, false)
	p.visit(s.public() + "/portal")
	p.usable()
	p.await(`document.querySelectorAll(".entry").length === ` + quoted(2*len(strangeNames))) // who arrives and who leaves
	showsAll(p, ".entry-title")
	showsAll(p, ".entry-places")
	p.fits("Today")
	p.screenshot("strange today")
	for _, section := range []string{"access", "places", "people"} {
		p.section(section)
		p.await(`document.querySelectorAll("[data-test=` + section + `-row]").length === ` + quoted(len(strangeNames)))
		showsAll(p, "[data-test="+section+"-row] .row-title")
		p.fits(section)
		p.screenshot("strange " + section)
	}
	if title := eval[string](p, "document.title"); title == "broken in" {
		t.Error("a name has run as script")
	}
	if images := eval[int](p, `document.querySelectorAll("main img").length`); images > 0 {
		t.Error("a name has become an element")
	}
}

// showsAll checks that each strange name stands in an element of its own.
func showsAll(p *page, selector string) {
	p.t.Helper()
	shown := map[string]bool{}
	for _, one := range eval[[]string](p, `[...document.querySelectorAll(`+quoted(selector)+`)].map((found) => found.textContent)`) {
		shown[one] = true
	}
	for _, name := range strangeNames {
		if !shown[name] {
			p.t.Errorf("%s does not show %q", selector, name)
		}
	}
}

// quoted is a value as script has it.
func quoted(value any) string {
	written, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(written)
}

// unscripted switches the page's own script off or on; the debugger's still runs.
func unscripted(p *page, off bool) {
	p.t.Helper()
	p.do("switch script", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off})
		return err
	}))
}

func TestWithoutScriptALinkOpensAndTodayCanBeRead(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	key, site := s.firstKey(), business(t)
	_, url := s.portal(key, obj{"customerData": stay("hotel", "Ada Lovelace", "Room 101"), "returnUrl": site + "/back"})
	p := open(t, url, phone)
	unscripted(p, true)
	p.visit(url)
	p.click(mark("open"))
	entry := p.text(".entry")
	if !strings.Contains(entry, "Ada Lovelace") || !strings.Contains(entry, "Room 101") || !strings.Contains(entry, "until ") {
		t.Errorf("Today shows %q", entry)
	}
	if p.has("section-today") {
		t.Error("script has run")
	}
	if note := p.text("noscript"); !strings.Contains(note, "switch on JavaScript") {
		t.Errorf("of the rest it says %q", note)
	}
	p.fits("Today")
	p.screenshot("without script")
	p.click(mark("sign-out"))
	p.awaitMark("ended")
}
