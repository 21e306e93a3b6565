package main

import (
	"fmt"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// Two programs migrate at once, two servers start at once, and clients call them, all
// through connections that PgBouncer hands on after each transaction.
func TestServersMigrateAndServeBehindPgBouncer(t *testing.T) {
	t.Parallel()
	engine, folder := opened(t, "pgbouncer")
	url, drop, err := engine.fresh(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if said, err := migrate(t, url); err != nil {
				t.Errorf("%v: %s", err, said)
			}
		})
	}
	both.Wait()
	if said, err := migrate(t, url, "--status"); err != nil || !strings.Contains(said, "APPLIED") || strings.Contains(said, "pending") {
		t.Errorf("%v: %s", err, said)
	}
	if err := drop(); err != nil {
		t.Error(err)
	}
	seed := rand.Uint64N(1e9)
	r, err := runSeed(t.Context(), seed, built(t, ""), filepath.Join(folder, "run"), 6*time.Second, engine)
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	t.Logf("seed %d: %s", seed, r)
	if len(r.violations) > 0 || r.outcomes[acknowledged] < 50 {
		t.Errorf("seed %d: too few calls, or what must not be", seed)
	}
}

// migrate runs the command to its end.
func migrate(t *testing.T, url string, flags ...string) (said string, err error) {
	t.Helper()
	command := exec.CommandContext(t.Context(), built(t, ""), append([]string{"migrate"}, flags...)...)
	command.Env = []string{"DATABASE_URL=" + url, "PORTICO_SECRET=" + secret}
	output, err := command.CombinedOutput()
	return string(output), err
}

// Without default_query_exec_mode in the URL, a PgBouncer that knows prepared statements is
// needed: from 1.24 on by default. On an older one the program says what helps.
func TestPreparedStatementsBehindPgBouncer(t *testing.T) {
	t.Parallel()
	engine, _ := opened(t, "pgbouncer")
	p := engine.(*pooled)
	name, _, err := p.database(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if said, err := migrate(t, p.url(name)+"&default_query_exec_mode=cache_describe"); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	var said string
	for range 2 { // the second gets the connection of the first
		said, err = migrate(t, p.url(name), "--status")
	}
	version, broken := exec.CommandContext(t.Context(), p.path, "--version").Output()
	if broken != nil {
		t.Fatal(broken)
	}
	var minor int
	if _, err := fmt.Sscanf(string(version), "PgBouncer 1.%d", &minor); err != nil {
		t.Fatalf("%s: %v", version, err)
	}
	if knows := minor >= 24; knows != (err == nil) || !knows && !strings.Contains(said, "add default_query_exec_mode=cache_describe to it") {
		t.Errorf("%s: %v: %s", version, err, said)
	}
}
