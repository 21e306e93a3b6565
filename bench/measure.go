package main

import (
	"context"
	"fmt"
	"math/rand/v2"
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

// compare measures all that is wanted, and prints each table as it is there.
func compare(ctx context.Context, o *options, postmaster int, workloads []workload, sides []*side) ([]*table, error) {
	var tables []*table
	for i := range workloads {
		w := &workloads[i]
		for _, connections := range w.connections {
			var wanted []*side
			for _, s := range sides {
				if o.wants(w.name, fmt.Sprint(connections), s.name) && w.has(s.name) {
					wanted = append(wanted, s)
				}
			}
			if len(wanted) == 0 {
				continue
			}
			t, err := measure(ctx, o, postmaster, w, connections, wanted)
			if err != nil {
				return nil, err
			}
			t.print()
			tables = append(tables, t)
		}
	}
	return tables, nil
}

// measure warms every side up, and then runs the rounds: each side once a
// round, in an order by chance: whoever always followed the same one would bear what that one
// leaves to be done.
func measure(ctx context.Context, o *options, postmaster int, w *workload, connections int, sides []*side) (*table, error) {
	t := &table{workload: w, connections: connections, cells: map[string]*cell{}}
	for _, s := range sides {
		t.sides = append(t.sides, s.name)
		t.cells[s.name] = &cell{}
		if err := s.prepare(ctx, w); err != nil {
			return nil, fmt.Errorf("%s, before the %s calls: %w", s.name, w.name, err)
		}
	}
	if err := alike(ctx, w, sides); err != nil {
		return nil, err
	}
	for _, s := range sides {
		if _, err := s.send(ctx, w, connections, o.customers, s.warmUp()); err != nil {
			return nil, err
		}
		s.settle()
	}
	if err := analyze(ctx, sides); err != nil {
		return nil, err
	}
	var all used
	for range o.rounds {
		for _, i := range rand.Perm(len(sides)) {
			s := sides[i]
			took, err := s.round(ctx, o, postmaster, w, connections, t.cells[s.name])
			if err != nil {
				return nil, err
			}
			all = all.plus(took)
		}
	}
	t.others = max(0, float64(all.others())/float64(all.wall))
	return t, nil
}

// warmUp is how long a side is loaded before it is measured.
func (s *side) warmUp() time.Duration {
	if s.name == sidePostGraphile { // Node compiles as it runs
		return 5 * time.Second
	}
	return time.Second
}

// settle waits until the side's work is done.
func (s *side) settle() {
	if s.after != nil {
		s.after()
	}
}

// analyze goes once over each database of the sides.
func analyze(ctx context.Context, sides []*side) error {
	done := map[storage]bool{}
	for _, s := range sides {
		if done[s.db] {
			continue
		}
		done[s.db] = true
		if err := s.db.analyze(ctx); err != nil {
			return err
		}
	}
	return nil
}

// round measures a side once.
func (s *side) round(ctx context.Context, o *options, postmaster int, w *workload, connections int, c *cell) (used, error) {
	before := usage(postmaster, s)
	result, err := s.send(ctx, w, connections, o.customers, o.length())
	if err != nil {
		return used{}, err
	}
	took := usage(postmaster, s).minus(before)
	s.settle()
	c.add(result, took)
	return took, nil
}

func (c *cell) add(result *load.Result, took used) {
	c.rates = append(c.rates, result.PerSecond())
	c.server = append(c.server, took.server/time.Duration(result.Calls))
	c.database = append(c.database, took.database/time.Duration(result.Calls))
	c.latency.Merge(&result.Latency)
}
