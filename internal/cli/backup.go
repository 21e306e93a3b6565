package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/portico-portal/portico/internal/config"
	"github.com/portico-portal/portico/internal/store"
)

var (
	errPostgresBackup = errors.New("DATABASE_URL names PostgreSQL, which has tools of its own to back up and restore: see docs/backup.md")
	errNoFile         = errors.New("DATABASE_URL names a database in memory, which ends with its process: name a file")
	errNoSecret       = errors.New("there is no secret whose fingerprint could go into the backup: set PORTICO_SECRET as the server has it")
)

func (p *Process) backup() *cobra.Command {
	var replace bool
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the SQLite database into a file, also while a server writes to it",
		Long: "Copies the SQLite database as it is at one moment, checks the copy, and gives it its name when it is whole\n" +
			"and on the disk. A server may write meanwhile. The secret isn't in it, only its fingerprint: keep the secret\n" +
			"too, in another place. PostgreSQL has tools of its own: see docs/backup.md.",
		Example: "  portico backup /backups/portico-$(date +%F).db\n" +
			"  portico backup --replace /backups/portico.db",
		Args: oneFile,
		RunE: runs(func(cmd *cobra.Command, args []string) error {
			settings, _, err := p.environment(cmd.Context())
			if err != nil {
				return err
			}
			if err := backUp(cmd.Context(), settings, args[0], replace); err != nil {
				return err
			}
			p.hint("Backed up " + settings.Database.String() + " to " + args[0] + ". Keep the secret too: it isn't in there.")
			return nil
		}),
	}
	cmd.Flags().BoolVar(&replace, "replace", false, "replace FILE if it is there")
	return cmd
}

func backUp(ctx context.Context, settings config.Config, file string, replace bool) error {
	if err := checkFile(settings.Database); err != nil {
		return err
	}
	// Where the database isn't, its secret isn't either, and that is no advice.
	if _, err := os.Stat(settings.Database.Path); err != nil {
		return fmt.Errorf("back up %s: %w", settings.Database, err)
	}
	known, err := secretIDs(settings)
	if err != nil {
		return err
	}
	if len(known) == 0 {
		return errNoSecret
	}
	err = store.BackUp(ctx, settings.Database.Path, file, store.Backup{MadeAt: time.Now(), SecretIDs: known}, replace)
	switch {
	case errors.Is(err, store.ErrExists):
		return fmt.Errorf("%s is there already: name another file, or give --replace", file)
	case errors.Is(err, store.ErrOwnFile):
		return fmt.Errorf("%s is the database itself: name another file", file)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("back up %s: %w", settings.Database, err)
	default:
		return err
	}
}

// checkFile refuses a database that is no file.
func checkFile(database config.Database) error {
	if database.Engine != config.SQLite {
		return errPostgresBackup
	}
	if database.InMemory() {
		return errNoFile
	}
	return nil
}

// secretIDs are the fingerprints of the secrets that there are, the one that makes first.
func secretIDs(settings config.Config) ([]string, error) {
	secrets, err := settings.KnownSecrets()
	if err != nil || len(secrets) == 0 {
		return nil, err
	}
	keys, err := newKeyring(secrets)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, id := range keys.IDs() {
		ids = append(ids, string(id))
	}
	return ids, nil
}
