package cli

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/portico-portal/portico/internal/store"
)

func (p *Process) migrate() *cobra.Command {
	var status bool
	cmd := &cobra.Command{
		Use:   "migrate",
		Short: "Bring the database to this version's tables",
		Long: "Applies the migrations that the database lacks, and stops. Of several that run at once, one does and\n" +
			"the others wait. `portico serve` does the same before it serves.",
		Example: "  portico migrate\n" +
			"  portico migrate --status",
		Args: knownCommand,
		RunE: runs(func(cmd *cobra.Command, _ []string) error {
			if status {
				return p.listMigrations(cmd.Context())
			}
			settings, log, err := p.environment(cmd.Context())
			if err != nil {
				return err
			}
			if err := store.Migrate(cmd.Context(), settings.Database.Reveal(), log); err != nil {
				return err
			}
			p.hint("The database is up to date: " + settings.Database.String())
			return nil
		}),
	}
	cmd.Flags().BoolVar(&status, "status", false, "list the migrations instead, and when each was applied")
	return cmd
}

func (p *Process) listMigrations(ctx context.Context) error {
	settings, log, err := p.environment(ctx)
	if err != nil {
		return err
	}
	all, err := store.Migrations(ctx, settings.Database.Reveal(), log)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, m := range all {
		applied := "pending"
		if m.AppliedAt != nil {
			applied = moment(m.AppliedAt)
		}
		rows = append(rows, []string{strconv.FormatInt(m.Version, 10), m.Name, applied})
	}
	return writeTable(p.Stdout, []string{"VERSION", "NAME", "APPLIED"}, rows)
}
