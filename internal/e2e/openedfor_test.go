package e2e_test

import (
	"strings"
	"testing"
)

func TestAPortalThatAnOperatorLooksAtSaysSoInItsHeader(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	key := s.firstKey()
	input := portalFor("hotel")
	input["input"].(obj)["openedFor"] = "Ann of support"
	for name, as := range map[string]view{"desktop": desktop, "phone dark": phone.inDark()} {
		t.Run(name, func(t *testing.T) {
			var answer made
			s.must(key, createPortal, input, &answer)
			p := open(t, answer.CreateCustomerPortal.MagicLink.URL, as)
			p.click(`[data-test="open"]`)
			p.await(`document.querySelector('[data-test="opened-for"]')`)
			if got := strings.TrimSpace(p.text(`[data-test="opened-for"]`)); got != "Opened for Ann of support" {
				t.Errorf("the header says %q", got)
			}
			if width := eval[int64](p, "document.documentElement.scrollWidth"); width > as.width {
				t.Errorf("the page is %d wide, the window %d", width, as.width)
			}
			p.accessible("the portal that an operator looks at")
			p.screenshot("opened for " + name)
		})
	}
}
