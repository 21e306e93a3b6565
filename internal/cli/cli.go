// Package cli holds the commands. Results go to stdout, logs and hints to
// stderr, and all commands read the same environment.
package cli

import (
	"context"
	"io"

	"github.com/spf13/cobra"
)

// Process is what a command gets from the process that it runs in.
type Process struct {
	// Args are the arguments without the program's name.
	Args []string
	// Getenv gives a variable's value; Environ lists NAME=value.
	Getenv  func(string) string
	Environ []string
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer
	// StdinIsTerminal says that a person can be asked, StderrIsTerminal that one reads what
	// goes to stderr.
	StdinIsTerminal, StderrIsTerminal bool
	// Version is what the binary was built as.
	Version string
}

// Run runs the command that the arguments name and gives the exit code: 0 where
// it did its work, 1 where it failed, 2 where it was called the wrong way.
func Run(ctx context.Context, p Process) int {
	root := p.root()
	// Cobra takes the process's own arguments for nil.
	root.SetArgs(append([]string{}, p.Args...))
	root.SetIn(p.Stdin)
	root.SetOut(p.Stdout)
	root.SetErr(p.Stderr)
	command, err := root.ExecuteContextC(ctx)
	if err == nil {
		return exitOK
	}
	return p.report(command, err)
}

func (p *Process) root() *cobra.Command {
	serve := p.serve()
	root := &cobra.Command{
		Use:   "portico",
		Short: "A self-hosted GraphQL API server for customer portals",
		Long: "Portico stores a customer's data and gives out the magic link that opens the customer's portal.\n" +
			"Without a command it serves, as `portico serve` does.",
		Example: "  portico\n" +
			"  PORT=3000 portico serve\n" +
			"  DATABASE_URL=postgres://portico@db/portico portico migrate",
		Args:              knownCommand,
		RunE:              serve.RunE,
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage(err) })
	root.AddCommand(serve, p.migrate(), p.backup(), p.restore(), p.workspaces(), p.keys(), p.tokens(), p.providers(), p.customers(), p.version(), p.healthcheck())
	describeEnvironment(root)
	return root
}
