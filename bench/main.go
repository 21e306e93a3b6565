// Command bench measures Portico against other ways to do the same, all in one
// run on one PostgreSQL and on SQLite: bare handlers, PostgreSQL's own client,
// PostGraphile, a row at a time with GORM. Each server is a process of its own;
// rounds are many, short and interleaved, so that what else the machine does hits all
// alike. In the end it holds the ratios against the goals.
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
	// postgraphile is the folder of its set-up.
	postgraphile string
	// links is how many the database of -scale has.
	links int
	// quick, scale, open and processes say what to measure.
	quick, scale, processes bool
	open                    time.Duration
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
	flags.IntVar(&o.rounds, "rounds", 13, "rounds of every side; the medians count")
	flags.Float64Var(&o.seconds, "seconds", 0.75, "length of a round; pgbench's is 3 at least, -profile takes longer, and -open has its own lengths")
	flags.StringVar(&o.only, "only", "", "comma-separated; only what one of them names, such as small/32, hotel, hotel/8/portico, bulk, page, redeem, rest, hooked, sqlite, memory, start, growth")
	flags.IntVar(&o.customers, "customers", 10_000, "customers that take turns in each workload that creates")
	flags.StringVar(&o.portico, "portico", "", "the product's program; without it this program runs the same code")
	flags.StringVar(&o.other, "other", "", "another build of the product's program, to be compared with too")
	flags.StringVar(&o.pgbench, "pgbench", "", "PostgreSQL's pgbench; without it that side is left out")
	flags.StringVar(&o.postgraphile, "postgraphile", "", "the folder of PostGraphile's set-up; without it that side is left out")
	flags.IntVar(&o.links, "links", 10_000_000, "links in the full database of -scale; the comparison takes a tenth")
	flags.BoolVar(&o.quick, "quick", false, "leave out the growth, GORM a row at a time, and what no goal needs")
	flags.BoolVar(&o.scale, "scale", false, "instead of comparing, measure what becomes of every call as the data grows")
	flags.DurationVar(&o.open, "open", 0, "instead of comparing, send the small call at 0.7 of the capacity for so long, in stretches of 10 s that begin by measuring the capacity, then at 3 times the capacity")
	flags.BoolVar(&o.processes, "processes", false, "instead of comparing, measure 1, 2 and 4 servers over one database")
	flags.StringVar(&o.profile, "profile", "", "instead of comparing, write profiles of the product into this folder")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if o.serverURL == "" {
		return errors.New("PORTICO_TEST_DATABASE_URL isn't set: run scripts/bench")
	}
	if o.rounds < 1 || o.seconds <= 0 || o.customers < 1 || flags.NArg() > 0 {
		return errors.New("rounds and customers must be at least 1 and seconds more than 0, and there are no arguments")
	}
	return run(ctx, o)
}

func (o *options) length() time.Duration { return time.Duration(o.seconds * float64(time.Second)) }

// wants tells whether -only lets something of these names through.
func (o *options) wants(names ...string) bool {
	if o.only == "" {
		return true
	}
	for only := range strings.SplitSeq(o.only, ",") {
		if matches(only, names...) {
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
