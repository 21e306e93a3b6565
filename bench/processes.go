package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/portico-portal/portico/bench/load"
)

// processCounts are how many servers share one database.
var processCounts = []int{1, 2, 4}

// processes measures what several servers over one database answer together.
// The connections are shared out among them.
func processes(ctx context.Context, o *options, folder string) error {
	d, err := newDatabase(ctx, o.serverURL)
	if err != nil {
		return err
	}
	defer d.drop()
	if err := facts(ctx, o, d, sidePortico); err != nil {
		return err
	}
	servers, err := startServers(ctx, o, d, folder)
	defer stopAll(servers)
	if err != nil {
		return err
	}
	for _, w := range []workload{newSmall(32), newHotel(8), newRedeeming(32)} {
		if !o.wants(w.name) {
			continue
		}
		if err := together(ctx, o, d, &w, servers); err != nil {
			return err
		}
	}
	return verify(ctx, servers)
}

func startServers(ctx context.Context, o *options, d *database, folder string) (servers []*side, err error) {
	for range processCounts[len(processCounts)-1] {
		s, err := startSide(ctx, o, d, folder, sidePortico)
		if err != nil {
			return servers, err
		}
		servers = append(servers, s)
	}
	return servers, nil
}

// together runs a workload on one server, on two and so on, interleaved.
func together(ctx context.Context, o *options, d *database, w *workload, servers []*side) error {
	for _, s := range servers {
		if err := s.prepare(ctx, w); err != nil {
			return err
		}
	}
	postmaster, connections := d.postmaster(ctx), w.connections[0]
	cells := make([]cell, len(processCounts))
	for round := range o.rounds + 1 {
		length := o.length()
		if round == 0 { // it warms up
			length = max(length, 3*time.Second)
		}
		for i, count := range processCounts {
			before := usage(postmaster, servers[:count]...)
			result, err := sendAll(ctx, o, w, connections/count, servers[:count], length)
			if err != nil {
				return err
			}
			if round == 0 {
				continue
			}
			took := usage(postmaster, servers[:count]...).minus(before)
			cells[i].add(result, took)
		}
		if round == 0 {
			if err := d.analyze(ctx); err != nil {
				return err
			}
		}
	}
	fmt.Printf("\n%s, %s in all\n", w.about, plural(connections, "connection"))
	for i, count := range processCounts {
		c := &cells[i]
		fmt.Printf("  %-12s %9s calls/s (%s - %s)  p50 %s ms  p99 %s  CPU µs: server %d + database %d\n", plural(count, "server"),
			perSecond(median(c.rates)), perSecond(slices.Min(c.rates)), perSecond(slices.Max(c.rates)),
			milliseconds(c.latency.Quantile(0.5)), milliseconds(c.latency.Quantile(0.99)),
			median(c.server).Microseconds(), median(c.database).Microseconds())
	}
	return nil
}

// sendAll loads several servers at once.
func sendAll(ctx context.Context, o *options, w *workload, connections int, servers []*side, length time.Duration) (*load.Result, error) {
	results, failures := make([]*load.Result, len(servers)), make([]error, len(servers))
	var group sync.WaitGroup
	for i, s := range servers {
		group.Go(func() { results[i], failures[i] = s.send(ctx, w, connections, o.customers, length) })
	}
	group.Wait()
	all := &load.Result{}
	for i, r := range results {
		if failures[i] != nil {
			return nil, failures[i]
		}
		all.Calls += r.Calls
		all.Elapsed = max(all.Elapsed, r.Elapsed)
		all.Latency.Merge(&r.Latency)
	}
	return all, nil
}
