package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"
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
	// Untried says that no try was made: the delivery is due again at At.
	Untried bool
}

// settledAtOnce is of how many endpoints tries are noted at once: one that has to wait for a
// lock doesn't keep the others' from being noted in time.
const settledAtOnce = 8

// SettleDeliveries notes what tries came to: by one transaction those that an endpoint
// answered well, by others those that failed and those that weren't made. An endpoint that has
// failed for a day is switched off, which is an event. What can't be noted doesn't keep the
// rest from it.
func (s *Store) SettleDeliveries(ctx context.Context, outcomes []*DeliveryOutcome) error {
	ofEach := make(map[uuid.UUID][]*DeliveryOutcome)
	for _, o := range outcomes {
		ofEach[o.Of.EndpointID] = append(ofEach[o.Of.EndpointID], o)
	}
	errs := make(chan error, len(ofEach))
	var settling errgroup.Group
	settling.SetLimit(settledAtOnce)
	for _, ofOne := range ofEach {
		settling.Go(func() error {
			err := s.settleEndpoint(ctx, ofOne)
			if err != nil {
				err = fmt.Errorf("%d of the endpoint %s: %w", len(ofOne), ofOne[0].Of.EndpointID, err)
			}
			errs <- err
			return nil
		})
	}
	_ = settling.Wait() // errs has them
	close(errs)
	var all error
	for err := range errs {
		all = errors.Join(all, err)
	}
	return all
}

// settleEndpoint notes tries of one endpoint. What was answered comes first: it would be sent
// once more.
func (s *Store) settleEndpoint(ctx context.Context, outcomes []*DeliveryOutcome) (err error) {
	var answered, failed, untried []*DeliveryOutcome
	for _, o := range outcomes {
		switch {
		case o.Answered:
			answered = append(answered, o)
		case o.Untried:
			untried = append(untried, o)
		default:
			failed = append(failed, o)
		}
	}
	if len(answered) > 0 {
		err = s.settleAnswered(ctx, answered)
	}
	if len(failed) > 0 {
		err = errors.Join(err, s.settleFailed(ctx, failed))
	}
	if len(untried) > 0 {
		err = errors.Join(err, s.settleUntried(ctx, untried))
	}
	return err
}

// ofOutcomes ends a statement that notes outcomes: those in the JSON @settled, which has these
// columns and the ones of addOutcome. A delivery stays as it is that was ordered anew, leased
// by another or settled since: each of them moves next_attempt_at, or ends its being PENDING.
// That isn't asked as status = 'PENDING', or the planner might walk the index of all that are.
func (s *Store) ofOutcomes(form string) string {
	form = "event uuid, until timestamptz, tries int, at timestamptz, response int" + form
	return "FROM " + s.dialect.rows("@settled", columns(form)) + "\nWHERE event_id = r.event AND " + s.dialect.deliveriesOf(s.dialect.rows("@settled", columns("event uuid"))) +
		" AND webhook_deliveries.status NOT IN ('DELIVERED', 'FAILED') AND next_attempt_at = r.until"
}

// addOutcome begins the row of an outcome.
func addOutcome(rows *rowsJSON, n int, o *DeliveryOutcome) {
	rows.row(n)
	rows.id("event", o.Of.EventID)
	rows.time("until", o.Of.DueAt)
	rows.number("tries", o.Of.Attempts)
	rows.time("at", o.At)
	if o.ResponseStatus != nil {
		rows.number("response", *o.ResponseStatus)
	}
}

// settledArgs are the parameters of the outcomes of one endpoint.
func settledArgs(outcomes []*DeliveryOutcome) map[string]any {
	var rows rowsJSON
	for i, o := range outcomes {
		addOutcome(&rows, i, o)
		rows.end()
	}
	return map[string]any{"workspace": outcomes[0].Of.WorkspaceID, "endpoint": outcomes[0].Of.EndpointID, "settled": rows.text()}
}

// settleUntried ends the leases of deliveries.
func (s *Store) settleUntried(ctx context.Context, outcomes []*DeliveryOutcome) error {
	args := settledArgs(outcomes)
	return s.writing(ctx, s.dialect.lane(outcomes[0].Of.WorkspaceID), func() error {
		return exec(s.write.WithContext(ctx), "UPDATE webhook_deliveries SET next_attempt_at = r.at\n"+s.ofOutcomes(""), args)
	})
}

// settleAnswered notes tries that an endpoint answered well.
func (s *Store) settleAnswered(ctx context.Context, outcomes []*DeliveryOutcome) error {
	args := settledArgs(outcomes)
	return s.writing(ctx, s.dialect.lane(outcomes[0].Of.WorkspaceID), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			// The endpoint's row first, as whoever changes it does.
			if err := tx.Exec("UPDATE webhook_endpoints SET failing_since = NULL WHERE workspace_id = @workspace AND id = @endpoint AND failing_since IS NOT NULL", args).Error; err != nil {
				return err
			}
			return exec(tx, `UPDATE webhook_deliveries SET status = 'DELIVERED', attempts = r.tries, last_attempt_at = r.at, response_status = r.response, error = NULL
`+s.ofOutcomes(""), args)
		})
	})
}

// settleFailed notes tries that an endpoint didn't answer well.
func (s *Store) settleFailed(ctx context.Context, outcomes []*DeliveryOutcome) error {
	workspace, endpoint := outcomes[0].Of.WorkspaceID, outcomes[0].Of.EndpointID
	return s.writing(ctx, s.dialect.lane(workspace), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			// The endpoint's row first, as whoever changes it does.
			var w models.WebhookEndpoint
			args := map[string]any{"workspace": workspace, "endpoint": endpoint, "at": outcomes[0].At}
			if err := tx.Raw("UPDATE webhook_endpoints SET failing_since = COALESCE(failing_since, @at) WHERE workspace_id = @workspace AND id = @endpoint RETURNING id, failing_since, disabled_at",
				args).Find(&w).Error; err != nil {
				return err
			}
			args["settled"] = failedRows(outcomes, w.DisabledAt != nil)
			if err := exec(tx, `UPDATE webhook_deliveries SET status = r.status, attempts = r.tries, last_attempt_at = r.at, next_attempt_at = r.next,
	response_status = r.response, error = r.error
`+s.ofOutcomes(", status text, next timestamptz, error text"), args); err != nil {
				return err
			}
			for _, o := range outcomes {
				if o.Of.Attempts >= disablingTries && w.FailingSince != nil && w.DisabledAt == nil && !w.FailingSince.After(o.At.Add(-disabledAfter)) {
					return s.giveUpEndpoint(tx, o)
				}
			}
			return nil
		})
	})
}

// failedRows are outcomes as dialect.rows takes them. Of an endpoint that is switched off
// nothing is tried again.
func failedRows(outcomes []*DeliveryOutcome, disabled bool) string {
	var rows rowsJSON
	for i, o := range outcomes {
		status := o.Status
		if disabled {
			status = models.WebhookDeliveryFailed
		}
		addOutcome(&rows, i, o)
		rows.string("status", string(status))
		rows.time("next", o.NextAttemptAt)
		rows.optional("error", o.Error)
		rows.end()
	}
	return rows.text()
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
