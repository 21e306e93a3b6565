// Command faults makes random calls of the built program while all goes wrong around it,
// and checks what the callers saw: see docs/faults.md.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "faults:", err)
		os.Exit(1)
	}
}

// options are what the flags say.
type options struct {
	path, programs, folder, engine string
	first                          uint64
	seeds                          int
	length                         time.Duration
}

// bothEngines runs seeds on both at once.
const bothEngines = "both"

func run(ctx context.Context) error {
	var o options
	var seconds float64
	flag.StringVar(&o.path, "portico", "", "the built program; scripts/faults sets it, and the next two")
	flag.StringVar(&o.programs, "bindir", "", "the folder of PostgreSQL's programs")
	flag.StringVar(&o.folder, "folder", "", "where runs work, and where one that fails is kept")
	flag.StringVar(&o.engine, "engine", bothEngines, "sqlite, postgres, or both of these; failover for a primary with a synchronous standby; pgbouncer for PostgreSQL behind one")
	flag.IntVar(&o.seeds, "seeds", 10, "how many seeds are run on each engine, one after the other")
	flag.Uint64Var(&o.first, "seed", 1, "the first of them")
	flag.Float64Var(&seconds, "seconds", 10, "how long each runs")
	flag.Parse()
	o.length = time.Duration(seconds * float64(time.Second))
	names := []string{o.engine}
	if o.engine == bothEngines {
		names = []string{"sqlite", "postgres"}
	}
	failures := make([]error, len(names))
	var all sync.WaitGroup
	for i, name := range names {
		all.Go(func() { failures[i] = o.runEngine(ctx, name) })
	}
	all.Wait()
	return errors.Join(failures...)
}

// runEngine runs all seeds on an engine and sums up.
func (o *options) runEngine(ctx context.Context, name string) (err error) {
	folder := filepath.Join(o.folder, name)
	if err := os.MkdirAll(folder, 0o755); err != nil { //nolint:gosec // PostgreSQL's own user looks in
		return err
	}
	engine, err := openEngine(ctx, name, o.programs, folder)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	began, sum, failed := time.Now(), newResult(0, ""), []string{}
	for seed := o.first; seed < o.first+uint64(o.seeds) && ctx.Err() == nil; seed++ { //nolint:gosec // a count
		r, err := runSeed(ctx, seed, o.path, filepath.Join(folder, fmt.Sprint("seed-", seed)), o.length, engine)
		if err != nil {
			return fmt.Errorf("%s, seed %d: %w", name, seed, err)
		}
		fmt.Printf("%s, seed %d: %s", name, seed, r)
		sum.add(r)
		if len(r.violations) > 0 {
			failed = append(failed, fmt.Sprint(seed))
		}
	}
	fmt.Printf("%s, all of %s: %s", name, time.Since(began).Round(time.Second), sum)
	if len(failed) > 0 {
		return fmt.Errorf("%s: seeds %s failed", name, strings.Join(failed, ", "))
	}
	return nil
}

func openEngine(ctx context.Context, name, programs, folder string) (database, error) {
	switch name {
	case "sqlite":
		return &sqlite{}, nil
	case "postgres":
		return newPostgres(ctx, programs, folder)
	case "failover":
		return newPair(ctx, programs, folder)
	case "pgbouncer":
		return newPooled(ctx, programs, folder)
	default:
		return nil, fmt.Errorf("-engine takes sqlite, postgres, both, failover or pgbouncer; %q is none of them", name)
	}
}
