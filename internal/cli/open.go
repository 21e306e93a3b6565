package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"time"

	"github.com/portico-portal/portico/internal/config"
	"github.com/portico-portal/portico/internal/outbound"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/server"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/token"
)

var errNotMigrated = errors.New("the database isn't ready for this version: run `portico migrate` first")

// environment reads the configuration and makes the logger.
func (p *Process) environment(ctx context.Context) (config.Config, *slog.Logger, error) {
	settings, err := config.Load(p.Getenv, p.Environ, p.StderrIsTerminal)
	log := server.NewLogger(p.Stderr, settings.Log)
	for _, warning := range settings.Warnings {
		log.WarnContext(ctx, warning)
	}
	return settings, log, err
}

// data is an open database with the verbs that change it.
type data struct {
	store *store.Store
	verbs *portal.Service
}

// withData opens the database for a command, which needs it migrated: only
// serve and migrate change tables, so that no other command can do it by accident.
func (p *Process) withData(ctx context.Context, do func(data) error) error {
	return p.open(ctx, func(config.Config) (*token.Keyring, error) {
		return nil, nil // most commands make no links and seal nothing
	}, do)
}

// withSecrets does the same for a command that seals what it stores, or calls others.
func (p *Process) withSecrets(ctx context.Context, do func(data) error) error {
	return p.open(ctx, func(settings config.Config) (*token.Keyring, error) {
		secrets, err := settings.RootSecrets(rand.Reader)
		if err != nil {
			return nil, err
		}
		return newKeyring(secrets)
	}, do)
}

func newKeyring(secrets []config.Secret) (*token.Keyring, error) {
	texts := make([]string, len(secrets))
	for i, secret := range secrets {
		texts[i] = secret.Reveal()
	}
	return token.NewKeyring(texts)
}

func (p *Process) open(ctx context.Context, keyring func(config.Config) (*token.Keyring, error), do func(data) error) (err error) {
	settings, log, err := p.environment(ctx)
	if err != nil {
		return err
	}
	if err := checkMigrated(ctx, settings.Database, log); err != nil {
		return err
	}
	keys, err := keyring(settings)
	if err != nil {
		return err
	}
	opened, err := store.Open(ctx, settings.Database.Reveal(), log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, opened.Close()) }()
	return do(data{opened, portal.New(portal.Settings{
		Store: opened, Keyring: keys, PublicURL: settings.PublicURL.Origin, Clock: time.Now, Random: rand.Reader, Log: log,
		Outbound: outbound.New(settings.AllowPrivateOutbound),
	})})
}

func checkMigrated(ctx context.Context, database config.Database, log *slog.Logger) error {
	if database.Engine == config.SQLite {
		// Opening would make the file, maybe where nobody wants one.
		if _, err := os.Stat(database.Path); errors.Is(err, fs.ErrNotExist) {
			return errNotMigrated
		}
	}
	all, err := store.Migrations(ctx, database.Reveal(), log)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(all, func(m store.Migration) bool { return m.AppliedAt == nil }) {
		return errNotMigrated
	}
	return nil
}
