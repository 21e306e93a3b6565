package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// profiles loads the product with each workload, and writes what its CPU time and its allocations went to.
func profiles(ctx context.Context, o *options, folder string) error {
	d, err := newDatabase(ctx, o.serverURL)
	if err != nil {
		return err
	}
	defer d.drop()
	for _, w := range []workload{newSmall(1, 8, 32), newHotel(8), newBulk(), newPage(8), newRedeeming(32), newSmallOnSQLite()} {
		for _, connections := range w.connections {
			if !o.wants(w.name, strconv.Itoa(connections)) {
				continue
			}
			one := *o
			one.profile = filepath.Join(o.profile, fmt.Sprintf("%s-%d", w.name, connections))
			one.portico = ""
			if err := os.MkdirAll(one.profile, 0o750); err != nil {
				return err
			}
			if err := profile(ctx, &one, d, folder, &w, connections); err != nil {
				return err
			}
			fmt.Printf("go tool pprof -top -cum %s\ngo tool pprof -top -sample_index=alloc_space %s\n",
				filepath.Join(one.profile, "cpu"), filepath.Join(one.profile, "cpu.allocs"))
		}
	}
	return nil
}

func profile(ctx context.Context, o *options, d *database, folder string, w *workload, connections int) (err error) {
	var s *side
	if w.name == sqliteName {
		s, err = startOnSQLite(ctx, o, folder, sidePortico)
	} else {
		s, err = startSide(ctx, o, d, folder, sidePortico)
	}
	if err != nil {
		return err
	}
	defer func() {
		s.process.stop()
		if _, statErr := os.Stat(filepath.Join(o.profile, "cpu.allocs")); statErr != nil {
			err = errors.Join(err, statErr, errors.New(s.process.logged()))
		}
	}()
	if err := s.prepare(ctx, w); err != nil {
		return err
	}
	result, err := s.send(ctx, w, connections, o.customers, max(o.length(), 10*time.Second))
	if err != nil {
		return err
	}
	fmt.Printf("%s, %d connections: %.0f calls/s while profiled\n", w.about, connections, result.PerSecond())
	return nil
}
