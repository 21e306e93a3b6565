package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/portico-portal/portico/internal/config"
	"github.com/portico-portal/portico/internal/store"
)

func (p *Process) restore() *cobra.Command {
	var replace, force bool
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Put a backup in the SQLite database's place",
		Long: "Checks a backup, brings a copy of it to this version's tables, and puts that in the database's place in one\n" +
			"step: whatever happens, the database is the old one or the new one, and whole. No server may have the\n" +
			"database open. The secret that the backup was made under has to be there: set PORTICO_SECRET, or put the\n" +
			"file secret beside the database.",
		Example: "  portico restore /backups/portico.db\n" +
			"  portico restore --replace /backups/portico.db",
		Args: oneFile,
		RunE: runs(func(cmd *cobra.Command, args []string) error {
			settings, log, err := p.environment(cmd.Context())
			if err != nil {
				return err
			}
			if err := restore(cmd.Context(), settings, args[0], replace, force, log); err != nil {
				return err
			}
			p.hint("Restored " + settings.Database.String() + " from " + args[0] + ".")
			return nil
		}),
	}
	cmd.Flags().BoolVar(&replace, "replace", false, "replace a database that holds data")
	cmd.Flags().BoolVar(&force, "force", false, "restore also under another secret, with which the backup's links are dead")
	return cmd
}

func restore(ctx context.Context, settings config.Config, file string, replace, force bool, log *slog.Logger) error {
	if err := checkFile(settings.Database); err != nil {
		return err
	}
	known, err := secretIDs(settings)
	if err != nil {
		return err
	}
	err = store.Restore(ctx, settings.Database.Path, file, replace, func(backup store.Backup) error {
		if force {
			return nil
		}
		return checkSecrets(backup, known)
	}, log)
	newer, isNewer := errors.AsType[*store.NewerError](err)
	switch {
	case isNewer:
		return fmt.Errorf("%s was made by a newer version of Portico, at migration %d: restore it with that version", file, newer.Migration)
	case errors.Is(err, store.ErrNotPortico):
		return fmt.Errorf("%s is no database of Portico's, or not a whole one", file)
	case errors.Is(err, store.ErrOwnFile):
		return fmt.Errorf("%s is the database itself: name a backup", file)
	case errors.Is(err, store.ErrOpen):
		return fmt.Errorf("a server or another program has %s open: end it first", settings.Database)
	case errors.Is(err, store.ErrHoldsData):
		return fmt.Errorf("%s holds data: back it up, then give --replace", settings.Database)
	default:
		return err
	}
}

// checkSecrets refuses a backup whose links would be dead, and what it sealed lost.
func checkSecrets(backup store.Backup, known []string) error {
	if len(backup.SecretIDs) == 0 {
		return errors.New("the backup doesn't tell its secret, as those of `portico backup` do: if the secret is the right one, give --force")
	}
	var missing []string
	for _, id := range backup.SecretIDs {
		if !slices.Contains(known, id) {
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	here := "there is none here"
	if len(known) > 0 {
		here = "here is " + strings.Join(known, ", ")
	}
	return fmt.Errorf("the backup needs the secret with the fingerprint %s, and %s: set PORTICO_SECRET or put the file %s beside the database, "+
		"or give --force: what that secret made is then dead", strings.Join(missing, ", "), here, config.SecretFileName)
}
