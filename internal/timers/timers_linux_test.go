package timers

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"
)

// told is where the test's own program, started anew, tells what became of its timers.
const told = "TEST_TIMERS_TOLD"

func TestTimersAreCoarseUnlessTheOperatorSetThem(t *testing.T) {
	if into := os.Getenv(told); into != "" {
		coarsen()
		slack, err := unix.PrctlRetInt(unix.PR_GET_TIMERSLACK, 0, 0, 0, 0)
		report := fmt.Sprintf("process %d, %d ns, %q %v", os.Getpid(), slack, os.Getenv(restarted), err)
		if err := os.WriteFile(into, []byte(report), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	for name, each := range map[string]struct{ given, want uintptr }{
		"the kernel's own": {50_000, 1_000_000},
		"the operator's":   {70_000, 70_000},
	} {
		t.Run(name, func(t *testing.T) {
			runtime.LockOSThread() // which is not unlocked: a thread with another slack goes with the test
			if err := unix.Prctl(unix.PR_SET_TIMERSLACK, each.given, 0, 0, 0); err != nil {
				t.Fatal(err)
			}
			into := t.TempDir() + "/told"
			process := exec.Command(os.Args[0], "-test.run=^TestTimersAreCoarseUnlessTheOperatorSetThem$", "-test.count=1")
			process.Env = append(os.Environ(), told+"="+into)
			var output bytes.Buffer
			process.Stdout, process.Stderr = &output, &output
			if err := process.Run(); err != nil {
				t.Fatalf("%v\n%s", err, &output)
			}
			got, err := os.ReadFile(into)
			want := fmt.Sprintf("process %d, %d ns, \"\" <nil>", process.Process.Pid, each.want)
			if err != nil || string(got) != want {
				t.Errorf("%s, %v\nand not %s", got, err, want)
			}
		})
	}
}
