package e2e_test

import (
	"cmp"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// watch notes what the page asks for and what goes wrong in it.
func (p *page) watch(event any) {
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		p.requested(e.Request.URL)
	case *network.EventLoadingFailed:
		if !e.Canceled {
			p.fault("not loaded: %s %s %s", e.Type, e.ErrorText, e.BlockedReason)
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
			p.fault("console: %s", spoken(e.Args))
		}
	case *runtime.EventExceptionThrown:
		p.fault("exception: %s %s", e.ExceptionDetails.Text, spoken([]*runtime.RemoteObject{e.ExceptionDetails.Exception}))
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			p.fault("log: %s (%s)", e.Entry.Text, e.Entry.URL)
		}
	case *audits.EventIssueAdded:
		if details := e.Issue.Details.ContentSecurityPolicyIssueDetails; details != nil {
			p.fault("policy: %s %s", details.ViolatedDirective, details.BlockedURL)
		}
	}
}

// requested notes an address; one of another origin is a fault.
func (p *page) requested(address string) {
	p.mu.Lock()
	p.requests = append(p.requests, address)
	p.mu.Unlock()
	own := strings.HasPrefix(address, p.origin+"/") || strings.HasPrefix(address, "blob:"+p.origin+"/")
	if !own && !strings.HasPrefix(address, "data:") {
		p.fault("asks elsewhere: %s", address)
	}
}

func (p *page) fault(format string, arguments ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults = append(p.faults, fmt.Sprintf(format, arguments...))
}

// spoken is what a call of the console says.
func spoken(arguments []*runtime.RemoteObject) string {
	words := []string{}
	for _, argument := range arguments {
		if argument == nil {
			continue
		}
		words = append(words, cmp.Or(argument.Description, string(argument.Value)))
	}
	return strings.Join(words, " ")
}

// Else a page without a fault might be one that nobody watches.
func TestAPageThatGoesWrongIsSeen(t *testing.T) {
	t.Parallel()
	faulty := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Security-Policy", "script-src 'self' 'nonce-good'")
		_, _ = w.Write([]byte(`<!doctype html><title>Faulty</title><link rel="icon" href="data:,">
			<img src="http://192.0.2.1/far.png"><img src="http://elsewhere.example/far.png"><img src="/missing.png">
			<script>document.title = "an inline script ran"</script>
			<script nonce="good">console.error("complaint"); setTimeout(() => { missing() })</script>`))
	}))
	t.Cleanup(faulty.Close)
	p := open(t, faulty.URL+"/", desktop)
	// That the network is off, and the policy holds.
	p.await(`[...document.images].every((image) => image.complete && image.naturalWidth === 0)`)
	if title := eval[string](p, "document.title"); title != "Faulty" {
		t.Error(title)
	}
	p.await("new Promise((resolve) => setTimeout(() => resolve(true), 100)) && true")
	faults := strings.Join(p.take(), "\n")
	for _, want := range []string{
		"asks elsewhere: http://192.0.2.1/far.png", "asks elsewhere: http://elsewhere.example/far.png",
		"404 (Not Found)", "console: ", "complaint", "exception: ", "missing is not defined", "policy: script-src",
	} {
		if !strings.Contains(faults, want) {
			t.Errorf("not seen: %q", want)
		}
	}
	if t.Failed() {
		t.Log(faults)
	}
}
