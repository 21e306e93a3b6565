package admission_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/portico-portal/portico/internal/admission"
)

func TestStrangersKeepOutNobodyWhoIsKnown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		rules := admission.Rules{Size: 1, Queue: 1, Patience: time.Second}
		gates := admission.NewGates(rules, rules)
		stranger, known := admission.Client{Tenant: "127.0.0.1"}, admission.Client{Known: true, Tenant: "w1"}
		if _, err := gates.Enter(t.Context(), stranger, 1); err != nil {
			t.Fatal(err)
		}
		go func() { _, _ = gates.Enter(t.Context(), stranger, 1) }()
		synctest.Wait()
		if !gates.Refuses(stranger) || gates.Refuses(known) {
			t.Errorf("refuses the stranger: %t, who is known: %t", gates.Refuses(stranger), gates.Refuses(known))
		}
		if _, err := gates.Enter(t.Context(), known, 1); err != nil {
			t.Error(err)
		}
	})
}

func TestALaneRestsThreeTimesAsLongAsItWorked(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		lane := admission.NewLane(8, time.Minute)
		for _, c := range []struct{ work, rest time.Duration }{
			{3 * time.Millisecond, 0}, {time.Minute, 9 * time.Millisecond}, {0, 100 * time.Millisecond},
		} {
			begin := time.Now()
			leave, err := lane.Enter(t.Context(), admission.Client{}, false)
			if err != nil || time.Since(begin) != c.rest {
				t.Errorf("%v after %s", err, time.Since(begin))
			}
			time.Sleep(c.work)
			leave()
		}
	})
}

func TestStrangersShareALineOfALaneAndWhatHoldsRoomHasItsOwn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		lane := admission.NewLane(8, time.Minute)
		leave, err := lane.Enter(t.Context(), admission.Client{}, false)
		if err != nil {
			t.Fatal(err)
		}
		var served []string
		stranger := func(address string) admission.Client { return admission.Client{Tenant: address} }
		known := admission.Client{Known: true, Tenant: "w1"}
		for _, client := range []struct {
			name string
			admission.Client

			holdsRoom bool
		}{
			{"::1", stranger("::1"), false}, {"::2", stranger("::2"), false}, {"::3", stranger("::3"), true},
			{"w1", known, false}, {"w1 again", known, false}, {"w1 with room", known, true},
		} {
			go func() {
				leave, err := lane.Enter(t.Context(), client.Client, client.holdsRoom)
				if err != nil {
					t.Error(err)
					return
				}
				served = append(served, client.name)
				leave()
			}()
			synctest.Wait()
		}
		leave()
		time.Sleep(time.Second)
		synctest.Wait()
		if want := []string{"::1", "w1", "w1 with room", "::2", "w1 again", "::3"}; !slices.Equal(served, want) {
			t.Errorf("served: %v", served)
		}
	})
}
