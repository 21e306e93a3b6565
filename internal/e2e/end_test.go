package e2e_test

import (
	"strings"
	"testing"
	"time"
)

const loadTime = 2 * time.Second

func TestATerminatedServerAnswersWhatItAcceptedAndKeepsWhatItAnswered(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, database string) {
		s := start(t, setup{database: database})
		key := s.firstKey()
		load := s.underLoad(key)
		time.Sleep(loadTime)
		load.signalled.Store(true)
		code, took := s.terminate()
		calls := load.wait()
		if code != 0 {
			t.Errorf("exit code %d", code)
		}
		for i := range calls {
			c := &calls[i]
			if c.outcome == broken || c.before && c.outcome != answered {
				t.Errorf("%s: %s (sent before the signal: %t, on a kept connection: %t): %v", c.customer, c.outcome, c.before, c.reused, c.err)
			}
		}
		tally := count(calls)
		if tally[answered].kept < 2*clients {
			t.Errorf("the signal did not come under load: %+v", tally)
		}
		if tally[unaccepted].fresh > 0 {
			t.Errorf("calls on new connections were reset: %+v", tally)
		}
		if strings.HasPrefix(database, "postgres") && tally[unaccepted].kept > 0 {
			t.Errorf("kept connections were closed under their calls: %+v", tally)
		}
		again := s.restart()
		found := again.customers(key)
		compare(t, calls, found)
		t.Logf("ended in %s; calls: %+v; %d customers are stored", took.Round(time.Millisecond), tally, len(found))
	})
}

// It shows that no answer goes out before its transaction is committed and
// handed to the system. That a commit outlives a loss of power is the
// database's own promise, which the store's settings ask for.
func TestAKilledServerLosesNothingThatItAnswered(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, database string) {
		s := start(t, setup{database: database})
		key := s.firstKey()
		load := s.underLoad(key)
		time.Sleep(loadTime)
		before := load.answers()
		s.kill()
		calls := load.wait()
		if before < 2*clients {
			t.Errorf("only %d calls were answered before the kill", before)
		}
		again := s.restart()
		found := again.customers(key)
		compare(t, calls, found)
		again.link(key, "after the kill")
		t.Logf("calls: %+v; %d customers are stored", count(calls), len(found))
	})
}

// tally counts calls by their outcome, on new and on kept connections.
type tally map[outcome]struct{ fresh, kept int }

func count(calls []call) tally {
	all := tally{}
	for i := range calls {
		n := all[calls[i].outcome]
		if calls[i].reused {
			n.kept++
		} else {
			n.fresh++
		}
		all[calls[i].outcome] = n
	}
	return all
}
