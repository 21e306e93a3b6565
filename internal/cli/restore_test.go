package cli_test

import (
	"bytes"
	"database/sql"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/portico-portal/portico/internal/store"
)

func TestABackupIsRestoredWhereNothingIs(t *testing.T) {
	t.Parallel()
	s, workspace := newBackupShell(t)
	file := s.backUp(t)
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	there := s.elsewhere(t)
	there.does(t, "restore", file)
	if names := filesIn(t, filepath.Dir(there.database())); !slices.Equal(names, []string{"portico.db", "portico.db.migrate"}) {
		t.Errorf("files: %v", names)
	}
	if info, err := os.Stat(there.database()); err != nil || info.Mode() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if ids := there.workspaces(t); !slices.Equal(ids, []string{workspace}) {
		t.Errorf("restored: %v", ids)
	}
	if after, err := os.ReadFile(file); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the backup has changed, or %v", err)
	}
	// What was restored is no backup, and can be backed up.
	there.backUp(t)
}

func TestADatabaseWithDataIsReplacedOnlyWhereItIsTold(t *testing.T) {
	t.Parallel()
	s, workspace := newBackupShell(t)
	file := s.backUp(t)
	later := s.output(t, "workspace", "create", "--name", "Moonrise")
	s.refuses(t, "holds data: back it up, then give --replace", "restore", file)
	if ids := s.workspaces(t); !slices.Contains(ids, later) {
		t.Errorf("it is replaced: %v", ids)
	}
	s.does(t, "restore", "--replace", file)
	if ids := s.workspaces(t); !slices.Equal(ids, []string{workspace}) {
		t.Errorf("restored: %v", ids)
	}

	empty := s.elsewhere(t)
	empty.does(t, "migrate")
	empty.does(t, "restore", file)
	other := s.elsewhere(t)
	change(t, other.database(), "CREATE TABLE theirs (id INTEGER)")
	other.refuses(t, "holds data", "restore", file)
}

