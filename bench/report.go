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

// facts prints what a reader has to know to judge the figures.
func facts(ctx context.Context, o *options, d *database, sides ...string) error {
	version, settings, err := d.version(ctx)
	if err != nil {
		return err
	}
	load, _, _ := strings.Cut(readText("/proc/loadavg"), " ")
	fmt.Printf("%d cores, load %s before the start; %s, PostgreSQL %s (%s)\n",
		runtime.NumCPU(), cmp.Or(load, "unknown"), runtime.Version(), version, settings)
	fmt.Printf("Load, servers and database share the machine. %d rounds of %v a side, pgbench's longer, interleaved; medians.\n", o.rounds, o.length())
	fmt.Printf("%d customers take turns in each workload that creates: the first time a call inserts, then it upserts. A link is inserted each time.\n", o.customers)
	for _, name := range sides {
		if o.has(name) {
			fmt.Printf("  %-12s %s\n", name, aboutSides[name])
		}
	}
	return nil
}

func readText(path string) string {
	text, _ := os.ReadFile(path) // empty elsewhere than on Linux
	return string(text)
}

func (t *table) print() {
	fmt.Printf("\n%s, %s (other programs took %.0f %% of a core)\n", t.workload.about, plural(t.connections, "connection"), 100*t.others)
	fmt.Printf("  %-12s %9s %19s %9s %9s %25s\n", "side", "calls/s", "from - to", "p50 ms", "p99 ms", "CPU µs: server + database")
	for _, name := range t.sides {
		c := t.cells[name]
		p50, p99, server := "-", "-", "-"
		if c.latency.Count() > 0 { // pgbench tells no quantiles
			p50, p99 = milliseconds(c.latency.Quantile(0.5)), milliseconds(c.latency.Quantile(0.99))
		}
		if cpu := median(c.server); cpu > 0 {
			server = fmt.Sprint(cpu.Microseconds())
		}
		fmt.Printf("  %-12s %9s %19s %9s %9s %25s\n", name, perSecond(median(c.rates)),
			perSecond(slices.Min(c.rates))+" - "+perSecond(slices.Max(c.rates)), p50, p99,
			fmt.Sprintf("%s + %d", server, median(c.database).Microseconds()))
	}
}

// perSecond keeps three digits of a rate that is small.
func perSecond(rate float64) string {
	if rate < 10 {
		return fmt.Sprintf("%.2f", rate)
	}
	return fmt.Sprintf("%.0f", rate)
}

func plural(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return fmt.Sprintf("%d %ss", n, of)
}

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.2f", d.Seconds()*1000) }

// median takes the middle, the lower of two.
func median[T cmp.Ordered](values []T) T {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[(len(sorted)-1)/2]
}
