// Package e2e tests the built program as whoever runs it meets it: started as a
// process, ended by signals, called over the network, opened in a browser.
package e2e_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// root is the repository, from the folder that go test runs in.
const root = "../.."

// scratch holds what lives as long as the process.
var scratch string

func TestMain(m *testing.M) {
	var err error
	if scratch, err = os.MkdirTemp("", "portico-e2e-"); err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	defer func() { closeBrowser() }() // which is another by then
	m.Run()
}

// build makes the program as `make build` does, so that their caches are one.
var build = sync.OnceValues(func() (string, error) {
	if err := noteSources(); err != nil {
		return "", err
	}
	path := filepath.Join(scratch, "portico")
	command := exec.Command("go", "build", "-trimpath", "-o", path, ".")
	command.Dir = root
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, output)
	}
	return path, nil
})

// program gives the path of the built program.
func program(t *testing.T) string {
	t.Helper()
	path, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// noteSources reads the list of every folder with sources: go test keeps a
// result until a file changes that the test itself has looked at.
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

// buffer is written by a process and read by the test at the same time.
type buffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}
