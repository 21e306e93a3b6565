// Package parts holds what every server of the comparison is made of, so that
// they differ in what is compared and in nothing else.
package parts

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/outbound"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/token"
)

const (
	// PublicURL is the base of every link.
	PublicURL = "http://localhost:8080"
	// LinkTTL is the lifetime of every link.
	LinkTTL = 24 * time.Hour
	// SessionTTL is the lifetime of every session: the product's default.
	SessionTTL = 12 * time.Hour
	// Connections is the most that a server keeps to the database: the product's number.
	Connections = 24
)

// Secret stands in PORTICO_SECRET of every server. It guards nothing.
var Secret = strings.Repeat("benchmark", 4)

// Parts are the server's parts over one database.
type Parts struct {
	DatabaseURL string
	Log         *slog.Logger
	Store       *store.Store
	Keyring     *token.Keyring
	Portal      *portal.Service
	auth        *auth.Authenticator
}

// Open connects to the database.
func Open(ctx context.Context, databaseURL string) (*Parts, error) {
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	keyring, err := token.NewKeyring([]string{Secret})
	if err != nil {
		return nil, err
	}
	s, err := store.Open(ctx, databaseURL, log)
	if err != nil {
		return nil, err
	}
	p := portal.New(portal.Settings{
		Store: s, Keyring: keyring, PublicURL: PublicURL, LinkTTL: LinkTTL, SessionTTL: SessionTTL,
		Clock: time.Now, Random: rand.Reader, Log: slog.New(slog.DiscardHandler),
		Outbound: outbound.New(true), // the receiver of webhooks is on this machine
	})
	return &Parts{
		DatabaseURL: databaseURL, Log: log, Store: s, Keyring: keyring, Portal: p,
		auth: auth.NewAuthenticator(s, p, time.Now, log),
	}, nil
}

// Authenticated lets workspaces alone through to next.
func (p *Parts) Authenticated(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		caller, err := p.auth.Authenticate(r.Context(), r.Header)
		if err == nil && caller.Kind != auth.Workspace {
			err = errors.New("no API key")
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r.WithContext(auth.WithCaller(r.Context(), caller)))
	})
}
