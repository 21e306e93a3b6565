package server_test

import (
	"context"
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/portico-portal/portico/internal/server"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/testdb"
)

var keyPattern = regexp.MustCompile(`portico_[1-9A-HJ-NP-Za-km-z]{8}_[1-9A-HJ-NP-Za-km-z]{24}`)

func TestAFirstStartShowsThePersonAKeyThatWorks(t *testing.T) {
	t.Parallel()
	for _, engine := range testdb.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			settings := load(t, testdb.Empty(t, engine))
			s := start(t, settings, true)
			screen := s.stderr.String()
			key := keyPattern.FindString(screen)
			if key == "" || !strings.Contains(screen, s.publicURL()+"/playground") {
				t.Fatalf("the screen: %s", screen)
			}
			if status, answer := s.post(t, strings.NewReader(printedBody(t, screen)), "Authorization: Bearer "+key); status != 200 ||
				!strings.Contains(answer, `"url":"`+s.publicURL()+`/p/pl_`) || strings.Contains(answer, "errors") {
				t.Errorf("the printed call: %d %s", status, answer)
			}
			s.stop(t)

			again := start(t, settings, true)
			if screen := again.stderr.String(); screen != "" {
				t.Errorf("a later start shows: %s", screen)
			}
			if log := again.log.String(); !strings.Contains(log, again.publicURL()+"/playground") {
				t.Errorf("a later start's log lacks the address: %s", log)
			}
			if status, answer := again.query(t, "{ workspace { name } }", "Authorization: Bearer "+key); !strings.Contains(answer, `"name":"default"`) {
				t.Errorf("the first key on a later start: %d %s", status, answer)
			}
		})
	}
}

// publicURL is the base of links; the test's own connections go to 127.0.0.1.
func (s *instance) publicURL() string { return strings.Replace(s.url, "127.0.0.1", "localhost", 1) }

// printedBody takes the body out of the printed command.
func printedBody(t *testing.T, screen string) string {
	t.Helper()
	_, rest, _ := strings.Cut(screen, "-d '")
	body, _, found := strings.Cut(rest, "'\n")
	if !found || !json.Valid([]byte(body)) {
		t.Fatalf("the screen holds no body: %s", screen)
	}
	return body
}

func TestThePrintedCommandRunsInAShell(t *testing.T) {
	t.Parallel()
	curl, err := exec.LookPath("curl")
	if err != nil {
		t.Fatal("this test needs curl: ", err)
	}
	s := start(t, load(t, testdb.Empty(t, testdb.SQLite)), true)
	screen := s.stderr.String()
	_, command, _ := strings.Cut(screen, "\ncurl ")
	shell := exec.Command("sh", "-c", curl+" --no-progress-meter "+command)
	out, err := shell.CombinedOutput()
	if err != nil || !strings.Contains(string(out), `"expiresAt":"`) {
		t.Errorf("%v: %s", err, out)
	}
}

