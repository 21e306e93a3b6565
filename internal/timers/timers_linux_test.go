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

const (
	// told is where the test's own program, started anew, tells what became of its timers, and
	// gone is set where it first removes itself.
	told = "TEST_TIMERS_TOLD"
	gone = "TEST_TIMERS_GONE"
)

func TestTimersAreCoarseWhereTheyCanBe(t *testing.T) {
	runtime.LockOSThread() // and not unlocked: a thread with another slack goes with the test
	if into := os.Getenv(told); into != "" {
		if os.Getenv(gone) != "" {
			if err := os.Remove(os.Args[0]); err != nil {
				t.Fatal(err)
			}
		}
		coarsen()
		if err := os.WriteFile(into, []byte(report(t)), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	for name, each := range map[string]struct {
		given, want uintptr
		environment string
	}{
		"the kernel's own":       {50_000, 1_000_000, ""},
		"the operator's":         {70_000, 70_000, ""},
		"of one that began anew": {50_000, 50_000, restarted + "=1"},
		"without its program":    {50_000, 50_000, gone + "=1"},
	} {
		t.Run(name, func(t *testing.T) {
			runtime.LockOSThread()
			if err := setSlack(each.given); err != nil {
				t.Fatal(err)
			}
			program := t.TempDir() + "/program"
			content, err := os.ReadFile(os.Args[0])
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(program, content, 0o700); err != nil { //nolint:gosec // it is to be run
				t.Fatal(err)
			}
			into := t.TempDir() + "/told"
			process := exec.Command(program, "-test.run=^TestTimersAreCoarseWhereTheyCanBe$", "-test.count=1")
			process.Env = append(os.Environ(), told+"="+into, each.environment)
			var output bytes.Buffer
			process.Stdout, process.Stderr = &output, &output
			if err := process.Run(); err != nil {
				t.Fatalf("%v\n%s", err, &output)
			}
			got, err := os.ReadFile(into)
			if want := reportOf(t, process.Process.Pid, each.want); err != nil || string(got) != want {
				t.Errorf("%s, %v\nand not %s", got, err, want)
			}
		})
	}
}

// report tells of the process.
func report(t *testing.T) string {
	t.Helper()
	slack, err := unix.PrctlRetInt(unix.PR_GET_TIMERSLACK, 0, 0, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	return reportOf(t, os.Getpid(), uintptr(slack)) //nolint:gosec // the call succeeded
}

// reportOf is what a process is to tell, whose files are limited as this one's.
func reportOf(t *testing.T, pid int, slack uintptr) string {
	t.Helper()
	var files unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &files); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("process %d, %d ns, %d files, %q", pid, slack, files.Cur, os.Getenv(restarted))
}
