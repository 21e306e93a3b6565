package e2e_test

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// pagePatience is for a browser that shares two cores with other tests.
const pagePatience = 30 * time.Second

// view is what a page is looked at with.
type view struct {
	width, height int64
	touch, dark   bool
}

var (
	desktop = view{width: 1280, height: 800}
	phone   = view{width: 390, height: 844, touch: true}
)

// inDark is the same for somebody who likes it dark.
func (v view) inDark() view {
	v.dark = true
	return v
}

func (v view) emulate() chromedp.Action[chromedp.Void] {
	options := []chromedp.EmulateViewportOption{}
	if v.touch {
		options = append(options, chromedp.EmulateMobile, chromedp.EmulateTouch, chromedp.EmulatePortrait, chromedp.EmulateScale(2))
	}
	scheme := "light"
	if v.dark {
		scheme = "dark"
	}
	return chromedp.Steps(chromedp.EmulateViewport(v.width, v.height, options...), chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	}))
}

// page is a tab that nobody else's cookies or storage reach. When the test ends,
// whatever went wrong in it, and was not taken, fails the test.
type page struct {
	t      *testing.T
	ctx    context.Context
	origin string

	mu       sync.Mutex
	requests []string
	faults   []string
}

// open opens an address in a new tab.
func open(t *testing.T, address string, as view) *page {
	t.Helper()
	browser, err := chromium()
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	p := &page{t: t, origin: parsed.Scheme + "://" + parsed.Host}
	ctx, closeTab := chromedp.NewContext(browser, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.watch))
	t.Cleanup(func() {
		for _, fault := range p.take() {
			t.Errorf("%s: %s", address, fault)
		}
		closeTab()
	})
	p.ctx = ctx
	// The tab lives as long as the context of the first run, so that one has no deadline.
	err = chromedp.Do(ctx, as.emulate(), chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, audits.Enable, cdp.Empty{}) // which tell of violated policies
		return err
	}))
	if err != nil {
		t.Fatal(err)
	}
	p.do("open "+address, chromedp.Navigate(address))
	return p
}

// do runs steps that may take as long as a person would wait.
func (p *page) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, pagePatience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.fail("%s: %v", what, err)
	}
}

// fail ends the test with what the page looks like.
func (p *page) fail(format string, arguments ...any) {
	p.t.Helper()
	p.screenshot("failed " + filepath.Base(p.t.Name()))
	p.t.Fatalf(format, arguments...)
}

// click presses on the first element that a CSS selector finds, once it shows.
func (p *page) click(selector string) {
	p.t.Helper()
	p.do("click "+selector, chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}

// text gives what an element shows, once it shows.
func (p *page) text(selector string) string {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, pagePatience)
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS(selector), chromedp.NodeVisible))
	if err != nil {
		p.fail("text of %s: %v", selector, err)
	}
	return text
}

// eval gives the value of an expression in the page.
func eval[T any](p *page, expression string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, pagePatience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.fail("%s: %v", expression, err)
	}
	return value
}

// await waits until an expression is true. Loading another page is no fault.
func (p *page) await(expression string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, pagePatience)
	defer cancel()
	var err error
	for ctx.Err() == nil {
		var yes bool
		if yes, err = chromedp.Run(ctx, chromedp.Evaluate[bool]("Boolean("+expression+")")); yes {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	p.fail("never true: %s (%v)", expression, err)
}

// screenshot keeps a picture of what shows, where PORTICO_TEST_SCREENSHOTS asks for it.
func (p *page) screenshot(name string) {
	p.t.Helper()
	folder := os.Getenv("PORTICO_TEST_SCREENSHOTS")
	if folder == "" {
		return
	}
	ctx, cancel := context.WithTimeout(p.ctx, pagePatience)
	defer cancel()
	picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o600)
	}
	if err != nil {
		p.t.Errorf("screenshot %s: %v", name, err)
	}
}

// take gives what has gone wrong since the last time, for a test that expects it.
func (p *page) take() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	taken := p.faults
	p.faults = nil
	return taken
}

// asked gives every address that the page has asked for.
func (p *page) asked() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.requests)
}
