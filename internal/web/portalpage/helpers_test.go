package portalpage_test

import (
	"context"
	"crypto/rand"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/graph"
	"github.com/portico-portal/portico/graph/price"
	"github.com/portico-portal/portico/internal/outbound"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/storetest"
	"github.com/portico-portal/portico/internal/testdb"
	"github.com/portico-portal/portico/internal/token"
	"github.com/portico-portal/portico/internal/web/portalpage"
	"github.com/portico-portal/portico/models"
)

const origin = "https://portal.example.com"

// start is when every test begins.
var start = time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)

// site is a server with one workspace.
type site struct {
	t       testing.TB
	verbs   *portal.Service
	store   *store.Store
	tenant  models.Tenant
	keyring *token.Keyring
	handler http.Handler
	now     time.Time
	// statements counts what the database was asked.
	statements atomic.Int64
}

var migrate testdb.Migrate = storetest.Migrate

// each runs a test on a site of its own, on both engines.
func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Parallel()
	testdb.Each(t, migrate, func(t *testing.T, databaseURL string) { test(t, newSite(t, databaseURL)) })
}

func newSite(t testing.TB, databaseURL string) *site {
	t.Helper()
	s := &site{t: t, now: start}
	var err error
	if s.store, err = store.Open(t.Context(), databaseURL, slog.New(counter{&s.statements})); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.store.Close() })
	s.keyring = s.ring(strings.Repeat("a", 32))
	s.serve(s.keyring)
	first, err := s.verbs.CreateFirst(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.tenant = models.Tenant{WorkspaceID: first.Workspace.ID, Code: first.Workspace.Code}
	return s
}

func (s *site) ring(secrets ...string) *token.Keyring {
	s.t.Helper()
	ring, err := token.NewKeyring(secrets)
	if err != nil {
		s.t.Fatal(err)
	}
	return ring
}

// serve puts the server together, as after a start with these secrets.
func (s *site) serve(keyring *token.Keyring) {
	clock := func() time.Time { return s.now }
	log := slog.New(slog.DiscardHandler)
	s.verbs = portal.New(portal.Settings{
		Store: s.store, Keyring: keyring, PublicURL: origin, LinkTTL: 24 * time.Hour, SessionTTL: 12 * time.Hour,
		Clock: clock, Random: rand.Reader, Log: slog.New(slog.DiscardHandler), Outbound: outbound.New(true),
	})
	s.handler = portalpage.Handler(portalpage.Options{
		Portal: s.verbs, Keyring: keyring, PublicURL: origin, Secure: true, Log: log, Clock: clock,
		GraphQL: graph.Handler(graph.Options{
			Resolver: &graph.Resolver{Portal: s.verbs, Store: s.store}, Log: log, TokenLimit: 15000,
			Limits: price.Limits{Depth: 15, Aliases: 100, RootMutations: 10, Cost: 100000},
		}),
	})
}

// counter counts the statements that the store logs.
type counter struct{ statements *atomic.Int64 }

func (c counter) Enabled(context.Context, slog.Level) bool { return true }
func (c counter) Handle(context.Context, slog.Record) error {
	c.statements.Add(1)
	return nil
}
func (c counter) WithAttrs([]slog.Attr) slog.Handler { return c }
func (c counter) WithGroup(string) slog.Handler      { return c }

// link makes a customer's link; adjust changes what is asked for.
func (s *site) link(customer string, adjust func(*portal.CreateCustomerPortalInput)) (models.MagicLink, string) {
	s.t.Helper()
	in := portal.CreateCustomerPortalInput{CustomerData: portal.CustomerData{CustomerKey: customer}}
	if adjust != nil {
		adjust(&in)
	}
	created, err := s.verbs.CreateCustomerPortal(s.t.Context(), s.tenant, in)
	if err != nil {
		s.t.Fatal(err)
	}
	return created.MagicLink, strings.TrimPrefix(s.verbs.URL(s.tenant, &created.MagicLink), origin)
}

