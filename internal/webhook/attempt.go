package webhook

import (
	"bytes"
	"context"
	"net/http"
	"strconv"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/tracing"
	"github.com/portico-portal/portico/models"
)

// userAgent names the caller to receivers; its number is that of the call's form.
const userAgent = "Portico-Webhooks/1"

// tracedCall makes the call of a delivery in a trace of its own: nothing tells which request
// an event came of.
func (s *Sender) tracedCall(ctx context.Context, d *store.DueDelivery) (int, error) {
	if s.tracer == nil {
		return s.call(ctx, d)
	}
	ctx, span := s.tracer.Start(ctx, "webhook delivery", trace.WithAttributes(tracing.WorkspaceID.String(d.WorkspaceID.String()),
		attribute.String("portico.webhook_endpoint_id", d.EndpointID.String()), attribute.String("portico.event_id", d.Event.ID.String()),
		attribute.Int("portico.attempt", d.Attempts)))
	defer span.End()
	status, err := s.call(ctx, d)
	switch {
	case err != nil:
		tracing.Fail(span, reason(err))
	case status < 200 || status >= 300:
		tracing.Fail(span, strconv.Itoa(status))
	}
	return status, err
}

// call makes the call of a delivery and gives the answer's status.
func (s *Sender) call(ctx context.Context, d *store.DueDelivery) (int, error) {
	now := s.clock()
	secrets, err := s.secrets(d.Endpoint, now)
	if err != nil {
		return 0, err
	}
	body, err := Payload(d)
	if err != nil {
		return 0, err
	}
	id := d.Event.ID.String()
	signature, err := signatures(secrets, id, now, body)
	if err != nil {
		return 0, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, d.Endpoint.URL, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", userAgent)
	request.Header.Set(standardwebhooks.HeaderWebhookID, id)
	request.Header.Set(standardwebhooks.HeaderWebhookTimestamp, strconv.FormatInt(now.Unix(), 10))
	request.Header.Set(standardwebhooks.HeaderWebhookSignature, signature)
	answer, err := s.client.Do(request)
	if err != nil {
		return 0, err
	}
	return answer.Status, nil
}

// outcome judges a call by the answer's status, or by the error where there was none.
func (s *Sender) outcome(d *store.DueDelivery, status int, err error) *store.DeliveryOutcome {
	now := s.clock()
	o := &store.DeliveryOutcome{Of: &d.WebhookDelivery, At: now}
	if err != nil {
		o.Error = new(reason(err))
	} else {
		o.ResponseStatus = &status
	}
	at, again := next(d.CreatedAt, now, d.Attempts)
	switch {
	case status >= 200 && status < 300:
		o.Status, o.Answered = models.WebhookDeliveryDelivered, true
		s.metrics.WebhookDelivered()
	case status == http.StatusGone || !again: // Gone asks for no more
		o.Status = models.WebhookDeliveryFailed
		s.metrics.WebhookFailed()
	default:
		o.Status, o.NextAttemptAt = models.WebhookDeliveryPending, at
		s.metrics.WebhookRetrying()
	}
	return o
}
