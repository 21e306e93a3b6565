package webhook

import (
	"cmp"
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"
	"go.opentelemetry.io/otel/trace"

	"github.com/portico-portal/portico/internal/metrics"
	"github.com/portico-portal/portico/internal/outbound"
	"github.com/portico-portal/portico/internal/seal"
	"github.com/portico-portal/portico/internal/store"
)

const (
	// pollEvery is how often the queue is asked without a hint.
	pollEvery = time.Second
	// mostCalls bounds the calls under way.
	mostCalls = 32
	// mostOfOne bounds the calls under way to one endpoint.
	mostOfOne = 4
	// longestRest bounds how long an endpoint rests that may have more deliveries waiting:
	// twice as long as the last took, so that a quick one leaves most of a busy server to
	// calls that somebody waits for.
	longestRest = 200 * time.Millisecond
	// turnFor is how long after its lease a delivery may begin. What hasn't is due again, so
	// that a slow endpoint has its calls no longer, while others wait for their turn.
	turnFor = 10 * time.Second
	// leaseFor is how long leased deliveries are ours: until the last has begun, ended and
	// been settled, with as much to spare.
	leaseFor = time.Minute
	// settleTimeout bounds the settling of deliveries.
	settleTimeout = 10 * time.Second
)

// Queue is where deliveries wait.
type Queue interface {
	// LeaseDeliveries takes deliveries that are due. What was leased is given also with an error.
	LeaseDeliveries(ctx context.Context, l store.Lease) ([]*store.DueDelivery, error)
	// SettleDeliveries stores what tries came to. After an error some may be stored.
	SettleDeliveries(ctx context.Context, outcomes []*store.DeliveryOutcome) error
}

// Settings are what a Sender works with. All but Metrics and Tracer are needed.
type Settings struct {
	Queue  Queue
	Client *outbound.Client
	Sealer *seal.Sealer
	Clock  func() time.Time
	Log    *slog.Logger
	// Metrics count the tries; nil where nobody reads them.
	Metrics *metrics.Metrics
	// Tracer traces the tries; nil traces none.
	Tracer trace.Tracer
}

// Sender delivers what waits in a queue. Several processes may each run one.
type Sender struct {
	queue   Queue
	client  *outbound.Client
	sealer  *seal.Sealer
	clock   func() time.Time
	log     *slog.Logger
	metrics *metrics.Metrics
	tracer  trace.Tracer

	wake     chan struct{}
	calls    sync.WaitGroup
	lots     lots
	outcomes chan *store.DeliveryOutcome
}

// NewSender makes a Sender. It does nothing until Run.
func NewSender(s Settings) *Sender {
	return &Sender{
		queue: s.Queue, client: s.Client, sealer: s.Sealer, clock: s.Clock, log: s.Log, metrics: cmp.Or(s.Metrics, metrics.New()), tracer: s.Tracer,
		wake: make(chan struct{}, 1), lots: lots{unfinished: make(map[uuid.UUID]*lot)}, outcomes: make(chan *store.DeliveryOutcome, mostTogether),
	}
}

// Wake hints that a delivery may be due. It never waits.
func (s *Sender) Wake() {
	select {
	case s.wake <- struct{}{}:
	default: // a hint is waiting already
	}
}

// Run delivers until ctx ends. It returns when the calls that were under way then are
// finished and settled. It is to be called once.
func (s *Sender) Run(ctx context.Context) {
	settled := make(chan struct{})
	go func() {
		defer close(settled)
		s.settle(context.WithoutCancel(ctx))
	}()
	defer func() {
		s.calls.Wait()
		close(s.outcomes)
		<-settled
	}()
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		s.leaseAll(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-s.wake:
		}
	}
}

// leaseAll starts what is due, as far as there is room.
func (s *Sender) leaseAll(ctx context.Context) {
	for ctx.Err() == nil {
		without, room, failing := s.lots.busy()
		if room == 0 {
			return
		}
		now := s.clock()
		leased, err := s.queue.LeaseDeliveries(ctx, store.Lease{
			Now: now, Until: now.Add(leaseFor), Without: without, Endpoints: room / mostOfOne, Failing: max(0, mostCalls/2-failing) / mostOfOne,
		})
		s.start(ctx, leased, now.Add(turnFor))
		if err != nil && ctx.Err() == nil {
			s.log.ErrorContext(ctx, "Webhooks' deliveries could not be leased.", slog.Any("error", err))
		}
		if err != nil || len(leased) == 0 {
			return
		}
	}
}

// start works through leased deliveries, each endpoint's by itself.
func (s *Sender) start(ctx context.Context, leased []*store.DueDelivery, turnEnds time.Time) {
	byEndpoint := make(map[uuid.UUID][]*store.DueDelivery)
	for _, d := range leased {
		byEndpoint[d.EndpointID] = append(byEndpoint[d.EndpointID], d)
	}
	for endpoint, deliveries := range byEndpoint {
		s.lots.add(endpoint, &lot{
			deliveries: len(deliveries), full: len(deliveries) >= store.LeasedOfOne, failing: deliveries[0].Endpoint.FailingSince != nil,
			leased: time.Now(),
		})
		slots := make(chan struct{}, mostOfOne)
		for _, d := range deliveries {
			s.calls.Go(func() {
				slots <- struct{}{}
				s.outcomes <- s.try(ctx, d, turnEnds)
				<-slots
				room, rest := s.lots.done(endpoint)
				if room {
					s.Wake()
				}
				if rest > 0 {
					time.AfterFunc(rest, func() {
						s.lots.rested(endpoint)
						s.Wake()
					})
				}
			})
		}
	}
}

// try makes a try at a delivery. What has waited too long for its turn, or until this server
// ends, is left to whoever leases it next.
func (s *Sender) try(ctx context.Context, d *store.DueDelivery, turnEnds time.Time) *store.DeliveryOutcome {
	if now := s.clock(); ctx.Err() != nil || now.After(turnEnds) {
		return &store.DeliveryOutcome{Of: &d.WebhookDelivery, At: now, Untried: true}
	}
	status, err := s.tracedCall(context.WithoutCancel(ctx), d)
	return s.outcome(d, status, err)
}
