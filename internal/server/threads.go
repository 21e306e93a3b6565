package server

import (
	"os"
	"runtime"
)

// TuneScheduler gives the process a thread of Go code beyond its cores, unless the
// operator set Go's own variable GOMAXPROCS. Where large requests keep all threads busy,
// a small one waits until Go takes a thread away, some ten milliseconds; with one to
// spare, the kernel gives it a core at once. Under attack that halved the small call's
// latency, and cost none of its rate. More of them make each wait for longer where more
// is sent than can be done: whose thread has no core stands still with all that it has.
func TuneScheduler() {
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + 1)
	}
}
