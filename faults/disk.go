package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// disk is a file system of its own, in memory, which can be filled.
type disk struct{ folder string }

// newDisk mounts one, which takes root.
func newDisk(ctx context.Context, folder string, size int) (*disk, error) {
	if err := os.MkdirAll(folder, 0o755); err != nil { //nolint:gosec // PostgreSQL's own user looks in
		return nil, err
	}
	if said, err := exec.CommandContext(ctx, "mount", "-t", "tmpfs", "-o", fmt.Sprintf("size=%d,mode=755", size), "tmpfs", folder).CombinedOutput(); err != nil { //nolint:gosec // our own folder
		return nil, fmt.Errorf("mount a disk that can be filled, which takes root: %w: %s", err, said)
	}
	return &disk{folder}, nil
}

// filler takes the room that is left.
func (d *disk) filler() string { return filepath.Join(d.folder, "filler") }

func (d *disk) fill(context.Context) error {
	file, err := os.Create(d.filler())
	if err != nil {
		return err
	}
	chunk := make([]byte, 1<<20)
	for size := len(chunk); size >= 512; size /= 2 {
		for err == nil {
			_, err = file.Write(chunk[:size])
		}
		if !errors.Is(err, syscall.ENOSPC) {
			return errors.Join(err, file.Close())
		}
		err = nil
	}
	return file.Close()
}

func (d *disk) empty() error { return os.Remove(d.filler()) }

// Close unmounts it, once the last process that had it open is gone.
func (d *disk) Close() error { return syscall.Unmount(d.folder, syscall.MNT_DETACH) }

// faults are what can happen to a disk. Processes are those that write to it; mended waits
// for them.
func (d *disk) faults(mended func(context.Context) error, processes func() []int) []fault {
	var tracer *tracer
	return []fault{
		{name: "disk full", begin: d.fill, end: func(ctx context.Context) error { return errors.Join(d.empty(), mended(ctx)) }},
		{name: "fsync fails", begin: func(ctx context.Context) (err error) {
			tracer, err = failSync(ctx, processes())
			return err
		}, end: func(ctx context.Context) error { return errors.Join(tracer.stop(), mended(ctx)) }},
	}
}

// tracer is strace, which lets system calls of other processes fail.
type tracer struct {
	command *exec.Cmd
	said    bytes.Buffer
}

// tracerPatience bounds how long strace takes to hold a process.
const tracerPatience = 5 * time.Second

// failSync lets every fsync of the processes fail, and of those that they begin.
func failSync(ctx context.Context, processes []int) (*tracer, error) {
	arguments := []string{"-f", "-q", "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO", "-o", "/dev/null"}
	for _, process := range processes {
		arguments = append(arguments, "-p", strconv.Itoa(process))
	}
	t := &tracer{command: exec.CommandContext(context.WithoutCancel(ctx), "strace", arguments...)}
	t.command.Stderr = &t.said
	if err := t.command.Start(); err != nil {
		return nil, err
	}
	for end := time.Now().Add(tracerPatience); ; time.Sleep(5 * time.Millisecond) {
		if underTrace(processes[0]) {
			return t, nil
		}
		if time.Now().After(end) {
			return nil, errors.Join(fmt.Errorf("strace has not got hold of process %d", processes[0]), t.stop())
		}
	}
}

// stop lets the processes go.
func (t *tracer) stop() error {
	_ = t.command.Process.Signal(os.Interrupt) // it ends by itself with the last process
	err := t.command.Wait()
	if _, ended := errors.AsType[*exec.ExitError](err); ended {
		return nil
	}
	return err
}

func underTrace(process int) bool {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", process))
	return err == nil && !strings.Contains(string(status), "TracerPid:\t0\n")
}

// childrenOf are the processes that one has begun.
func childrenOf(process int) (children []int) {
	lists, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", process))
	if err != nil {
		return nil
	}
	for _, list := range lists {
		text, err := os.ReadFile(list)
		if err != nil {
			continue // its thread has ended
		}
		for field := range strings.FieldsSeq(string(text)) {
			if child, err := strconv.Atoi(field); err == nil {
				children = append(children, child)
			}
		}
	}
	return children
}
