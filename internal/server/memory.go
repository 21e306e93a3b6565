package server

import (
	"os"
	"runtime/debug"
)

const (
	// collectorPercent lets the heap grow to seven times what is live before it is
	// collected: a call's garbage is most of a small heap, and collecting it less
	// often saved a fifth of the main call's CPU.
	collectorPercent = 600
	// collectorLimit is the size (80 MiB) from which on memory counts for more than
	// CPU: with the binary itself and SQLite, the process stays under 128 MiB.
	collectorLimit = 80 << 20
)

// TuneCollector sets the process's garbage collector for a server, unless the
// operator did by Go's own variables GOGC and GOMEMLIMIT.
func TuneCollector() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectorPercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(collectorLimit)
	}
}