func TestAFirstStartThatNobodyWatchesKeepsTheKeyInAFile(t *testing.T) {
	t.Parallel()
	url := testdb.Empty(t, testdb.SQLite)
	s := start(t, load(t, url), false)
	path := filepath.Join(filepath.Dir(strings.TrimPrefix(url, "sqlite:")), "first-key")
	info, err := os.Stat(path)
	if err != nil || info.Mode() != 0o600 {
		t.Fatalf("%v, %v", info, err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	key := strings.TrimSuffix(string(content), "\n")
	if !keyPattern.MatchString(key) {
		t.Errorf("the file holds %q", content)
	}
	if status, answer := s.query(t, "{ workspace { id } }", "Authorization: Bearer "+key); status != 200 || strings.Contains(answer, "errors") {
		t.Errorf("%d %s", status, answer)
	}
	if log := s.log.String(); !strings.Contains(log, path) || strings.Contains(log, key[len(key)-24:]) {
		t.Error(log)
	}
	if s.stderr.String() != "" {
		t.Error(s.stderr.String())
	}
}

func TestWithPostgreSQLTheKeysFileIsInTheCurrentFolder(t *testing.T) {
	t.Chdir(t.TempDir())
	start(t, load(t, testdb.Empty(t, testdb.Postgres)), false)
	if content, err := os.ReadFile("first-key"); err != nil || !keyPattern.Match(content) {
		t.Errorf("%q, %v", content, err)
	}
}

func TestAnotherDatabasesKeyIsKeptBesideTheNewOne(t *testing.T) {
	t.Parallel()
	url := testdb.Empty(t, testdb.SQLite)
	path := filepath.Join(filepath.Dir(strings.TrimPrefix(url, "sqlite:")), "first-key")
	for file, content := range map[string]string{path: "another\n", path + ".1": "an older one\n"} {
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := start(t, load(t, url), false)
	for file, want := range map[string]string{path + ".1": "an older one\n", path + ".2": "another\n"} {
		if content, err := os.ReadFile(file); err != nil || string(content) != want {
			t.Errorf("%s: %q, %v", file, content, err)
		}
	}
	if content, err := os.ReadFile(path); err != nil || !keyPattern.Match(content) {
		t.Errorf("%q, %v", content, err)
	}
	if log := s.log.String(); !strings.Contains(log, path+".2") {
		t.Errorf("the log doesn't say where it is: %s", log)
	}
}

func TestAKeyFileThatOthersCanReadStopsTheStartInOneLine(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"first-key", "secret"} {
		url := testdb.Empty(t, testdb.SQLite)
		path := filepath.Join(filepath.Dir(strings.TrimPrefix(url, "sqlite:")), name)
		if err := os.WriteFile(path, []byte(strings.Repeat("k", 32)+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, 0o640); err != nil { // past the umask
			t.Fatal(err)
		}
		err := server.Run(t.Context(), server.Options{Config: load(t, url)})
		if err == nil || !strings.HasSuffix(err.Error(), "others can read it (mode 0640): run chmod 600 "+path) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
		if err := os.Chmod(path, 0o600); err != nil {
			t.Fatal(err)
		}
		start(t, load(t, url), true)
	}
}

func TestServersThatStartAtOnceMakeOneWorkspace(t *testing.T) {
	t.Parallel()
	for _, engine := range testdb.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			url := testdb.Empty(t, engine)
			settings := load(t, url)
			servers := make([]*instance, 3)
			var all sync.WaitGroup
			for i := range servers {
				all.Go(func() { servers[i] = start(t, settings, true) })
			}
			all.Wait()
			shown := 0
			for _, s := range servers {
				shown += len(keyPattern.FindAllString(s.stderr.String(), 1))
			}
			if found := workspaces(t, url, servers[0]); shown != 1 || found != 1 {
				t.Errorf("%d keys were shown, and there are %d workspaces", shown, found)
			}
		})
	}
}

func workspaces(t *testing.T, url string, s *instance) int {
	t.Helper()
	opened, err := store.Open(t.Context(), url, server.NewLogger(&s.log, load(t, url).Log))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = opened.Close() }()
	all, err := opened.Workspaces(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

func TestAPortInUseIsToldInOneLineAndCostsNoKey(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	_, port, _ := net.SplitHostPort(taken.Addr().String())
	url := testdb.Empty(t, testdb.SQLite)
	var screen buffer
	err = server.Run(context.Background(), server.Options{Config: load(t, url, "PORT="+port), Stderr: &screen, Terminal: true})
	if err == nil || !strings.HasPrefix(err.Error(), "port "+port+" is in use") || strings.Contains(err.Error(), "\n") {
		t.Errorf("%v", err)
	}
	if screen.String() != "" {
		t.Errorf("the screen: %s", &screen)
	}
	if s := start(t, load(t, url), true); s.firstKey(t) == "" {
		t.Error("the next start shows no key")
	}
}

func TestAnAddressOfAnotherMachineStopsTheStartInOneLine(t *testing.T) {
	t.Parallel()
	const elsewhere = "192.0.2.1" // of no machine: RFC 5737
	err := server.Run(t.Context(), server.Options{Config: load(t, testdb.Empty(t, testdb.SQLite), "HOST="+elsewhere)})
	if err == nil || !strings.HasPrefix(err.Error(), "HOST takes an address of this machine") || !strings.Contains(err.Error(), elsewhere) || strings.Contains(err.Error(), "\n") {
		t.Errorf("%v", err)
	}
}

func TestADatabaseInMemoryIsRefused(t *testing.T) {
	t.Parallel()
	err := server.Run(context.Background(), server.Options{Config: load(t, "sqlite::memory:")})
	if err == nil || !strings.Contains(err.Error(), "DATABASE_URL") {
		t.Errorf("%v", err)
	}
}

func TestAFileThatCannotBeADatabaseStopsTheStartInOneLine(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	text := filepath.Join(folder, "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("no database\n", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{folder, text, filepath.Join(text, "portico.db"), "/dev/null/portico.db"} {
		err := server.Run(t.Context(), server.Options{Config: load(t, "sqlite:"+path)})
		if err == nil || !strings.Contains(err.Error(), "DATABASE_URL takes ") || !strings.Contains(err.Error(), strconv.Quote(path)) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestThePublishedSchemaIsTheFile(t *testing.T) {
	t.Parallel()
	want, err := os.ReadFile("../../schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	s := start(t, load(t, testdb.New(t, testdb.SQLite, migrate)), true)
	if status, text := s.get(t, "/schema.graphqls"); status != 200 || text != string(want) {
		t.Errorf("%d, %d bytes of %d", status, len(text), len(want))
	}
}
