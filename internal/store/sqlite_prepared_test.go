package store

import (
	"database/sql"
	"fmt"
	"slices"
	"testing"

	driver "modernc.org/sqlite"
)

// transaction begins one on a connection that keeps its statements.
func transaction(t *testing.T) *sql.Tx {
	t.Helper()
	connector, err := driver.NewConnector("file::memory:")
	if err != nil {
		t.Fatal(err)
	}
	pool := sql.OpenDB(preparing{connector})
	t.Cleanup(func() {
		if err := pool.Close(); err != nil {
			t.Error(err)
		}
	})
	tx, err := pool.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tx.Rollback() })
	return tx
}

const members = "SELECT value FROM json_each(?)\n"

// wantValues runs a query that answers numbers.
func wantValues(t *testing.T, tx *sql.Tx, text string, arg any, want ...int) {
	t.Helper()
	during(t, tx, text, arg, func() {}, want...)
}

// during runs a query that answers numbers, and meanwhile something else.
func during(t *testing.T, tx *sql.Tx, text string, arg any, meanwhile func(), want ...int) {
	t.Helper()
	rows, err := tx.QueryContext(t.Context(), text, arg)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var got []int
	for rows.Next() {
		var value int
		if err := rows.Scan(&value); err != nil {
			t.Fatal(err)
		}
		if got = append(got, value); len(got) == 1 {
			meanwhile()
		}
	}
	if err := rows.Err(); err != nil || !slices.Equal(got, want) {
		t.Errorf("%v %v, want %v", got, err, want)
	}
}

func TestAKeptStatementIsRunAgainAndInsideItself(t *testing.T) {
	t.Parallel()
	tx := transaction(t)
	wantValues(t, tx, members, "[1,2]", 1, 2)
	during(t, tx, members, "[3,4,5]", func() { wantValues(t, tx, members, "[6,7]", 6, 7) }, 3, 4, 5)
	wantValues(t, tx, members, "[8]", 8)
}

func TestAStatementThatIsKeptNoLongerIsReadToItsEnd(t *testing.T) {
	t.Parallel()
	tx := transaction(t)
	during(t, tx, members, "[1,2,3]", func() {
		for i := range 2 * preparedStatements {
			wantValues(t, tx, fmt.Sprintf("SELECT ? + %d", i), 1, i+1)
		}
	}, 1, 2, 3)
	wantValues(t, tx, members, "[4]", 4)
}

func TestAKeptStatementFailsAndWorksAgain(t *testing.T) {
	t.Parallel()
	tx := transaction(t)
	if _, err := tx.ExecContext(t.Context(), "CREATE TABLE t (a INTEGER PRIMARY KEY)"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		value int
		fails bool
	}{{1, false}, {1, true}, {2, false}} {
		if _, err := tx.ExecContext(t.Context(), "INSERT INTO t VALUES (?)", c.value); (err != nil) != c.fails {
			t.Errorf("%d: %v", c.value, err)
		}
	}
	wantValues(t, tx, "SELECT a FROM t WHERE a > ?", 0, 1, 2)
}
