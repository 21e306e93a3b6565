package admission_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/portico-portal/portico/internal/admission"
)

// roomFor100 has patience for ten seconds.
func roomFor100() *admission.Gate {
	return admission.NewGate(admission.Rules{Size: 100, Queue: 128, Patience: 10 * time.Second})
}

// turnsOf lets so many in at once, three quarters of them of one tenant, and as many wait.
func turnsOf(size int64, patience time.Duration) *admission.Gate {
	return admission.NewGate(admission.Rules{Size: size, Share: size - size/4, Queue: int(size), Patience: patience})
}

// enter goes in, which must not take any time.
func enter(t *testing.T, gate *admission.Gate, tenant string, weight int64) (leave func()) {
	t.Helper()
	begin := time.Now()
	leave, err := gate.Enter(t.Context(), tenant, weight)
	if waited := time.Since(begin); err != nil || waited > time.Second {
		t.Fatalf("%v after %s", err, waited)
	}
	return leave
}

// comes has somebody come who tells on the channel when they are in, or why not.
// Who is in leaves at once.
func comes(t *testing.T, gate *admission.Gate, tenant string, weight int64) <-chan error {
	t.Helper()
	told := make(chan error, 1)
	go func() {
		leave, err := gate.Enter(t.Context(), tenant, weight)
		if told <- err; err == nil {
			leave()
		}
	}()
	synctest.Wait()
	return told
}

func TestWhatFitsInGoesInAtOnceAndTheRestWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		gate := roomFor100()
		enter(t, gate, "a", 40)
		leave := enter(t, gate, "b", 60)
		time.AfterFunc(3*time.Second, leave)
		begin := time.Now()
		if _, err := gate.Enter(t.Context(), "a", 50); err != nil || time.Since(begin) != 3*time.Second {
			t.Errorf("%v after %s", err, time.Since(begin))
		}
	})
}

func TestWhatIsLargerThanTheGateHasItForItself(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		gate := roomFor100()
		leave := enter(t, gate, "a", 1000)
		if _, err := gate.Enter(t.Context(), "b", 1); !errors.Is(err, admission.ErrBusy) {
			t.Errorf("something goes in beside it: %v", err)
		}
		leave()
		enter(t, gate, "a", 100)
	})
}

func TestNobodyOvertakesWhatIsTooHeavyToGoInYet(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		gate := roomFor100()
		leave := enter(t, gate, "a", 60)
		heavy, light := comes(t, gate, "b", 50), comes(t, gate, "c", 10)
		if len(heavy)+len(light) > 0 {
			t.Error("somebody is in")
		}
		leave()
		if err := errors.Join(<-heavy, <-light); err != nil {
			t.Error(err)
		}
	})
}

func TestWhoGivesUpHoldsUpNobody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		gate := roomFor100()
		enter(t, gate, "a", 60)
		ctx, giveUp := context.WithCancel(t.Context())
		go func() { _, _ = gate.Enter(ctx, "b", 50) }()
		synctest.Wait()
		light := comes(t, gate, "c", 10)
		giveUp()
		synctest.Wait()
		if len(light) == 0 {
			t.Error("the light one waits for the heavy one, which is gone")
		}
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
				gate := roomFor100()
				leave := enter(t, gate, "a", 100)
				ctx, cancel := context.WithTimeout(t.Context(), c.given)
				defer cancel()
				begin := time.Now()
				if _, err := gate.Enter(ctx, "b", 1); !errors.Is(err, c.err) || time.Since(begin) != c.waits {
					t.Errorf("%v after %s", err, time.Since(begin))
				}
				leave()
				enter(t, gate, "c", 100)()
			})
		})
	}
}

func TestWhoComesToALongQueueIsSentAwayAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		gate := roomFor100()
		leave := enter(t, gate, "a", 100)
		var waiting []<-chan error
		for range 128 {
			waiting = append(waiting, comes(t, gate, "a", 100))
		}
		begin := time.Now()
		if _, err := gate.Enter(t.Context(), "a", 1); !errors.Is(err, admission.ErrBusy) || time.Since(begin) > 0 {
			t.Errorf("%v after %s", err, time.Since(begin))
		}
		leave()
		for _, told := range waiting {
			if err := <-told; err != nil {
				t.Error(err)
			}
		}
		synctest.Wait()
		enter(t, gate, "b", 100)()
	})
}

