package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// cpu is the CPU time of a process, to the nanosecond: /proc counts hundredths
// of a second.
func cpu(pid int) (time.Duration, error) {
	var t unix.Timespec
	// The clock of another process, as clock_getcpuclockid(3) makes its number.
	if err := unix.ClockGettime(int32(^pid<<3|2), &t); err != nil { //nolint:gosec // a process id has 22 bits
		return 0, fmt.Errorf("the CPU time of the server: %w", err)
	}
	return time.Duration(t.Nano()), nil
}

// memory is the resident memory of a process, sampled over time.
type memory struct {
	pid     int
	mu      sync.Mutex
	samples []int64
}

const samplingEvery = 100 * time.Millisecond

// watch samples until ctx ends.
func (m *memory) watch(ctx context.Context) {
	tick := time.NewTicker(samplingEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if resident, err := statusField(m.pid, "VmRSS"); err == nil {
				m.mu.Lock()
				m.samples = append(m.samples, resident)
				m.mu.Unlock()
			}
		}
	}
}

// series gives the largest sample of each of some equal parts of the time.
func (m *memory) series(parts int) (largest []int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	size := max((len(m.samples)+parts-1)/parts, 1)
	for part := range slices.Chunk(m.samples, size) {
		largest = append(largest, slices.Max(part))
	}
	return largest
}

// all gives every sample.
func (m *memory) all() []int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.samples)
}

// peak is the most that the kernel has seen, between samples, too.
func (m *memory) peak() (int64, error) { return statusField(m.pid, "VmHWM") }

// statusField reads a size of /proc/<pid>/status, in bytes.
func statusField(pid int, name string) (int64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range bytes.Lines(text) {
		if rest, ok := bytes.CutPrefix(line, []byte(name+":")); ok {
			kib, err := strconv.ParseInt(string(bytes.Fields(rest)[0]), 10, 64)
			return kib << 10, err
		}
	}
	return 0, fmt.Errorf("/proc tells no %s", name)
}
