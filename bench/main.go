// Command bench measures Portico's main call against other ways to do the same,
// all in one run on one PostgreSQL: a row at a time with GORM, a bare handler,
// and PostgreSQL's own client. Each server is a process of its own; rounds are
// interleaved, so that what else the machine does hits all alike.
//
// It takes its PostgreSQL from PORTICO_TEST_DATABASE_URL; `make bench` starts one.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// options are what a run is asked for.
type options struct {
	serverURL string
	rounds    int
	seconds   float64
	only      string
	customers int
	portico   string
	other     string
	pgbench   string
	profile   string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := command(ctx, os.Args[1:]); err != nil && !errors.Is(err, flag.ErrHelp) {
		warn("%v", err)
		stop()
		os.Exit(1) //nolint:gocritic // stop was called
	}
}

func command(ctx context.Context, args []string) error {
	if len(args) > 0 && args[0] == "serve" {
		return serve(ctx, args[1:])
	}
	o := options{serverURL: os.Getenv("PORTICO_TEST_DATABASE_URL")}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.IntVar(&o.rounds, "rounds", 3, "rounds of every side; the medians count")
	flags.Float64Var(&o.seconds, "seconds", 3, "length of a round")
	flags.StringVar(&o.only, "only", "", "comma-separated; only what one of them names, such as small/32, hotel, hotel/8/portico")
	flags.IntVar(&o.customers, "customers", 10_000, "customers that take turns in each workload that creates")
	flags.StringVar(&o.portico, "portico", "", "the product's program; without it this program runs the same code")
	flags.StringVar(&o.other, "other", "", "another build of the product's program, to be compared with too")
	flags.StringVar(&o.pgbench, "pgbench", "", "PostgreSQL's pgbench; without it that side is left out")
	flags.StringVar(&o.profile, "profile", "", "instead of comparing, write profiles of the product into this folder")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if o.serverURL == "" {
		return errors.New("PORTICO_TEST_DATABASE_URL isn't set: run scripts/bench")
	}
	if o.rounds < 1 || o.seconds <= 0 || o.customers < 1 || flags.NArg() > 0 {
		return errors.New("rounds, seconds and customers must be at least 1, and there are no arguments")
	}
	return run(ctx, o)
}

func (o *options) length() time.Duration { return time.Duration(o.seconds * float64(time.Second)) }

// wants tells whether -only lets a workload at a number of connections by a
// side through.
func (o *options) wants(w *workload, connections int, side string) bool {
	if o.only == "" {
		return true
	}
	for only := range strings.SplitSeq(o.only, ",") {
		if matches(only, w.name, fmt.Sprint(connections), side) {
			return true
		}
	}
	return false
}

// matches tells whether each part of only, as in "small/32", is one of names.
func matches(only string, names ...string) bool {
	for part := range strings.SplitSeq(only, "/") {
		found := false
		for _, name := range names {
			found = found || name == strings.TrimSpace(part)
		}
		if !found {
			return false
		}
	}
	return true
}

func warn(format string, args ...any) { fmt.Fprintf(os.Stderr, "bench: "+format+"\n", args...) }
