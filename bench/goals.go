package main

import (
	"fmt"
	"slices"
)

// results are what was measured.
type results struct {
	tables []*table
	// figures are those that are no comparison of calls, by name.
	figures map[string][]float64
}

// note keeps a figure.
func (r *results) note(name string, values ...float64) {
	if r.figures == nil {
		r.figures = map[string][]float64{}
	}
	r.figures[name] = append(r.figures[name], values...)
}

// goal is a figure that the product must reach, and the one that it aims at.
type goal struct {
	figure    string
	must, aim float64
	// atMost turns the goal around: less is better.
	atMost bool
	// values gives the figure of each round; none where it wasn't measured.
	values func(r *results) []float64
}

// growthGoals are those of the database that has grown.
var growthGoals = []goal{
	{"full database (make bench-scale: 10 million links): slowest call against empty", 0.75, 0.9, false, figure(growthFigure)},
}

var goals = slices.Concat([]goal{
	{"small call at 32 connections: calls/s against pgbench's one statement", 0.75, 1, false, rate(smallName, 32, sidePgbench)},
	{"small call at 32: calls/s with a webhook endpoint against none", 0.85, 0.95, false, against(hookedName, 32, sideHooked, sideSilent)},
	{"REST, small call at 32: server CPU against GraphQL's", 1.1, 1, true, serverCPU(restName, 32, sideREST, sideGraphQL)},
	{"small call at 8: calls/s against the bare handler", 1.1, 1.3, false, rate(smallName, 8, sideBare)},
	{"small call at 1: calls/s against the bare handler", 0.85, 0.95, false, rate(smallName, 1, sideBare)},
	{"small call at 32: CPU, server and database, against the bare handler", 0.65, 0.5, true, cpu(smallName, 32, sideBare)},
	{"hotel at 8: calls/s against the bare handler", 0.9, 1, false, rate(hotelName, 8, sideBare)},
	{"hotel at 8: calls/s against PostGraphile 5", 1.1, 1.25, false, rate(hotelName, 8, sidePostGraphile)},
	{"17,000 rows in one call: time against COPY of the same rows", 1.4, 1.2, true, duration(bulkName, 1, sideCopy)},
	{"page of 100 links, customers, places, grants at 8: against the bare handler", 0.7, 0.9, false, rate(pageName, 8, sideBare)},
	{"redeeming at 32: calls/s against the bare handler", 1, 1.3, false, rate(redeemName, 32, sideBare)},
	{"SQLite, small call at 8 over HTTP: against shared commits in process, prepared", 0.6, 0.8, false, rate(sqliteName, 8, sideShared)},
	{"SQLite, small call at 8 over HTTP: against shared commits in process, by GORM", 0.6, 0.8, false, rate(sqliteName, 8, sideSharedGORM)},
}, growthGoals, []goal{
	{"resident memory under the small call at 32, MiB", 96, 48, true, figure(memoryFigure)},
	{"from start to ready, migrated SQLite, ms", 60, 30, true, figure(startFigure)},
	{"small call at 32: calls/s against GORM a row at a time", 1.3, 1.3, false, rate(smallName, 32, sideRows)},
	{"hotel at 8: calls/s against GORM a row at a time", 2.8, 2.8, false, rate(hotelName, 8, sideRows)},
})

// rate compares the product's calls per second with a side's.
func rate(workload string, connections int, against string) func(*results) []float64 {
	return func(r *results) []float64 {
		return r.table(workload, connections).ratios(sidePortico, against)
	}
}

// against compares two of the product's own sides.
func against(workload string, connections int, of, other string) func(*results) []float64 {
	return func(r *results) []float64 { return r.table(workload, connections).ratios(of, other) }
}

// duration compares the time that a call of the product takes with a side's.
func duration(workload string, connections int, against string) func(*results) []float64 {
	return func(r *results) []float64 {
		return r.table(workload, connections).ratios(against, sidePortico)
	}
}

// cpu compares the CPU time that a call takes in all; other programs on the
// machine hardly change it.
func cpu(workload string, connections int, against string) func(*results) []float64 {
	return func(r *results) []float64 {
		return r.table(workload, connections).each(sidePortico, against, func(c *cell, round int) float64 {
			return float64(c.server[round] + c.database[round])
		})
	}
}

// serverCPU compares the CPU time that a call takes of two of the product's own servers.
func serverCPU(workload string, connections int, of, against string) func(*results) []float64 {
	return func(r *results) []float64 {
		return r.table(workload, connections).each(of, against, func(c *cell, round int) float64 { return float64(c.server[round]) })
	}
}

func figure(name string) func(*results) []float64 {
	return func(r *results) []float64 { return r.figures[name] }
}

func (r *results) table(workload string, connections int) *table {
	for _, t := range r.tables {
		if t.workload.name == workload && t.connections == connections {
			return t
		}
	}
	return nil
}

// ratios are those of each round's calls per second, since the two sides of a
// round ran one after the other.
func (t *table) ratios(of, against string) []float64 {
	return t.each(of, against, func(c *cell, round int) float64 { return c.rates[round] })
}

// each divides a figure of one side by that of another, round by round.
func (t *table) each(of, against string, figure func(c *cell, round int) float64) []float64 {
	if t == nil || t.cells[of] == nil || t.cells[against] == nil {
		return nil
	}
	ratios := make([]float64, len(t.cells[of].rates))
	for i := range ratios {
		ratios[i] = figure(t.cells[of], i) / figure(t.cells[against], i)
	}
	return ratios
}

// print holds goals against what was measured.
func (r *results) print(goals []goal) {
	fmt.Printf("\n%-80s %7s %17s %7s %7s  %s\n", "the goals (medians of the rounds)", "is", "from - to", "must", "aim", "holds")
	for _, g := range goals {
		values := g.values(r)
		if len(values) == 0 {
			fmt.Printf("%-80s %7s %17s %7s %7s  %s\n", g.figure, "-", "", short(g.must), short(g.aim), "not measured")
			continue
		}
		is := median(values)
		fmt.Printf("%-80s %7s %17s %7s %7s  %s\n", g.figure, short(is),
			short(slices.Min(values))+" - "+short(slices.Max(values)), short(g.must), short(g.aim), g.verdict(is))
	}
}

func (g *goal) verdict(is float64) string {
	reached := func(bar float64) bool {
		if g.atMost {
			return is <= bar
		}
		return is >= bar
	}
	switch {
	case reached(g.aim):
		return "yes, also the aim"
	case reached(g.must):
		return "yes"
	default:
		return "NO"
	}
}

// short keeps two digits of a ratio, and none of what counts in tens.
func short(value float64) string {
	if value >= 20 {
		return fmt.Sprintf("%.0f", value)
	}
	return fmt.Sprintf("%.2f", value)
}
