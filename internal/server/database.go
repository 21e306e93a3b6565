package server

import (
	"context"
	"crypto/rand"
	"errors"

	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/token"
)

var errInMemory = errors.New("DATABASE_URL names a database in memory, which each connection would have for itself alone: name a file")

// openDatabase migrates the database, and then connects to it.
func (o *Options) openDatabase(ctx context.Context) (*store.Store, error) {
	if o.Config.Database.InMemory() {
		return nil, errInMemory
	}
	return store.OpenMigrated(ctx, o.Config.Database.Reveal(), o.Log)
}

// keyring derives every key from the root secrets.
func (o *Options) keyring() (*token.Keyring, error) {
	secrets, err := o.Config.RootSecrets(rand.Reader)
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(secrets))
	for i, secret := range secrets {
		texts[i] = secret.Reveal()
	}
	return token.NewKeyring(texts)
}
