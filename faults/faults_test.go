package main

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// root is the repository, from the folder that go test runs in.
const root = ".."

var scratch string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		var err error
		if scratch, err = os.MkdirTemp("", "portico-faults-"); err != nil {
			panic(err)
		}
		defer func() { _ = os.RemoveAll(scratch) }()
		return m.Run()
	}())
}

// built builds Portico as `make build` does, so that their caches are one; with a tag
// it is another.
func built(t *testing.T, tag string) string {
	t.Helper()
	path, err := builds[tag]()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

const planted = "plantedbug"

var builds = map[string]func() (string, error){
	"":      sync.OnceValues(func() (string, error) { return build("") }),
	planted: sync.OnceValues(func() (string, error) { return build(planted) }),
}

func build(tag string) (string, error) {
	if err := noteSources(); err != nil {
		return "", err
	}
	path := filepath.Join(scratch, "portico"+tag)
	command := exec.Command("go", "build", "-trimpath", "-tags", tag, "-o", path, ".")
	command.Dir = root
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, output)
	}
	return path, nil
}

// noteSources reads the list of every folder with sources: go test keeps a result until a
// file changes that the test itself has looked at.
func noteSources() error {
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // it has gone while we looked
		}
		if err != nil {
			return err
		}
		hidden := strings.HasPrefix(entry.Name(), ".") && path != root
		if entry.IsDir() && (hidden || entry.Name() == "node_modules") {
			return fs.SkipDir
		}
		return nil
	})
}

// each runs test once an engine, each with its own.
func each(t *testing.T, test func(t *testing.T, engine database, folder string)) {
	t.Helper()
	t.Parallel()
	for _, name := range []string{"sqlite", "postgres"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			engine, folder := opened(t, name)
			test(t, engine, folder)
		})
	}
}

// opened opens an engine, until the test ends, and gives a folder that is kept if it fails.
func opened(t *testing.T, name string) (engine database, folder string) {
	t.Helper()
	bindir, err := exec.Command(filepath.Join(root, "scripts", "with-postgres"), "--bindir").Output()
	if err != nil {
		t.Fatal(err)
	}
	if folder, err = os.MkdirTemp("/var/tmp", "portico-faults-"); err != nil { //nolint:usetesting // PostgreSQL's own user can't look into that of a test
		t.Fatal(err)
	}
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if engine, err = openEngine(t.Context(), name, strings.TrimSpace(string(bindir)), folder); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Logf("kept in %s", folder)
		} else if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	})
	return engine, folder
}

// The short form of `make faults`.
func TestNothingIsLostWhateverFails(t *testing.T) {
	each(t, func(t *testing.T, engine database, folder string) {
		seed := rand.Uint64N(1e9)
		r, err := runSeed(t.Context(), seed, built(t, ""), filepath.Join(folder, "run"), 8*time.Second, engine)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		t.Logf("seed %d: %s", seed, r)
		if len(r.violations) > 0 || r.outcomes[acknowledged] < 50 || r.outcomes[inDoubt] == 0 {
			t.Errorf("seed %d: too few calls, none in doubt, or what must not be", seed)
		}
	})
}

// The short form of `make faults ARGS='--engine failover'`.
func TestAFailoverLosesNothingAndWritesGoOnWithoutARestart(t *testing.T) {
	t.Parallel()
	engine, folder := opened(t, "failover")
	seed := rand.Uint64N(1e9)
	r, err := runSeed(t.Context(), seed, built(t, ""), filepath.Join(folder, "run"), 7*time.Second, engine)
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	t.Logf("seed %d: %s", seed, r)
	if failovers := len(r.writes["primary killed"]) + len(r.writes["primary hung"]); len(r.violations) > 0 || failovers == 0 {
		t.Errorf("seed %d: %d failovers were measured, %d violations", seed, failovers, len(r.violations))
	}
}

// What the harness finds is there: a server that acknowledges what isn't stored is found
// out by a few seeds.
func TestAPlantedBugIsFound(t *testing.T) {
	each(t, func(t *testing.T, engine database, folder string) {
		const mostSeeds = 5
		for seed := range uint64(mostSeeds) {
			r, err := runSeed(t.Context(), seed, built(t, planted), filepath.Join(folder, fmt.Sprint(seed)), 6*time.Second, engine)
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			for _, v := range r.violations {
				if !v.undecided {
					t.Logf("found by seed %d: %s: %s", seed, v.about, v.what)
					return
				}
			}
		}
		t.Errorf("%d seeds have not found it", mostSeeds)
	})
}

func TestASeedSaysWhatIsCalledAndWhatFails(t *testing.T) {
	t.Parallel()
	drawn := func(seed uint64) string {
		var all []string
		for client := range clients {
			for steps := plan(seed, client); steps.drawn < 3*stepsOfSubject; {
				all = append(all, fmt.Sprintf("%+v", steps.next()))
			}
		}
		var faults []string
		n := newNemesis(seed, make([]fault, 8), nil, nil)
		for range 10 {
			faults = append(faults, fmt.Sprint(n.random.Perm(len(n.faults)), n.pause()))
		}
		return strings.Join(append(all, faults...), "\n")
	}
	first, again := drawn(1), drawn(1)
	if first != again {
		t.Error("the same seed says something else")
	}
	if first == drawn(2) {
		t.Error("another seed says the same")
	}
}
