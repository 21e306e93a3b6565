package config

import (
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestSecretFileIsMadeOnceForItsOwnerAlone(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	first, err := EnsureSecretFile(dir, rand.Reader)
	if err != nil || len(first) != 1 || len(first[0].Reveal()) != 64 {
		t.Fatalf("%d secrets, %v", len(first), err)
	}
	info, err := os.Stat(filepath.Join(dir, SecretFileName))
	if err != nil || info.Mode() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	again, err := EnsureSecretFile(dir, strings.NewReader(""))
	if err != nil || len(again) != 1 || again[0] != first[0] {
		t.Errorf("the second start has another secret: %v", err)
	}
}

func TestProcessesThatStartAtOnceShareOneSecret(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var group sync.WaitGroup
	got := make([]string, 32)
	for i := range got {
		group.Go(func() {
			secrets, err := EnsureSecretFile(dir, rand.Reader)
			if err != nil {
				t.Error(err)
				return
			}
			got[i] = secrets[0].Reveal()
		})
	}
	group.Wait()
	for _, each := range got {
		if each != got[0] {
			t.Fatal("two processes have two secrets")
		}
	}
}

func TestSecretFileIsAwaitedWhileAnotherProcessWritesIt(t *testing.T) {
	t.Parallel()
	path := write(t, "", 0o600)
	go func() {
		time.Sleep(20 * time.Millisecond)
		_ = os.WriteFile(path, []byte(secretA+"\n"), 0o600)
	}()
	secrets, err := EnsureSecretFile(filepath.Dir(path), rand.Reader)
	if err != nil || secrets[0].Reveal() != secretA {
		t.Error(err)
	}
}

// write makes a secret file.
func write(t *testing.T, text string, mode os.FileMode) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), SecretFileName)
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil { // past the umask
		t.Fatal(err)
	}
	return path
}

func TestSecretFileMayHoldAListThatRotates(t *testing.T) {
	t.Parallel()
	path := write(t, secretA+", "+secretB+"\r\n", 0o600)
	secrets, err := EnsureSecretFile(filepath.Dir(path), rand.Reader)
	if err != nil || len(secrets) != 2 || secrets[0].Reveal() != secretA || secrets[1].Reveal() != secretB {
		t.Errorf("%d secrets, %v", len(secrets), err)
	}
}

func TestSecretFileThatCannotBeUsedIsRefusedAndLeft(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		mode os.FileMode
		want string
	}{
		"group can read":  {secretA + "\n", 0o640, "run chmod 600 "},
		"others can read": {secretA + "\n", 0o604, "mode 0604"},
		"too short":       {"hunter2\n", 0o600, "fewer than 32 bytes"},
		"empty line":      {"\n", 0o600, "empty place"},
		"two lines":       {secretA + "\n" + secretB + "\n", 0o600, "more than one line"},
		"never ended":     {secretA, 0o600, "no whole line"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := write(t, c.text, c.mode)
			_, err := EnsureSecretFile(filepath.Dir(path), rand.Reader)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), path) {
				t.Fatal(err)
			}
			if strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), secretA) || strings.Contains(err.Error(), "\n") {
				t.Errorf("a secret, or more than a line: %v", err)
			}
			if left, _ := os.ReadFile(path); string(left) != c.text {
				t.Error("the file was changed")
			}
		})
	}
}

func TestSecretFileMayBeALinkAndCountsByWhatItLeadsTo(t *testing.T) {
	t.Parallel()
	link := func(target string) string {
		dir := t.TempDir()
		if err := os.Symlink(target, filepath.Join(dir, SecretFileName)); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	if secrets, err := EnsureSecretFile(link(write(t, secretA+"\n", 0o600)), rand.Reader); err != nil || secrets[0].Reveal() != secretA {
		t.Errorf("to a private file: %v", err)
	}
	if _, err := EnsureSecretFile(link(write(t, secretA+"\n", 0o644)), rand.Reader); err == nil || !strings.Contains(err.Error(), "run chmod 600 ") {
		t.Errorf("to a file that others can read: %v", err)
	}
	nowhere := filepath.Join(t.TempDir(), "nowhere")
	if _, err := EnsureSecretFile(link(nowhere), rand.Reader); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("to nowhere: %v", err)
	}
	if _, err := os.Lstat(nowhere); err == nil {
		t.Error("a secret was written where the link leads")
	}
}

