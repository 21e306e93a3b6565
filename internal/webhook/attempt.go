package webhook

import (
	"bytes"
	"context"
	"net/http"
	"strconv"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

// userAgent names the caller to receivers; its number is that of the call's form.
const userAgent = "Portico-Webhooks/1"

// call makes the call of a delivery and gives the answer's status.
func (s *Sender) call(ctx context.Context, d *store.DueDelivery) (int, error) {
	now := s.clock()
	secrets, err := s.secrets(&d.Endpoint, now)
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
