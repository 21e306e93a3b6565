// Package storetest makes the tables of a test's database.
package storetest

import (
	"context"
	"log/slog"
	"strings"

	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/testdb"
)

// Migrate is the testdb.Migrate of all tests that run on the store. On Citus it distributes the tables.
func Migrate(ctx context.Context, databaseURL string) error {
	silent := slog.New(slog.DiscardHandler)
	if testdb.Distributed() && !strings.HasPrefix(databaseURL, "sqlite:") {
		_, err := store.Distribute(ctx, databaseURL, silent)
		return err
	}
	return store.Migrate(ctx, databaseURL, silent)
}
