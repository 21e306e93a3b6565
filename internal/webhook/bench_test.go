package webhook

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/outbound"
	"github.com/portico-portal/portico/internal/seal"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/token"
	"github.com/portico-portal/portico/models"
)

// memory is a queue that keeps its outcomes.
type memory struct {
	mu       sync.Mutex
	pending  []*store.DueDelivery
	outcomes []*store.DeliveryOutcome
	settled  chan *store.DeliveryOutcome
	// together is how many outcomes came at once, each time.
	together []int
	// refusing has what comes to be settled fail.
	refusing atomic.Bool
}

func (m *memory) LeaseDeliveries(_ context.Context, l store.Lease) ([]*store.DueDelivery, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var leased []*store.DueDelivery
	taken, failing := map[uuid.UUID]int{}, 0
	for _, d := range m.pending {
		n, known := taken[d.EndpointID]
		if d.DueAt.After(l.Now) || slices.Contains(l.Without, d.EndpointID) || n == store.LeasedOfOne || !known && len(taken) == l.Endpoints {
			continue
		}
		if !known && d.Endpoint.FailingSince != nil {
			if failing == l.Failing {
				continue
			}
			failing++
		}
		taken[d.EndpointID]++
		d.DueAt = l.Until
		try := *d
		try.Attempts++
		leased = append(leased, &try)
	}
	return leased, nil
}

func (m *memory) SettleDeliveries(_ context.Context, outcomes []*store.DeliveryOutcome) error {
	m.mu.Lock()
	m.together = append(m.together, len(outcomes))
	m.mu.Unlock()
	if m.refusing.Load() {
		return errors.New("refused")
	}
	for _, o := range outcomes {
		m.settle(o)
	}
	return nil
}

func (m *memory) settle(o *store.DeliveryOutcome) {
	m.mu.Lock()
	m.outcomes = append(m.outcomes, o)
	m.pending = slices.DeleteFunc(m.pending, func(d *store.DueDelivery) bool {
		if d.EventID != o.Of.EventID || d.EndpointID != o.Of.EndpointID {
			return false
		}
		if o.Untried {
			d.DueAt = o.At
			return false
		}
		d.DueAt, d.Attempts = o.NextAttemptAt, o.Of.Attempts
		return o.Status != models.WebhookDeliveryPending
	})
	m.mu.Unlock()
	m.settled <- o
}

// bench is a Sender with its queue.
type bench struct {
	*Sender
	queue   *memory
	sealer  *seal.Sealer
	ahead   atomic.Int64 // how far the clock is ahead
	stop    context.CancelFunc
	stopped chan struct{}
}

func newSealer(t *testing.T) *seal.Sealer {
	t.Helper()
	keyring, err := token.NewKeyring([]string{strings.Repeat("root secret ", 3)})
	if err != nil {
		t.Fatal(err)
	}
	return seal.New(keyring, rand.Reader)
}

func sealed(t *testing.T, s *seal.Sealer, plain, about string) []byte {
	t.Helper()
	text, err := s.Seal([]byte(plain), about)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func newBench(t *testing.T, allowPrivate bool) *bench {
	t.Helper()
	b := &bench{queue: &memory{settled: make(chan *store.DeliveryOutcome, 1000)}, sealer: newSealer(t), stopped: make(chan struct{})}
	b.Sender = NewSender(Settings{
		Queue: b.queue, Client: outbound.New(allowPrivate), Sealer: b.sealer,
		Clock: func() time.Time { return time.Now().Add(time.Duration(b.ahead.Load())) },
		Log:   slog.New(slog.DiscardHandler),
	})
	return b
}

func (b *bench) run(t *testing.T) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	b.stop = stop
	go func() {
		defer close(b.stopped)
		b.Run(ctx)
	}()
	t.Cleanup(func() {
		stop()
		<-b.stopped
	})
}

func (b *bench) endpoint(t *testing.T, url string) models.WebhookEndpoint {
	t.Helper()
	id := uuid.New()
	return models.WebhookEndpoint{ID: id, URL: url, SealedSecret: sealed(t, b.sealer, "current secret", id.String())}
}

func (b *bench) add(e models.WebhookEndpoint) uuid.UUID { return b.addTried(e, 0) }

// addTried adds a delivery that was tried before.
func (b *bench) addTried(e models.WebhookEndpoint, attempts int) uuid.UUID {
	event := uuid.New()
	b.queue.mu.Lock()
	b.queue.pending = append(b.queue.pending, &store.DueDelivery{
		WebhookDelivery: models.WebhookDelivery{EndpointID: e.ID, EventID: event, Attempts: attempts, CreatedAt: time.Now()},
		Endpoint:        &e, Event: models.Event{ID: event, Type: models.EventWebhookTest, CreatedAt: time.Now()},
	})
	b.queue.mu.Unlock()
	b.Wake()
	return event
}

func (b *bench) outcome(t *testing.T) *store.DeliveryOutcome {
	t.Helper()
	select {
	case o := <-b.queue.settled:
		return o
	case <-time.After(10 * time.Second):
		t.Fatal("nothing was settled")
		return nil
	}
}

// outcomeOf passes over those of other events, which are tried again meanwhile.
func (b *bench) outcomeOf(t *testing.T, event uuid.UUID) *store.DeliveryOutcome {
	t.Helper()
	for {
		if o := b.outcome(t); o.Of.EventID == event {
			return o
		}
	}
}

func server(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	return s.URL
}