func TestTheLinesOfTenantsAreServedInTurn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		turns := turnsOf(8, time.Hour)
		var leaves []func()
		for range 6 {
			leaves = append(leaves, enter(t, turns, "others", 1))
		}
		for range 2 {
			leaves = append(leaves, enter(t, turns, "flood", 1))
		}
		var served []string
		for _, tenant := range []string{"flood", "flood", "flood", "flood", "a", "b", "a"} {
			go func() {
				leave, err := turns.Enter(t.Context(), tenant, 1)
				if err != nil {
					t.Error(err)
					return
				}
				served = append(served, tenant)
				leave()
			}()
			synctest.Wait()
		}
		leaves[0]()
		synctest.Wait()
		if want := []string{"flood", "a", "b", "flood", "a", "flood", "flood"}; !slices.Equal(served, want) {
			t.Errorf("served: %v", served)
		}
	})
}

func TestWhereAllPlacesAreTakenTheLongestLineLosesItsLast(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		turns := turnsOf(4, time.Hour)
		leaves := []func(){enter(t, turns, "others", 1)}
		for range 3 {
			leaves = append(leaves, enter(t, turns, "flood", 1))
		}
		var flood []<-chan error
		for range 4 {
			flood = append(flood, comes(t, turns, "flood", 1))
		}
		if !turns.Refuses("flood") || turns.Refuses("small") {
			t.Errorf("refuses the flood: %t, the small tenant: %t", turns.Refuses("flood"), turns.Refuses("small"))
		}
		if _, err := turns.Enter(t.Context(), "flood", 1); !errors.Is(err, admission.ErrBusy) {
			t.Errorf("one more of the longest line: %v", err)
		}
		small := comes(t, turns, "small", 1)
		if err := <-flood[3]; !errors.Is(err, admission.ErrBusy) {
			t.Errorf("the flood's last: %v", err)
		}
		for _, leave := range leaves {
			leave()
		}
		if err := errors.Join(<-small, <-flood[0], <-flood[1], <-flood[2]); err != nil {
			t.Error(err)
		}
		synctest.Wait()
		if turns.Refuses("flood") {
			t.Error("the flood is refused though nobody waits")
		}
		for range 3 {
			enter(t, turns, "later", 1)
		}
	})
}

func TestNoTenantTakesMoreThanItsShare(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		turns := turnsOf(8, 50*time.Millisecond)
		var leaves []func()
		for range 6 {
			leaves = append(leaves, enter(t, turns, "flood", 1))
		}
		if _, err := turns.Enter(t.Context(), "flood", 1); !errors.Is(err, admission.ErrBusy) {
			t.Errorf("the seventh: %v", err)
		}
		waiting := comes(t, turns, "flood", 1)
		small := []func(){enter(t, turns, "small", 1), enter(t, turns, "small", 1)}
		small[0]() // a turn is free, though not for the flood
		synctest.Wait()
		if len(waiting) > 0 {
			t.Error("the flood has the small tenant's turn")
		}
		leaves[0]()
		if err := <-waiting; err != nil {
			t.Error(err)
		}
	})
}

// Whatever the timing, no more than so much is in and no room is lost.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	const size = 8
	gate := turnsOf(size, time.Millisecond)
	var in, served atomic.Int64
	var all sync.WaitGroup
	for worker := range 64 {
		all.Go(func() {
			for i := range 200 {
				ctx, cancel := context.WithCancel(t.Context())
				if i%5 == 0 {
					go cancel()
				}
				weight := int64(1 + i%3)
				leave, err := gate.Enter(ctx, fmt.Sprint(worker%7), weight)
				if err == nil {
					if n := in.Add(weight); n > size {
						t.Errorf("%d are in at once", n)
					}
					served.Add(1)
					in.Add(-weight)
					leave()
				}
				cancel()
			}
		})
	}
	all.Wait()
	if served.Load() == 0 {
		t.Error("nobody was served")
	}
	for i := range size {
		enter(t, gate, fmt.Sprint(i), 1)
	}
}
