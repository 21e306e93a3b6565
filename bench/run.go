package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
)

// run does what was asked for: the whole comparison, or one of its further
// measurements.
func run(ctx context.Context, o options) (err error) {
	folder, err := os.MkdirTemp("", "portico-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	switch {
	case o.scale:
		return scale(ctx, &o, folder)
	case o.open > 0:
		return openLoop(ctx, &o, folder)
	case o.processes:
		return processes(ctx, &o, folder)
	case o.profile != "":
		return profiles(ctx, &o, folder)
	default:
		return comparison(ctx, &o, folder)
	}
}

// comparison measures all sides, and holds the figures against the goals.
func comparison(ctx context.Context, o *options, folder string) error {
	d, err := newDatabase(ctx, o.serverURL)
	if err != nil {
		return err
	}
	defer d.drop()
	if err := facts(ctx, o, d, slices.Concat(sideNames, sqliteSides[1:3])...); err != nil {
		return err
	}
	found := &results{}
	for _, measure := range []func(context.Context, *options, string, *database, *results) error{
		overPostgres, withFaces, withWebhooks, overSQLite, singleFigures, smallScale,
	} {
		if err := measure(ctx, o, folder, d, found); err != nil {
			return err
		}
	}
	if len(found.tables) == 0 && len(found.figures) == 0 {
		return errors.New("-only leaves nothing to measure")
	}
	found.print(goals)
	return nil
}

// overPostgres compares the sides over one database.
func overPostgres(ctx context.Context, o *options, folder string, d *database, found *results) error {
	w := []workload{newSmall(1, 8, 32), newHotel(1, 8), newBulk(), newPage(8), newRedeeming(32)}
	if o.quick {
		w = onlyGoals(w)
	}
	sides, err := startSides(ctx, o, d, folder, w)
	defer stopAll(sides)
	if err != nil {
		return err
	}
	tables, err := compare(ctx, o, d.postmaster(ctx), w, sides)
	if err != nil {
		return err
	}
	found.tables = append(found.tables, tables...)
	if err := sameContents(ctx, d, w, sides); err != nil {
		return err
	}
	return verify(ctx, sides)
}

// verify holds what each side answered against what is stored.
func verify(ctx context.Context, sides []*side) error {
	if len(sides) > 0 {
		fmt.Printf("\nchecked in the database\n")
	}
	for _, s := range sides {
		if err := s.verify(ctx); err != nil {
			return err
		}
	}
	return nil
}
