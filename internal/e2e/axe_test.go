package e2e_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// axe finds what keeps people from using a page: its whole set of rules, of
// WCAG and of good practice.
var axe = sync.OnceValues(func() (string, error) {
	source, err := os.ReadFile(filepath.Join("testdata", "axe", "node_modules", "axe-core", "axe.min.js"))
	return string(source), err
})

const runAxe = `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
	violations.map(({ id, help, nodes }) => id + ": " + help + ": " + nodes.map(({ html }) => html).join(" and ")))`

// accessible checks what a page shows now, in light and in dark, and leaves it in light.
func (p *page) accessible(what string) {
	p.t.Helper()
	p.accessibleIn(p, what)
}

// accessibleIn does it for what around frames, whose picture is taken. It asks
// through the debugger, which no policy of the page's holds back.
func (p *page) accessibleIn(around *page, what string) {
	p.t.Helper()
	source, err := axe()
	if err != nil {
		p.t.Fatal("axe is missing, which scripts/setup-test installs: ", err)
	}
	p.do("load axe", chromedp.Evaluate[chromedp.Void](source))
	for _, scheme := range []string{"dark", "light"} {
		p.prefers(scheme == "dark")
		if around != p {
			around.prefers(scheme == "dark")
		}
		for _, violation := range eval[[]string](p, runAxe) {
			p.t.Errorf("%s in %s: %s", what, scheme, short(violation))
		}
		around.screenshot(filepath.Base(p.t.Name()) + " " + what + " " + scheme)
	}
	p.fits(what)
}

// Else a page without a violation might be one that nobody inspects.
func TestAxeFindsWhatIsWrong(t *testing.T) {
	t.Parallel()
	source, err := axe()
	if err != nil {
		t.Fatal(err)
	}
	p := open(t, business(t)+"/", desktop) // which tells nobody its language
	p.do("load axe", chromedp.Evaluate[chromedp.Void](source))
	if violations := strings.Join(eval[[]string](p, runAxe), "\n"); !strings.Contains(violations, "html-has-lang") {
		t.Errorf("not found: %s", violations)
	}
}

// onEachDevice runs a test on a phone and on a desktop, each with a server whose
// workspace has a brand, and leads to a site that may frame its portals.
func onEachDevice(t *testing.T, test func(t *testing.T, s *server, key, site string, as view)) {
	t.Helper()
	for name, as := range map[string]view{"phone": phone, "desktop": desktop} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, setup{})
			key, site := s.firstKey(), business(t)
			s.mutate(key, "updateWorkspace", obj{
				"brandName": "Sunrise Hotels", "accentColor": "#e8590c", "logoUrl": site + "/logo.svg",
				"returnUrl": site + "/back", "refreshUrl": site + "/new-link",
			}, "workspace { id }")
			test(t, s, key, site, as)
		})
	}
}

func TestAxeFindsNothingOnTheSinglePages(t *testing.T) {
	t.Parallel()
	onEachDevice(t, func(t *testing.T, s *server, key, site string, as view) {
		id, sun := s.portal(key, obj{"customerData": stay("hotel_sun", "Ada Lovelace", "Room 101")})
		_, moon := s.portal(key, obj{"customerData": stay("hotel_moon", "Grace Hopper", "Room 900")})
		p := open(t, sun, as)
		p.allow(site)
		p.accessible("link")
		p.enter()
		p.visit(sun)
		p.accessible("link that continues")
		p.visit(moon)
		p.accessible("link of another customer")
		s.revoke(key, id)
		p.visit(s.public() + "/portal")
		p.accessible("ended session")
		p.answers(401)
		p.visit(sun)
		p.accessible("dead link")
		p.answers(410)
		p.visit(s.public() + "/p/nothing")
		p.accessible("unknown link")
		p.answers(404)
		p.visit(moon)
		p.enter()
		p.click(mark("sign-out"))
		p.awaitMark("ended")
		p.accessible("signed out")

		p.visit(site + "/elsewhere")
		p.allow(s.public())
		p.sendForm(moon)
		p.awaitMark("message")
		p.accessible("refused")
		p.answers(403)
	})
}

func TestAxeFindsNothingInThePortal(t *testing.T) {
	t.Parallel()
	onEachDevice(t, func(t *testing.T, s *server, key, site string, as view) {
		_, url := s.portal(key, obj{"customerData": hotel("hotel_sunrise")})
		p := open(t, url, as)
		p.allow(site)
		p.enter()
		p.awaitMark("entry")
		p.accessible("today")
		for _, section := range []string{"access", "places", "people"} {
			p.section(section)
			p.awaitMark(section + "-row")
			p.accessible(section)
			p.set(section+"-search", "no such thing")
			p.awaitMark(section + "-empty")
		}
		p.accessible("nothing found")

		// What is to be seen of a server that has gone.
		s.stop()
		p.section("places")
		p.set("places-search", "room")
		p.awaitMark("places-failed")
		p.expect("ERR_CONNECTION_REFUSED")
		p.accessible("failed")
	})
}

func TestAxeFindsNothingInAPortalWithoutDataThatEndsSoon(t *testing.T) {
	t.Parallel()
	onEachDevice(t, func(t *testing.T, s *server, key, site string, as view) {
		id, url := s.portal(key, obj{"customerData": obj{"customerKey": "hotel_new"}, "expiresInSeconds": int(4 * time.Minute / time.Second)})
		p := open(t, url, as)
		p.allow(site)
		p.enter()
		p.awaitMark("today-empty")
		p.awaitMark("expiring")
		p.accessible("empty today")
		p.section("access")
		p.awaitMark("access-empty")
		p.accessible("empty access")
		s.revoke(key, id)
		p.click(mark("section-people"))
		p.awaitMark("ended")
		p.accessible("ended in use")
		p.expect("a status of 401")
	})
}

func TestAxeFindsNothingInAFrame(t *testing.T) {
	t.Parallel()
	onEachDevice(t, func(t *testing.T, s *server, key, _ string, as view) {
		h := newHost(t, s)
		id, url := s.portal(key, embedded(h.origin))
		h.link.Store(url)
		h.newLink.Store(url) // as dead as it
		p := open(t, h.origin+"/", as)
		p.allow(s.public())
		p.awaitEvents("ready")
		framed := p.frame(url)
		framed.usable()
		framed.awaitMark("entry")
		framed.accessibleIn(p, "framed today")
		for _, section := range []string{"access", "places", "people"} {
			framed.section(section)
			framed.awaitMark(section + "-row")
			framed.accessibleIn(p, "framed "+section)
		}
		s.revoke(key, id)
		p.visit(h.origin + "/")
		p.awaitEvents("expired")
		dead := p.frame(url)
		dead.awaitMark("dead")
		dead.accessibleIn(p, "framed dead link")
		p.expect("a status of 410")
		dead.expect("a status of 410")
	})
}
