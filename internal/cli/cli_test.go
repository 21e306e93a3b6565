package cli_test

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/portico-portal/portico/internal/cli"
	"github.com/portico-portal/portico/internal/config"
	"github.com/portico-portal/portico/internal/storetest"
	"github.com/portico-portal/portico/internal/testdb"
)

var migrate testdb.Migrate = storetest.Migrate

// shell runs commands in one environment.
type shell struct {
	environment map[string]string
	terminal    bool
	// asked says that there is a person to ask, who types this.
	asked bool
	typed string
}

// newShell is a shell whose database is migrated.
func newShell(t *testing.T) *shell {
	t.Helper()
	return &shell{environment: map[string]string{"DATABASE_URL": testdb.New(t, testdb.SQLite, migrate)}}
}

// result is what a command left.
type result struct {
	code           int
	stdout, stderr string
}

func (s *shell) run(t *testing.T, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	var environ []string
	for name, value := range s.environment {
		environ = append(environ, name+"="+value)
	}
	code := cli.Run(t.Context(), cli.Process{
		Args: args, Getenv: func(name string) string { return s.environment[name] }, Environ: environ,
		Stdin: strings.NewReader(s.typed), Stdout: &stdout, Stderr: &stderr, StdinIsTerminal: s.asked, StderrIsTerminal: s.terminal,
		Version: "v1.2.3",
	})
	return result{code, stdout.String(), stderr.String()}
}

// output runs a command that must work and gives its one line of output.
func (s *shell) output(t *testing.T, args ...string) string {
	t.Helper()
	r := s.run(t, args...)
	if r.code != 0 || strings.Count(r.stdout, "\n") != 1 {
		t.Fatalf("%v: %+v", args, r)
	}
	return strings.TrimSpace(r.stdout)
}

// list runs a command and reads the JSON that it prints.
func (s *shell) list(t *testing.T, args ...string) []map[string]any {
	t.Helper()
	r := s.run(t, append(args, "--json")...)
	var all []map[string]any
	if err := json.Unmarshal([]byte(r.stdout), &all); err != nil || r.code != 0 {
		t.Fatalf("%v: %v %+v", args, err, r)
	}
	return all
}

const unknownID = "019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071"

