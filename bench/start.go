package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// startSides starts those that somebody wants. All that were started are given, also with an error.
func startSides(ctx context.Context, o *options, d *database, folder string, workloads []workload) ([]*side, error) {
	var sides []*side
	for _, name := range sideNames {
		if !o.has(name) || !wanted(o, workloads, name) {
			continue
		}
		s, err := startSide(ctx, o, d, folder, name)
		if err != nil {
			return sides, err
		}
		sides = append(sides, s)
	}
	return sides, nil
}

// has tells whether the side's program is there.
func (o *options) has(side string) bool {
	switch side {
	case sidePgbench:
		return o.pgbench != ""
	case sidePostGraphile:
		return o.postgraphile != ""
	case sideRows:
		return !o.quick
	case sideOther:
		return o.other != ""
	default:
		return true
	}
}

func wanted(o *options, workloads []workload, side string) bool {
	for i := range workloads {
		w := &workloads[i]
		for _, connections := range w.connections {
			if w.has(side) && o.wants(w.name, fmt.Sprint(connections), side) {
				return true
			}
		}
	}
	return false
}

func startSide(ctx context.Context, o *options, d *database, folder, name string) (*side, error) {
	t, err := newTenant(ctx, d.url(), name)
	if err != nil {
		return nil, err
	}
	s, err := newSide(ctx, name, d, t)
	if err != nil {
		return nil, err
	}
	switch name {
	case sidePgbench:
		s.own, err = newPgbench(o.pgbench, folder, d.url(), t, o.customers)
	case sideCopy:
		s.own, err = newCopier(ctx, d.url(), t, s.turn(bulkName))
	case sidePostGraphile:
		s.process, err = startPostGraphile(ctx, o, folder, d.url())
	default:
		s.process, err = startServer(ctx, o, folder, name, d.url())
	}
	return s, err
}

// startServer starts a server of ours, or the product's own program.
func startServer(ctx context.Context, o *options, folder, name, databaseURL string) (*process, error) {
	switch {
	case name == sidePortico && o.portico != "":
		return start(ctx, folder, name, databaseURL, o.portico, "serve")
	case name == sideOther:
		return start(ctx, folder, name, databaseURL, o.other, "serve")
	}
	args := []string{"serve", "-side", name}
	if o.profile != "" {
		args = append(args, "-profile", filepath.Join(o.profile, "cpu"))
	}
	return start(ctx, folder, name, databaseURL, itself(), args...)
}

// itself is this program, which is its own server.
func itself() string {
	path, err := os.Executable()
	if err != nil {
		return os.Args[0]
	}
	return path
}

func stopAll(sides []*side) {
	for _, s := range sides {
		s.process.stop()
	}
}

// onlyGoals leaves of the workloads what the goals compare, for a quick run.
func onlyGoals(workloads []workload) []workload {
	kept := map[string][]string{
		smallName: {sidePortico, sideBare, sidePgbench}, hotelName: {sidePortico, sideBare, sidePostGraphile},
		bulkName: {sidePortico, sideCopy}, pageName: {sidePortico, sideBare}, redeemName: {sidePortico, sideBare},
	}
	for i := range workloads {
		w := &workloads[i]
		if w.name == hotelName {
			w.connections = []int{8}
		}
		maps.DeleteFunc(w.requests, func(side string, _ *request) bool {
			return side != sideOther && !slices.Contains(kept[w.name], side)
		})
	}
	return workloads
}
