package webhook

import (
	"testing"
	"time"
)

func TestPausesGrowAndEndAfterADay(t *testing.T) {
	t.Parallel()
	created := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for attempts, want := range map[int]time.Duration{
		0: time.Second, 1: time.Second, 2: 5 * time.Second, 4: time.Minute, 8: 3 * time.Hour, 9: 6 * time.Hour, 10: 6 * time.Hour, 1000: 6 * time.Hour,
	} {
		for range 100 {
			at, ok := next(created, created, attempts)
			if pause := at.Sub(created); !ok || pause > want || pause < want-want/10 {
				t.Fatalf("attempt %d: %s, %v", attempts, pause, ok)
			}
		}
	}
	if _, ok := next(created, created.Add(18*time.Hour), 20); !ok {
		t.Error("given up within a day")
	}
	if _, ok := next(created, created.Add(24*time.Hour-time.Second/2), fewestTries); ok {
		t.Error("not given up after a day")
	}
	if _, ok := next(created, created.Add(48*time.Hour), fewestTries-1); !ok {
		t.Error("given up after too few tries")
	}
}
