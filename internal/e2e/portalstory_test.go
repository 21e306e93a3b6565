package e2e_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// The lists are longer than the largest page that the API gives.
const manyGuests, manyRooms = 120, 110

// hotel is the data of a customer with long lists. Ada Lovelace arrives in an
// hour, and every day one more guest.
func hotel(customer string) obj {
	var guests, rooms, reservations arr
	for i := range manyGuests {
		name := fmt.Sprintf("Guest %03d", i)
		if i == 0 {
			name = "Ada Lovelace"
		}
		begin := arrival().AddDate(0, 0, i)
		guests = append(guests, obj{"guestKey": fmt.Sprint("g-", i), "name": name, "emailAddress": fmt.Sprintf("guest%d@example.com", i), "phoneNumber": "+49 30 5550100"})
		reservations = append(reservations, obj{
			"reservationKey": fmt.Sprintf("R-%05d", i), "name": fmt.Sprintf("Party %03d", i),
			"guestKey": fmt.Sprint("g-", i), "roomKeys": arr{fmt.Sprint("r-", i%manyRooms)},
			"startsAt": begin.Format(time.RFC3339), "endsAt": begin.AddDate(0, 0, 2).Format(time.RFC3339),
		})
	}
	for i := range manyRooms {
		rooms = append(rooms, obj{"roomKey": fmt.Sprint("r-", i), "name": fmt.Sprintf("Room %d", 101+i)})
	}
	return obj{
		"customerKey": customer, "guests": guests, "rooms": rooms, "reservations": reservations,
		"users":        arr{obj{"userKey": "u-1", "name": "Grace Hopper"}},
		"commonAreas":  arr{obj{"commonAreaKey": "pool", "name": "Pool"}},
		"accessGrants": arr{obj{"accessGrantKey": "a-1", "userKey": "u-1", "commonAreaKeys": arr{"pool"}}},
	}
}

func TestACustomerFollowsALinkAndFindsTheirDataOnAPhone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, database string) {
		s := start(t, setup{database: database})
		key, site := s.firstKey(), business(t)
		_, url := s.portal(key, obj{"customerData": hotel("hotel_sunrise"), "returnUrl": site + "/back"})
		p := open(t, url, phone)
		p.allow(site)
		if customer := p.text(mark("customer")); customer != "hotel_sunrise" {
			t.Errorf("the link's page names %q", customer)
		}
		opensWithFewRequests(t, p)
		showsToday(t, p)
		listsAllReservations(t, p)
		listsPlacesAndPeople(t, p)

		p.click(mark("return"))
		p.await(fmt.Sprintf("location.href === %q", site+"/back"))
		p.visit(s.public() + "/portal")
		p.usable()
		signsOut(t, p, s.public()+"/portal")
	})
}

// opensWithFewRequests presses the button and counts what it takes until the
// portal can be used. The press itself is not counted, nor the page's icon,
// which nobody waits for.
func opensWithFewRequests(t *testing.T, p *page) {
	t.Helper()
	before := len(p.asked())
	p.enter()
	asked := slices.DeleteFunc(p.asked()[before:], func(address string) bool {
		return strings.Contains(address, "/p/") || strings.HasSuffix(address, ".svg")
	})
	// The browser also reports the redirect that the button's script doesn't follow.
	asked = slices.Compact(asked)
	if len(asked) > 3 {
		t.Errorf("%d requests until the portal can be used: %q", len(asked), asked)
	}
	if where := eval[string](p, "location.pathname + location.search"); where != "/portal" {
		t.Errorf("the portal is at %s", where)
	}
}

func showsToday(t *testing.T, p *page) {
	t.Helper()
	p.awaitMark("entry")
	entries := eval[[]string](p, `[...document.querySelectorAll("[data-test=entry]")].map((entry) => entry.innerText)`)
	first := slices.IndexFunc(entries, func(text string) bool { return strings.Contains(text, "Ada Lovelace") })
	if first < 0 || !strings.Contains(entries[first], "Room 101") || !strings.Contains(entries[first], "until ") {
		t.Errorf("today's reservation is not shown with its person, place and end: %q", entries)
	}
	p.fits("Today")
	p.screenshot("story today")
}

