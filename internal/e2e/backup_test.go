package e2e_test

import (
	"database/sql"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// data is the folder of the database and the secret.
func (s *server) data() string { return filepath.Join(s.setup.folder, "data") }

// copyFile copies a file that nobody writes to.
func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// readValue reads one value of a SQLite file.
func readValue(t *testing.T, file, statement string, into any) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRowContext(t.Context(), statement).Scan(into); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func TestABackupUnderLoadHoldsAllThatWasAnsweredBeforeItBegan(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	key := s.firstKey()
	load := s.underLoad(key)
	time.Sleep(loadTime)
	file := filepath.Join(t.TempDir(), "backup.db")
	before := load.answers()
	began := time.Now()
	s.prints("backup", file)
	took := time.Since(began)
	after := load.answers()
	time.Sleep(100 * time.Millisecond) // it goes on being written to
	s.kill()
	calls := load.wait()
	if before < 2*clients || after == before {
		t.Errorf("the backup did not come under load: %d calls were answered before it, %d after it", before, after)
	}
	var integrity string
	if readValue(t, file, "PRAGMA integrity_check", &integrity); integrity != "ok" {
		t.Errorf("the backup: %s", integrity)
	}

	elsewhere := t.TempDir()
	copyFile(t, filepath.Join(s.data(), "secret"), filepath.Join(elsewhere, "data", "secret"))
	restore := exec.Command(program(t), "restore", file)
	restore.Dir, restore.Env = elsewhere, setup{}.variables()
	if output, err := restore.CombinedOutput(); err != nil {
		t.Fatalf("restore: %v: %s", err, output)
	}
	restored := start(t, setup{folder: elsewhere})
	found := restored.customers(key)
	missing := 0
	for i := range calls {
		if c := &calls[i]; c.outcome == answered {
			customer, there := found[c.customer]
			if !there {
				missing++
				if c.ended.Before(began) {
					t.Errorf("%s was answered before the backup began, and is not in it", c.customer)
				}
				continue
			}
			if links := customer.MagicLinks.Nodes; len(links) != 1 || pathOf(links[0].URL) != c.path || links[0].Status != "ACTIVE" {
				t.Errorf("%s was answered with %s; the backup has %v", c.customer, c.path, links)
			}
		}
	}
	for key := range found {
		customer := found[key]
		if err := customer.whole(); err != nil {
			t.Errorf("%s is there by half: %v", key, err)
		}
	}
	for i := range calls {
		if i%100 == 0 && calls[i].outcome == answered && calls[i].ended.Before(began) {
			if status, _ := restored.get(calls[i].path); status != http.StatusOK {
				t.Errorf("the link of %s answers %d", calls[i].customer, status)
			}
		}
	}
	t.Logf("backed up in %s; %d calls were answered before, %d meanwhile; %d are restored, %d of %d were too late",
		took.Round(time.Millisecond), before, after-before, len(found), missing, len(calls))
}

// A database that was killed has a write-ahead log with what was answered last.
func TestARestoreThatIsKilledLeavesTheOldDatabaseOrTheNewOne(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	key := s.firstKey()
	s.link(key, "old")
	file := filepath.Join(t.TempDir(), "backup.db")
	s.prints("backup", file)
	s.link(key, "new")
	s.kill()
	names := []string{"portico.db", "portico.db-wal", "secret"}

	trial := func(delay time.Duration) (keys []string, killed bool) {
		folder := t.TempDir()
		for _, name := range names {
			copyFile(t, filepath.Join(s.data(), name), filepath.Join(folder, "data", name))
		}
		run := func() *exec.Cmd {
			command := exec.Command(program(t), "restore", "--replace", file)
			command.Dir, command.Env = folder, setup{}.variables()
			return command
		}
		restore := run()
		if err := restore.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(delay, func() { _ = restore.Process.Kill() })
		killed = restore.Wait() != nil
		timer.Stop()
		database := filepath.Join(folder, "data", "portico.db")
		var text string
		readValue(t, database, "SELECT (SELECT integrity_check FROM pragma_integrity_check) || ' ' || (SELECT group_concat(key ORDER BY key) FROM customers)", &text)
		integrity, list, _ := strings.Cut(text, " ")
		if keys = strings.Split(list, ","); integrity != "ok" || !slices.Equal(keys, []string{"new", "old"}) && !slices.Equal(keys, []string{"old"}) {
			t.Errorf("killed after %s: %s", delay, text)
		}
		// What it left is in nobody's way.
		if output, err := run().CombinedOutput(); killed && err != nil {
			t.Errorf("restoring again after a kill after %s: %v: %s", delay, err, output)
		}
		return keys, killed
	}
	began := time.Now()
	if keys, killed := trial(time.Hour); killed || len(keys) != 1 {
		t.Fatalf("unkilled: killed %t, customers %v", killed, keys)
	}
	whole := time.Since(began)
	const trials = 12
	kept, replaced := 0, 0
	for i := range trials {
		keys, killed := trial(whole * time.Duration(i) / trials)
		switch {
		case killed && len(keys) == 2:
			kept++
		case killed:
			replaced++
		}
	}
	if kept == 0 {
		t.Errorf("no kill came before the end: %d after it", replaced)
	}
	t.Logf("a restore with its check took %s; of %d that were killed %d kept the old database, %d had the new one", whole.Round(time.Millisecond), kept+replaced, kept, replaced)
}
