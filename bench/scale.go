package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/portico-portal/portico/bench/parts"
)

// The sides of the growth: one product over databases of different size.
const (
	sideEmpty = "empty"
	sideFull  = "full"
	sideGiant = "giant"
)

// calledWorkspaces is how many workspaces the calls of a side take turns with.
const calledWorkspaces = 20

// scale measures what becomes of every call as the data grows.
func scale(ctx context.Context, o *options, folder string) error {
	fmt.Printf("%d rounds of %v a side, interleaved; medians.\n", o.rounds, o.length())
	found := &results{}
	if err := growth(ctx, o, folder, filling{workspaces: o.links / (customersEach * linksEach), giantsCustomers: o.links / linksEach}, found); err != nil {
		return err
	}
	found.print(growthGoals)
	return nil
}

// smallScale does the same within the comparison, on a tenth of the data and
// without the giant.
func smallScale(ctx context.Context, o *options, folder string, _ *database, found *results) error {
	if o.quick || !o.wants(growthFigure) {
		return nil
	}
	all := *o
	all.only = ""
	return growth(ctx, &all, folder, filling{workspaces: o.links / 10 / (customersEach * linksEach)}, found)
}

// growth compares a full database with one that holds nothing but the
// workspaces that are called.
func growth(ctx context.Context, o *options, folder string, f filling, found *results) error {
	if f.workspaces < calledWorkspaces {
		return fmt.Errorf("-links makes %d workspaces, and the calls need %d", f.workspaces, calledWorkspaces)
	}
	empty, err := newDatabase(ctx, o.serverURL)
	if err != nil {
		return err
	}
	defer empty.drop()
	full, err := newDatabase(ctx, o.serverURL)
	if err != nil {
		return err
	}
	defer full.drop()
	sides, err := grown(ctx, o, folder, empty, sideEmpty, filling{workspaces: calledWorkspaces})
	defer func() { stopAll(sides) }()
	if err != nil {
		return err
	}
	more, err := grown(ctx, o, folder, full, sideFull, f)
	sides = append(sides, more...)
	if err != nil {
		return err
	}
	tables, err := compare(ctx, o, full.postmaster(ctx), growthWorkloads(), sides)
	if err != nil {
		return err
	}
	if err := verify(ctx, sides); err != nil {
		return err
	}
	return found.growth(tables)
}

var growthSides = []string{sideEmpty, sideFull, sideGiant}

// grown fills a database and starts the product over it.
func grown(ctx context.Context, o *options, folder string, d *database, name string, f filling) ([]*side, error) {
	p, err := parts.Open(ctx, d.url())
	if err != nil {
		return nil, err
	}
	defer func() { _ = p.Store.Close() }() // nothing is lost
	begin := time.Now()
	if err := fill(ctx, d, f, string(p.Keyring.Current())); err != nil {
		return nil, err
	}
	fmt.Printf("\n%s: %d links, %d customers, %d workspaces stored in %v\n", name, f.links(), f.customers(), f.workspaces, time.Since(begin).Round(time.Second))
	server, err := startServer(ctx, o, folder, sidePortico, d.url())
	if err != nil {
		return nil, err
	}
	// The workspaces that are called stand all over the database.
	numbers := make([]int, calledWorkspaces)
	for i := range numbers {
		numbers[i] = giantNumber + 1 + i*(f.workspaces/calledWorkspaces)
	}
	first, err := sideOf(ctx, d, p, name, numbers...)
	first.process = server
	sides := []*side{first}
	if err == nil && f.giantsCustomers > 0 {
		var giant *side
		giant, err = sideOf(ctx, d, p, sideGiant, giantNumber)
		giant.process, giant.customers = server, f.giantsCustomers
		sides = append(sides, giant)
	}
	return sides, err
}

// sideOf makes a side that calls filled workspaces. It is given also with an
// error, to be stopped.
func sideOf(ctx context.Context, d *database, p *parts.Parts, name string, numbers ...int) (*side, error) {
	tenants := make([]tenant, len(numbers))
	for i, number := range numbers {
		id, code, err := workspaceOf(ctx, d, number)
		if err == nil {
			tenants[i], err = withKey(ctx, p, id, code)
		}
		if err != nil {
			return &side{}, err
		}
	}
	return newSide(ctx, name, d, tenants...)
}

// growth prints how much of the empty database's calls are left, and keeps the
// full one's worst as the figure of the goal.
func (r *results) growth(tables []*table) error {
	if len(tables) == 0 {
		return errors.New("-only leaves nothing to measure")
	}
	fmt.Printf("\n%-60s %17s %17s\n", "calls/s against the empty database (medians of the rounds)", "full", "giant")
	worst := 1e9
	for _, t := range tables {
		fmt.Printf("%-60s", fmt.Sprintf("%s at %d", t.workload.name, t.connections))
		for _, name := range []string{sideFull, sideGiant} {
			ratios := t.ratios(name, sideEmpty)
			if len(ratios) == 0 {
				fmt.Printf(" %17s", "-")
				continue
			}
			fmt.Printf(" %17.2f", median(ratios))
			if name == sideFull {
				worst = min(worst, median(ratios))
			}
		}
		fmt.Println()
	}
	if worst < 1e9 {
		r.note(growthFigure, worst)
	}
	return nil
}