// stored reads the link as it is now.
func (s *site) stored(link models.MagicLink) models.MagicLink {
	s.t.Helper()
	found, err := s.store.MagicLink(s.t.Context(), s.tenant.WorkspaceID, link.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	return found
}

// sessions counts the customer's sessions that are going on.
func (s *site) sessions(link models.MagicLink) int {
	s.t.Helper()
	counts, err := s.store.CountPortalSessions(s.t.Context(), s.tenant.WorkspaceID, []uuid.UUID{link.CustomerID}, s.verbs.GoingOn())
	if err != nil {
		s.t.Fatal(err)
	}
	return counts[link.CustomerID]
}

// browser sends requests as a browser does, and keeps cookies.
type browser struct {
	site    *site
	cookies map[string]string
	// silent leaves out the headers that tell where a request comes from.
	silent bool
}

func (s *site) browser() *browser { return &browser{site: s, cookies: map[string]string{}} }

type answer struct {
	status int
	header http.Header
	body   string
	cookie map[string]*http.Cookie
}

func (b *browser) send(method, path string, form url.Values, header map[string]string) answer {
	b.site.t.Helper()
	request := httptest.NewRequest(method, origin+path, strings.NewReader(form.Encode()))
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range header {
		request.Header.Set(name, value)
	}
	for name, value := range b.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	recorder := httptest.NewRecorder()
	b.site.handler.ServeHTTP(recorder, request)
	response := recorder.Result()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		b.site.t.Fatal(err)
	}
	got := answer{response.StatusCode, response.Header, string(body), map[string]*http.Cookie{}}
	for _, cookie := range response.Cookies() {
		got.cookie[cookie.Name] = cookie
		if cookie.MaxAge < 0 {
			delete(b.cookies, cookie.Name)
		} else {
			b.cookies[cookie.Name] = cookie.Value
		}
	}
	return got
}

func (b *browser) get(path string) answer {
	b.site.t.Helper()
	return b.send("GET", path, nil, map[string]string{"Sec-Fetch-Site": "none", "Sec-Fetch-Dest": "document"})
}

// press sends the form of the page at path, as its button does.
func (b *browser) press(path string) answer {
	b.site.t.Helper()
	return b.submit(path, path)
}

func (b *browser) submit(page, action string) answer {
	b.site.t.Helper()
	form := url.Values{"form": {b.get(page).formToken()}}
	if b.silent {
		return b.send("POST", action, form, nil)
	}
	return b.send("POST", action, form, map[string]string{"Sec-Fetch-Site": "same-origin", "Origin": "null"})
}

// open redeems the link at path and fails the test unless it opens.
func (b *browser) open(path string) answer {
	b.site.t.Helper()
	got := b.press(path)
	if got.status != 303 || got.header.Get("Location") != "/portal" {
		b.site.t.Fatalf("opening %s: status %d to %q: %s", path, got.status, got.header.Get("Location"), got.body)
	}
	return got
}

var formInput = regexp.MustCompile(`name="form" value="([^"]*)"`)

func (a answer) formToken() string {
	match := formInput.FindStringSubmatch(a.body)
	if match == nil {
		return ""
	}
	return html.UnescapeString(match[1])
}

// shows tells whether the page has an element marked so for tests.
func (a answer) shows(mark string) bool { return strings.Contains(a.body, `data-test="`+mark+`"`) }

func want(t *testing.T, what string, got answer, status int, marks ...string) {
	t.Helper()
	if got.status != status {
		t.Errorf("%s: status %d, want %d: %s", what, got.status, status, got.body)
	}
	for _, mark := range marks {
		hidden := strings.HasPrefix(mark, "!")
		if got.shows(strings.TrimPrefix(mark, "!")) == hidden {
			t.Errorf("%s: %q isn't as it should be: %s", what, mark, got.body)
		}
	}
}
