package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// tick is the unit of CPU time in /proc, the same on every Linux.
const tick = 10 * time.Millisecond

// procStat is what /proc tells of a process.
type procStat struct {
	name   string
	parent int
	// own is the CPU time of the process, ended that of its ended children.
	own, ended time.Duration
}

var errStat = errors.New("/proc is not as on Linux")

func readStat(path string) (procStat, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return procStat{}, err
	}
	open, end := bytes.IndexByte(text, '('), bytes.LastIndexByte(text, ')')
	if open < 0 || end < open {
		return procStat{}, errStat
	}
	fields := bytes.Fields(text[end+1:])
	if len(fields) < 15 {
		return procStat{}, errStat
	}
	number := func(i int) int {
		n, _ := strconv.Atoi(string(fields[i])) // the kernel writes numbers
		return n
	}
	return procStat{
		name: string(text[open+1 : end]), parent: number(1),
		own:   time.Duration(number(11)+number(12)) * tick,
		ended: time.Duration(number(13)+number(14)) * tick,
	}, nil
}

// postmaster finds PostgreSQL's first process; 0 where it runs on another machine.
func (d *database) postmaster(ctx context.Context) int {
	var pid int
	if err := d.conn.QueryRow(ctx, "SELECT pg_backend_pid()").Scan(&pid); err != nil {
		return 0
	}
	s, err := readStat(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil || s.name != "postgres" {
		return 0
	}
	return s.parent
}

// familyCPU gives the CPU time of a process and its children, also ended ones.
func familyCPU(pid int) time.Duration {
	if pid == 0 {
		return 0
	}
	path := fmt.Sprintf("/proc/%d/stat", pid)
	for {
		before, err := readStat(path)
		children := childrenCPU(pid)
		after, errAfter := readStat(path)
		if err != nil || errAfter != nil {
			return 0
		}
		// A child that ended in between would be counted twice or not at all.
		if before.ended == after.ended {
			return after.own + after.ended + children
		}
	}
}

func childrenCPU(pid int) (total time.Duration) {
	paths, _ := filepath.Glob("/proc/[0-9]*/stat") // the pattern is good
	for _, path := range paths {
		if s, err := readStat(path); err == nil && s.parent == pid {
			total += s.own
		}
	}
	return total
}

// machineCPU gives the CPU time that the whole machine has used; zero where it
// can't be read.
func machineCPU() time.Duration {
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0
	}
	line, _, _ := bytes.Cut(text, []byte("\n"))
	var used int
	for i, field := range bytes.Fields(line) {
		// user nice system idle iowait irq softirq steal; guest is in user already.
		if i == 0 || i == 4 || i == 5 || i > 8 {
			continue
		}
		n, _ := strconv.Atoi(string(field)) // the kernel writes numbers
		used += n
	}
	return time.Duration(used) * tick
}
