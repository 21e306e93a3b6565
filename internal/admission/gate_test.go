package admission_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/portico-portal/portico/internal/admission"
)

// enter goes in, which must not take any time.
func enter(t *testing.T, gate *admission.Gate, bytes int64) (leave func()) {
	t.Helper()
	begin := time.Now()
	leave, err := gate.Enter(t.Context(), bytes)
	if waited := time.Since(begin); err != nil || waited > 0 {
		t.Fatalf("%v after %s", err, waited)
	}
	return leave
}

func TestWhatFitsInGoesInAtOnceAndTheRestWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		gate := admission.NewGate(100)
		enter(t, gate, 40)
		leave := enter(t, gate, 60)
		time.AfterFunc(3*time.Second, leave)
		begin := time.Now()
		if _, err := gate.Enter(t.Context(), 50); err != nil || time.Since(begin) != 3*time.Second {
			t.Errorf("%v after %s", err, time.Since(begin))
		}
	})
}

func TestWhatIsLargerThanTheGateHasItForItself(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		gate := admission.NewGate(100)
		leave := enter(t, gate, 1000)
		if _, err := gate.Enter(t.Context(), 1); !errors.Is(err, admission.ErrBusy) {
			t.Errorf("something goes in beside it: %v", err)
		}
		leave()
		enter(t, gate, 100)
	})
}

func TestWaitingEnds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		given time.Duration // the request's own time
		waits time.Duration
		err   error
	}{
		"after ten seconds":               {time.Minute, 10 * time.Second, admission.ErrBusy},
		"when the request's time is over": {time.Second, time.Second, context.DeadlineExceeded},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				gate := admission.NewGate(100)
				enter(t, gate, 100)
				ctx, cancel := context.WithTimeout(t.Context(), c.given)
				defer cancel()
				begin := time.Now()
				if _, err := gate.Enter(ctx, 1); !errors.Is(err, c.err) || time.Since(begin) != c.waits {
					t.Errorf("%v after %s", err, time.Since(begin))
				}
			})
		})
	}
}

func TestWhoComesToALongQueueIsSentAwayAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		gate := admission.NewGate(100)
		leave := enter(t, gate, 100)
		served := make(chan error)
		for range 128 {
			go func() {
				next, err := gate.Enter(t.Context(), 100)
				if err == nil {
					next()
				}
				served <- err
			}()
		}
		synctest.Wait()
		begin := time.Now()
		if _, err := gate.Enter(t.Context(), 1); !errors.Is(err, admission.ErrBusy) || time.Since(begin) > 0 {
			t.Errorf("%v after %s", err, time.Since(begin))
		}
		leave()
		for range 128 {
			if err := <-served; err != nil {
				t.Error(err)
			}
		}
		enter(t, gate, 100)()
	})
}