func TestADatabaseThatIsOpenIsNotReplaced(t *testing.T) {
	t.Parallel()
	s, workspace := newBackupShell(t)
	file := s.backUp(t)
	opened, err := store.Open(t.Context(), s.environment["DATABASE_URL"], slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	s.refuses(t, "open: end it first", "restore", "--replace", "--force", file)
	if all, err := opened.Workspaces(t.Context()); err != nil || len(all) != 1 || all[0].ID.String() != workspace {
		t.Errorf("%v, %v", all, err)
	}
	if err := opened.Close(); err != nil {
		t.Fatal(err)
	}
	s.does(t, "restore", "--replace", file)
}

func TestABackupOfAnotherSecretIsRestoredOnlyByForce(t *testing.T) {
	t.Parallel()
	s, workspace := newBackupShell(t)
	a, b := s.environment["PORTICO_SECRET"], strings.Repeat("b", 32)
	s.environment["PORTICO_SECRET"] = a + "," + b
	file := s.backUp(t)
	there := s.elsewhere(t)
	for _, c := range []struct{ secret, says string }{
		{"", "there is none here"},
		{strings.Repeat("c", 32), "the backup needs the secret with the fingerprint "},
		{a, "set PORTICO_SECRET or put the file secret beside the database, or give --force"},
	} {
		there.environment["PORTICO_SECRET"] = c.secret
		there.refuses(t, c.says, "restore", file)
	}
	if names := filesIn(t, filepath.Dir(there.database())); slices.Contains(names, "secret") || slices.Contains(names, "portico.db") {
		t.Errorf("made: %v", names)
	}
	there.environment["PORTICO_SECRET"] = b + "," + strings.Repeat("c", 32) + "," + a
	there.does(t, "restore", file)
	there.environment["PORTICO_SECRET"] = ""
	there.refuses(t, "holds data", "restore", "--force", file)
	there.does(t, "restore", "--replace", "--force", file)
	if ids := there.workspaces(t); !slices.Equal(ids, []string{workspace}) {
		t.Errorf("restored: %v", ids)
	}
}

func TestACopyThatDoesNotTellItsSecretIsRestoredOnlyByForce(t *testing.T) {
	t.Parallel()
	s, workspace := newBackupShell(t)
	copied := filepath.Join(t.TempDir(), "copy.db")
	change(t, s.database(), "VACUUM INTO '"+copied+"'")
	there := s.elsewhere(t)
	there.refuses(t, "doesn't tell its secret", "restore", copied)
	there.does(t, "restore", "--force", copied)
	if ids := there.workspaces(t); !slices.Equal(ids, []string{workspace}) {
		t.Errorf("restored: %v", ids)
	}
}

func TestACopyInWALModeIsReadWithTheFilesThatAreBesideItAndGetsNone(t *testing.T) {
	t.Parallel()
	s, workspace := newBackupShell(t)
	change(t, s.database(), "PRAGMA journal_mode = WAL")
	folder, linked := t.TempDir(), filepath.Join(t.TempDir(), "linked.db")
	alone, live := filepath.Join(folder, "alone.db"), filepath.Join(t.TempDir(), "live.db")
	copyFile(t, s.database(), alone)
	db, err := sql.Open("sqlite", s.database())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), "UPDATE workspaces SET name = 'in the log'"); err != nil {
		t.Fatal(err)
	}
	copyFile(t, s.database(), live)
	copyFile(t, s.database()+"-wal", live+"-wal")
	if err := os.Symlink(live, linked); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ file, name string }{{alone, "Sunrise Hotels"}, {live, "in the log"}, {linked, "in the log"}} {
		there := s.elsewhere(t)
		there.does(t, "restore", "--force", c.file)
		if all := there.list(t, "workspace", "list"); len(all) != 1 || all[0]["id"] != workspace || all[0]["name"] != c.name {
			t.Errorf("%s restored: %v", c.file, all)
		}
	}
	if names := filesIn(t, folder); !slices.Equal(names, []string{"alone.db"}) {
		t.Errorf("files: %v", names)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsNoBackupIsNotRestored(t *testing.T) {
	t.Parallel()
	s, workspace := newBackupShell(t)
	spoiled := func(spoil func(file string)) string {
		file := s.backUp(t)
		spoil(file)
		return file
	}
	write := func(content string) func(string) {
		return func(file string) {
			if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range []struct{ says, file string }{
		{"is no database of Portico's", spoiled(write(strings.Repeat("no database ", 1000)))},
		{"is no database of Portico's", spoiled(write(""))},
		{"is no database of Portico's", t.TempDir()},
		{"or not a whole one", spoiled(func(file string) {
			if err := os.Truncate(file, 100_000); err != nil {
				t.Fatal(err)
			}
		})},
		{"SQLite's integrity check: ", spoiled(func(file string) { damage(t, file) })},
		{"was made by a newer version of Portico, at migration 9999", spoiled(func(file string) {
			change(t, file, "INSERT INTO schema_migrations (version_id, is_applied) VALUES (9999, 1)")
		})},
		{"no such file", filepath.Join(t.TempDir(), "none.db")},
		{"is the database itself", s.database()},
	} {
		s.refuses(t, c.says, "restore", "--replace", "--force", c.file)
	}
	if names := filesIn(t, filepath.Dir(s.database())); !slices.Equal(names, []string{"portico.db", "portico.db.migrate"}) {
		t.Errorf("files: %v", names)
	}
	if ids := s.workspaces(t); !slices.Equal(ids, []string{workspace}) {
		t.Errorf("the database has %v", ids)
	}
}

func TestADamagedDatabaseCanBeReplaced(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(t *testing.T, file string){
		"its pages": damage,
		"its header": func(t *testing.T, file string) {
			t.Helper()
			if err := os.WriteFile(file, []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, workspace := newBackupShell(t)
			file := s.backUp(t)
			spoil(t, s.database())
			s.refuses(t, "holds data", "restore", file)
			s.does(t, "restore", "--replace", file)
			if ids := s.workspaces(t); !slices.Equal(ids, []string{workspace}) {
				t.Errorf("restored: %v", ids)
			}
		})
	}
}

// SQLite would write what stands in it over the restored database.
func TestTheWriteAheadLogOfADatabaseThatIsGoneIsNotTakenForTheRestoredOnes(t *testing.T) {
	t.Parallel()
	s, workspace := newBackupShell(t)
	file := s.backUp(t)
	opened, err := store.Open(t.Context(), s.environment["DATABASE_URL"], slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	s.output(t, "workspace", "create", "--name", "Moonrise")
	log, err := os.ReadFile(s.database() + "-wal")
	if err != nil || len(log) == 0 {
		t.Fatalf("%d bytes, %v", len(log), err)
	}
	if err := opened.Close(); err != nil {
		t.Fatal(err)
	}
	there := s.elsewhere(t)
	if err := os.WriteFile(there.database()+"-wal", log, 0o600); err != nil {
		t.Fatal(err)
	}
	there.does(t, "restore", file)
	if ids := there.workspaces(t); !slices.Equal(ids, []string{workspace}) {
		t.Errorf("restored: %v", ids)
	}
}

func TestWhatALinkLeadsToIsReplacedAndNotTheLink(t *testing.T) {
	t.Parallel()
	s, workspace := newBackupShell(t)
	file := s.backUp(t)
	there := s.elsewhere(t)
	target := filepath.Join(t.TempDir(), "real.db")
	change(t, target, "VACUUM")
	if err := os.Symlink(target, there.database()); err != nil {
		t.Fatal(err)
	}
	there.does(t, "restore", file)
	if info, err := os.Lstat(there.database()); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("no link any more, or %v", err)
	}
	if ids := there.workspaces(t); !slices.Equal(ids, []string{workspace}) {
		t.Errorf("restored: %v", ids)
	}
}
