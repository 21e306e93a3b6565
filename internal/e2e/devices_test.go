package e2e_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// equipped is a hotel with some rooms and devices.
func (s *server) equipped(key string) (url string) {
	s.t.Helper()
	const customer = "hotel"
	rooms := arr{obj{"roomKey": "lobby", "name": "Lobby"}}
	devices := arr{
		obj{"deviceKey": "thermostat", "name": "Lobby thermostat", "type": "THERMOSTAT", "manufacturer": "Acme", "model": "T 1000",
			"capabilities": arr{"SET_TEMPERATURE", "TURN_ON", "TURN_OFF"}, "state": obj{"isOn": true, "temperature": 20.5, "targetTemperature": 21}},
		obj{"deviceKey": "sauna", "name": "Sauna heater", "type": "SWITCH", "isOnline": false, "capabilities": arr{"TURN_ON"}},
	}
	for i := range 30 {
		number := fmt.Sprint(101 + i)
		rooms = append(rooms, obj{"roomKey": number, "name": "Room " + number})
		devices = append(devices, obj{"deviceKey": "lock" + number, "name": "Lock " + number, "type": "LOCK", "batteryLevel": 80 - i,
			"capabilities": arr{"LOCK", "UNLOCK"}, "state": obj{"isLocked": true}})
	}
	_, url = s.portal(key, obj{"customerData": obj{"customerKey": customer, "rooms": rooms}})
	s.mutate(key, "pushDevices", obj{"customerKey": customer, "devices": devices}, "createdCount")
	return url
}

// answer answers the one action that waits.
func (s *server) answer(key string, with obj) {
	s.t.Helper()
	var waiting struct {
		DeviceActions struct{ Nodes []struct{ ID string } }
	}
	for until := time.Now().Add(pagePatience); len(waiting.DeviceActions.Nodes) == 0; time.Sleep(50 * time.Millisecond) {
		s.must(key, "{ deviceActions(filter: {status: PENDING}) { nodes { id } } }", nil, &waiting)
		if time.Now().After(until) {
			s.t.Fatal("no action waits")
		}
	}
	with["id"] = waiting.DeviceActions.Nodes[0].ID
	s.mutate(key, "completeDeviceAction", with, "deviceAction { id }")
}

// of finds a mark in the row of the device with the name.
func of(device, test string) string {
	return fmt.Sprintf(`[data-test=device][data-name=%q] [data-test=%s]`, device, test)
}

// says waits until an element shows a text.
func (p *page) says(selector, text string) {
	p.t.Helper()
	p.await(fmt.Sprintf(`document.querySelector(%q)?.textContent.includes(%q)`, selector, text))
}

func TestACustomerManagesItsDevices(t *testing.T) {
	t.Parallel()
	onEachDevice(t, func(t *testing.T, s *server, key, site string, as view) {
		url := s.equipped(key)
		p := open(t, url, as)
		p.allow(site)
		p.enter()
		p.section("devices")
		p.awaitMark("devices-row")
		p.says(mark("devices-summary"), "25 of 32 devices")
		if over := eval[int](p, `((bar) => bar.scrollWidth - bar.clientWidth)(document.querySelector(".sections ul"))`); over > 0 {
			t.Errorf("the sections are %d wider than their bar", over)
		}
		p.accessible("devices")

		// It is asked, and says what becomes of it without a reload.
		lock := "Lock 101"
		p.click(of(lock, "ask-UNLOCK"))
		p.says(of(lock, "device-action"), "Unlocking…")
		s.answer(key, obj{"succeeded": true, "state": obj{"isLocked": false}})
		p.says(of(lock, "device-action"), "Unlock: done")
		p.says(of(lock, "device-state"), "Unlocked")
		p.click(of(lock, "ask-LOCK"))
		s.answer(key, obj{"succeeded": false, "error": "The bolt is jammed."})
		p.says(of(lock, "device-action"), "Lock: failed. The bolt is jammed.")

		p.set("devices-search", "acme")
		p.await(`document.querySelectorAll("[data-test=devices-row]").length === 1`)
		thermostat := "Lobby thermostat"
		p.set("temperature", "22.5")
		p.click(of(thermostat, "ask-SET_TEMPERATURE"))
		p.says(of(thermostat, "device-action"), "Setting the temperature…")
		s.answer(key, obj{"succeeded": true, "state": obj{"targetTemperature": 22.5}})
		p.says(of(thermostat, "device-action"), "Set to 22.5 °C: done")

		// Its own name, the business's beside it, and what has happened.
		p.click(of(thermostat, "device-details"))
		p.awaitMark("history-row")
		p.set("device-name", "Salon")
		p.click(mark("device-rename"))
		p.says(of("Salon", "device-pushed-name"), "Lobby thermostat")
		p.says(of("Salon", "history-results"), "Set to 22.5 °C: done")
		p.accessible("a device's details")
		p.set("devices-search", "salon")
		p.awaitText("devices-summary", "1 device")
		p.click(mark("device-name-back"))
		p.says(of(thermostat, "device-renamed"), "Saved.")
		p.set("devices-search", "")

		// What somebody else changes is seen as well.
		s.mutate(key, "pushDevices", obj{"customerKey": "hotel", "devices": arr{obj{"deviceKey": "lock102", "name": "Lock 102", "type": "LOCK", "isOnline": false}}}, "changedCount")
		p.says(`[data-test=device][data-name="Lock 102"] .chip-offline`, "Offline")
		p.set("devices-search", "no such thing")
		p.awaitMark("devices-empty")
	})
}

