package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"
)

// goal is a ratio that the product must reach.
type goal struct {
	workload    string
	connections int
	against     string
	must        float64
}

var goals = []goal{
	{"small", 32, sideRows, 1.3},
	{"hotel", 8, sideRows, 2.8},
	{"redeem", 32, sideBare, 0.8},
}

// facts prints what a reader has to know to judge the figures.
func facts(ctx context.Context, o *options, d *database) error {
	version, settings, err := d.version(ctx)
	if err != nil {
		return err
	}
	load, _, _ := strings.Cut(readText("/proc/loadavg"), " ")
	fmt.Printf("%d cores, load %s before the start; %s, PostgreSQL %s (%s)\n",
		runtime.NumCPU(), cmp.Or(load, "unknown"), runtime.Version(), version, settings)
	fmt.Printf("Load, servers and database share the machine. %d rounds of %v a side, interleaved; medians.\n", o.rounds, o.length())
	fmt.Printf("%d customers take turns in each workload that creates: the first time a call inserts, then it upserts. A link is inserted each time.\n", o.customers)
	for _, name := range sideNames {
		if name == sideOther && o.other == "" {
			continue
		}
		fmt.Printf("  %-8s %s\n", name, aboutSides[name])
	}
	return nil
}

func readText(path string) string {
	text, _ := os.ReadFile(path) // empty elsewhere than on Linux
	return string(text)
}

func (t *table) print() {
	fmt.Printf("\n%s, %d connections (other programs took %.0f %% of a core)\n", t.workload.about, t.connections, 100*t.others)
	fmt.Printf("  %-8s %9s %19s %9s %9s %25s\n", "side", "calls/s", "from - to", "p50 ms", "p99 ms", "CPU µs: server + database")
	for _, name := range t.sides {
		c := t.cells[name]
		p50, p99, server := "-", "-", "-"
		if c.latency.Count() > 0 {
			p50, p99 = milliseconds(c.latency.Quantile(0.5)), milliseconds(c.latency.Quantile(0.99))
			server = fmt.Sprint(median(c.server).Microseconds())
		}
		fmt.Printf("  %-8s %9.0f %19s %9s %9s %25s\n", name, median(c.rates),
			fmt.Sprintf("%.0f - %.0f", slices.Min(c.rates), slices.Max(c.rates)), p50, p99,
			fmt.Sprintf("%s + %d", server, median(c.database).Microseconds()))
	}
}

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.2f", d.Seconds()*1000) }

// median takes the middle, the lower of two.
func median[T cmp.Ordered](values []T) T {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[(len(sorted)-1)/2]
}

// ratios are those of each round, since the two sides of a round ran one after the other.
func (t *table) ratios(against string) []float64 {
	portico, other := t.cells[sidePortico], t.cells[against]
	if portico == nil || other == nil {
		return nil
	}
	ratios := make([]float64, len(portico.rates))
	for i := range ratios {
		ratios[i] = portico.rates[i] / other.rates[i]
	}
	return ratios
}

// cpuRatio compares the CPU time that a call takes in all; other programs on
// the machine hardly change it.
func (t *table) cpuRatio(against string) float64 {
	portico, other := t.cells[sidePortico], t.cells[against]
	return float64(median(portico.server)+median(portico.database)) / float64(median(other.server)+median(other.database))
}

// summary prints the ratios, holds the goals against them, and what was
// answered against what is stored.
func summary(ctx context.Context, d *database, sides []*side, tables []*table) error {
	fmt.Printf("\nportico's calls/s as a ratio, the median of the rounds' (from - to); CPU a call, server and database, likewise\n")
	for _, t := range tables {
		for _, against := range sideNames[1:] {
			ratios := t.ratios(against)
			if len(ratios) == 0 {
				continue
			}
			fmt.Printf("  %-11s portico / %-8s %5.2f  (%.2f - %.2f)  CPU %5.2f%s\n", fmt.Sprintf("%s at %d", t.workload.name, t.connections),
				against, median(ratios), slices.Min(ratios), slices.Max(ratios), t.cpuRatio(against), verdict(t, against, median(ratios)))
		}
	}
	fmt.Printf("\nchecked in the database\n")
	for _, s := range sides {
		if s.links == 0 {
			continue
		}
		if err := s.verify(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

func verdict(t *table, against string, ratio float64) string {
	for _, g := range goals {
		if g.workload != t.workload.name || g.connections != t.connections || g.against != against {
			continue
		}
		if ratio >= g.must {
			return fmt.Sprintf("  must be %.1f: reached", g.must)
		}
		return fmt.Sprintf("  must be %.1f: MISSED", g.must)
	}
	return ""
}
