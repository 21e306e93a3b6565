package webhook

import (
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

func TestTheSignatureVerifiesWithBothSecretsDuringARotation(t *testing.T) {
	t.Parallel()
	b := newBench(t, true)
	type call struct {
		header http.Header
		body   []byte
	}
	calls := make(chan call, 1)
	e := b.endpoint(t, server(t, func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		calls <- call{r.Header, body}
	}))
	e.SealedFormer = sealed(t, b.sealer, "former secret", e.ID.String())
	b.run(t)
	for _, c := range []struct {
		until  time.Time
		former bool
	}{{time.Now().Add(time.Hour), true}, {time.Now().Add(-time.Hour), false}} {
		e.FormerUntil = &c.until
		event := b.add(e)
		o := b.outcome(t)
		if o.Status != models.WebhookDeliveryDelivered || !o.Answered || *o.ResponseStatus != 200 || o.Error != nil {
			t.Fatalf("%+v", o)
		}
		got := <-calls
		for secret, want := range map[string]bool{"current secret": true, "former secret": c.former, "other": false} {
			verifier, _ := standardwebhooks.NewWebhook(SecretText([]byte(secret)))
			if err := verifier.Verify(got.body, got.header); (err == nil) != want {
				t.Errorf("%s: %v", secret, err)
			}
		}
		if got.header.Get("Webhook-Id") != event.String() || got.header.Get("Content-Type") != "application/json" || got.header.Get("User-Agent") != "Portico-Webhooks/1" {
			t.Error(got.header)
		}
	}
}

func TestAFailureIsTriedAgainUnderTheSameID(t *testing.T) {
	t.Parallel()
	b := newBench(t, true)
	ids := make(chan string, 2)
	var calls atomic.Int32
	e := b.endpoint(t, server(t, func(w http.ResponseWriter, r *http.Request) {
		ids <- r.Header.Get("Webhook-Id")
		if calls.Add(1) == 1 {
			w.WriteHeader(500)
		}
	}))
	b.run(t)
	event := b.add(e).String()
	o := b.outcome(t)
	if o.Status != models.WebhookDeliveryPending || *o.ResponseStatus != 500 || o.Answered || !o.NextAttemptAt.After(o.At) {
		t.Fatalf("%+v", o)
	}
	b.ahead.Store(int64(2 * time.Second))
	b.Wake()
	if o := b.outcome(t); o.Status != models.WebhookDeliveryDelivered {
		t.Errorf("%+v", o)
	}
	if first, second := <-ids, <-ids; first != event || second != event {
		t.Error(first, second)
	}
	told := httptest.NewRecorder()
	b.metrics.Handler().ServeHTTP(told, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for outcome, tries := range map[string]int{"delivered": 1, "retrying": 1, "failed": 0} {
		if line := fmt.Sprintf("\nportico_webhook_tries_total{outcome=%q} %d\n", outcome, tries); !strings.Contains(told.Body.String(), line) {
			t.Errorf("/metrics lacks %s", line)
		}
	}
}

func TestASlowEndpointHoldsBackNobodyElse(t *testing.T) {
	t.Parallel()
	b := newBench(t, true)
	let := make(chan struct{})
	var now, most atomic.Int32
	slow := b.endpoint(t, server(t, func(http.ResponseWriter, *http.Request) {
		if n := now.Add(1); n > most.Load() {
			most.Store(n)
		}
		defer now.Add(-1)
		<-let
	}))
	release := sync.OnceFunc(func() { close(let) })
	t.Cleanup(release)
	quick := b.endpoint(t, server(t, func(http.ResponseWriter, *http.Request) {}))
	for range 100 {
		b.add(slow)
	}
	b.run(t)
	for range 50 {
		b.add(quick)
	}
	for range 50 {
		if o := b.outcome(t); o.Of.EndpointID != quick.ID {
			t.Fatal("the slow endpoint was first")
		}
	}
	release()
	for range 100 {
		if o := b.outcome(t); o.Of.EndpointID != slow.ID {
			t.Fatal("an endpoint was called twice")
		}
	}
	if most.Load() > mostOfOne {
		t.Errorf("%d calls at once", most.Load())
	}
}

func TestNoMoreThanTheMostCallsAreUnderWay(t *testing.T) {
	t.Parallel()
	b := newBench(t, true)
	var now, most atomic.Int32
	url := server(t, func(http.ResponseWriter, *http.Request) {
		n := now.Add(1)
		defer now.Add(-1)
		for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
		}
		time.Sleep(5 * time.Millisecond)
	})
	for range 40 {
		e := b.endpoint(t, url)
		for range 5 {
			b.add(e)
		}
	}
	b.run(t)
	for range 200 {
		b.outcome(t)
	}
	if most.Load() > mostCalls {
		t.Errorf("%d calls at once", most.Load())
	}
}

