//go:build plantedbug

package main

import (
	"context"
	"database/sql/driver"
	"os"

	"modernc.org/sqlite"
)

// This file is in no build but the one in which the fault harness must find it: its tests have a server with this bug
// fail. What is acknowledged is not all stored.
func init() {
	// On PostgreSQL a transaction is acknowledged before it is on the disk.
	if err := os.Setenv("PGOPTIONS", "-c synchronous_commit=off"); err != nil {
		panic(err)
	}
	// On SQLite now and then a row of a call is forgotten, from the first restart on: before, there is no table. A
	// trigger of the connection would be gone with the first change of its temp_store.
	sqlite.RegisterConnectionHook(func(conn sqlite.ExecQuerierContext, _ string) error {
		_, _ = conn.ExecContext(context.Background(), `CREATE TRIGGER IF NOT EXISTS planted_bug AFTER INSERT ON user_identities
WHEN random() % 20 = 0 BEGIN DELETE FROM user_identities WHERE id = NEW.id; END`, []driver.NamedValue{}) // a reader can't, nor can who migrates
		return nil
	})
}
