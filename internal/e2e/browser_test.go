package e2e_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"sync"

	"github.com/chromedp/chromedp"
)

// chromium is one for the whole process, since two cores start none in less
// than a second. Each page has an incognito context of its own in it.
var chromium = sync.OnceValues(startBrowser)

// closeBrowser ends it, if there is one.
var closeBrowser = func() {}

func startBrowser() (context.Context, error) {
	path := os.Getenv("PORTICO_TEST_CHROMIUM")
	if path == "" {
		var err error
		if path, err = exec.LookPath("chromium"); err != nil {
			return nil, errors.New("this test needs Chromium: scripts/setup-test installs it, or PORTICO_TEST_CHROMIUM names one")
		}
	}
	allocator, end := chromedp.NewExecAllocator(context.Background(), flags(path)...)
	browser, _ := chromedp.NewContext(allocator)
	closeBrowser = func() {
		_ = chromedp.Cancel(browser) // gently, so that it leaves nothing behind
		end()
	}
	// The first run starts it.
	return browser, chromedp.Do(browser)
}

// flags start a browser without a window, without a network but this machine's
// own, and without the errands that Chromium runs for itself.
func flags(path string) []chromedp.ExecAllocatorOption {
	return append(chromedp.DefaultExecAllocatorOptions[:len(chromedp.DefaultExecAllocatorOptions):len(chromedp.DefaultExecAllocatorOptions)],
		chromedp.ExecPath(path),
		chromedp.NoSandbox, // its sandbox wants more than a container grants
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		// No name is found but these, and what needs none meets a proxy that isn't there.
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1, EXCLUDE localhost"),
		chromedp.ProxyServer("http://127.0.0.1:9"),
		chromedp.Flag("proxy-bypass-list", "127.0.0.1;localhost"),
	)
}
