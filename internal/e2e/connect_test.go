package e2e_test

import (
	"bytes"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // reads what PostgreSQL has stored
)

// connecting starts a server beside a provider, on which calls may go out.
func connecting(t *testing.T, database string, lifetime int) (s *server, key string, p *provider) {
	t.Helper()
	s = start(t, setup{database: database, environment: []string{"PORTICO_ALLOW_PRIVATE_OUTBOUND=true"}})
	key, p = s.firstKey(), newProvider(t, s, lifetime)
	s.offer(key, p)
	return s, key, p
}

const readAccounts = `{ connectedAccounts { nodes { id name status accessToken customer { key } } } }`

type accounts struct {
	ConnectedAccounts struct {
		Nodes []struct {
			ID, Name, Status, AccessToken string
			Customer                      struct{ Key string }
		}
	}
}

// failures lists why accounts were not connected, the newest first.
func (s *server) failures(key string) (all []string) {
	s.t.Helper()
	var answer struct {
		Events struct{ Nodes []struct{ Failure string } }
	}
	s.must(key, `{ events(filter: { type: CONNECTED_ACCOUNT_FAILED }) { nodes { failure } } }`, nil, &answer)
	for _, node := range answer.Events.Nodes {
		all = append(all, node.Failure)
	}
	return all
}

func TestACustomerConnectsAnAccountOnThePortalPage(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, database string) {
		s, key, provider := connecting(t, database, 8)
		_, url := s.portal(key, obj{"customerData": stay("hotel", "Ada Lovelace", "Room 101")})
		p := open(t, url, phone)
		p.allow(provider.issuer)
		p.enter()
		p.section("accounts")
		p.awaitText("accounts-empty", "No account is connected yet.")
		p.click(mark("connect-locks"))
		p.click("#allow")
		p.awaitText("account-name", "Ann Archer")
		p.awaitText("account-status", "Connected")
		if address := eval[string](p, "location.pathname + location.hash"); address != "/portal#accounts" {
			t.Errorf("it leads back to %s", address)
		}
		first := provider.given("authorization_code", 1)
		var read accounts
		s.must(key, readAccounts, nil, &read)
		if node := read.ConnectedAccounts.Nodes[0]; node.AccessToken != first[0].Access || node.Customer.Key != "hotel" {
			t.Errorf("the business reads %+v, the provider gave %+v", node, first)
		}
		refreshedOnce(t, s, key, provider)

		// Denied; then the provider is down; then disconnected.
		p.click(mark("connect-locks"))
		p.click("#deny")
		p.awaitMark("connection")
		if text := p.text(mark("connection-text")); !strings.Contains(text, "You didn’t allow it at Smart Locks") {
			t.Errorf("denied, the page says %q", text)
		}
		p.screenshot("connection denied")
		p.click(mark("back"))
		p.awaitText("account-status", "Connected")
		p.click(mark("account-disconnect"))
		p.click(mark("account-sure"))
		p.awaitText("account-status", "Disconnected")
		if revoked := provider.given("revoked", 1); len(revoked) != 1 {
			t.Errorf("the provider has revoked %d grants", len(revoked))
		}
		provider.end()
		p.click(mark("connect-locks"))
		p.awaitMark("connection")
		if text := p.text(mark("connection-text")); !strings.Contains(text, "Smart Locks can’t be reached") {
			t.Errorf("of a provider that is down the page says %q", text)
		}
		p.answers(502)
		p.click(mark("back"))
		p.awaitText("account-status", "Disconnected")
		if told := s.failures(key); !slices.Equal(told, []string{"PROVIDER_UNAVAILABLE", "CONSENT_DENIED"}) {
			t.Errorf("the business is told of %v", told)
		}
		s.holdsNone(provider.secrets())
	})
}

