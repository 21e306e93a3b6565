// Command faults makes random calls of the built program while all goes wrong around it, and checks
// what the callers saw.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "faults:", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context) (err error) {
	var o struct {
		path, folder, engine string
		seeds                int
		seed                 uint64
		seconds              float64
	}
	flag.StringVar(&o.path, "portico", "", "the built program")
	flag.StringVar(&o.folder, "folder", "", "where the runs are kept")
	flag.StringVar(&o.engine, "engine", "sqlite", "sqlite or postgres")
	flag.IntVar(&o.seeds, "seeds", 10, "how many seeds are run, one after the other")
	flag.Uint64Var(&o.seed, "seed", 1, "the first of them")
	flag.Float64Var(&o.seconds, "seconds", 10, "how long each runs")
	var programs string
	flag.StringVar(&programs, "bindir", "", "the folder of PostgreSQL's programs")
	flag.Parse()
	var engine database = &sqlite{}
	if o.engine == "postgres" {
		os.MkdirAll(o.folder, 0o755)
		p, err := newPostgres(ctx, programs, o.folder)
		if err != nil {
			return err
		}
		defer p.Close()
		engine = p
	}
	for seed := o.seed; seed < o.seed+uint64(o.seeds); seed++ {
		r, err := runSeed(ctx, seed, o.path, filepath.Join(o.folder, fmt.Sprintf("%s-%d", o.engine, seed)), time.Duration(o.seconds*float64(time.Second)), engine)
		if err != nil {
			return err
		}
		fmt.Println(r.seed, r.outcomes, r.kinds, r.faults)
		for _, v := range r.violations {
			fmt.Println("  ", v.about, v.what, r.folder)
		}
	}
	return nil
}
