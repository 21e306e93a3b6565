package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// strangeNames are what a name may be, and what a page must show as it is.
var strangeNames = []string{
	`<script>window.brokenIn = true</script>`,
	`</script><img src="/x" onerror="window.brokenIn = true">`,
	`"><svg onload='window.brokenIn = true'> & &amp; {{.}} ${1} <!--`,
	`</title></bdi></textarea><iframe srcdoc="<script>top.brokenIn = true</script>">`,
	`javascript:window.brokenIn=true//'" onmouseover="window.brokenIn = true`,
	"\u200fשלום (3) מרחב\u200e مرحبا \u061c12",
	"👩‍👩‍👧‍👦 🏳️‍🌈 Zo\u0308e\u0301 e\u0301\u0302\u0303\u0304 a\u200b\u2060\ufeffb",
	strings.Repeat("W", 255),
	strings.Repeat("wide words ", 23) + "x",
	strings.Repeat("宿", 255),
	"x" + strings.Repeat("\u0300\u0301\u0302", 84),
}

// strangeLink is a URL that may be stored, and would be a script if it stood
// unescaped in an attribute.
const strangeLink = "/back/'onmouseover='window.brokenIn=true'/&quot;onfocus=window.brokenIn=true?a=1&lt=2&amp;b=3"

func TestStrangeNamesAreShownAsTheyAreAndBreakNothing(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	key, site := s.firstKey(), business(t)
	customer := strings.Repeat("k", 100) + `</title></script><b onclick="window.brokenIn=true">"&'` + "\u200fשלום"
	data, brand := strangeData(customer), strangeNames[0]+strangeNames[7][:200]
	s.mutate(key, "updateWorkspace", obj{"brandName": brand}, "workspace { id }")
	_, url := s.portal(key, obj{"customerData": data, "returnUrl": site + strangeLink})
	p := open(t, url, phone)
	p.intact("the link's page")
	p.titled(brand + " – Your portal")
	if shown := p.text(mark("customer")); shown != customer {
		t.Errorf("the customer is named %q", shown)
	}
	p.screenshot("strange link")
	// What the server has written shows without script, and then what the script does.
	unscripted(p, true)
	p.click(mark("open"))
	entries := `document.querySelectorAll(".entry").length === ` + quoted(2*len(strangeNames)) // who arrives and who leaves
	p.await(entries)
	showsAll(p, ".entry-title")
	p.intact("Today without script")
	p.titled("Today – " + brand)
	unscripted(p, false)
	p.visit(s.public() + "/portal")
	p.usable()
	p.await(entries)
	showsAll(p, ".entry-title")
	showsAll(p, ".entry-places")
	p.intact("Today")
	p.screenshot("strange today")
	for _, section := range []string{"access", "places", "people"} {
		p.section(section)
		p.await(`document.querySelectorAll("[data-test=` + section + `-row]").length === ` + quoted(len(strangeNames)))
		showsAll(p, "[data-test="+section+"-row] .row-title")
		p.intact(section)
		p.screenshot("strange " + section)
	}
	for _, i := range []int{0, 5} { // a script, and both directions
		p.set("people-search", strangeNames[i])
		p.await(`document.querySelectorAll("[data-test=people-row]").length === 1`)
		p.intact("a search for a strange name")
	}
	if shown := p.text(mark("customer")); shown != customer {
		t.Errorf("the customer is named %q", shown)
	}
	leadsBack(p, site)
	s.mutate(key, "updateWorkspace", obj{"brandName": ""}, "workspace { id }")
	p.visit(s.public() + "/portal")
	p.usable()
	p.titled("Today – " + customer)
	s.mutate(key, "updateWorkspace", obj{"brandName": brand}, "workspace { id }")
	p.click(mark("sign-out"))
	p.awaitMark("ended")
	p.intact("the end")
	if shown := p.text(mark("return")); shown != "Back to "+brand {
		t.Errorf("the way back is named %q", shown)
	}
	leadsBack(p, site)
}

