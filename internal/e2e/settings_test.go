package e2e_test

import (
	"testing"

	"github.com/chromedp/chromedp"
)

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
	p.do("go to the devices", chromedp.Evaluate[chromedp.Void](`location.hash = "#devices"`))
	p.awaitMark("devices-row")
	p.says(mark("devices-row"), "Thermostat")
	if p.has("ask-LOCK") || p.has("temperature") {
		t.Error("a device can be asked to do something")
	}
	p.accessible("a portal to be looked at")
}
