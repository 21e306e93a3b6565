package cli

import (
	"github.com/spf13/cobra"

	"github.com/portico-portal/portico/internal/server"
)

func (p *Process) serve() *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "Migrate the database and serve",
		Long: "Migrates the database and serves until SIGTERM or Ctrl-C; then what was accepted is answered.\n" +
			"On a database without a workspace it first makes the workspace \"default\" and an API key, and shows\n" +
			"the key once: on the terminal, or where stderr is none, in the file first-key beside the database.",
		Example: "  portico serve\n" +
			"  HOST=127.0.0.1 PORT=3000 portico serve",
		Args: knownCommand,
		RunE: runs(func(cmd *cobra.Command, _ []string) error {
			settings, log, err := p.environment(cmd.Context())
			if err != nil {
				return err
			}
			server.TuneCollector()
			server.TuneScheduler()
			return server.Run(cmd.Context(), server.Options{
				Config: settings, Log: log, Version: p.buildVersion(), Stderr: p.Stderr, Terminal: p.StderrIsTerminal,
			})
		}),
	}
}