// refreshedOnce has fifty ask for a token that is about to expire.
func refreshedOnce(t *testing.T, s *server, key string, p *provider) {
	t.Helper()
	before := len(p.given("refresh_token", 0))
	time.Sleep(5 * time.Second) // of 8, which is past the half of its life
	tokens := make([]string, 50)
	var asking sync.WaitGroup
	for i := range tokens {
		asking.Go(func() {
			request, err := http.NewRequest(http.MethodPost, s.base+"/graphql", bytes.NewReader(body(readAccounts, nil)))
			if err != nil {
				t.Error(err)
				return
			}
			request.Header.Set("Content-Type", "application/json")
			request.Header.Set("Authorization", "Bearer "+key)
			response, err := unkept.Do(request)
			if err != nil {
				t.Error(err)
				return
			}
			defer response.Body.Close()
			var answer struct{ Data accounts }
			if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || len(answer.Data.ConnectedAccounts.Nodes) != 1 {
				t.Errorf("%d accounts, %v", len(answer.Data.ConnectedAccounts.Nodes), err)
				return
			}
			tokens[i] = answer.Data.ConnectedAccounts.Nodes[0].AccessToken
		})
	}
	asking.Wait()
	refreshed := p.given("refresh_token", before+1)
	if len(refreshed) != before+1 {
		t.Fatalf("the provider was asked to refresh %d times", len(refreshed)-before)
	}
	for _, token := range tokens {
		if token != refreshed[before].Access {
			t.Errorf("one got %q, and not %q", token, refreshed[before].Access)
		}
	}
}

// holdsNone searches all that the database has stored for secrets in clear.
func (s *server) holdsNone(secrets []string) {
	s.t.Helper()
	if len(secrets) < 5 {
		s.t.Fatalf("there are only %d secrets to search for", len(secrets))
	}
	stored := s.storedFiles()
	if strings.HasPrefix(s.setup.database, "postgres") {
		stored = s.storedRows()
	}
	if !slices.ContainsFunc(stored, func(text string) bool { return strings.Contains(text, "Ann Archer") }) {
		s.t.Fatal("what was stored isn't among what is searched")
	}
	for _, text := range stored {
		for _, secret := range secrets {
			if strings.Contains(text, secret) || strings.Contains(text, hex.EncodeToString([]byte(secret))) {
				s.t.Errorf("%s is stored in clear", secret)
			}
		}
	}
}

// storedFiles are SQLite's file and those beside it.
func (s *server) storedFiles() (all []string) {
	s.t.Helper()
	pattern := strings.TrimPrefix(s.setup.database, "sqlite:") + "*"
	if s.setup.database == "" {
		pattern = filepath.Join(s.setup.folder, "data", "portico.db*")
	}
	names, err := filepath.Glob(pattern)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			s.t.Fatal(err)
		}
		all = append(all, string(text))
	}
	return all
}

// storedRows are PostgreSQL's, each as the text of all of its columns.
func (s *server) storedRows() (all []string) {
	s.t.Helper()
	db, err := sql.Open("pgx", s.setup.database)
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close()
	texts := func(query string) (found []string) {
		rows, err := db.QueryContext(s.t.Context(), query)
		if err != nil {
			s.t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var text string
			if err := rows.Scan(&text); err != nil {
				s.t.Fatal(err)
			}
			found = append(found, text)
		}
		if err := rows.Err(); err != nil {
			s.t.Fatal(err)
		}
		return found
	}
	for _, table := range texts("SELECT tablename FROM pg_tables WHERE schemaname = 'public'") {
		all = append(all, texts("SELECT CAST(t AS text) FROM "+table+" AS t")...)
	}
	return all
}

