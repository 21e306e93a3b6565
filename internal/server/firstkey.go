package server

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/portico-portal/portico/internal/config"
)

// firstKeyFile holds the key of a first start that nobody watched.
const firstKeyFile = "first-key"

// checkFirstKey stops the start while an earlier start's key is open to others:
// whoever keeps it there has not seen that.
func (o *Options) checkFirstKey() error {
	return config.CheckKeyFile(filepath.Join(o.Config.Database.Dir(), firstKeyFile))
}

// setAside gives a file that is there, or a link to somewhere else, a name of its own, and
// gives that; empty where there is none. It may be the only copy of another database's key.
func setAside(path string) (aside string, err error) {
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	for n := 1; ; n++ {
		aside = fmt.Sprintf("%s.%d", path, n)
		if _, err := os.Lstat(aside); errors.Is(err, fs.ErrNotExist) {
			if err := os.Rename(path, aside); err != nil {
				return "", err
			}
			return aside, nil
		} else if err != nil {
			return "", err
		}
	}
}

// writeFirstKey makes the file, for its owner alone.
func writeFirstKey(path, key string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(key + "\n")
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}
