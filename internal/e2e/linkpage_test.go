package e2e_test

import (
	"strings"
	"testing"
)

func TestALinksPageShowsOnPhoneAndDesktopInLightAndDark(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	_, url := s.link(s.firstKey(), "hotel")
	for name, as := range map[string]view{
		"desktop": desktop, "desktop dark": desktop.inDark(), "phone": phone, "phone dark": phone.inDark(),
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, url, as)
			if heading := strings.TrimSpace(p.text("h1")); heading == "" {
				t.Error("no heading")
			}
			if dark := eval[bool](p, `matchMedia("(prefers-color-scheme: dark)").matches`); dark != as.dark {
				t.Errorf("dark: %t", dark)
			}
			if width := eval[int64](p, "document.documentElement.scrollWidth"); width > as.width {
				t.Errorf("the page is %d wide, the window %d", width, as.width)
			}
			p.screenshot("link " + name)
		})
	}
}