func TestACustomerConnectsAnAccountFromAFrame(t *testing.T) {
	t.Parallel()
	s, key, provider := connecting(t, "", 600)
	h := newHost(t, s)
	_, url := s.portal(key, embedded(h.origin))
	h.link.Store(url)
	p := open(t, h.origin+"/", desktop)
	p.allow(s.public())
	p.awaitEvents("ready")
	framed := p.frame(s.public() + "/p/")
	framed.usable()
	framed.section("accounts")
	framed.awaitMark("connect-locks")

	settled(p, framed)
	framed.click(mark("connect-locks"))
	popup := p.window(provider.issuer + "/interaction/")
	popup.allow(s.public())
	popup.screenshot("popup")
	framed.awaitMark("accounts-waiting")
	popup.do("deny", clickAndLeave("#deny"))
	framed.awaitMark("accounts-failed")
	if text := framed.text(mark("accounts-failed")); !strings.Contains(text, "You didn’t allow it") {
		t.Errorf("denied, the frame says %q", text)
	}
	popup.awaitMark("connection")
	popup.screenshot("popup denied")

	settled(p, framed)
	framed.click(mark("connect-locks"))
	again := p.window(provider.issuer + "/interaction/")
	again.allow(s.public())
	again.do("allow", clickAndLeave("#allow"))
	framed.awaitText("account-name", "Ann Archer")
	framed.accessibleIn(p, "framed accounts")
	p.awaitNoWindow(provider.issuer, s.public()+"/oauth/callback")

	// A browser that lets no window open leads there by a link.
	eval[bool](framed, "Boolean(window.open = () => null)")
	settled(p, framed)
	framed.click(mark("connect-locks"))
	framed.awaitMark("accounts-blocked")
	if target := eval[string](framed, `document.querySelector("[data-test=accounts-blocked]").target`); target != "_blank" {
		t.Errorf("the link opens in %q", target)
	}
	framed.accessibleIn(p, "framed accounts blocked")
	framed.click(mark("accounts-stop"))
	framed.await(`!document.querySelector("[data-test=accounts-waiting]")`)
}

// settled waits until the frame is as high as what it shows: before that a click may miss.
func settled(p, framed *page) {
	p.t.Helper()
	content := eval[float64](framed, `document.getElementById("app").getBoundingClientRect().height`)
	p.await(fmt.Sprintf("Math.abs(%s - %f) < 2", height, content))
}

func TestAxeFindsNothingAmongTheAccounts(t *testing.T) {
	t.Parallel()
	for name, as := range map[string]view{"phone": phone, "desktop": desktop} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, key, provider := connecting(t, "", 600)
			_, url := s.portal(key, obj{"customerData": stay("hotel", "Ada Lovelace", "Room 101")})
			p := open(t, url, as)
			p.allow(provider.issuer)
			p.enter()
			p.section("accounts")
			p.awaitMark("accounts-empty")
			p.accessible("no accounts")
			p.click(mark("connect-locks"))
			p.click("#allow")
			p.awaitMark("accounts-row")
			p.accessible("accounts")
			p.click(mark("account-disconnect"))
			p.awaitMark("account-sure")
			p.await(`document.activeElement?.dataset.test === "account-sure"`)
			p.accessible("disconnecting")
			p.click(mark("account-sure"))
			p.awaitText("account-status", "Disconnected")
			p.accessible("disconnected")
			p.click(mark("account-reconnect"))
			p.click("#deny")
			p.awaitMark("connection")
			p.accessible("connection denied")
			p.visit(s.public() + "/oauth/callback?state=none")
			p.awaitMark("connection")
			p.accessible("connection unknown")
			p.answers(400)

			_, none := s.portal(key, obj{"customerData": obj{"customerKey": "motel"}, "features": obj{"connect": obj{"exclude": true}}})
			p.visit(none)
			p.enter()
			if p.has("section-accounts") {
				t.Error("a portal that goes without connect has accounts")
			}
		})
	}
}

func TestAPortalWithoutProvidersSaysSo(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	_, url := s.portal(s.firstKey(), obj{"customerData": stay("hotel", "Ada Lovelace", "Room 101")})
	p := open(t, url, desktop)
	p.enter()
	p.section("accounts")
	p.awaitText("accounts-empty", "Nothing to connect yet.")
}
