package cli_test

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/portico-portal/portico/internal/testdb"
	"github.com/portico-portal/portico/internal/token"
)

// newBackupShell is a shell whose database has a workspace, and which has a secret.
func newBackupShell(t *testing.T) (s *shell, workspace string) {
	t.Helper()
	s = newShell(t)
	s.environment["PORTICO_SECRET"] = strings.Repeat("a", 32)
	workspace = s.output(t, "workspace", "create", "--name", "Sunrise Hotels")
	return s, workspace
}

// elsewhere is a shell with the same secret in an empty folder.
func (s *shell) elsewhere(t *testing.T) *shell {
	t.Helper()
	return &shell{environment: map[string]string{
		"DATABASE_URL": testdb.Empty(t, testdb.SQLite), "PORTICO_SECRET": s.environment["PORTICO_SECRET"],
	}}
}

func (s *shell) database() string {
	return strings.TrimPrefix(s.environment["DATABASE_URL"], "sqlite:")
}

// does runs a command that must work and prints nothing.
func (s *shell) does(t *testing.T, args ...string) {
	t.Helper()
	if r := s.run(t, args...); r.code != 0 || r.stdout != "" || strings.Contains(r.stderr, "portico: ") {
		t.Fatalf("%v: %+v", args, r)
	}
}

// refuses runs a command that must fail, and say why.
func (s *shell) refuses(t *testing.T, says string, args ...string) {
	t.Helper()
	if r := s.run(t, args...); r.code != 1 || !strings.Contains(r.stderr, says) || strings.Count(r.stderr, "\n") != 1 {
		t.Errorf("%v: %+v, want %q", args, r, says)
	}
}

// backUp makes a backup and gives its file.
func (s *shell) backUp(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "backup.db")
	s.does(t, "backup", file)
	return file
}

// workspaces are the ids that the database has.
func (s *shell) workspaces(t *testing.T) (ids []string) {
	t.Helper()
	for _, workspace := range s.list(t, "workspace", "list") {
		ids = append(ids, workspace["id"].(string))
	}
	return ids
}

// change runs statements on a SQLite file.
func change(t *testing.T, file string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range statements {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

// filesIn lists a folder.
func filesIn(t *testing.T, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func TestABackupIsOnePrivateFileWithTheSecretsFingerprint(t *testing.T) {
	t.Parallel()
	s, _ := newBackupShell(t)
	s.environment["PORTICO_SECRET"] += "," + strings.Repeat("b", 32)
	file := s.backUp(t)
	if names := filesIn(t, filepath.Dir(file)); !slices.Equal(names, []string{"backup.db"}) {
		t.Errorf("files: %v", names)
	}
	if info, err := os.Stat(file); err != nil || info.Mode() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var mode, ids string
	var madeAt time.Time
	if err := db.QueryRowContext(t.Context(), "SELECT made_at, secret_ids, (SELECT * FROM pragma_journal_mode) FROM backup").Scan(&madeAt, &ids, &mode); err != nil {
		t.Fatal(err)
	}
	keys, err := token.NewKeyring([]string{strings.Repeat("a", 32), strings.Repeat("b", 32)})
	if err != nil {
		t.Fatal(err)
	}
	if ids != asJSON(keys.IDs()) || mode != "delete" || time.Since(madeAt) > time.Minute {
		t.Errorf("secrets %s, mode %s, made at %s", ids, mode, madeAt)
	}
	if content, err := os.ReadFile(file); err != nil || bytes.Contains(content, bytes.Repeat([]byte("a"), 32)) {
		t.Errorf("the secret is in it, or %v", err)
	}
}

func TestABackupReplacesAFileOnlyWhereItIsTold(t *testing.T) {
	t.Parallel()
	s, _ := newBackupShell(t)
	file := s.backUp(t)
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	second := s.output(t, "workspace", "create", "--name", "Moonrise")
	s.refuses(t, "is there already: name another file, or give --replace", "backup", file)
	if after, err := os.ReadFile(file); err != nil || !bytes.Equal(before, after) {
		t.Errorf("it is another file, or %v", err)
	}
	s.does(t, "backup", "--replace", file)
	there := s.elsewhere(t)
	there.does(t, "restore", file)
	if ids := there.workspaces(t); !slices.Contains(ids, second) {
		t.Errorf("restored: %v", ids)
	}
}

func TestWhatCannotBeBackedUpIsToldAndLeavesNoFile(t *testing.T) {
	t.Parallel()
	s, _ := newBackupShell(t)
	folder := t.TempDir()
	file := filepath.Join(folder, "backup.db")
	s.refuses(t, "is the database itself", "backup", "--replace", s.database())
	s.refuses(t, "no such file", "backup", filepath.Join(folder, "none", "backup.db"))
	missing := s.elsewhere(t)
	missing.refuses(t, "no such file", "backup", file)
	delete(missing.environment, "PORTICO_SECRET")
	missing.refuses(t, "no such file", "backup", file)

	other := s.elsewhere(t)
	other.environment["DATABASE_URL"] = "postgres://db/portico"
	other.refuses(t, "see docs/backup.md", "backup", file)
	other.refuses(t, "see docs/backup.md", "restore", file)
	other.environment["DATABASE_URL"] = "sqlite::memory:"
	other.refuses(t, "DATABASE_URL names a database in memory", "backup", file)

	delete(s.environment, "PORTICO_SECRET")
	s.refuses(t, "set PORTICO_SECRET", "backup", file)
	if names := append(filesIn(t, folder), filesIn(t, filepath.Dir(s.database()))...); slices.Contains(names, "secret") || slices.Contains(names, "backup.db") {
		t.Errorf("made: %v", names)
	}
}

func TestADamagedDatabaseMakesNoBackup(t *testing.T) {
	t.Parallel()
	s, _ := newBackupShell(t)
	damage(t, s.database())
	folder := t.TempDir()
	s.refuses(t, "check the copy: SQLite's integrity check: ", "backup", filepath.Join(folder, "backup.db"))
	if names := filesIn(t, folder); len(names) > 0 {
		t.Errorf("left: %v", names)
	}
}

// damage spoils the pages of a database's workspaces, and not its header.
func damage(t *testing.T, file string) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	var page, size int64
	err = db.QueryRowContext(t.Context(), "SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_schema WHERE name = 'workspaces'").Scan(&page, &size)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil { // which puts the write-ahead log into the file
		t.Fatal(err)
	}
	opened, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	if _, err := opened.WriteAt(bytes.Repeat([]byte{0xff}, int(size)), (page-1)*size); err != nil {
		t.Fatal(err)
	}
}
