package e2e_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
)

var htmlBlock = regexp.MustCompile("(?s)```html\n(.*?)```")

// snippet is what docs/embedding.md offers for pasting, as a reader completes it.
func snippet(t *testing.T, server, link string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "docs", "embedding.md"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := htmlBlock.FindAllStringSubmatch(string(text), -1)
	if len(blocks) != 1 {
		t.Fatalf("docs/embedding.md has %d snippets", len(blocks))
	}
	return strings.NewReplacer("https://portal.example.com", server, "MAGIC_LINK_URL", link).Replace(blocks[0][1])
}

// host is a page of a business that embeds a portal.
type host struct {
	origin string
	// link is what the page is rendered with, and newLink what its route for links answers.
	link, newLink atomic.Value
	// hasty makes time go by for the page twenty times as fast.
	hasty bool
}

// newHost serves such a page. It notes every event of the element in seen.
func newHost(t *testing.T, s *server) *host {
	t.Helper()
	h := &host{}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		// As strict as docs/embedding.md says that a page may be; its own scripts have no nonce here.
		w.Header().Set("Content-Security-Policy", "default-src 'none'; connect-src 'self'; img-src data:; style-src 'none'; frame-src "+s.public()+
			"; script-src 'unsafe-inline' "+s.public())
		haste := ""
		if h.hasty {
			haste = "<script>const timeout = setTimeout; setTimeout = (then, after) => timeout(then, after / 20)</script>"
		}
		_, _ = fmt.Fprintf(w, `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
			<title>Property app</title><link rel="icon" href="data:,">%s<h1>My property app</h1>%s<p>Footer</p>
			<script>
				const seen = []
				for (const type of ["ready", "expiring", "expired", "error"]) portal.addEventListener(type, ({ detail }) => seen.push([type, detail]))
			</script>`, haste, snippet(t, s.public(), h.link.Load().(string)))
	})
	mux.HandleFunc("POST /portal-link", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(h.newLink.Load().(string)))
	})
	site := httptest.NewServer(mux)
	t.Cleanup(site.Close)
	h.origin = site.URL
	return h
}

// embedded is the input of a link that only these sites may frame, or the workspace's.
func embedded(origins ...string) obj {
	return obj{"customerData": stay("hotel", "Ada Lovelace", "Room 101"), "isEmbedded": true, "embedOrigins": origins}
}

// awaitEvents waits until the element has dispatched exactly these.
func (p *page) awaitEvents(types ...string) {
	p.t.Helper()
	p.await(fmt.Sprintf("seen.map(([type]) => type).join() === %q", strings.Join(types, ",")))
}

// height is the frame's.
const height = `document.querySelector("portico-portal").shadowRoot.firstChild.getBoundingClientRect().height`

func TestTheDocumentedSnippetShowsAPortalWithoutAClick(t *testing.T) {
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
	framed.awaitMark("entry")
	if entry := framed.text(mark("entry")); !strings.Contains(entry, "Ada Lovelace") || !strings.Contains(entry, "Room 101") {
		t.Errorf("the frame shows %q", entry)
	}
	if framed.has("sign-out") || framed.has("customer") {
		t.Error("a framed portal has a header of its own")
	}
	if cookies := eval[string](framed, "document.cookie"); cookies != "" {
		t.Errorf("the frame has cookies: %s", cookies)
	}
	adaptsItsHeight(p, framed)
	p.screenshot("embedded phone")

	// The frame alone, then all of the page, in the same tab; then another tab.
	eval[bool](framed, "location.reload(), true")
	p.awaitEvents("ready", "ready")
	p.visit(h.origin + "/")
	p.awaitEvents("ready")
	if n := s.redeemed(key, id); n != 1 {
		t.Errorf("after reloads the link is redeemed %d times", n)
	}
	other := open(t, h.origin+"/", desktop)
	other.allow(s.public())
	other.awaitEvents("ready")
	if n := s.redeemed(key, id); n != 2 {
		t.Errorf("after another visit the link is redeemed %d times", n)
	}
	other.screenshot("embedded desktop")
}

// adaptsItsHeight checks that the frame is as high as what it shows, in each section.
func adaptsItsHeight(p, framed *page) {
	p.t.Helper()
	for _, section := range []string{"people", "access", "today"} {
		framed.section(section)
		if section != "today" {
			framed.awaitMark(section + "-row")
		}
		content := eval[float64](framed, `document.getElementById("app").getBoundingClientRect().height`)
		p.await(fmt.Sprintf("Math.abs(%s - %f) < 2", height, content))
		framed.await("document.documentElement.scrollHeight <= innerHeight")
		framed.fits("the frame's " + section)
	}
}

func TestAnEmbeddedPortalWhoseLinkEndsGoesOnWithANewOne(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	key, h := s.firstKey(), newHost(t, s)
	s.mutate(key, "updateWorkspace", obj{"embedOrigins": arr{h.origin}}, "workspace { id }")
	id, url := s.portal(key, embedded())
	_, next := s.portal(key, embedded())
	h.link.Store(url)
	h.newLink.Store(next)
	p := open(t, h.origin+"/", desktop)
	p.allow(s.public())
	p.awaitEvents("ready")
	framed := p.frame(s.public() + "/p/")
	framed.usable()
	// A session that ends is replaced, as long as the link lives.
	s.mutate(key, "endPortalSessions", obj{"customerKey": "hotel"}, "endedCount")
	framed.section("people")
	framed.awaitText("people-summary", "1 person")
	if n := s.redeemed(key, id); n != 2 {
		t.Errorf("after its session's end the link is redeemed %d times", n)
	}
	p.awaitEvents("ready")

	s.revoke(key, id)
	framed.click(mark("section-places"))
	p.awaitEvents("ready", "expired", "ready")
	framed.expect("a status of 401")
	framed.expect("not loaded") // what was under way when the page took the next link
	if source := eval[string](p, `portal.getAttribute("src")`); source != next {
		t.Errorf("the page shows %s", source)
	}
	again := p.frame(next)
	again.expect("a status of 401") // Chromium tells it what the frame in its place has met
	again.awaitMark("entry")
}

func TestAPageOfAnotherOriginGetsNothingOfAnEmbeddedPortal(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	key, h := s.firstKey(), newHost(t, s)
	id, url := s.portal(key, embedded("https://app.example.com"))
	h.link.Store(url)
	h.hasty = true
	p := open(t, h.origin+"/", desktop)
	p.allow(s.public())
	p.await(`document.querySelector("portico-portal").shadowRoot?.firstChild`)
	p.awaitEvents("error") // after 20 seconds of the page's time, in which nothing answers
	if detail := eval[string](p, "seen[0][1].code"); detail != "TIMEOUT" {
		t.Errorf("the error is %s", detail)
	}
	if p.forgive("frame-ancestors")+p.forgive("BLOCKED_BY_RESPONSE") == 0 {
		t.Error("Chromium tells of nothing that it refused")
	}
	if n := s.redeemed(key, id); n != 0 {
		t.Errorf("the link is redeemed %d times", n)
	}
	p.screenshot("embedded refused")
}

func TestAnEmbeddedLinkOutsideAFrameWaitsForItsButton(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	key := s.firstKey()
	id, url := s.portal(key, embedded("https://app.example.com"))
	p := open(t, url, phone)
	p.text(mark("open"))
	if n := s.redeemed(key, id); n != 0 {
		t.Errorf("looking at the page redeems the link %d times", n)
	}
	p.enter()
	shows(t, p, "hotel", "Ada Lovelace")
}
