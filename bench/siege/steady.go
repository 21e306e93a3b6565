package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/portico-portal/portico/bench/load"
)

const (
	// steadyShare of the capacity is sent.
	steadyShare = 0.8
	// capacityWorkers measure it, and steadyWorkers bound the calls under way.
	capacityWorkers = 32
	steadyWorkers   = 256
	// periods are how many parts of the time there are at least: minutes, where
	// it lasts for ten of them.
	periods = 10
	// longestMeasure is how long the capacity is measured at most, once for
	// warming up and once for the figure.
	longestMeasure = 20 * time.Second
	// restSamples are looked at, restTime apart, to tell what a server holds at rest;
	// twice as many times it is looked whether it has come to rest.
	restSamples = 10
	restTime    = 500 * time.Millisecond
)

// steady measures what the server can do, and sends four fifths of that for long.
func (o *options) steady(ctx context.Context, s *server) error {
	key, err := s.key(ctx, "steady")
	if err != nil {
		return err
	}
	total := time.Duration(o.minutes * float64(time.Minute))
	m := &mix{key: key}
	calls := load.Load{Target: load.Target{Addr: s.addr, Path: "/graphql"}, Workers: capacityWorkers, Next: m.call, For: min(total/periods, longestMeasure)}
	var capacity float64
	// With all workers it warms up: every pool of connections is then as large as it gets.
	for _, calls.Workers = range []int{steadyWorkers, capacityWorkers} {
		measured, err := load.Run(ctx, calls)
		if err != nil {
			return fmt.Errorf("while the capacity is measured: %w", err)
		}
		capacity = measured.PerSecond()
	}
	rest, err := s.atRest(ctx)
	if err != nil {
		return err
	}
	engine, _, _ := strings.Cut(o.database, ":")
	fmt.Printf("%s: %.0f calls/s with %d connections, so %.0f calls/s for %s\n", engine, capacity, capacityWorkers, steadyShare*capacity, total)
	calls.Workers, calls.For = steadyWorkers, total/max(periods, time.Duration(o.minutes))
	e := &endurance{before: rest}
	if err := o.endure(ctx, s, &calls, steadyShare*capacity, total, e); err != nil {
		return err
	}
	if e.after, err = s.backAtRest(ctx, rest); err != nil {
		return err
	}
	fmt.Printf("resident memory of each fifth, on average: %s MiB\nat rest: %d goroutines and %d descriptors before, %d and %d after\n",
		strings.Join(e.summary(), " "), e.before.goroutines, e.before.descriptors, e.after.goroutines, e.after.descriptors)
	err = e.judge()
	if complaints := s.complaints(); len(complaints) > 0 {
		err = errors.Join(err, fmt.Errorf("the log holds %d errors, such as %s", len(complaints), complaints[0]))
	}
	return err
}

// endure sends the calls period by period, and tells of each.
func (o *options) endure(ctx context.Context, s *server, calls *load.Load, rate float64, total time.Duration, e *endurance) error {
	resident := &memory{pid: s.pid()}
	watching, stop := context.WithCancel(ctx)
	defer stop()
	go resident.watch(watching)
	fmt.Printf("  until  calls/s  p50 ms   p99 ms  memory MiB  goroutines  descriptors%s\n", o.fileHeads())
	begin := time.Now()
	for time.Since(begin) < total-calls.For/2 {
		done, err := load.Open(ctx, *calls, rate, false)
		if err != nil {
			return fmt.Errorf("after %s: %w", time.Since(begin).Round(time.Second), err)
		}
		now, err := s.held(ctx)
		if err != nil {
			return err
		}
		memory, err := statusField(s.pid(), "VmRSS")
		if err != nil {
			return err
		}
		p99 := done.Latency.Quantile(0.99)
		e.p99 = append(e.p99, p99)
		fmt.Printf("%7s %8.0f %7.2f %8.2f %11d %11d %12d%s\n", time.Since(begin).Round(time.Second), done.PerSecond(),
			milliseconds(done.Latency.Quantile(0.5)), milliseconds(p99), memory>>20, now.goroutines, now.descriptors, o.fileSizes())
	}
	e.resident = resident.all()
	return nil
}

// fileHeads and fileSizes tell of SQLite's files, which PostgreSQL keeps to itself.
func (o *options) fileHeads() string {
	if o.file() == "" {
		return ""
	}
	return "  file MiB  log MiB"
}

func (o *options) fileSizes() string {
	if o.file() == "" {
		return ""
	}
	var sizes [2]int64
	for i, suffix := range []string{"", "-wal"} {
		if info, err := os.Stat(o.file() + suffix); err == nil {
			sizes[i] = info.Size()
		}
	}
	return fmt.Sprintf("%10.1f %8.1f", float64(sizes[0])/(1<<20), float64(sizes[1])/(1<<20))
}

// file is SQLite's; empty for PostgreSQL.
func (o *options) file() string {
	path, is := strings.CutPrefix(o.database, "sqlite:")
	if !is {
		return ""
	}
	return path
}

// atRest gives the most that the server holds without a load: what goes on beside
// the calls comes and goes.
func (s *server) atRest(ctx context.Context) (most held, err error) {
	for range restSamples {
		now, err := s.heldSoon(ctx)
		if err != nil {
			return most, err
		}
		most.goroutines, most.descriptors = max(most.goroutines, now.goroutines), max(most.descriptors, now.descriptors)
	}
	return most, nil
}

// backAtRest gives what the server holds once that is no more than at rest before,
// or after a while.
func (s *server) backAtRest(ctx context.Context, before held) (now held, err error) {
	for range 2 * restSamples {
		now, err = s.heldSoon(ctx)
		if err != nil || now.goroutines <= before.goroutines && now.descriptors <= before.descriptors {
			break
		}
	}
	return now, err
}

// heldSoon waits before it counts.
func (s *server) heldSoon(ctx context.Context) (held, error) {
	select {
	case <-ctx.Done():
		return held{}, ctx.Err()
	case <-time.After(restTime):
		return s.held(ctx)
	}
}

// held counts what the server has open, this question included.
func (s *server) held(ctx context.Context) (h held, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.addr+"/metrics", http.NoBody)
	if err != nil {
		return h, err
	}
	request.Close = true
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return h, err
	}
	defer func() { _ = response.Body.Close() }() // it is read to its end
	figures, err := io.ReadAll(response.Body)
	if err != nil {
		return h, err
	}
	_, rest, found := strings.Cut(string(figures), "\ngo_goroutines ")
	number, _, _ := strings.Cut(rest, "\n")
	if h.goroutines, err = strconv.Atoi(number); !found || err != nil {
		return h, errors.New("/metrics tells no go_goroutines")
	}
	open, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", s.pid()))
	h.descriptors = len(open)
	return h, err
}
