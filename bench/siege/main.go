// Command siege holds the built product against the table of probes: what each
// costs the server, and what becomes of the server and of its customers while
// many are sent at once.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

const usage = "the first argument is costs, to measure what each probe costs the server, or soak, to send many at once, or much of what the server can do for long"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := command(ctx, os.Args[1:]); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "siege:", err)
		stop()
		os.Exit(1) //nolint:gocritic // stop was called
	}
}

func command(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errors.New(usage)
	}
	switch args[0] {
	case "costs":
		return costs(ctx, args[1:])
	case "soak":
		return soak(ctx, args[1:])
	case "attack":
		return attack(ctx)
	default:
		return errors.New(usage)
	}
}
