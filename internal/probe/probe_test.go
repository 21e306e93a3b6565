package probe_test

import (
	"strings"
	"testing"

	"github.com/portico-portal/portico/internal/probe"
)

// The issue that the table was made for asks for 120.
const least = 140

func TestEveryProbeHasANameOfItsOwn(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	all := probe.All()
	for i := range all {
		p := &all[i]
		if subject, attempt, _ := strings.Cut(p.Name, "/"); subject == "" || attempt == "" || seen[p.Name] {
			t.Errorf("the name %q", p.Name)
		}
		seen[p.Name] = true
		if len(p.Safe.Statuses) == 0 {
			t.Errorf("%s has no safe answer", p.Name)
		}
	}
	if len(seen) < least {
		t.Errorf("%d probes", len(seen))
	}
	t.Logf("%d probes", len(seen))
}
