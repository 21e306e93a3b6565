package portal

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/models"
)

func TestALinksRefusalsAreToldAtOnceAndThenOnceAMinute(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var counts []int
		r := refusals{tell: func(_ context.Context, e *models.Event) { counts = append(counts, e.Count) }}
		link, reason := uuid.Must(uuid.NewV7()), models.MagicLinkExhausted
		follow := func(times int) {
			for range times {
				r.add(t.Context(), models.Event{SubjectID: link, Reason: &reason})
			}
		}
		for _, times := range []int{1, 3, 0, 1, 2} {
			follow(times)
			time.Sleep(refusalsEvery + time.Second)
			synctest.Wait()
		}
		want := []int{1, 1, 2, 1, 1, 1}
		if len(counts) != len(want) {
			t.Fatalf("told %v, want %v", counts, want)
		}
		for i := range want {
			if counts[i] != want[i] {
				t.Errorf("told %v, want %v", counts, want)
			}
		}
		follow(4)
		r.flush(t.Context())
		if last := counts[len(counts)-1]; last != 4 {
			t.Errorf("at the end %d are told", last)
		}
	})
}

func TestRefusalsAreCountedForEachReason(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex // the minutes of two reasons end at once
		counts := map[models.MagicLinkStatus][]int{}
		r := refusals{tell: func(_ context.Context, e *models.Event) {
			mu.Lock()
			defer mu.Unlock()
			counts[*e.Reason] = append(counts[*e.Reason], e.Count)
		}}
		link := uuid.Must(uuid.NewV7())
		for _, times := range []struct {
			reason models.MagicLinkStatus
			n      int
		}{{models.MagicLinkExhausted, 7}, {models.MagicLinkRevoked, 4}} {
			for range times.n {
				r.add(t.Context(), models.Event{SubjectID: link, Reason: &times.reason})
			}
		}
		time.Sleep(refusalsEvery + time.Second)
		synctest.Wait()
		for reason, want := range map[models.MagicLinkStatus][]int{models.MagicLinkExhausted: {1, 6}, models.MagicLinkRevoked: {1, 3}} {
			if !slices.Equal(counts[reason], want) {
				t.Errorf("%s: told %v, want %v", reason, counts[reason], want)
			}
		}
		r.flush(t.Context())
	})
}

func TestRefusalsOfFarTooManyLinksArentCounted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		told := 0
		r, reason := refusals{tell: func(context.Context, *models.Event) { told++ }}, models.MagicLinkRevoked
		for range maxRefusedLinks + 10 {
			r.add(t.Context(), models.Event{SubjectID: uuid.Must(uuid.NewV7()), Reason: &reason})
		}
		if told != maxRefusedLinks {
			t.Errorf("%d are told", told)
		}
		r.flush(t.Context())
	})
}