func TestARedirectIsAFailure(t *testing.T) {
	t.Parallel()
	b := newBench(t, true)
	var followed atomic.Bool
	target := server(t, func(http.ResponseWriter, *http.Request) { followed.Store(true) })
	b.run(t)
	b.add(b.endpoint(t, server(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, target, 307) })))
	if o := b.outcome(t); o.Status != models.WebhookDeliveryPending || *o.ResponseStatus != 307 || followed.Load() {
		t.Errorf("%+v", o)
	}
}

func TestWhatIsGoneOrTooOldIsGivenUp(t *testing.T) {
	t.Parallel()
	b := newBench(t, true)
	b.run(t)
	b.add(b.endpoint(t, server(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(410) })))
	if o := b.outcome(t); o.Status != models.WebhookDeliveryFailed || *o.ResponseStatus != 410 {
		t.Errorf("%+v", o)
	}
	b.ahead.Store(int64(25 * time.Hour))
	b.addTried(b.endpoint(t, server(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) })), fewestTries-1)
	if o := b.outcome(t); o.Status != models.WebhookDeliveryFailed || *o.ResponseStatus != 503 {
		t.Errorf("%+v", o)
	}
}

func TestNoAnswerHasAFixedReason(t *testing.T) {
	t.Parallel()
	open, closed := newBench(t, true), newBench(t, false)
	open.run(t)
	closed.run(t)
	withTLS := httptest.NewUnstartedServer(http.NotFoundHandler())
	withTLS.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	withTLS.StartTLS()
	t.Cleanup(withTLS.Close)
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	stuck := make(chan struct{})
	hanging := server(t, func(http.ResponseWriter, *http.Request) { <-stuck })
	t.Cleanup(func() { close(stuck) })
	for _, c := range []struct {
		b         *bench
		url, want string
	}{
		{closed, withTLS.URL, "leads to an address that is not public"},
		{closed, "https://localhost:1/", "leads to an address that is not public"},
		{open, withTLS.URL, "its TLS certificate is not valid"},
		{open, gone.URL, "could not be reached"},
		{open, "::", "could not be reached"},
		{open, "http://nowhere.invalid/", "its name could not be looked up"},
		{open, hanging, "timed out"},
	} {
		o := c.b.outcomeOf(t, c.b.add(c.b.endpoint(t, c.url)))
		if o.Status != models.WebhookDeliveryPending || o.ResponseStatus != nil || o.Error == nil {
			t.Errorf("%s: %+v", c.want, o)
		} else if *o.Error != c.want {
			t.Errorf("%s, not %s", *o.Error, c.want)
		}
	}
	e := open.endpoint(t, hanging)
	e.SealedSecret = nil
	if o := open.outcomeOf(t, open.add(e)); o.Error == nil || *o.Error != "its secret could not be opened" {
		t.Errorf("%+v", o)
	}
}

