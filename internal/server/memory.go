package server

import (
	"os"
	"runtime/debug"
	"sync/atomic"
)

const (
	// collectorPercent lets the heap grow to seven times what is live before it is
	// collected: a call's garbage is most of a small heap, and collecting it less
	// often saves CPU for as long as there is memory.
	collectorPercent = 600
	// collectorLimit is the size (62 MiB) from which on memory counts for more than
	// CPU: with the binary itself and SQLite, the process stays under 128 MiB as long as
	// it has few connections.
	collectorLimit = 62 << 20
	// connectionRoom is what an open connection moves that limit by: its buffers, its
	// stack and its call.
	connectionRoom = 96 << 10
	// crowd is how many connections have no more room than that, and crowdRoom what each
	// further one has: of a thousand that send too much each call is live for long, and with
	// 96 KiB the collector took a quarter of the machine.
	crowd     = 128
	crowdRoom = 288 << 10
	// mostConnections move it; idle ones can be had for nothing.
	mostConnections = 1024
	// limitStep is how many connections move the limit at once.
	limitStep = 32
)

// TuneCollector sets the process's garbage collector for a server, unless the
// operator did by Go's own variables GOGC and GOMEMLIMIT.
func TuneCollector() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectorPercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(collectorLimit)
		limitMoves.Store(true)
	}
}

// limitMoves tells whether TuneCollector set the limit, which is the process's.
var limitMoves atomic.Bool

// collectorLimitFor is the limit with so many connections, in bytes.
func collectorLimitFor(connections int) int64 {
	n := int64(min(connections, mostConnections))
	return collectorLimit + min(n, crowd)*connectionRoom + max(n-crowd, 0)*crowdRoom
}