func TestAnActionThatNobodyAnswersIsSaidToHaveNoAnswer(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	key := s.firstKey()
	p := open(t, s.equipped(key), phone)
	p.enter()
	p.section("devices")
	p.click(of("Lock 101", "ask-LOCK"))
	p.says(of("Lock 101", "device-action"), "Locking…")
	other := open(t, s.equipped(key), desktop)
	other.enter()
	other.section("devices")
	other.says(of("Lock 101", "device-action"), "Locking…")
	// By the database, since it would take a minute.
	s.expireActions()
	p.says(of("Lock 101", "device-action"), "Lock: the device did not answer")
	other.says(of("Lock 101", "device-action"), "Lock: the device did not answer")
}

func TestACustomerPutsItsDevicesIntoPlaces(t *testing.T) {
	t.Parallel()
	onEachDevice(t, func(t *testing.T, s *server, key, site string, as view) {
		url := s.equipped(key)
		p := open(t, url, as)
		p.allow(site)
		p.enter()
		p.section("places")
		p.awaitMark("proposal")
		p.awaitMark("places-row")
		p.accessible("places with proposals")
		p.click(`[data-device="Lock 101"] [data-test=accept]`)
		p.says(mark("organized"), "1 device is in Room 101 now.")
		p.await(`!document.querySelector('[data-device="Lock 101"]')`)
		p.click(`[data-device="Lock 102"] [data-test=refuse]`)
		p.await(`!document.querySelector('[data-device="Lock 102"]')`)

		// Several at once, by the keyboard alone: two boxes, the button, the place.
		p.focus(`[data-test=unplaced-check][data-name="Lock 102"]`)
		p.press(" ")
		p.focus(`[data-test=unplaced-check][data-name="Lock 103"]`)
		p.press(" ")
		p.focus(mark("put"))
		p.press(kb.Enter)
		p.awaitMark("pick")
		p.accessible("choosing a place")
		p.set("picker-search", "lob")
		p.await(`document.querySelectorAll("[data-test=pick]").length === 1`)
		p.focus(mark("pick"))
		p.press(kb.Enter)
		p.says(mark("organized"), "2 devices are in Lobby now.")

		// Out again, by pointer.
		p.set("places-search", "lobby")
		p.awaitText("places-summary", "1 place")
		p.says(mark("place-devices"), "2 devices")
		p.click(mark("place-devices"))
		p.awaitMark("placed-check")
		p.accessible("devices in a place")
		p.click(mark("placed-all"))
		p.click(mark("take-out"))
		p.says(mark("organized"), "2 devices were taken out.")
		p.await(`!document.querySelector("[data-test=place-devices]")`)

		// Escape chooses no place, and what was chosen stays.
		p.click(`[data-test=unplaced-check][data-name="Lock 103"]`)
		p.click(mark("put"))
		p.awaitMark("pick")
		p.press(kb.Escape)
		p.await(`!document.querySelector("[data-test=picker]").open`)
		if !eval[bool](p, `document.querySelector('[data-test=unplaced-check][data-name="Lock 103"]').checked`) {
			t.Error("what was chosen is not any more")
		}
	})
}

func TestAPortalWithoutTheFeaturesHasNoSuchSections(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	key := s.firstKey()
	_, url := s.portal(key, obj{"customerData": hotel("hotel"), "features": obj{"manageDevices": obj{"exclude": true}, "organize": obj{"exclude": true}}})
	p := open(t, url, desktop)
	p.enter()
	p.awaitMark("section-today")
	for _, section := range []string{"devices", "places"} {
		if p.has("section-" + section) {
			t.Errorf("there is a section %s", section)
		}
	}
	if status, text := s.get("/portal"); status != 401 || strings.Contains(text, "Devices") {
		t.Errorf("without a session: %d", status)
	}
}

// focus moves the keyboard to an element, once it shows.
func (p *page) focus(selector string) {
	p.t.Helper()
	p.do("focus "+selector, chromedp.Focus(chromedp.CSS(selector), chromedp.NodeVisible))
}

// press presses a key.
func (p *page) press(key string) {
	p.t.Helper()
	p.do("press a key", chromedp.KeyEvent(key))
}
