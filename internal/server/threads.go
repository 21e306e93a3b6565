package server

import (
	"os"
	"runtime"
)

// TuneScheduler gives the process a thread of Go code beyond its cores, unless the
// operator set Go's own variable GOMAXPROCS. Where large requests keep all threads busy,
// a small one waits until Go takes a thread away, some ten milliseconds; with one to
// spare, the kernel gives it a core at once. Under attack that takes a quarter or more off
// the small call's p99. More of them make all wait for longer where more is sent than can be
// done: the kernel then stops threads, and with each the calls that it has in line.
func TuneScheduler() {
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + 1)
	}
}
