package e2e_test

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

func TestAServerBeganAnewForItsTimers(t *testing.T) {
	t.Parallel()
	// The server inherits the kernel's own slack from this thread, which goes with the test.
	runtime.LockOSThread()
	if err := unix.Prctl(unix.PR_SET_TIMERSLACK, 50_000, 0, 0, 0); err != nil {
		t.Fatal(err)
	}
	s := start(t, setup{})
	environment, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", s.command.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(strings.Split(string(environment), "\x00"), "_PORTICO_RESTARTED=1") {
		t.Errorf("the process has the environment that it was given: %q", environment)
	}
}
