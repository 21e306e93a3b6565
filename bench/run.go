package main

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/portico-portal/portico/bench/load"
)

// cell is what was measured of one side for one workload at one number of connections.
type cell struct {
	rates            []float64
	server, database []time.Duration // CPU time a call
	latency          load.Histogram
}

// table is what was measured of all sides for one workload at one number of connections.
type table struct {
	workload    *workload
	connections int
	sides       []string
	cells       map[string]*cell
	// others is the share of the cores that other programs took.
	others float64
}

func run(ctx context.Context, o options) (err error) {
	d, err := newDatabase(ctx, o.serverURL)
	if err != nil {
		return err
	}
	defer d.drop()
	folder, err := os.MkdirTemp("", "portico-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	if o.profile != "" {
		return profiles(ctx, &o, d, folder)
	}
	if err := facts(ctx, &o, d); err != nil {
		return err
	}
	sides, err := startSides(ctx, &o, d, folder)
	defer func() {
		for _, s := range sides {
			s.process.stop()
		}
	}()
	if err != nil {
		return err
	}
	tables, err := compare(ctx, &o, d, sides)
	if err != nil {
		return err
	}
	return summary(ctx, d, sides, tables)
}

// compare measures all that is wanted, and prints each table as it is there.
func compare(ctx context.Context, o *options, d *database, sides []*side) ([]*table, error) {
	postmaster := d.postmaster(ctx)
	var tables []*table
	for _, w := range workloads() {
		for _, connections := range w.connections {
			var wanted []*side
			for _, s := range sides {
				if o.wants(&w, connections, s.name) && w.has(s.name) {
					wanted = append(wanted, s)
				}
			}
			if len(wanted) == 0 {
				continue
			}
			for _, s := range wanted {
				if err := s.prepare(ctx, d, &w); err != nil {
					return nil, err
				}
			}
			t, err := measure(ctx, o, d, postmaster, &w, connections, wanted)
			if err != nil {
				return nil, err
			}
			t.print()
			tables = append(tables, t)
		}
	}
	if len(tables) == 0 {
		return nil, errors.New("-only leaves nothing to measure")
	}
	return tables, nil
}

// measure warms every side up, and then runs the rounds: each side once a
// round, in an order that turns, so that none always follows the same one.
func measure(ctx context.Context, o *options, d *database, postmaster int, w *workload, connections int, sides []*side) (*table, error) {
	t := &table{workload: w, connections: connections, cells: map[string]*cell{}}
	for _, s := range sides {
		t.sides = append(t.sides, s.name)
		t.cells[s.name] = &cell{}
		if _, err := s.send(ctx, w, connections, o.customers, max(o.length()/3, time.Second/2)); err != nil {
			return nil, err
		}
	}
	if err := d.analyze(ctx); err != nil {
		return nil, err
	}
	var wall, busy time.Duration
	for round := range o.rounds {
		for i := range sides {
			s := sides[(i+round)%len(sides)]
			before := usage(s, postmaster)
			result, err := s.send(ctx, w, connections, o.customers, o.length())
			if err != nil {
				return nil, err
			}
			used := usage(s, postmaster).minus(before)
			c := t.cells[s.name]
			c.rates = append(c.rates, result.PerSecond())
			c.server = append(c.server, used.server/time.Duration(result.Calls))
			c.database = append(c.database, used.database/time.Duration(result.Calls))
			c.latency.Merge(&result.Latency)
			busy += used.machine - used.server - used.database - used.load
			wall += used.wall
		}
	}
	t.others = max(0, float64(busy)/float64(wall))
	return t, nil
}

// used is CPU time, and the time of the clock.
type used struct{ server, database, load, machine, wall time.Duration }

var began = time.Now()

func usage(s *side, postmaster int) used {
	self, _ := readStat("/proc/self/stat") // zero elsewhere than on Linux
	return used{
		server: s.cpu(), database: familyCPU(postmaster), load: self.own + self.ended,
		machine: machineCPU(), wall: time.Since(began),
	}
}

func (u used) minus(v used) used {
	return used{u.server - v.server, u.database - v.database, u.load - v.load, u.machine - v.machine, u.wall - v.wall}
}