func TestKeyFileThatOthersCanReadIsRefused(t *testing.T) {
	t.Parallel()
	for mode, refused := range map[os.FileMode]bool{0o600: false, 0o400: false, 0o640: true, 0o604: true, 0o620: true, 0o601: true, 0o644: true, 0o666: true} {
		path := write(t, "key\n", mode)
		err := CheckKeyFile(path)
		if (err != nil) != refused || refused && !strings.HasSuffix(err.Error(), "run chmod 600 "+path) {
			t.Errorf("%04o: %v", mode, err)
		}
	}
	if err := CheckKeyFile(filepath.Join(t.TempDir(), "none")); err != nil {
		t.Errorf("no file: %v", err)
	}
}

func TestSecretFileThatCannotBeMadeIsAnError(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := EnsureSecretFile(dir, strings.NewReader("")); !errors.Is(err, io.EOF) {
		t.Errorf("no randomness: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, SecretFileName)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file is left: %v", err)
	}
	if err := os.Mkdir(filepath.Join(dir, SecretFileName), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := EnsureSecretFile(dir, rand.Reader); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Errorf("a folder: %v", err)
	}
	file := write(t, "", 0o600)
	if _, err := EnsureSecretFile(file, rand.Reader); err == nil {
		t.Error("a file serves as a folder")
	}
}

func TestSecretThatCannotBeWrittenIsAnError(t *testing.T) {
	t.Parallel()
	path := write(t, "", 0o600)
	readOnly, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := fill(readOnly, "x"); err == nil {
		t.Error("writing to what is open for reading went well")
	}
}

func TestRootSecretsComeFromTheVariableThenTheFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	onDisk := Database{Engine: SQLite, Path: filepath.Join(dir, "p.db")}
	given, err := Config{Database: onDisk, Secrets: []Secret{NewSecret(secretA)}}.RootSecrets(rand.Reader)
	if err != nil || given[0].Reveal() != secretA {
		t.Errorf("variable: %v", err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 0 {
		t.Error("a file is made though the variable is set")
	}
	made, err := Config{Database: onDisk}.RootSecrets(rand.Reader)
	again, _ := Config{Database: onDisk}.RootSecrets(rand.Reader)
	if err != nil || made[0] != again[0] {
		t.Errorf("file: %v", err)
	}
	passing, err := Config{Database: Database{Engine: SQLite, Path: ":memory:"}}.RootSecrets(rand.Reader)
	if err != nil || len(passing[0].Reveal()) != 64 {
		t.Errorf("memory: %v", err)
	}
	if _, err := (Config{Database: Database{Engine: PostgreSQL}}).RootSecrets(rand.Reader); err == nil {
		t.Error("PostgreSQL goes without a secret")
	}
}

func TestKnownSecretsAreThoseOfTheFileAndNoneAreMade(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := Config{Database: Database{Engine: SQLite, Path: filepath.Join(dir, "portico.db")}}
	if secrets, err := c.KnownSecrets(); err != nil || len(secrets) > 0 {
		t.Errorf("%v, %v", secrets, err)
	}
	if _, err := os.Stat(filepath.Join(dir, SecretFileName)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file: %v", err)
	}
	made, err := c.RootSecrets(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if secrets, err := c.KnownSecrets(); err != nil || len(secrets) != 1 || secrets[0] != made[0] {
		t.Errorf("%v, %v", secrets, err)
	}
	given := NewSecret(secretA)
	c.Secrets = []Secret{given}
	if secrets, err := c.KnownSecrets(); err != nil || len(secrets) != 1 || secrets[0] != given {
		t.Errorf("%v, %v", secrets, err)
	}
}
