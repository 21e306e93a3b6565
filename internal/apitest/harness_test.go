// Package apitest tests the server from outside: through HTTP, on a database of
// its own, on both engines.
package apitest_test

import (
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/graph"
	"github.com/portico-portal/portico/graph/price"
	"github.com/portico-portal/portico/graph/transport"
	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/config"
	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/intake"
	"github.com/portico-portal/portico/internal/outbound"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/rest"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/storetest"
	"github.com/portico-portal/portico/internal/testdb"
	"github.com/portico-portal/portico/internal/token"
	"github.com/portico-portal/portico/internal/web"
	"github.com/portico-portal/portico/internal/web/portalpage"
	"github.com/portico-portal/portico/models"
)

const (
	publicURL = "http://localhost:8080"
	bodyLimit = 8 << 20
	linkTTL   = 24 * time.Hour
)

func secret(letter string) string { return strings.Repeat(letter, 32) }

// server is a running server on a database of its own.
type server struct {
	t        testing.TB
	url      string
	handler  http.Handler
	database string
	clock    *clock
	log      *journal
	store    *store.Store
	portal   *portal.Service
	// The first workspace and its API key, and a client that uses the key.
	workspace uuid.UUID
	key       string
	client
}

// each runs test once an engine, each with a server of its own.
func each(t *testing.T, test func(t *testing.T, s *server)) {
	t.Helper()
	t.Parallel()
	testdb.Each(t, migrate, func(t *testing.T, databaseURL string) { test(t, start(t, databaseURL)) })
}

var migrate testdb.Migrate = storetest.Migrate

// start serves the database with the first workspace and key in it.
func start(t testing.TB, databaseURL string) *server {
	t.Helper()
	s := open(t, databaseURL, secret("s"))
	first, err := s.portal.CreateFirst(t.Context())
	if err != nil || first == nil {
		t.Fatalf("CreateFirst = %v, %v", first, err)
	}
	s.workspace, s.key = first.Workspace.ID, first.Key.Reveal()
	s.client = s.as(s.key)
	return s
}

// open serves the database with these secrets.
func open(t testing.TB, databaseURL string, secrets ...string) *server {
	t.Helper()
	s := &server{t: t, database: databaseURL, clock: &clock{}, log: &journal{}}
	log := slog.New(s.log)
	var err error
	if s.store, err = store.Open(t.Context(), databaseURL, log); err != nil {
		t.Fatal(err)
	}
	keyring, err := token.NewKeyring(secrets)
	if err != nil {
		t.Fatal(err)
	}
	s.portal = portal.New(portal.Settings{
		Store: s.store, Keyring: keyring, PublicURL: publicURL, LinkTTL: linkTTL, SessionTTL: 12 * time.Hour,
		Clock: s.clock.ofVerbs, Random: rand.Reader, Log: log, Outbound: outbound.New(true),
	})
	s.handler = face(s, keyring, log)
	listening := httptest.NewServer(s.handler)
	s.url = listening.URL
	t.Cleanup(func() {
		listening.Close()
		_ = s.store.Close() // a test may have closed it
		s.log.report(t)
	})
	return s
}

// face is what the server answers over HTTP, with the limits and settings that
// are the default.
func face(s *server, keyring *token.Keyring, log *slog.Logger) http.Handler {
	settings, err := config.Load(func(string) string { return "" }, nil, false)
	if err != nil {
		s.t.Fatal(err)
	}
	limits := settings.Limits
	authenticator := auth.NewAuthenticator(s.store, s.portal, s.clock.now, log)
	in := intake.New(intake.Limits{Body: limits.Body, Values: intake.MaxValues, Client: intake.BusinessOf})
	api := graph.Handler(graph.Options{
		Resolver: &graph.Resolver{Portal: s.portal, Store: s.store}, Log: log, Introspection: settings.Introspection,
		Intake: in, TokenLimit: limits.Tokens,
		Limits: price.Limits{Depth: limits.Depth, Aliases: limits.Aliases, RootMutations: limits.RootMutations, Cost: limits.Cost},
	})
	return web.Handler(web.Options{
		Config: settings,
		REST:   rest.Handler(rest.Options{Portal: s.portal, Intake: in, Log: log}), RESTPaths: rest.Paths(), RefuseREST: rest.Refuse, OpenAPI: rest.OpenAPI,
		GraphQL: api,
		Refuse: func(w http.ResponseWriter, r *http.Request, status int, code fault.Code, message string) {
			transport.Answer(w, r, transport.Refuse(status, string(code), message))
		},
		Authenticate: func(r *http.Request) (auth.Caller, error) {
			return authenticator.AuthenticateRequest(r, auth.Cookies{Origin: publicURL})
		},
		Portal: portalpage.Handler(portalpage.Options{
			Portal: s.portal, Keyring: keyring, GraphQL: api, PublicURL: publicURL, Log: log, Clock: s.clock.now,
		}),
		Ping: s.store.Ready, Log: log, Clock: s.clock.now,
		Deadline: 2 * time.Minute, // with the race detector SQLite takes ten times as long
		Draining: func() bool { return false },
	})
}

// restarted serves the same database with other secrets, beside s.
func (s *server) restarted(secrets ...string) *server {
	s.t.Helper()
	other := open(s.t, s.database, secrets...)
	other.workspace, other.key = s.workspace, s.key
	other.client = other.as(s.key)
	return other
}

// newWorkspace makes a workspace.
func (s *server) newWorkspace(name string) uuid.UUID {
	s.t.Helper()
	workspace, err := s.portal.CreateWorkspace(s.t.Context(), name)
	if err != nil {
		s.t.Fatal(err)
	}
	return workspace.ID
}

// credential is an API key or a personal access token with its id.
type credential struct {
	id   uuid.UUID
	text string
}

func (s *server) newKey(in portal.NewCredentialInput) credential {
	return s.newCredential(models.CredentialAPIKey, in)
}

func (s *server) newAccessToken(workspaces ...uuid.UUID) credential {
	return s.newCredential(models.CredentialPersonalAccessToken, portal.NewCredentialInput{Name: "token", WorkspaceIDs: workspaces})
}

func (s *server) newCredential(kind models.CredentialKind, in portal.NewCredentialInput) credential {
	s.t.Helper()
	made, text, err := s.portal.CreateCredential(s.t.Context(), kind, in)
	if err != nil {
		s.t.Fatal(err)
	}
	return credential{made.ID, text.Reveal()}
}

// second gives a client of another workspace on the same server.
func (s *server) second() client {
	s.t.Helper()
	workspace := s.newWorkspace("second")
	return s.as(s.newKey(portal.NewCredentialInput{Name: "second", WorkspaceIDs: []uuid.UUID{workspace}}).text)
}

// on names the engine, for what differs by it.
func (s *server) on() testdb.Engine {
	if strings.HasPrefix(s.database, "sqlite:") {
		return testdb.SQLite
	}
	return testdb.Postgres
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
