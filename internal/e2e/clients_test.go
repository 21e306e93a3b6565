package e2e_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// mostExampleLines is what the main job may take, blank lines and comments apart.
const mostExampleLines = 19

func TestTheGoClientWorks(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(root, "clients", "go")
	shortEnough(t, filepath.Join(folder, "examples", "createportal", "main.go"), "func main() {")
	each(t, func(t *testing.T, database string) {
		s := start(t, setup{database: database})
		key := s.firstKey()
		// Built as the server is, so that the standard library is compiled once.
		link := s.runIn(folder, key, "go", "run", "-trimpath", "./examples/createportal")
		s.opensTheGrandHotel(key, link)
		s.runIn(folder, key, "go", "test", "-trimpath", "-vet=off", "-count=1", "./...")
	})
}

func TestTheTypeScriptClientWorks(t *testing.T) {
	t.Parallel()
	folder := builtTypeScriptClient(t)
	shortEnough(t, filepath.Join(folder, "examples", "main.ts"), "")
	each(t, func(t *testing.T, database string) {
		s := start(t, setup{database: database})
		key := s.firstKey()
		link := s.runIn(folder, key, "node", filepath.Join("examples", "main.ts"))
		s.opensTheGrandHotel(key, link)
		s.runIn(folder, key, "node", "--test", "test/*.test.ts")
	})
}

// A guest's key in a list of rooms is what no typed client may let through.
func TestAGuestsKeyInARoomDoesNotCompile(t *testing.T) {
	t.Parallel()
	t.Run("Go", func(t *testing.T) {
		t.Parallel()
		build := exec.Command("go", "build", "-trimpath", "-o", os.DevNull, "./testdata/guestkeyinrooms")
		build.Dir = filepath.Join(root, "clients", "go")
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		failsWith(t, build, `main.go:\d+:\d+: unknown field GuestKey in struct literal of type portico\.RoomInput`)
	})
	t.Run("TypeScript", func(t *testing.T) {
		t.Parallel()
		check := exec.Command(filepath.Join("node_modules", ".bin", "tsc"), "--project", "test/mustnotcompile")
		check.Dir = builtTypeScriptClient(t)
		failsWith(t, check, `guestkeyinrooms\.ts\(\d+,\d+\): error TS2353: .*'guestKey' does not exist in type 'RoomInput'`)
	})
}

// failsWith holds that a compiler finds this one fault, and nothing else.
func failsWith(t *testing.T, compiler *exec.Cmd, pattern string) {
	t.Helper()
	out, err := compiler.CombinedOutput()
	var faults []string
	for line := range strings.Lines(string(out)) {
		if !strings.HasPrefix(line, "#") { // the package, as go build names it
			faults = append(faults, strings.TrimSpace(line))
		}
	}
	if err == nil || len(faults) != 1 || !regexp.MustCompile(pattern).MatchString(faults[0]) {
		t.Errorf("%v: %s\nwant one fault that is %s", err, out, pattern)
	}
}

// builtTypeScriptClient gives the folder of the client, built from its sources alone.
func builtTypeScriptClient(t *testing.T) string {
	t.Helper()
	folder, err := buildTypeScriptClient()
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// buildTypeScriptClient builds it in a folder of its own, once, and holds that its example
// and its tests are typed well.
var buildTypeScriptClient = sync.OnceValues(func() (string, error) {
	source, err := filepath.Abs(filepath.Join(root, "clients", "typescript"))
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(filepath.Join(source, "node_modules", "typescript")); err != nil {
		return "", fmt.Errorf("the client's packages are missing, which scripts/setup-test installs: %w", err)
	}
	folder := filepath.Join(scratch, "typescript")
	for _, name := range []string{"src", "examples", "test"} {
		if err := os.CopyFS(filepath.Join(folder, name), os.DirFS(filepath.Join(source, name))); err != nil {
			return "", err
		}
	}
	for _, name := range []string{"package.json", "tsconfig.json"} {
		text, err := os.ReadFile(filepath.Join(source, name))
		if err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o600); err != nil {
			return "", err
		}
	}
	if err := os.Symlink(filepath.Join(source, "node_modules"), filepath.Join(folder, "node_modules")); err != nil {
		return "", err
	}
	for _, project := range []string{".", "test"} {
		compile := exec.Command(filepath.Join("node_modules", ".bin", "tsc"), "--project", project)
		compile.Dir = folder
		if out, err := compile.CombinedOutput(); err != nil {
			return "", fmt.Errorf("tsc --project %s: %w: %s", project, err, out)
		}
	}
	return folder, nil
})

// shortEnough counts the lines of an example, from the first that holds a text.
func shortEnough(t *testing.T, path, from string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, code, found := strings.Cut(string(text), from)
	if !found {
		t.Fatalf("%s has no %q", path, from)
	}
	count := 0
	for line := range strings.Lines(code) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
			count++
		}
	}
	if count == 0 || count > mostExampleLines {
		t.Errorf("%s takes %d lines", path, count)
	}
}

// runIn runs a client's program, which is told where the server is, and gives what it
// printed.
func (s *server) runIn(folder, key, name string, arguments ...string) string {
	s.t.Helper()
	command := exec.Command(name, arguments...)
	command.Dir = folder
	command.Env = append(os.Environ(), "CGO_ENABLED=0", "PORTICO_URL="+s.base, "PORTICO_API_KEY="+key)
	var stderr strings.Builder
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		s.t.Fatalf("%s %s: %v: %s%s", name, strings.Join(arguments, " "), err, out, &stderr)
	}
	return strings.TrimSpace(string(out))
}

// opensTheGrandHotel holds that a link which an example printed is one, and that the
// data is stored.
func (s *server) opensTheGrandHotel(key, link string) {
	s.t.Helper()
	if !strings.HasPrefix(link, s.public()+"/p/pl_") || strings.Contains(link, "\n") {
		s.t.Fatalf("no link: %s", link)
	}
	if status, page := s.get(pathOf(link)); status != 200 || !strings.Contains(page, "<html") {
		s.t.Errorf("the link's page: %d %s", status, short(page))
	}
	var answer struct {
		Customer struct {
			AccessGrants struct {
				Nodes []struct {
					UserIdentity struct{ Name string }
					Spaces       []struct{ Name string }
				}
			}
		}
	}
	s.must(key, `{ customer(key: "grand-hotel") { accessGrants { nodes { userIdentity { name } spaces { name } } } } }`, nil, &answer)
	grants := answer.Customer.AccessGrants.Nodes
	if len(grants) != 1 || grants[0].UserIdentity.Name != "Ann Archer" || len(grants[0].Spaces) != 1 || grants[0].Spaces[0].Name != "Room 101" {
		s.t.Errorf("stored: %+v", grants)
	}
}
