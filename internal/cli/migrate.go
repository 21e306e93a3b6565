package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/portico-portal/portico/internal/store"
)

func (p *Process) migrate() *cobra.Command {
	var status, distribute bool
	cmd := &cobra.Command{
		Use:   "migrate",
		Short: "Bring the database to this version's tables",
		Long: "Applies the migrations that the database lacks, and stops. Of several that run at once, one does and\n" +
			"the others wait. `portico serve` does the same before it serves.\n\n" +
			"With --distribute it then has Citus spread the tables over its nodes by workspace, with the rows that are\n" +
			"there. It takes a PostgreSQL with the extension citus, and no server that is running. Once is enough: tables\n" +
			"that later versions bring are distributed when they are made.",
		Example: "  portico migrate\n" +
			"  portico migrate --status\n" +
			"  DATABASE_URL=postgres://portico@coordinator/portico portico migrate --distribute",
		Args: knownCommand,
		RunE: runs(func(cmd *cobra.Command, _ []string) error {
			switch {
			case status:
				return p.listMigrations(cmd.Context())
			case distribute:
				return p.distribute(cmd.Context())
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
	cmd.Flags().BoolVar(&distribute, "distribute", false, "also spread the tables over the nodes of a Citus, by workspace")
	cmd.MarkFlagsMutuallyExclusive("status", "distribute")
	return cmd
}

func (p *Process) distribute(ctx context.Context) error {
	settings, log, err := p.environment(ctx)
	if err != nil {
		return err
	}
	all, err := store.Distribute(ctx, settings.Database.Reveal(), log)
	if errors.Is(err, store.ErrNotDistributable) {
		return fmt.Errorf("--distribute: %w", err)
	}
	if err != nil {
		return err
	}
	var rows [][]string
	for _, table := range all {
		how, since := "by workspace_id", "already"
		if table.Reference {
			how = "whole on each node"
		}
		if table.Now {
			since = "now"
		}
		rows = append(rows, []string{table.Name, how, since})
	}
	return writeTable(p.Stdout, []string{"TABLE", "DISTRIBUTED", "SINCE"}, rows)
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
