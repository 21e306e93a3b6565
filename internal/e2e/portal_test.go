package e2e_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// portal makes a portal of any input and gives its link.
func (s *server) portal(key string, input obj) (id, url string) {
	s.t.Helper()
	var answer made
	s.must(key, createPortal, obj{"input": input}, &answer)
	return answer.CreateCustomerPortal.MagicLink.ID, answer.CreateCustomerPortal.MagicLink.URL
}

// mutate runs a mutation that takes an input and has an answer which nobody reads.
func (s *server) mutate(key, name string, input obj, selection string) {
	s.t.Helper()
	inputType := strings.ToUpper(name[:1]) + name[1:] + "Input"
	var ignored any
	s.must(key, fmt.Sprintf("mutation ($input: %s!) { %s(input: $input) { %s } }", inputType, name, selection), obj{"input": input}, &ignored)
}

// revoke ends a link for good.
func (s *server) revoke(key, id string) {
	s.t.Helper()
	s.mutate(key, "revokeMagicLink", obj{"id": id}, "magicLink { id }")
}

// rotate gives a link's new URL.
func (s *server) rotate(key, id string) (url string) {
	s.t.Helper()
	var answer struct {
		RotateMagicLink struct{ MagicLink struct{ URL string } }
	}
	s.must(key, "mutation ($input: RotateMagicLinkInput!) { rotateMagicLink(input: $input) { magicLink { url } } }",
		obj{"input": obj{"id": id}}, &answer)
	return answer.RotateMagicLink.MagicLink.URL
}

// redeemed tells how often a link was.
func (s *server) redeemed(key, id string) int {
	s.t.Helper()
	var answer struct{ MagicLink struct{ RedemptionCount int } }
	s.must(key, "query ($id: ID!) { magicLink(id: $id) { redemptionCount } }", obj{"id": id}, &answer)
	return answer.MagicLink.RedemptionCount
}

// arrival is a moment that Today shows as somebody's coming, whatever the hour:
// later today, or tomorrow.
func arrival() time.Time { return time.Now().UTC().Add(time.Hour) }

// stay is the data of a customer with one guest, who arrives in an hour and
// leaves a day later: Today shows both, whatever the hour and the time zone.
func stay(customer, guest, room string) obj {
	return obj{
		"customerKey": customer,
		"guests":      arr{obj{"guestKey": "guest", "name": guest}},
		"rooms":       arr{obj{"roomKey": "room", "name": room}},
		"reservations": arr{obj{"reservationKey": "reservation", "guestKey": "guest", "roomKeys": arr{"room"},
			"startsAt": arrival().Format(time.RFC3339), "endsAt": arrival().AddDate(0, 0, 1).Format(time.RFC3339)}},
	}
}

// business is the site of whoever uses Portico, on another origin than the
// portal's. It answers every address by naming it, but /logo.svg.
func business(t *testing.T) string {
	t.Helper()
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/logo.svg" {
			w.Header().Set("Content-Type", "image/svg+xml")
			_, _ = w.Write([]byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 32"><circle cx="20" cy="20" r="10" fill="#e8590c"/></svg>`))
			return
		}
		w.Header().Set("Content-Type", "text/html")
		_, _ = fmt.Fprintf(w, `<!doctype html><title>Business</title><link rel="icon" href="data:,"><h1>%s</h1>`, r.URL.Path)
	}))
	t.Cleanup(site.Close)
	return site.URL
}

// mark finds what the pages have marked for tests.
func mark(name string) string { return "[data-test=" + name + "]" }

// visit goes to another address in the same tab.
func (p *page) visit(address string) {
	p.t.Helper()
	p.do("visit "+address, chromedp.Navigate(address))
}

// enter presses the link's button and waits for the portal.
func (p *page) enter() {
	p.t.Helper()
	p.click(mark("open"))
	p.usable()
}

// usable waits until the portal's script has taken over.
func (p *page) usable() {
	p.t.Helper()
	p.awaitMark("section-today")
}

// section goes to one of the portal's sections.
func (p *page) section(name string) {
	p.t.Helper()
	p.click(mark("section-" + name))
	p.await(fmt.Sprintf("document.querySelector(%q)?.hidden === false", mark("panel-"+name)))
}

// awaitMark waits until something marked is there.
func (p *page) awaitMark(name string) {
	p.t.Helper()
	p.await(fmt.Sprintf("document.querySelector(%q)", mark(name)))
}

