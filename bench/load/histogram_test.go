package load

import (
	"math"
	"testing"
	"time"
)

func TestStepsAreWithinThreePercent(t *testing.T) {
	t.Parallel()
	last := -1
	for v := time.Duration(0); v < math.MaxInt64/2; v += v/50 + 1 {
		i := step(v)
		if i < last {
			t.Fatalf("step(%d) = %d, after %d", v, i, last)
		}
		last = i
		if top := highest(i); top < v || float64(top) > float64(v)*1.04+1 {
			t.Fatalf("%d is in the step up to %d", v, top)
		}
	}
	var h Histogram
	h.Add(math.MaxInt64) // no duration is out of range
}

func TestQuantiles(t *testing.T) {
	t.Parallel()
	var a, b Histogram
	for ms := 1; ms <= 100; ms++ {
		h := &a
		if ms%2 == 0 {
			h = &b
		}
		h.Add(time.Duration(ms) * time.Millisecond)
	}
	a.Merge(&b)
	for q, want := range map[float64]int{0.01: 1, 0.5: 50, 0.99: 99, 1: 100} {
		got := float64(a.Quantile(q)) / float64(time.Millisecond)
		if got < float64(want) || got > float64(want)*1.04 {
			t.Errorf("Quantile(%v) = %v ms, want %d", q, got, want)
		}
	}
	if got := new(Histogram).Quantile(0.5); got != 0 {
		t.Errorf("of nothing: %v", got)
	}
}
