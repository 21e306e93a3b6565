package timers

import (
	"os"
	"time"

	"golang.org/x/sys/unix"
)

const (
	// slack is how much later than asked for a timer of the kernel may end, and
	// defaultSlack is that of a process which nobody gave another (prctl(2)).
	slack        = time.Millisecond
	defaultSlack = 50 * time.Microsecond
	// restarted marks the environment of a process that began anew.
	restarted = "_PORTICO_RESTARTED"
)

// Only a server has so much to do; without a command the program is one, too.
func init() {
	if len(os.Args) == 1 || os.Args[1] == "serve" {
		coarsen()
	}
}

// coarsen has the kernel end the process's timers up to a millisecond late. Go's monitor
// sleeps for 20 µs at a time while there is work, and each time it took the core from a
// thread that works, 8,000 times a second: up to a quarter of the server's CPU where calls come
// a few at a time. A core that it woke so often took no waiting thread over from the other one,
// either.
//
// Only a thread can set that, for itself and those which it starts from then on, and the
// monitor is there before any other code: so the program begins anew, as the same process.
// coarsen leaves alone what the operator set, as by systemd's TimerSlackNSec, and where it
// can't be done the server does without. It stays on one thread, as init does.
func coarsen() {
	if os.Getenv(restarted) != "" {
		_ = os.Unsetenv(restarted)
		return
	}
	now, err := unix.PrctlRetInt(unix.PR_GET_TIMERSLACK, 0, 0, 0, 0)
	if err != nil || time.Duration(now) != defaultSlack {
		return
	}
	program, err := os.Executable()
	if err != nil {
		return
	}
	var files unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &files); err != nil {
		return
	}
	if err := setSlack(uintptr(slack)); err != nil {
		return
	}
	_ = unix.Exec(program, os.Args, append(os.Environ(), restarted+"=1"))
	_ = setSlack(uintptr(defaultSlack))
	_ = unix.Setrlimit(unix.RLIMIT_NOFILE, &files) // which Go raised, and Exec took back
}

func setSlack(nanoseconds uintptr) error {
	return unix.Prctl(unix.PR_SET_TIMERSLACK, nanoseconds, 0, 0, 0)
}
