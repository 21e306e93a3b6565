package webhook

import (
	"testing"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

func TestOutcomesAreSettledTogetherButNotTooManyAtOnce(t *testing.T) {
	t.Parallel()
	const outcomes = mostTogether + 100
	b := newBench(t, true)
	go func() {
		defer close(b.outcomes)
		for range outcomes {
			b.outcomes <- &store.DeliveryOutcome{Of: &models.WebhookDelivery{EventID: uuid.New()}, Status: models.WebhookDeliveryDelivered, Answered: true}
		}
	}()
	b.settle(t.Context())
	if got := len(b.queue.outcomes); got != outcomes {
		t.Errorf("%d of %d are settled", got, outcomes)
	}
	if times := len(b.queue.together); times > outcomes/4 {
		t.Errorf("%d outcomes took %d times", outcomes, times)
	}
	for _, n := range b.queue.together {
		if n > mostTogether {
			t.Errorf("%d at once", n)
		}
	}
}

func TestWhatWasNotTriedIsLeftToItsLeaseWhereNothingCanBeSettled(t *testing.T) {
	t.Parallel()
	b := newBench(t, true)
	b.queue.refusing.Store(true)
	go func() {
		defer close(b.outcomes)
		for range 3 * mostTogether {
			b.outcomes <- &store.DeliveryOutcome{Of: &models.WebhookDelivery{EventID: uuid.New()}, Untried: true}
		}
	}()
	b.settle(t.Context())
	if times := len(b.queue.together); times != 1 {
		t.Errorf("it was asked %d times", times)
	}
}