// awaitText waits until something marked says exactly this.
func (p *page) awaitText(name, text string) {
	p.t.Helper()
	p.await(fmt.Sprintf("document.querySelector(%q)?.textContent.trim() === %q", mark(name), text))
}

// has says whether something marked is there now.
func (p *page) has(name string) bool {
	p.t.Helper()
	return p.count(name) > 0
}

// count counts what has a mark.
func (p *page) count(name string) int {
	p.t.Helper()
	return eval[int](p, fmt.Sprintf("document.querySelectorAll(%q).length", mark(name)))
}

// set puts a value into a field as a person's choice does.
func (p *page) set(name, value string) {
	p.t.Helper()
	eval[bool](p, fmt.Sprintf(`((field) => {
		field.value = %q
		return field.dispatchEvent(new Event("input", { bubbles: true })) && field.dispatchEvent(new Event("change", { bubbles: true }))
	})(document.querySelector(%q))`, value, mark(name)))
}

// fits says that nothing makes the page wider than the window.
func (p *page) fits(what string) {
	p.t.Helper()
	if over := eval[int64](p, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); over > 0 {
		p.t.Errorf("%s is %d wider than the window", what, over)
		p.screenshot("too wide " + what)
	}
}

// forgive takes the faults that hold a sign, which a test expects, and tells how many there were.
func (p *page) forgive(sign string) (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	kept := p.faults[:0]
	for _, fault := range p.faults {
		if strings.Contains(fault, sign) {
			n++
		} else {
			kept = append(kept, fault)
		}
	}
	p.faults = kept
	return n
}

// answers tells that a page came with a status which Chromium complains of.
func (p *page) answers(status int) {
	p.t.Helper()
	p.expect(fmt.Sprintf("a status of %d", status))
	if got := eval[int](p, `performance.getEntriesByType("navigation")[0].responseStatus`); got != status {
		p.t.Errorf("%s came with %d, not %d", eval[string](p, "location.pathname"), got, status)
	}
}

// expect says that faults which hold a sign are no faults in this test, whenever they come.
func (p *page) expect(sign string) {
	p.t.Cleanup(func() { p.forgive(sign) })
}

// allow says that the page may ask another origin.
func (p *page) allow(origin string) { p.expect("asks elsewhere: " + origin + "/") }

// prefers sets what the system's settings say to a page, here and in no frame of another site.
func (p *page) prefers(dark bool) {
	p.t.Helper()
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	p.do("prefer "+scheme, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme},
			{Name: "prefers-reduced-motion", Value: "reduce"}, // a colour on its way to another has no contrast of its own
		}})
		return err
	}))
}

// frame gives a frame of another site by how its address begins, once it is there: Chromium keeps it apart from its page.
func (p *page) frame(address string) *page {
	p.t.Helper()
	own := chromedp.FromContext(p.ctx).BrowserContextID
	for end := time.Now().Add(pagePatience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		targets, err := chromedp.Targets(p.ctx)
		if err != nil {
			p.t.Fatal(err)
		}
		for _, found := range targets {
			if found.Type == "iframe" && found.BrowserContextID == own && strings.HasPrefix(found.URL, address) {
				return p.attach(found.TargetID, found.URL)
			}
		}
	}
	p.fail("there is no frame of %s", address)
	return nil
}

func (p *page) attach(id target.ID, address string) *page {
	p.t.Helper()
	parsed, err := url.Parse(address)
	if err != nil {
		p.t.Fatal(err)
	}
	framed := &page{t: p.t, origin: parsed.Scheme + "://" + parsed.Host}
	ctx, detach := chromedp.NewContext(p.ctx, chromedp.WithTargetID(id), chromedp.WithDetachOnCancel(), chromedp.WithListener(framed.watch))
	p.t.Cleanup(func() {
		framed.forgive("ERR_CACHE_MISS") // who attaches asks the cache for what the frame has loaded: nothing that the page does
		for _, fault := range framed.take() {
			p.t.Errorf("in the frame of %s: %s", framed.origin, fault)
		}
		detach()
	})
	framed.ctx = ctx
	err = chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, audits.Enable, cdp.Empty{})
		return err
	}))
	if err != nil {
		p.t.Fatal(err)
	}
	return framed
}
