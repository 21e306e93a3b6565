package server_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/portico-portal/portico/internal/server"
	"github.com/portico-portal/portico/internal/testdb"
)

// rival is another client of the database, which holds locks.
type rival struct {
	*sql.DB

	engine testdb.Engine
}

func connect(t *testing.T, databaseURL string) rival {
	t.Helper()
	driver, engine := "pgx", testdb.Postgres
	if path, onDisk := strings.CutPrefix(databaseURL, "sqlite:"); onDisk {
		driver, engine, databaseURL = "sqlite", testdb.SQLite, "file:"+path+"?_txlock=immediate&_pragma=busy_timeout(10000)"
	}
	db, err := sql.Open(driver, databaseURL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return rival{db, engine}
}

// lock keeps everybody else from a table until release is called or the test
// ends; on SQLite it keeps them from writing at all.
func (r rival) lock(t *testing.T, table string) (release func()) {
	t.Helper()
	tx, err := r.BeginTx(context.Background(), nil)
	if err == nil && r.engine == testdb.Postgres {
		_, err = tx.ExecContext(t.Context(), "LOCK TABLE "+table+" IN ACCESS EXCLUSIVE MODE")
	}
	if err != nil {
		t.Fatal(err)
	}
	release = func() { _ = tx.Rollback() }
	t.Cleanup(release)
	return release
}

// waiting counts the statements on PostgreSQL that wait for a lock.
func (r rival) waiting(t *testing.T) (count int) {
	t.Helper()
	const query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
	if err := r.QueryRowContext(t.Context(), query).Scan(&count); err != nil {
		t.Fatal(err)
	}
	return count
}

// prepared makes a database with a key, a link and a session.
func prepared(t *testing.T, databaseURL string) (key, link, session string) {
	t.Helper()
	s := start(t, load(t, databaseURL), true)
	key = s.firstKey(t)
	_, link = s.link(t, key)
	session = s.session(t, link)
	s.stop(t)
	return key, link, session
}

func TestARequestThatWaitsForALockEndsAtItsDeadline(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrate, func(t *testing.T, url string) {
		key, link, session := prepared(t, url)
		other := connect(t, url)
		bearer, ours := "Authorization: Bearer "+key, "Sec-Fetch-Site: same-origin"
		read := `{"query":"{ customers { nodes { key } } }"}`
		calls := map[string]struct {
			table, method, path, body string
			headers                   []string
			status                    int
		}{
			"a mutation":        {"customers", "POST", "/graphql", fmt.Sprintf(`{"query":%q}`, createLink), []string{bearer, asBody}, 200},
			"a link's button":   {"magic_links", "POST", "/p/" + link, "", []string{ours}, 503},
			"a query":           {"customers", "POST", "/graphql", read, []string{bearer, asBody}, 200},
			"a credential":      {"credentials", "POST", "/graphql", read, []string{bearer, asBody}, 503},
			"a session":         {"portal_sessions", "POST", "/graphql", read, []string{"Authorization: Bearer " + session, asBody}, 503},
			"a link's page":     {"magic_links", "GET", "/p/" + link, "", nil, 503},
			"the portal's page": {"portal_sessions", "GET", "/portal", "", []string{"Cookie: portico_session=" + session}, 503},
		}
		if other.engine == testdb.SQLite { // its readers wait for nobody
			for _, name := range []string{"a query", "a credential", "a session", "a link's page", "the portal's page"} {
				delete(calls, name)
			}
		}
		for name, c := range calls {
			s := startWithin(t, load(t, url), true, server.Timeouts{Request: soon})
			release := other.lock(t, c.table)
			// Without a deadline there would be no answer as long as the lock is held.
			rescue := time.AfterFunc(patience, release)
			response, text := s.do(t, c.method, c.path, c.body, c.headers...)
			if !rescue.Stop() {
				t.Errorf("%s: no answer until the lock was released", name)
			}
			if response.StatusCode != c.status && response.StatusCode != 503 || !strings.Contains(text, `"code":"INTERNAL"`) && !strings.Contains(text, "try again in a moment") {
				t.Errorf("%s: %d %s", name, response.StatusCode, text)
			}
			if log := s.log.String(); strings.Contains(log, "database is locked") {
				t.Errorf("%s: SQLite's own patience ended it: %s", name, log)
			}
			release()
			await(t, name+" to be answered without the lock", func() bool {
				response, text := s.do(t, c.method, c.path, c.body, c.headers...)
				return response.StatusCode < 400 && !strings.Contains(text, `"errors"`) || strings.Contains(text, "FORBIDDEN")
			})
			s.stop(t)
		}
	})
}

func TestEachCallOfASharedTransactionThatRunsOutOfTimeIsLogged(t *testing.T) {
	t.Parallel()
	url := testdb.New(t, testdb.Postgres, migrate)
	key, _, _ := prepared(t, url)
	s := startWithin(t, load(t, url), true, server.Timeouts{Request: soon})
	bearer := "Authorization: Bearer " + key
	s.query(t, "{ workspace { id } }", bearer) // the credential is in the cache
	connect(t, url).lock(t, "customers")
	const calls = 6 // one goes alone, and the others wait for it together
	var all sync.WaitGroup
	for range calls {
		all.Go(func() {
			if _, text := s.query(t, createLink, bearer); !strings.Contains(text, `"code":"INTERNAL"`) {
				t.Errorf("answered %s", text)
			}
		})
	}
	all.Wait()
	if logged := strings.Count(s.log.String(), `"msg":"internal error","path":"createCustomerPortal"`); logged != calls {
		t.Errorf("%d of %d calls are logged: %s", logged, calls, &s.log)
	}
}

func TestAClientThatGoesAwayCancelsItsStatement(t *testing.T) {
	t.Parallel()
	url := testdb.New(t, testdb.Postgres, migrate)
	s := startWithin(t, load(t, url), true, server.Timeouts{Request: never, Write: never})
	key := s.firstKey(t)
	other := connect(t, url)
	for name, document := range map[string]string{
		"a query": `{ customers { nodes { key } } }`, "a mutation": createLink,
		"several mutations": `mutation { a: pushCustomerData(input: {customerData: {customerKey: "hotel"}}) { customer { id } } b: pushCustomerData(input: {customerData: {customerKey: "inn"}}) { customer { id } } }`,
	} {
		s.query(t, "{ workspace { id } }", "Authorization: Bearer "+key) // the credential is in the cache
		release := other.lock(t, "customers")
		connection := s.dial(t)
		body := fmt.Sprintf(`{"query":%q}`, document)
		write(t, connection, fmt.Sprintf("POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", key, len(body), body))
		await(t, name+" to wait for the lock", func() bool { return other.waiting(t) == 1 })
		_ = connection.Close()
		await(t, name+" to be cancelled", func() bool { return other.waiting(t) == 0 })
		release()
	}
	if _, text := s.query(t, "{ customers { nodes { key } } }", "Authorization: Bearer "+key); text != `{"data":{"customers":{"nodes":[]}}}` {
		t.Errorf("a cancelled mutation was carried out, or the server doesn't answer any more: %s", text)
	}
	if log := s.log.String(); strings.Contains(log, `"level":"ERROR"`) {
		t.Errorf("a client that went away is logged as an error: %s", log)
	}
}
