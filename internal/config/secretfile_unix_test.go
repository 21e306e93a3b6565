//go:build unix

package config

import (
	"crypto/rand"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Opening a pipe waits for a writer, and so would the start.
func TestSecretFileThatIsAPipeIsRefusedAtOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, SecretFileName), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := EnsureSecretFile(dir, rand.Reader); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Error(err)
	}
}
