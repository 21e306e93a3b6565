package main

import (
	"context"
	"path/filepath"
)

// sqlite runs servers on SQLite's files.
type sqlite struct{ disk *disk }

// sqliteRoom is the size of the disk that a seed's file is on.
const sqliteRoom = 24 << 20

func (s *sqlite) fresh(ctx context.Context, folder string) (url string, cleanup func() error, err error) {
	if s.disk, err = newDisk(ctx, filepath.Join(folder, "disk"), sqliteRoom); err != nil {
		return "", nil, err
	}
	return "sqlite:" + filepath.Join(s.disk.folder, "portico.db"), s.disk.Close, nil
}

func (*sqlite) servers() int { return 1 }

func (s *sqlite) faults(servers []*program) []fault {
	server := servers[0]
	return append(s.disk.faults(nothing, func() []int { return []int{server.running.Process.Pid} }), serverFaults(server)...)
}

// Close has nothing to end: a seed's disk goes with it.
func (*sqlite) Close() error { return nil }
