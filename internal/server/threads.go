package server

import (
	"os"
	"runtime"
)

// spareThreads is how many threads of Go code there are at most beyond the cores.
const spareThreads = 4

// TuneScheduler gives the process threads to spare, twice as many as cores where
// those are few, unless the operator set Go's own variable GOMAXPROCS. Where large
// requests keep all threads busy, a small one waits until Go takes a thread away,
// some ten milliseconds; with one to spare, the kernel gives it a core at once.
// Under attack that halved the small call's latency, and cost none of its rate.
func TuneScheduler() {
	if os.Getenv("GOMAXPROCS") == "" {
		cores := runtime.GOMAXPROCS(0)
		runtime.GOMAXPROCS(cores + min(cores, spareThreads))
	}
}
