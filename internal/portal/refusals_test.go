package portal

import (
	"context"
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
		link := uuid.Must(uuid.NewV7())
		follow := func(times int) {
			for range times {
				r.add(t.Context(), models.Event{SubjectID: link})
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

func TestRefusalsOfFarTooManyLinksArentCounted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		told := 0
		r := refusals{tell: func(context.Context, *models.Event) { told++ }}
		for range refusedLinks + 10 {
			r.add(t.Context(), models.Event{SubjectID: uuid.Must(uuid.NewV7())})
		}
		if told != refusedLinks {
			t.Errorf("%d are told", told)
		}
		r.flush(t.Context())
	})
}
