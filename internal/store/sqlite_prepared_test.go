package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	driver "modernc.org/sqlite"
)

// keeping gives a connection that keeps its statements.
func keeping(t *testing.T) *sql.Conn {
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
	conn, err := pool.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// wantKept wants so many statements to be kept.
func wantKept(t *testing.T, conn *sql.Conn, want int) {
	t.Helper()
	err := conn.Raw(func(conn any) error {
		if kept := conn.(*preparedConn).kept.Len(); kept != want {
			t.Errorf("%d statements are kept, not %d", kept, want)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

const members = "SELECT value FROM json_each(?)\n"

// wantValues runs a query that answers numbers.
func wantValues(t *testing.T, conn *sql.Conn, text string, arg any, want ...int) {
	t.Helper()
	during(t, conn, text, arg, func() {}, want...)
}

// during runs a query that answers numbers, and meanwhile something else.
func during(t *testing.T, conn *sql.Conn, text string, arg any, meanwhile func(), want ...int) {
	t.Helper()
	rows, err := conn.QueryContext(t.Context(), text, arg)
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
	conn := keeping(t)
	wantValues(t, conn, members, "[1,2]", 1, 2)
	during(t, conn, members, "[3,4,5]", func() { wantValues(t, conn, members, "[6,7]", 6, 7) }, 3, 4, 5)
	wantValues(t, conn, members, "[8]", 8)
	wantKept(t, conn, 1)
}

func TestAStatementThatIsKeptNoLongerIsReadToItsEnd(t *testing.T) {
	t.Parallel()
	conn := keeping(t)
	during(t, conn, members, "[1,2,3]", func() {
		for i := range 2 * preparedStatements {
			wantValues(t, conn, fmt.Sprintf("SELECT ? + %d", i), 1, i+1)
		}
	}, 1, 2, 3)
	wantValues(t, conn, members, "[4]", 4)
	wantKept(t, conn, preparedStatements)
}

func TestAKeptStatementThatWasCancelledWorksAgain(t *testing.T) {
	t.Parallel()
	conn := keeping(t)
	const count = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ?) SELECT count(*) FROM c"
	wantValues(t, conn, count, 3, 3)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	var counted int
	if err := conn.QueryRowContext(ctx, count, 1_000_000_000).Scan(&counted); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	wantValues(t, conn, count, 5, 5)
	wantKept(t, conn, 1)
}

func TestAKeptStatementFailsAndWorksAgain(t *testing.T) {
	t.Parallel()
	conn := keeping(t)
	if _, err := conn.ExecContext(t.Context(), "CREATE TABLE t (a INTEGER PRIMARY KEY)"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		value int
		fails bool
	}{{1, false}, {1, true}, {2, false}} {
		if _, err := conn.ExecContext(t.Context(), "INSERT INTO t VALUES (?)", c.value); (err != nil) != c.fails {
			t.Errorf("%d: %v", c.value, err)
		}
	}
	wantValues(t, conn, "SELECT a FROM t WHERE a > ?", 0, 1, 2)
}
