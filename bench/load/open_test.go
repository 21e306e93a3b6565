package load

import (
	"net/http"
	"sync/atomic"
	"testing"
	"time"
)

func arriving(t *testing.T, workers int, handler http.HandlerFunc) Load {
	t.Helper()
	return Load{
		Workers: workers, For: 200 * time.Millisecond, Target: target(t, handler),
		Next: func(*Call) {}, Good: func([]byte) error { return nil },
	}
}

func TestACallThatWasDueIsSentHoweverLateAndItsWaitCounts(t *testing.T) {
	t.Parallel()
	const stall = 150 * time.Millisecond
	var answered atomic.Int64
	l := arriving(t, 1, func(http.ResponseWriter, *http.Request) {
		if answered.Add(1) == 1 {
			time.Sleep(stall)
		}
	})
	all, err := Open(t.Context(), l, 100, false)
	if err != nil {
		t.Fatal(err)
	}
	if all.Calls != 20 || int(answered.Load()) != 20 {
		t.Errorf("%d calls counted, %d answered, of 20 that were due", all.Calls, answered.Load())
	}
	// The one call that stalled held up those behind it: half of the calls waited, and a closed loop would tell of one.
	if got := all.Latency.Quantile(0.7); got < stall/5 {
		t.Errorf("after a stall of %v, 7 of 10 calls are told to have waited %v at most", stall, got)
	}
}

func TestRefusalsAreCountedApart(t *testing.T) {
	t.Parallel()
	var turn atomic.Int64
	l := arriving(t, 4, func(w http.ResponseWriter, _ *http.Request) {
		n := turn.Add(1)
		if n%2 == 0 {
			return
		}
		if n%4 == 1 {
			w.Header().Set("Retry-After", "1")
		}
		w.Header().Set("Connection", "close")
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	all, err := Open(t.Context(), l, 200, true)
	if err != nil {
		t.Fatal(err)
	}
	sent := int(turn.Load())
	if all.Sent != sent || all.Calls != sent/2 || all.Refused != sent-sent/2 || all.NoRetryAfter != (sent+1)/4 {
		t.Errorf("of %d calls: %d sent, %d good, %d refused, %d without Retry-After", sent, all.Sent, all.Calls, all.Refused, all.NoRetryAfter)
	}
	if _, err := Open(t.Context(), l, 200, false); err == nil {
		t.Error("where none may be refused, a refusal is no error")
	}
}