func TestRunEndsWhenTheCallsUnderWayAreSettled(t *testing.T) {
	t.Parallel()
	b := newBench(t, true)
	started, let := make(chan struct{}, 100), make(chan struct{})
	e := b.endpoint(t, server(t, func(http.ResponseWriter, *http.Request) {
		started <- struct{}{}
		<-let
	}))
	for range 10 {
		b.add(e)
	}
	b.run(t)
	for range mostOfOne {
		<-started
	}
	b.stop()
	select {
	case <-b.stopped:
		t.Error("Run ended with calls under way")
	case <-time.After(50 * time.Millisecond):
	}
	close(let)
	<-b.stopped
	delivered, untried := 0, 0
	for _, o := range b.queue.outcomes {
		switch {
		case o.Status == models.WebhookDeliveryDelivered:
			delivered++
		case o.Untried:
			untried++
		default:
			t.Errorf("%+v", o)
		}
	}
	if delivered != mostOfOne || untried != 10-mostOfOne {
		t.Errorf("%d delivered and %d left to others", delivered, untried)
	}
}

func TestWhatWaitedTooLongForItsTurnIsLeftToTheNextLease(t *testing.T) {
	t.Parallel()
	b := newBench(t, true)
	let, started := make(chan struct{}), make(chan struct{}, 100)
	e := b.endpoint(t, server(t, func(http.ResponseWriter, *http.Request) {
		started <- struct{}{}
		<-let
	}))
	for range mostOfOne + 1 {
		b.add(e)
	}
	b.run(t)
	for range mostOfOne {
		<-started
	}
	b.ahead.Store(int64(turnFor + time.Second))
	close(let)
	untried := 0
	for range mostOfOne + 1 {
		if o := b.outcome(t); o.Untried {
			untried++
		}
	}
	if untried != 1 {
		t.Errorf("%d were not tried", untried)
	}
	if o := b.outcome(t); o.Status != models.WebhookDeliveryDelivered || o.Of.Attempts != 1 {
		t.Errorf("the next lease: %+v", o)
	}
}

func TestAnEndpointWithMuchToHearOfRestsBetweenItsLots(t *testing.T) {
	t.Parallel()
	b := newBench(t, true)
	var calls, connections atomic.Int64
	var atLast, atNext atomic.Pointer[time.Time]
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		now := time.Now()
		switch n := int(calls.Add(1)); n {
		case store.LeasedOfOne:
			atLast.Store(&now)
		case store.LeasedOfOne + 1:
			atNext.Store(&now)
		}
		time.Sleep(longestRest / 20) // so that the lot takes longer than the rest
	}))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	s.Start()
	t.Cleanup(s.Close)
	e := b.endpoint(t, s.URL)
	const all = 150
	for range all {
		b.add(e)
	}
	b.run(t)
	for range all {
		b.outcome(t)
	}
	if rested := atNext.Load().Sub(*atLast.Load()); rested < longestRest {
		t.Errorf("it rested for %s", rested)
	}
	if n := connections.Load(); n > mostOfOne {
		t.Errorf("%d calls took %d connections", all, n)
	}
}

func TestEndpointsThatFailLeaveHalfOfTheCallsToTheOthers(t *testing.T) {
	t.Parallel()
	b := newBench(t, true)
	stuck := make(chan struct{})
	var hanging atomic.Int64
	slow := server(t, func(http.ResponseWriter, *http.Request) {
		hanging.Add(1)
		<-stuck
	})
	t.Cleanup(func() { close(stuck) })
	since := time.Now()
	for range 12 {
		e := b.endpoint(t, slow)
		e.FailingSince = &since
		for range 10 {
			b.add(e)
		}
	}
	b.run(t)
	good := b.endpoint(t, server(t, func(http.ResponseWriter, *http.Request) {}))
	for range 20 {
		b.add(good)
		if o := b.outcome(t); o.Of.EndpointID != good.ID {
			t.Fatalf("an outcome of another: %+v", o)
		}
	}
	if hanging.Load() > mostCalls/2 {
		t.Errorf("%d calls hang", hanging.Load())
	}
}
