package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// The figures that are no comparison of calls, by name.
const (
	memoryFigure = "memory"
	startFigure  = "start"
	growthFigure = "growth"
)

// starts is how often the product is started on a database that is migrated.
const starts = 11

// singleFigures measures what a server takes by itself.
func singleFigures(ctx context.Context, o *options, folder string, d *database, found *results) error {
	small := newSmall(32)
	if o.wants(memoryFigure) {
		if err := memory(ctx, o, folder, d, &small, found); err != nil {
			return err
		}
	}
	if o.wants(startFigure) {
		return startUp(ctx, o, folder, found)
	}
	return nil
}

// memory loads a fresh server with the small call, on either database, and
// notes the most that it ever had resident.
func memory(ctx context.Context, o *options, folder string, d *database, w *workload, found *results) error {
	onPostgres, err := startSide(ctx, o, d, folder, sidePortico)
	if err != nil {
		return err
	}
	defer onPostgres.process.stop()
	onSQLite, err := startOnSQLite(ctx, o, filepath.Join(folder, memoryFigure), sidePortico)
	if err != nil {
		return err
	}
	defer onSQLite.process.stop()
	fmt.Println()
	var most float64
	for _, s := range []*side{onPostgres, onSQLite} {
		for range o.rounds {
			if _, err := s.send(ctx, w, w.connections[0], o.customers, o.length()); err != nil {
				return err
			}
		}
		peak, now := s.process.resident("VmHWM"), s.process.resident("VmRSS")
		engine, _, _ := strings.Cut(s.db.url(), ":")
		fmt.Printf("resident memory under the small call at %d, %s: %.0f MiB at most, %.0f MiB at the end\n", w.connections[0], engine, peak, now)
		most = max(most, peak)
	}
	found.note(memoryFigure, most)
	return verify(ctx, []*side{onPostgres, onSQLite})
}

// resident reads a figure of a process's memory, in MiB; zero elsewhere than on Linux.
func (p *process) resident(field string) float64 {
	file, err := os.Open(fmt.Sprintf("/proc/%d/status", p.command.Process.Pid))
	if err != nil {
		return 0
	}
	defer func() { _ = file.Close() }() // it is read only
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var kilobytes float64
		if rest, ok := strings.CutPrefix(lines.Text(), field+":"); ok {
			_, _ = fmt.Sscan(rest, &kilobytes) // the kernel writes numbers
			return kilobytes / 1024
		}
	}
	return 0
}

// startUp times the product from its start to the moment it is ready, on a
// SQLite database that an earlier start has migrated.
func startUp(ctx context.Context, o *options, folder string, found *results) error {
	f, err := newSQLiteFile(ctx, folder, startFigure)
	if err != nil {
		return err
	}
	if _, err := newTenant(ctx, f.url(), startFigure); err != nil {
		return err
	}
	for range starts {
		p, err := startServer(ctx, o, folder, sidePortico, f.url())
		if err != nil {
			return err
		}
		ready, err := p.ready(ctx)
		p.stop()
		if err != nil {
			return err
		}
		found.note(startFigure, ready.Seconds()*1000)
	}
	return nil
}

// ready gives the time from the start to the first answer that the server is ready.
func (p *process) ready(ctx context.Context) (time.Duration, error) {
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+p.addr+"/readyz", http.NoBody)
		if err != nil {
			return 0, err
		}
		if answer, err := http.DefaultClient.Do(request); err == nil {
			_ = answer.Body.Close() // the status is enough
			if answer.StatusCode == http.StatusOK {
				return time.Since(p.started), nil
			}
		}
		if time.Since(p.started) > startPatience {
			return 0, errors.New("never ready")
		}
		time.Sleep(time.Millisecond)
	}
}
