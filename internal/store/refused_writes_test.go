package store

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/portico-portal/portico/internal/testdb"
)

// The log is where an operator reads why nothing is stored any more.
func TestADatabaseThatTakesNoWritesIsToldInASentence(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrated, func(t *testing.T, url string) {
		s := opened(t, url)
		if strings.HasPrefix(url, "postgres") {
			if err := s.write.Exec("SET default_transaction_read_only = on").Error; err != nil {
				t.Fatal(err)
			}
		}
		// SQLite's readers are read-only; PostgreSQL's connection has just become it.
		err := translate(s.read.Exec("DELETE FROM workspaces").Error)
		if err == nil || !strings.Contains(err.Error(), "the database can't be written to") {
			t.Error(err)
		}
	})
	if err := translate(&pgconn.PgError{Code: "53100"}); !strings.Contains(err.Error(), "the database's disk is full") {
		t.Error(err)
	}
}
