package webhook

import (
	"encoding/json"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

// timeLayout is RFC 3339 in UTC, always with microseconds.
const timeLayout = "2006-01-02T15:04:05.000000Z"

type payload struct {
	Type      string      `json:"type"`
	Timestamp string      `json:"timestamp"`
	Data      payloadData `json:"data"`
}

type payloadData struct {
	EventID     uuid.UUID                 `json:"eventId"`
	WorkspaceID uuid.UUID                 `json:"workspaceId"`
	CustomerID  *uuid.UUID                `json:"customerId"`
	CustomerKey *string                   `json:"customerKey"`
	SubjectID   uuid.UUID                 `json:"subjectId"`
	Actor       payloadActor              `json:"actor"`
	DeviceID    *uuid.UUID                `json:"deviceId"`
	Reason      *models.MagicLinkStatus   `json:"reason"`
	Failure     *models.ConnectionFailure `json:"failure"`
	Count       int                       `json:"count"`
}

type payloadActor struct {
	Type        *models.ActorType `json:"type"`
	ID          *uuid.UUID        `json:"id"`
	OpenedFor   *string           `json:"openedFor"`
	AddressHash *string           `json:"addressHash"`
}

// Payload is the JSON body of a delivery. What isn't known is null, so that every
// event has the same fields.
func Payload(d *store.DueDelivery) ([]byte, error) {
	e := &d.Event
	return json.Marshal(payload{
		Type:      TypeText(e.Type),
		Timestamp: e.CreatedAt.UTC().Format(timeLayout),
		Data: payloadData{
			EventID:     e.ID,
			WorkspaceID: e.WorkspaceID,
			CustomerID:  e.CustomerID,
			CustomerKey: d.CustomerKey,
			SubjectID:   e.SubjectID,
			Actor:       payloadActor(e.Actor),
			DeviceID:    e.DeviceID,
			Reason:      e.Reason,
			Failure:     e.Failure,
			Count:       e.Count,
		},
	})
}
