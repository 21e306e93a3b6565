package e2e_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

const (
	clientID     = "portico"
	clientSecret = "the-client-secret-of-this-test"
)

// provider is an OpenID Connect provider of others, in another language.
type provider struct {
	t       *testing.T
	issuer  string
	command *exec.Cmd

	mu     sync.Mutex
	grants []granted
}

// granted is what it tells of tokens that it gave.
type granted struct {
	Port                   int
	Grant, Access, Refresh string
}

// newProvider runs one that leads back to the server, with tokens that live so many seconds.
func newProvider(t *testing.T, s *server, lifetime int) *provider {
	t.Helper()
	folder := filepath.Join(root, "internal", "e2e", "testdata", "oidc")
	if _, err := os.Stat(filepath.Join(folder, "node_modules", "oidc-provider")); err != nil {
		t.Fatal("the provider's packages are missing, which scripts/setup-test installs: ", err)
	}
	command := exec.Command("node", "provider.mjs", s.public()+"/oauth/callback", fmt.Sprint(lifetime))
	command.Dir = folder
	lines, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal("this test needs Node, which scripts/setup-test installs: ", err)
	}
	p := &provider{t: t, command: command}
	t.Cleanup(p.end)
	scanner := bufio.NewScanner(lines)
	read := func() (one granted, ok bool) {
		if !scanner.Scan() {
			return granted{}, false
		}
		if err := json.Unmarshal(scanner.Bytes(), &one); err != nil {
			t.Errorf("%s: %v", scanner.Text(), err)
		}
		return one, true
	}
	first, _ := read()
	if first.Port == 0 {
		t.Fatal("the provider doesn't listen")
	}
	p.issuer = fmt.Sprintf("http://127.0.0.1:%d", first.Port)
	go func() {
		for one, ok := read(); ok; one, ok = read() {
			p.mu.Lock()
			p.grants = append(p.grants, one)
			p.mu.Unlock()
		}
	}()
	return p
}

func (p *provider) end() {
	_ = p.command.Process.Kill() // it may have gone
	_ = p.command.Wait()
}

// given lists what it gave by a grant, once there are so many.
func (p *provider) given(grant string, n int) (found []granted) {
	p.t.Helper()
	for end := time.Now().Add(pagePatience); ; time.Sleep(20 * time.Millisecond) {
		found = nil
		p.mu.Lock()
		for _, one := range p.grants {
			if one.Grant == grant {
				found = append(found, one)
			}
		}
		p.mu.Unlock()
		if len(found) >= n || time.Now().After(end) {
			return found
		}
	}
}

// secrets are all that it gave, and what it knows the server by.
func (p *provider) secrets() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := []string{clientSecret}
	for _, one := range p.grants {
		for _, token := range []string{one.Access, one.Refresh} {
			if token != "" {
				all = append(all, token)
			}
		}
	}
	return all
}

// offer has customers connect their accounts at the provider.
func (s *server) offer(key string, p *provider) {
	s.t.Helper()
	s.mutate(key, "createProvider", obj{
		"key": "locks", "name": "Smart Locks", "issuer": p.issuer, "clientId": clientID, "clientSecret": clientSecret, "scopes": arr{"profile", "offline_access"},
	}, "provider { id }")
}

// window gives a window that a page has opened, by how its address begins, once it is there.
func (p *page) window(address string) *page {
	p.t.Helper()
	own := chromedp.FromContext(p.ctx).BrowserContextID
	for end := time.Now().Add(pagePatience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		targets, err := chromedp.Targets(p.ctx)
		if err != nil {
			p.t.Fatal(err)
		}
		for _, found := range targets {
			if found.Type == "page" && found.BrowserContextID == own && strings.HasPrefix(found.URL, address) {
				return p.attach(found.TargetID, found.URL)
			}
		}
	}
	p.fail("there is no window of %s", address)
	return nil
}

// awaitNoWindow waits until no window of the page's shows one of the addresses any more.
func (p *page) awaitNoWindow(addresses ...string) {
	p.t.Helper()
	own := chromedp.FromContext(p.ctx).BrowserContextID
	for end := time.Now().Add(pagePatience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		targets, err := chromedp.Targets(p.ctx)
		if err != nil {
			p.t.Fatal(err)
		}
		open := 0
		for _, found := range targets {
			for _, address := range addresses {
				if found.Type == "page" && found.BrowserContextID == own && strings.HasPrefix(found.URL, address) && !strings.Contains(found.URL, "error=") {
					open++
				}
			}
		}
		if open == 0 {
			return
		}
	}
	p.fail("a window of %v is still open", addresses)
}

// clickAndLeave presses on what leads to another page, maybe to the window's end.
func clickAndLeave(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible)
}
