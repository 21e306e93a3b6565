package server

import (
	"errors"
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

// writeFirstKey makes the file, for its owner alone. One that is there, or a
// link to somewhere else, stays as it is: it may be the only copy of another
// database's key.
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