// strangeData has each strange name for a guest, a room and a stay, under keys
// that are as strange.
func strangeData(customer string) obj {
	var guests, rooms, reservations arr
	for i, name := range strangeNames {
		own := string([]rune(fmt.Sprint(i, strings.TrimSpace(name), strings.Repeat("i", 255)))[:255])
		guests = append(guests, obj{"guestKey": own, "name": name, "emailAddress": strings.Repeat("e", 200) + `"'><b>@example.com`, "phoneNumber": "+1<b>\"'" + strings.Repeat("1", 50)})
		rooms = append(rooms, obj{"roomKey": own, "name": name})
		one := stay(customer, "", "")["reservations"].(arr)[0].(obj)
		one["reservationKey"], one["name"], one["guestKey"], one["roomKeys"] = own, name, own, arr{own}
		reservations = append(reservations, one)
	}
	return obj{"customerKey": customer, "guests": guests, "rooms": rooms, "reservations": reservations}
}

// intact checks that no text has become an element or a script, and that the
// page keeps its width.
func (p *page) intact(what string) {
	p.t.Helper()
	p.fits(what)
	if eval[bool](p, `window.brokenIn !== undefined`) {
		p.t.Errorf("%s: a text has run as script", what)
	}
	if found := eval[[]string](p, `[...document.querySelectorAll("b, iframe, img, svg:not(.icon), [onclick], [onerror], [onload], [onmouseover], [onfocus], script:not([nonce]):not([type='application/json'])")].map((found) => found.outerHTML)`); len(found) > 0 {
		p.t.Errorf("%s: a text has become an element: %q", what, found)
	}
}

// titled checks the page's title, in which browsers show white space as one blank.
func (p *page) titled(want string) {
	p.t.Helper()
	if title := eval[string](p, "document.title"); title != strings.Join(strings.Fields(want), " ") {
		p.t.Errorf("the title is %q, not %q", title, want)
	}
}

// leadsBack checks that the way back is the whole URL and nothing else.
func leadsBack(p *page, site string) {
	p.t.Helper()
	path := eval[string](p, `document.querySelector("[data-test=return]").getAttribute("href")`)
	if want := site + strangeLink; strings.ReplaceAll(path, "%27", "'") != want {
		p.t.Errorf("the way back leads to %q, not %q", path, want)
	}
}

// A name that is written from right to left must not move what stands beside it.
func TestNamesOfBothDirectionsStandInTheirOrder(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	key := s.firstKey()
	data := stay("hotel", "Ada (שלום", "שלום 1")
	data["rooms"] = append(data["rooms"].(arr), obj{"roomKey": "b", "name": "2"}, obj{"roomKey": "c", "name": "עולם 3"})
	data["reservations"].(arr)[0].(obj)["roomKeys"] = arr{"room", "b", "c"}
	data["customerKey"] = "(מלון"
	_, url := s.portal(key, obj{"customerData": data})
	p := open(t, url, desktop)
	p.await(`(() => {
		const range = document.createRange(), key = document.querySelector("[data-test=customer]");
		range.selectNodeContents(key.nextSibling); // the full stop
		return range.getBoundingClientRect().left >= key.getBoundingClientRect().right - 1;
	})()`)
	inOrder := `[...document.querySelectorAll(".entry-places")].every((places) => {
		const lefts = [...places.querySelectorAll("bdi")].map((name) => name.getBoundingClientRect().left);
		return lefts.length === 3 && lefts[0] < lefts[1] && lefts[1] < lefts[2];
	})`
	unscripted(p, true)
	p.click(mark("open"))
	p.text(".entry-places")
	p.await(inOrder)
	unscripted(p, false)
	p.visit(s.public() + "/portal")
	p.usable()
	p.text(".entry-places")
	p.await(inOrder)
	p.screenshot("both directions")
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