func listsAllReservations(t *testing.T, p *page) {
	t.Helper()
	p.section("access")
	p.awaitText("access-summary", "25 of 121 reservations")
	for _, shown := range []string{"50 of 121 reservations", "75 of 121 reservations", "100 of 121 reservations", "121 reservations"} {
		p.more("access")
		p.awaitText("access-summary", shown)
	}
	if p.has("access-more") || p.count("access-row") != 121 {
		t.Errorf("at the end there are %d rows, and more: %t", p.count("access-row"), p.has("access-more"))
	}
	p.fits("Reservations")

	p.typed("access-search", "party 07")
	p.awaitText("access-summary", "10 reservations")
	p.set("access-search", "R-00042")
	p.awaitText("access-summary", "1 reservation")
	if row := p.text(mark("access-row")); !strings.Contains(row, "Guest 042") || !strings.Contains(row, "Room 143") {
		t.Errorf("by its number a reservation is found as %q", row)
	}
	p.set("access-search", "no such thing")
	p.awaitMark("access-empty")
	p.click(mark("access-clear"))
	p.awaitText("access-summary", "25 of 121 reservations")

	p.set("access-kind", "ACCESS_GRANT")
	p.awaitText("access-summary", "1 reservation")
	p.set("access-kind", "")
	p.set("access-from", arrival().AddDate(0, 0, 100).Format(time.DateOnly))
	p.set("access-to", arrival().AddDate(0, 0, 104).Format(time.DateOnly))
	p.await(`/^[5-8] reservations$/.test(document.querySelector("[data-test=access-summary]").textContent)`) // and the one without an end
}

func listsPlacesAndPeople(t *testing.T, p *page) {
	t.Helper()
	for _, list := range []struct {
		name, words, search, found, kind, ofKind string
		total                                    int
	}{
		{"places", "places", "room 21", "1 place", "COMMON_AREA", "Pool", manyRooms + 1},
		{"people", "people", "ada", "1 person", "USER", "Grace Hopper", manyGuests + 1},
	} {
		p.section(list.name)
		p.awaitText(list.name+"-summary", fmt.Sprintf("%d of %d %s", pageOf(p, list.name), list.total, list.words))
		for p.has(list.name + "-more") {
			p.more(list.name)
		}
		p.awaitText(list.name+"-summary", fmt.Sprintf("%d %s", list.total, list.words))
		if rows := p.count(list.name + "-row"); rows != list.total {
			t.Errorf("%s: %d rows of %d", list.name, rows, list.total)
		}
		p.fits(list.name)
		p.typed(list.name+"-search", list.search)
		p.awaitText(list.name+"-summary", list.found)
		p.set(list.name+"-search", "")
		p.set(list.name+"-kind", list.kind)
		p.await(fmt.Sprintf("[...document.querySelectorAll(%q)].map((title) => title.innerText).join() === %q",
			mark(list.name+"-row")+" .row-title", list.ofKind))
	}
}

// more asks a list for its next page and waits until the focus is where that
// begins: reading goes on there, and nothing on the page moves any more.
func (p *page) more(list string) {
	p.t.Helper()
	before := p.count(list + "-row")
	p.click(mark(list + "-more"))
	p.await(fmt.Sprintf("document.activeElement.matches(%q)", fmt.Sprintf("%s[data-number=%q]", mark(list+"-row"), fmt.Sprint(before))))
}

// pageOf waits for a list's first rows and counts them.
func pageOf(p *page, list string) int {
	p.t.Helper()
	p.awaitMark(list + "-row")
	return p.count(list + "-row")
}

// typed types into a field, key by key.
func (p *page) typed(name, text string) {
	p.t.Helper()
	p.do("type "+text, chromedp.SendKeys(chromedp.CSS(mark(name)), text))
}

func signsOut(t *testing.T, p *page, portal string) {
	t.Helper()
	p.click(mark("sign-out"))
	p.awaitMark("ended")
	if heading := p.text("h1"); heading != "You’re signed out" {
		t.Errorf("after signing out: %q", heading)
	}
	// Somebody else at the same phone goes back, or has kept the address.
	p.do("go back", chromedp.NavigateBack())
	p.awaitMark("ended")
	p.answers(401)
	p.visit(portal)
	p.awaitMark("ended")
	p.answers(401)
	if shown := eval[string](p, "document.documentElement.textContent"); strings.Contains(shown, "Ada") || strings.Contains(shown, "hotel_sunrise") {
		t.Error("the ended portal shows data")
	}
}