var (
	idPattern    = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$`)
	keyPattern   = regexp.MustCompile(`^portico_[1-9A-HJ-NP-Za-km-z]{8}_[1-9A-HJ-NP-Za-km-z]{24}$`)
	tokenPattern = regexp.MustCompile(`^portico_at1[1-9A-HJ-NP-Za-km-z]{8}_[1-9A-HJ-NP-Za-km-z]{24}$`)
)

func TestAWorkspaceIsMadeListedAndChanged(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	id := s.output(t, "workspace", "create", "--name", "Sunrise Hotels")
	if !idPattern.MatchString(id) {
		t.Fatalf("no id: %q", id)
	}
	if table := s.run(t, "workspace", "list").stdout; !strings.Contains(table, id+"  Sunrise Hotels") || !strings.HasPrefix(table, "ID ") {
		t.Errorf("the table:\n%s", table)
	}
	s.output(t, "workspace", "update", id, "--embed-origins", "https://a.example, https://b.example", "--embed-origins", "https://c.example",
		"--brand-name", "Sunrise", "--return-url", "https://a.example/back", "--accent-color", "#0a7cff")
	want := func(field string, value any) {
		t.Helper()
		got := s.list(t, "workspace", "list")[0][field]
		if text, wanted := asJSON(got), asJSON(value); text != wanted {
			t.Errorf("%s: %s, want %s", field, text, wanted)
		}
	}
	want("embedOrigins", []string{"https://a.example", "https://b.example", "https://c.example"})
	want("brandName", "Sunrise")
	want("name", "Sunrise Hotels")
	want("logoUrl", nil)
	s.output(t, "workspace", "update", id, "--embed-origins", "", "--brand-name=", "--name", "Moonrise")
	want("embedOrigins", []string{})
	want("brandName", nil)
	want("name", "Moonrise")
	want("returnUrl", "https://a.example/back")
}

func TestANameSteersNoTerminal(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	if r := s.run(t, "workspace", "create", "--name", "Sunrise\x1b[2J"); r.code != 2 || r.stdout != "" || strings.Contains(r.stderr, "\x1b") {
		t.Errorf("it is taken: %+v", r)
	}
	// A row of an earlier version may hold what is refused now.
	id := s.output(t, "workspace", "create", "--name", "Sunrise")
	db, err := sql.Open("sqlite", strings.TrimPrefix(s.environment["DATABASE_URL"], "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), "UPDATE workspaces SET name = ?", "Sunrise\x1b[2J\tHotels"); err != nil {
		t.Fatal(err)
	}
	if table := s.run(t, "workspace", "list").stdout; !strings.Contains(table, id+"  Sunrise�[2J�Hotels") {
		t.Errorf("the table:\n%s", table)
	}
}

func asJSON(value any) string {
	text, _ := json.Marshal(value)
	return string(text)
}

func TestAKeyIsMadeListedAndRevoked(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	workspace := s.output(t, "workspace", "create", "--name", "w")
	key := s.output(t, "key", "create", "--workspace", workspace, "--name", "backend", "--expires", "90d")
	if !keyPattern.MatchString(key) {
		t.Fatalf("no key: %q", key)
	}
	table := s.run(t, "key", "list").stdout
	if strings.Contains(table, key[17:]) || !strings.Contains(table, key[:16]+"_…  active  never") {
		t.Errorf("the table:\n%s", table)
	}
	listed := s.list(t, "key", "list")[0]
	if listed["name"] != "backend" || listed["begins"] != key[:16] || listed["lastUsedAt"] != nil || listed["expiresAt"] == nil || listed["key"] != nil {
		t.Errorf("%v", listed)
	}
	id, _ := listed["id"].(string)
	for range 2 { // revoking is idempotent
		if r := s.run(t, "key", "revoke", id); r.code != 0 || r.stdout != "" {
			t.Errorf("%+v", r)
		}
	}
	if table := s.run(t, "key", "list").stdout; !strings.Contains(table, "revoked") {
		t.Errorf("the table:\n%s", table)
	}
}

func TestAKeyAsJSONHasItsID(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	workspace := s.output(t, "workspace", "create", "--name", "w")
	r := s.run(t, "key", "create", "--workspace", workspace, "--prefix", "seam", "--json")
	var made struct{ ID, Key string }
	if err := json.Unmarshal([]byte(r.stdout), &made); err != nil || !idPattern.MatchString(made.ID) || !strings.HasPrefix(made.Key, "seam_") {
		t.Errorf("%v %+v", err, r)
	}
}

func TestATokenIsGoodForTheWorkspacesNamedInAnyWay(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	var ids []string
	for _, name := range []string{"a", "b", "c", "d"} {
		ids = append(ids, s.output(t, "workspace", "create", "--name", name))
	}
	text := s.output(t, "token", "create", "--name", "ada", "--workspace", ids[0]+","+ids[1], "--workspace", ids[2], ids[3], ids[0])
	if !tokenPattern.MatchString(text) {
		t.Fatalf("no token: %q", text)
	}
	all := s.list(t, "token", "list")
	if len(all) != 1 || asJSON(all[0]["workspaceIds"]) != asJSON(ids) {
		t.Errorf("%v", all)
	}
	if keys := s.list(t, "key", "list"); len(keys) != 0 {
		t.Errorf("a token among the keys: %v", keys)
	}
	id, _ := all[0]["id"].(string)
	if r := s.run(t, "key", "revoke", id); r.code != 1 {
		t.Errorf("a token revoked as a key: %+v", r)
	}
	if r := s.run(t, "token", "revoke", id); r.code != 0 {
		t.Errorf("%+v", r)
	}
}

func TestAPersonIsToldToKeepTheKeyAndAScriptIsNot(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	workspace := s.output(t, "workspace", "create", "--name", "w")
	if r := s.run(t, "key", "create", "--workspace", workspace); r.stderr != "" {
		t.Errorf("%+v", r)
	}
	s.terminal = true
	if r := s.run(t, "key", "create", "--workspace", workspace); !strings.Contains(r.stderr, "can't be shown again") || strings.Count(r.stdout, "\n") != 1 {
		t.Errorf("%+v", r)
	}
}

func TestWrongUsageExitsWithTwoAndSaysWhatIsRight(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	for _, c := range []struct{ line, says string }{
		{"serv", `portico: unknown command "serv"; did you mean "serve"?`},
		{"nonsense", `portico: unknown command "nonsense"`},
		{"serve nonsense", `portico: unknown command "nonsense"`},
		{"key", "portico: say what to do: portico key create, list, revoke"},
		{"key lst", `portico: unknown command "lst"; did you mean "list"?`},
		{"--nonsense", "portico: unknown flag: --nonsense"},
		{"backup", "portico: takes one file, and got 0"},
		{"restore a b", "portico: takes one file, and got 2"},
		{"workspace create", `portico: required flag(s) "name" not set`},
		{"workspace create --name=", "portico: --name: must not be empty"},
		{"workspace update " + unknownID, "portico: say what to change"},
		{"workspace update x --name y", `portico: "x" is no id`},
		{"workspace update", "portico: takes one id, and got 0"},
		{"workspace list x", "portico: takes no arguments"},
		{"key create", `portico: required flag(s) "workspace" not set`},
		{"key create --workspace x", `portico: "x" is no id`},
		{"key create --workspace " + unknownID + " --expires soon", `portico: --expires: "soon" is not a duration`},
		{"key revoke x", `portico: "x" is no id`},
		{"token create --workspace " + unknownID, `portico: required flag(s) "name" not set`},
		{"token create --name= --workspace " + unknownID, "portico: --name: must not be empty"},
		{"customer", "portico: say what to do: portico customer export, delete"},
		{"customer export --key k", `portico: required flag(s) "workspace" not set`},
		{"customer export --workspace x --key k", `portico: "x" is no id`},
		{"customer delete --workspace " + unknownID + " --yes", `portico: required flag(s) "key" not set`},
		{"healthcheck x", "portico: takes no arguments"},
	} {
		r := s.run(t, strings.Fields(c.line)...)
		first, hint, _ := strings.Cut(r.stderr, "\n")
		if r.code != 2 || r.stdout != "" || !strings.HasPrefix(first, c.says) || !strings.HasPrefix(hint, "Run 'portico") {
			t.Errorf("%s: %+v", c.line, r)
		}
	}
}

func TestEveryFaultIsALineThatNamesItsFlag(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	id := s.output(t, "workspace", "create", "--name", "w")
	r := s.run(t, "workspace", "update", id, "--return-url", "http://a.example", "--accent-color", "red", "--embed-origins", "https://a.example,x")
	for _, begin := range []string{"portico: --return-url: ", "portico: --accent-color: ", "portico: --embed-origins[1]: "} {
		if !strings.Contains("\n"+r.stderr, "\n"+begin) {
			t.Errorf("lacks %s: %s", begin, r.stderr)
		}
	}
	if r.code != 2 || strings.Count(r.stderr, "\n") != 4 {
		t.Errorf("%+v", r)
	}
}

func TestWhatIsNotThereIsAFailure(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	for _, line := range []string{
		"workspace update " + unknownID + " --name x", "key revoke " + unknownID, "token revoke " + unknownID,
		"key create --workspace " + unknownID, "token create --name x --workspace " + unknownID,
		"customer export --key k --workspace " + unknownID, "customer delete --yes --key k --workspace " + unknownID,
		"provider create --key k --name n --client-id c --authorization-url https://example.com --token-url https://example.com --workspace " + unknownID,
	} {
		if r := s.run(t, strings.Fields(line)...); r.code != 1 || !strings.Contains(r.stderr, unknownID) || strings.Count(r.stderr, "\n") != 1 {
			t.Errorf("%s: %+v", line, r)
		}
	}
}

func TestEveryCommandHelps(t *testing.T) {
	t.Parallel()
	s := &shell{}
	for _, line := range []string{
		"", "serve", "migrate", "backup", "restore", "workspace", "workspace create", "workspace list", "workspace update",
		"key", "key create", "key list", "key revoke", "token", "token create", "token list", "token revoke",
		"provider", "provider create", "provider list", "provider update", "provider delete",
		"customer", "customer export", "customer delete", "version", "healthcheck",
	} {
		r := s.run(t, append(strings.Fields(line), "--help")...)
		if r.code != 0 || r.stderr != "" || !strings.Contains(r.stdout, "\nExamples:\n  ") || strings.HasPrefix(r.stdout, "Usage") {
			t.Errorf("%q: %+v", line, r)
		}
	}
	help := s.run(t, "--help").stdout
	for _, v := range config.Variables() {
		if !strings.Contains(help, "\n  "+v.Name+" ") {
			t.Errorf("the help lacks %s", v.Name)
		}
	}
}

func TestVersionNamesTheBuild(t *testing.T) {
	t.Parallel()
	r := (&shell{}).run(t, "version")
	if r.code != 0 || !strings.HasPrefix(r.stdout, "portico v1.2.3\ncommit  ") || !strings.Contains(r.stdout, "\ngo      go1.") {
		t.Errorf("%+v", r)
	}
}

func TestADatabaseThatIsNotMigratedIsLeftAlone(t *testing.T) {
	t.Parallel()
	for _, engine := range testdb.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			s := &shell{environment: map[string]string{
				"DATABASE_URL": testdb.Empty(t, engine), "PORTICO_SECRET": strings.Repeat("s", 32),
			}}
			if r := s.run(t, "workspace", "list"); r.code != 1 || !strings.Contains(r.stderr, "run `portico migrate` first") {
				t.Errorf("%+v", r)
			}
			if r := s.run(t, "migrate", "--status"); r.code != 0 || !strings.Contains(r.stdout, "pending") {
				t.Errorf("%+v", r)
			}
			if r := s.run(t, "migrate"); r.code != 0 || r.stdout != "" {
				t.Errorf("%+v", r)
			}
			if r := s.run(t, "migrate", "--status"); r.code != 0 || strings.Contains(r.stdout, "pending") {
				t.Errorf("%+v", r)
			}
			if r := s.run(t, "workspace", "list"); r.code != 0 || strings.Count(r.stdout, "\n") != 1 {
				t.Errorf("%+v", r)
			}
			id := s.output(t, "workspace", "create", "--name", "w")
			s.output(t, "key", "create", "--workspace", id)
			s.output(t, "token", "create", "--name", "t", "--workspace", id)
		})
	}
}

func TestACommandMakesNoDatabase(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "folder", "portico.db")
	s := &shell{environment: map[string]string{"DATABASE_URL": "sqlite:" + path}}
	s.run(t, "key", "list")
	if found, err := filepath.Glob(filepath.Dir(path)); err != nil || len(found) > 0 {
		t.Errorf("made %v, %v", found, err)
	}
}

func TestEveryVariableThatCannotBeUsedIsALine(t *testing.T) {
	t.Parallel()
	s := &shell{environment: map[string]string{"PORT": "x", "PORTICO_LINK_TTL": "y", "PORTICO_LINKTTL": "z"}}
	for _, command := range []string{"serve", "migrate", "key list", "healthcheck"} {
		r := s.run(t, strings.Fields(command)...)
		if r.code != 1 || !strings.Contains(r.stderr, "portico: PORT takes ") || !strings.Contains(r.stderr, "portico: PORTICO_LINK_TTL takes ") ||
			!strings.Contains(r.stderr, "did you mean PORTICO_LINK_TTL?") {
			t.Errorf("%s: %+v", command, r)
		}
	}
}
