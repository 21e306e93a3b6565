package e2e_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

func TestAServerBeganAnewForItsTimers(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	environment, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", s.command.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(strings.Split(string(environment), "\x00"), "_PORTICO_RESTARTED=1") {
		t.Errorf("the process has the environment that it was given: %q", environment)
	}
}
