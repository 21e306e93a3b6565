package server

import (
	"os"
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

const (
	// timerSlack is how much later than asked for a timer of the kernel may end, and
	// defaultTimerSlack is that of a process which nobody gave another (prctl(2)).
	timerSlack        = time.Millisecond
	defaultTimerSlack = 50 * time.Microsecond
	// restarted marks the environment of a process that began anew.
	restarted = "_PORTICO_RESTARTED"
)

// CoarsenTimers has the kernel end the process's timers up to a millisecond late. Go's monitor
// sleeps for 20 µs at a time while there is work, and each time it took the core from a
// thread that works, 8,000 times a second: a tenth to a fifth of the server's CPU. A core that
// it woke so often took no waiting thread over from the other one, either.
//
// Only the process itself may set that, and only for a thread and those which it starts from
// then on. The monitor is there before any other code, so the program begins anew, as the same
// process: CoarsenTimers comes before all else that it does. It leaves alone what the operator
// set, as by systemd's TimerSlackNSec, and where it can't be done the server does without.
func CoarsenTimers() {
	if os.Getenv(restarted) != "" {
		_ = os.Unsetenv(restarted)
		return
	}
	runtime.LockOSThread() // the setting is a thread's, and the one that begins anew hands it on
	defer runtime.UnlockOSThread()
	slack, err := unix.PrctlRetInt(unix.PR_GET_TIMERSLACK, 0, 0, 0, 0)
	if err != nil || time.Duration(slack) != defaultTimerSlack {
		return
	}
	program, err := os.Executable()
	if err != nil {
		return
	}
	if err := setTimerSlack(uintptr(timerSlack)); err != nil {
		return
	}
	_ = unix.Exec(program, os.Args, append(os.Environ(), restarted+"=1"))
	_ = setTimerSlack(uintptr(defaultTimerSlack))
}

func setTimerSlack(nanoseconds uintptr) error {
	return unix.Prctl(unix.PR_SET_TIMERSLACK, nanoseconds, 0, 0, 0)
}
