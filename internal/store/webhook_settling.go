package store

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

// DeliveryOutcome is what a try at a delivery came to.
type DeliveryOutcome struct {
	// Of is the delivery as it was leased: one that was ordered anew or leased by another
	// since then stays as it is.
	Of     *models.WebhookDelivery
	Status models.WebhookDeliveryStatus
	At     time.Time
	// NextAttemptAt is when a PENDING delivery is tried again.
	NextAttemptAt time.Time
	// ResponseStatus is the answer's HTTP status; nil where there was none, of which
	// Error tells why.
	ResponseStatus *int
	Error          *string
	// Answered says that the endpoint answered well, so that the delivery is DELIVERED.
	Answered bool
}

// SettleDeliveries notes what tries came to. Those that an endpoint answered well are
// noted together, by one transaction; each of the others by its own. An endpoint that
// has failed for a day is switched off, which is an event. What can't be noted doesn't
// keep the rest from it.
func (s *Store) SettleDeliveries(ctx context.Context, outcomes []*DeliveryOutcome) error {
	answered := make(map[uuid.UUID][]*DeliveryOutcome)
	var errs []error
	for _, o := range outcomes {
		if o.Answered {
			answered[o.Of.EndpointID] = append(answered[o.Of.EndpointID], o)
		} else {
			errs = append(errs, s.settleFailure(ctx, o))
		}
	}
	for _, together := range answered {
		errs = append(errs, s.settleAnswered(ctx, together))
	}
	return errors.Join(errs...)
}

// settleAnswered notes tries that an endpoint answered well.
func (s *Store) settleAnswered(ctx context.Context, outcomes []*DeliveryOutcome) error {
	workspace := outcomes[0].Of.WorkspaceID
	var rows rowsJSON
	events := make([]uuid.UUID, len(outcomes))
	for i, o := range outcomes {
		events[i] = o.Of.EventID
		rows.row(i)
		rows.id("event", o.Of.EventID)
		rows.number("tries", o.Of.Attempts)
		rows.time("made", o.Of.CreatedAt)
		rows.number("response", *o.ResponseStatus)
		rows.end()
	}
	args := map[string]any{"workspace": workspace, "endpoint": outcomes[0].Of.EndpointID, "settled": rows.text(), "ids": idsParam(events)}
	return s.writing(ctx, s.dialect.lane(workspace), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			// The endpoint's row first, as whoever changes it does.
			if err := tx.Exec("UPDATE webhook_endpoints SET failing_since = NULL WHERE workspace_id = @workspace AND id = @endpoint AND failing_since IS NOT NULL", args).Error; err != nil {
				return err
			}
			return tx.Exec(`UPDATE webhook_deliveries SET status = 'DELIVERED', response_status = r.response, error = NULL
FROM `+s.dialect.rows("@settled", columns("event uuid, tries int, made timestamptz, response int"))+`
WHERE workspace_id = @workspace AND endpoint_id = @endpoint AND event_id = r.event AND `+s.amongIDs("event_id")+`
	AND status = 'PENDING' AND attempts = r.tries AND created_at = r.made`, args).Error
		})
	})
}

// settleFailure notes a try that was not answered well.
func (s *Store) settleFailure(ctx context.Context, o *DeliveryOutcome) error {
	return s.writing(ctx, s.dialect.lane(o.Of.WorkspaceID), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			// The endpoint's row first, as whoever changes it does.
			var w models.WebhookEndpoint
			args := map[string]any{"workspace": o.Of.WorkspaceID, "endpoint": o.Of.EndpointID, "event": o.Of.EventID, "at": o.At}
			if err := tx.Raw("UPDATE webhook_endpoints SET failing_since = COALESCE(failing_since, @at) WHERE workspace_id = @workspace AND id = @endpoint RETURNING id, failing_since, disabled_at",
				args).Find(&w).Error; err != nil {
				return err
			}
			args["status"], args["next"], args["response"], args["error"] = o.Status, o.NextAttemptAt, o.ResponseStatus, o.Error
			args["attempts"], args["created"] = o.Of.Attempts, o.Of.CreatedAt
			if w.DisabledAt != nil && o.Status == models.WebhookDeliveryPending {
				args["status"] = models.WebhookDeliveryFailed
			}
			if err := tx.Exec(`UPDATE webhook_deliveries SET status = @status, next_attempt_at = @next, response_status = @response, error = @error
WHERE workspace_id = @workspace AND endpoint_id = @endpoint AND event_id = @event
	AND status = 'PENDING' AND attempts = @attempts AND created_at = @created`, args).Error; err != nil {
				return err
			}
			if o.Of.Attempts < disablingTries || w.FailingSince == nil || w.DisabledAt != nil || w.FailingSince.After(o.At.Add(-disabledAfter)) {
				return nil
			}
			return s.giveUpEndpoint(tx, o)
		})
	})
}

// giveUpEndpoint switches an endpoint off and tells the business's others.
func (s *Store) giveUpEndpoint(tx *gorm.DB, o *DeliveryOutcome) error {
	if err := disableEndpoint(tx, o.Of.WorkspaceID, o.Of.EndpointID, o.At); err != nil {
		return err
	}
	by := models.ActorServer
	t := Told{Actor: models.Actor{Type: &by}, Now: o.At}
	e, err := t.event(models.EventWebhookDisabled, nil, o.Of.EndpointID)
	if err != nil {
		return err
	}
	return tell(tx, s.dialect, o.Of.WorkspaceID, e)
}
