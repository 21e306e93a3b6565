package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// SecretFileName is the file beside SQLite's database that keeps the root secret.
const SecretFileName = "secret"

const (
	// maxSecretFile is far more than a list of secrets takes.
	maxSecretFile = 64 << 10
	// secretFileWait is how long a file that another process has just made may stay
	// without its last byte.
	secretFileWait  = 2 * time.Second
	secretFilePause = 5 * time.Millisecond
)

var errSecretFileUnfinished = errors.New("holds no whole line: it has to end with a line break")

// EnsureSecretFile gives the root secrets in the file "secret" of dir, and makes
// both when they are missing: the file with one new secret, for its owner alone
// (0600). Of several processes that start at once one makes the file, and all get
// the same secret. The file holds one line, of the form of PORTICO_SECRET; its end
// shows that it is whole.
//
// A file that others can read is refused, with the chmod that helps, and so is one
// without a usable secret: a new one in its place would kill every link.
func EnsureSecretFile(dir string, random io.Reader) ([]Secret, error) {
	path := filepath.Join(dir, SecretFileName)
	if err := makeSecretFile(path, random); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("making the secret file %s: %w", path, err)
	}
	return readSecrets(path)
}

// ReadSecretFile gives the root secrets in the file "secret" of dir, as
// [EnsureSecretFile] does, and none where there is no such file.
func ReadSecretFile(dir string) ([]Secret, error) {
	path := filepath.Join(dir, SecretFileName)
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return readSecrets(path)
}

func readSecrets(path string) ([]Secret, error) {
	line, err := awaitSecretFile(path)
	if err != nil {
		return nil, fmt.Errorf("secret file %s: %w", path, err)
	}
	secrets, err := parseSecrets(line)
	if err != nil {
		return nil, fmt.Errorf("secret file %s %w; put back the one that the links were made with, or remove it for a new one", path, err)
	}
	return secrets, nil
}

// makeSecretFile writes a new file; the error is fs.ErrExist when there is one.
func makeSecretFile(path string, random io.Reader) error {
	if _, err := os.Lstat(path); err == nil {
		return fs.ErrExist
	}
	secret, err := newSecret(random)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err := fill(file, secret+"\n"); err != nil {
		// Half a secret would stop every later start.
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// fill writes text to the disk itself: a link that outlived its secret would be
// dead after a power cut.
func fill(file *os.File, text string) error {
	_, err := file.WriteString(text)
	return errors.Join(err, file.Sync(), file.Close())
}

// awaitSecretFile reads the line, and waits for another process to end it.
func awaitSecretFile(path string) (string, error) {
	for deadline := time.Now().Add(secretFileWait); ; time.Sleep(secretFilePause) {
		line, err := readSecretFile(path)
		if !errors.Is(err, errSecretFileUnfinished) || time.Now().After(deadline) {
			return line, err
		}
	}
}

func readSecretFile(path string) (string, error) {
	// Without waiting, since opening a named pipe waits for who writes to it.
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return "", err
	}
	if err := checkPrivate(path, info); err != nil {
		return "", err
	}
	data, err := io.ReadAll(io.LimitReader(file, maxSecretFile))
	if err != nil {
		return "", err
	}
	line, more, whole := strings.Cut(string(data), "\n")
	switch {
	case !whole:
		return "", errSecretFileUnfinished
	case strings.TrimSpace(more) != "":
		return "", errors.New("has more than one line: several secrets are separated by commas")
	}
	return line, nil
}

// CheckKeyFile refuses a file that others can read, as EnsureSecretFile does;
// one that isn't there is fine.
func CheckKeyFile(path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return nil
	}
	if err == nil {
		err = checkPrivate(path, info)
	}
	if err != nil {
		return fmt.Errorf("key file %s: %w", path, err)
	}
	return nil
}

// checkPrivate looks at what a path leads to, so that a link to a file counts
// by the file. The owner isn't asked for: in a container it is often another
// than who runs the server.
func checkPrivate(path string, info fs.FileInfo) error {
	if !info.Mode().IsRegular() {
		return errors.New("is not a regular file")
	}
	// Windows has no such bits: Go makes them up.
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("others can read it (mode %04o): run chmod 600 %s", info.Mode().Perm(), path)
	}
	return nil
}
