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
	limitFiles(t)
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
			if err := os.WriteFile(program, content, 0o700); err != nil {
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
			if want := reportOf(process.Process.Pid, each.want, true); err != nil || string(got) != want {
				t.Errorf("%s, %v\nand not %s", got, err, want)
			}
		})
	}
}

// fewFiles is less than what Go lifts a process's limit of open files to.
const fewFiles = 256

// limitFiles limits the files that processes have open which this one starts.
func limitFiles(t *testing.T) {
	t.Helper()
	var before unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &before); err != nil || before.Max <= fewFiles {
		t.Fatalf("this test needs a process that may have more than %d files: %v, %v", fewFiles, before, err)
	}
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: fewFiles, Max: before.Max}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.Setrlimit(unix.RLIMIT_NOFILE, &before) })
}

// report tells of this process.
func report(t *testing.T) string {
	t.Helper()
	slack, err := unix.PrctlRetInt(unix.PR_GET_TIMERSLACK, 0, 0, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	var files unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &files); err != nil {
		t.Fatal(err)
	}
	return reportOf(os.Getpid(), uintptr(slack), files.Cur > fewFiles)
}

func reportOf(pid int, slack uintptr, manyFiles bool) string {
	return fmt.Sprintf("process %d, %d ns, many files %t, %q", pid, slack, manyFiles, os.Getenv(restarted))
}
