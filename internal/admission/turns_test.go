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

// take has a turn at once.
func take(t *testing.T, turns *admission.Turns, tenant string) (leave func()) {
	t.Helper()
	leave, err := turns.Enter(t.Context(), tenant)
	if err != nil {
		t.Fatal(err)
	}
	return leave
}

func TestTheLinesOfTenantsAreServedInTurn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		turns := admission.NewTurns(8, time.Hour)
		var leaves []func()
		for range 6 {
			leaves = append(leaves, take(t, turns, "others"))
		}
		for range 2 {
			leaves = append(leaves, take(t, turns, "flood"))
		}
		var served []string
		for _, tenant := range []string{"flood", "flood", "flood", "flood", "a", "b", "a"} {
			go func() {
				leave, err := turns.Enter(t.Context(), tenant)
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
		turns := admission.NewTurns(4, time.Hour)
		leaves := []func(){take(t, turns, "others")}
		for range 3 {
			leaves = append(leaves, take(t, turns, "flood"))
		}
		outcome := make([]error, 4)
		for i := range outcome {
			go func() {
				leave, err := turns.Enter(t.Context(), "flood")
				if outcome[i] = err; err == nil {
					leave()
				}
			}()
			synctest.Wait()
		}
		if !turns.Refuses("flood") || turns.Refuses("small") {
			t.Errorf("refuses the flood: %t, the small tenant: %t", turns.Refuses("flood"), turns.Refuses("small"))
		}
		if _, err := turns.Enter(t.Context(), "flood"); !errors.Is(err, admission.ErrBusy) {
			t.Errorf("one more of the longest line: %v", err)
		}
		small := make(chan error, 1)
		go func() {
			leave, err := turns.Enter(t.Context(), "small")
			if small <- err; err == nil {
				leave()
			}
		}()
		synctest.Wait()
		if !errors.Is(outcome[3], admission.ErrBusy) {
			t.Errorf("the flood's last: %v", outcome[3])
		}
		for _, leave := range leaves {
			leave()
		}
		if err := <-small; err != nil {
			t.Errorf("the small tenant: %v", err)
		}
		synctest.Wait()
		if err := errors.Join(outcome[:3]...); err != nil || turns.Refuses("flood") {
			t.Errorf("the flood's first: %v", err)
		}
		for range 3 {
			take(t, turns, "later")
		}
	})
}

func TestNoTenantTakesAllTurns(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		turns := admission.NewTurns(8, 50*time.Millisecond)
		var leaves []func()
		for range 6 {
			leaves = append(leaves, take(t, turns, "flood"))
		}
		if _, err := turns.Enter(t.Context(), "flood"); !errors.Is(err, admission.ErrBusy) {
			t.Errorf("the seventh: %v", err)
		}
		small := []func(){take(t, turns, "small"), take(t, turns, "small")}
		waiting := make(chan error, 1)
		go func() {
			_, err := turns.Enter(t.Context(), "flood")
			waiting <- err
		}()
		synctest.Wait()
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

func TestPatienceEndsAndTheClientMayGo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		turns := admission.NewTurns(1, 50*time.Millisecond)
		leave := take(t, turns, "a")
		begin := time.Now()
		if _, err := turns.Enter(t.Context(), "b"); !errors.Is(err, admission.ErrBusy) || time.Since(begin) != 50*time.Millisecond {
			t.Errorf("%v after %v", err, time.Since(begin))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if _, err := turns.Enter(ctx, "b"); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		leave()
		take(t, turns, "c")()
	})
}

// Whatever the timing, no more than so many work at once and no turn is lost.
func TestManyTurnsAtOnce(t *testing.T) {
	t.Parallel()
	const room = 8
	turns := admission.NewTurns(room, time.Millisecond)
	var working, served atomic.Int64
	var all sync.WaitGroup
	for worker := range 64 {
		all.Go(func() {
			for i := range 200 {
				ctx, cancel := context.WithCancel(t.Context())
				if i%5 == 0 {
					go cancel()
				}
				leave, err := turns.Enter(ctx, fmt.Sprint(worker%7))
				if err == nil {
					if n := working.Add(1); n > room {
						t.Errorf("%d work at once", n)
					}
					served.Add(1)
					working.Add(-1)
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
	for i := range room {
		take(t, turns, fmt.Sprint(i))
	}
}
