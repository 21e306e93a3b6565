package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestADiskIsFilledAndEmptied(t *testing.T) {
	t.Parallel()
	d, err := newDisk(t.Context(), filepath.Join(t.TempDir(), "disk"), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	write := func() error { return os.WriteFile(filepath.Join(d.folder, "more"), make([]byte, 8<<10), 0o600) }
	if err := d.fill(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := write(); err == nil {
		t.Error("there is room on a full disk")
	}
	if err := d.empty(); err != nil {
		t.Fatal(err)
	}
	for until := time.Now().Add(5 * time.Second); ; time.Sleep(10 * time.Millisecond) { // the kernel may count what is free a moment later
		if err := write(); err == nil {
			break
		} else if time.Now().After(until) {
			t.Fatal(err)
		}
	}
}

// A server on SQLite whose disk is full says so, answers what it can, and goes on by
// itself once there is room.
func TestAFullDiskIsToldAndOutlived(t *testing.T) {
	t.Parallel()
	folder, engine := t.TempDir(), &sqlite{}
	url, cleanup, err := engine.fresh(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := cleanup(); err != nil {
			t.Error(err)
		}
	}()
	server, err := newProgram(t.Context(), built(t, ""), folder, url)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	if err := server.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	key, err := firstKey(folder)
	if err != nil {
		t.Fatal(err)
	}
	c := client{key: key, to: newSender(server.address)}
	try := func(kind kind) error {
		s := step{kind: kind}
		for list := range lists {
			for item := range items {
				s.contents.names[list][item] = strings.Repeat("n", 255)
			}
		}
		return c.tryOnCustomer(t.Context(), &s, &answer{})
	}
	if err := errors.Join(try(push), engine.disk.fill(context.Background())); err != nil {
		t.Fatal(err)
	}
	for n := 0; try(push) == nil; n++ { // what the log has room for goes on
		if n == 10_000 {
			t.Fatal("a full disk takes all that it is given")
		}
	}
	if said := server.said(); !strings.Contains(said, "the database's disk is full; writes go on by themselves once there is room") {
		t.Errorf("the log doesn't tell: %s", said)
	}
	if err := try(read); err != nil {
		t.Errorf("reading on a full disk: %v", err)
	}
	if err := errors.Join(engine.disk.empty(), try(push)); err != nil {
		t.Errorf("once there is room: %v", err)
	}
}

// A start on a disk that is read-only ends in one line that says so.
func TestAStartOnAReadOnlyDiskSaysSo(t *testing.T) {
	t.Parallel()
	folder, engine := t.TempDir(), &sqlite{}
	url, cleanup, err := engine.fresh(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := cleanup(); err != nil {
			t.Error(err)
		}
	}()
	if said, err := exec.Command("mount", "-o", "remount,ro", engine.disk.folder).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	server, err := newProgram(t.Context(), built(t, ""), folder, url)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	if err := server.start(t.Context()); err == nil || !strings.Contains(err.Error(), "read-only file system") {
		t.Errorf("%v", err)
	}
	if said := server.said(); strings.Count(said, "\n") != 1 {
		t.Errorf("more than a line: %s", said)
	}
}
