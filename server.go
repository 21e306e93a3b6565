// Command portico is a self-hosted GraphQL API server for customer portals.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/term"

	"github.com/portico-portal/portico/internal/cli"
	_ "github.com/portico-portal/portico/internal/timers" // a server's process begins anew
)

// version is set by the linker: -X main.version=v1.2.3.
var version = "dev"

func main() { os.Exit(run()) }

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// The first signal asks to end; from then on a second one does what it always does.
	context.AfterFunc(ctx, stop)
	return cli.Run(ctx, cli.Process{
		Args: os.Args[1:], Getenv: os.Getenv, Environ: os.Environ(),
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		StdinIsTerminal: term.IsTerminal(int(os.Stdin.Fd())), StderrIsTerminal: term.IsTerminal(int(os.Stderr.Fd())),
		Version: version,
	})
}
