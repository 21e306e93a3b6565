package models

import (
	"time"

	"github.com/google/uuid"
)

// WebhookEndpoint is where a business hears of its events.
type WebhookEndpoint struct {
	WorkspaceID uuid.UUID
	ID          uuid.UUID
	URL         string
	// EventTypes are those that it hears of; nil for all.
	EventTypes EventTypes
	// SealedSecret signs its deliveries; SealedFormer does too until FormerUntil.
	SealedSecret []byte
	SealedFormer []byte
	FormerUntil  *time.Time
	CreatedAt    time.Time
	UpdatedAt    time.Time
	// FailingSince is when it failed first since it last answered well; nil where it does.
	FailingSince *time.Time
	// DisabledAt is nil while it is called.
	DisabledAt *time.Time
}

// IsNode marks a WebhookEndpoint as an implementation of GraphQL's Node.
func (WebhookEndpoint) IsNode() {}

// GetID gives the id that node(id:) finds it by.
func (e WebhookEndpoint) GetID() uuid.UUID { return e.ID }

// WebhookDeliveryStatus tells what became of a delivery.
type WebhookDeliveryStatus string

// The statuses of a delivery.
const (
	WebhookDeliveryPending   WebhookDeliveryStatus = "PENDING"
	WebhookDeliveryDelivered WebhookDeliveryStatus = "DELIVERED"
	WebhookDeliveryFailed    WebhookDeliveryStatus = "FAILED"
)

// WebhookDelivery is an event on its way to an endpoint.
type WebhookDelivery struct {
	WorkspaceID uuid.UUID
	EndpointID  uuid.UUID
	EventID     uuid.UUID
	Status      WebhookDeliveryStatus
	// Attempts is how often it was tried.
	Attempts int
	// DueAt is when it is tried next, if it is.
	DueAt         time.Time `gorm:"column:next_attempt_at"`
	LastAttemptAt *time.Time
	// ResponseStatus is the HTTP status of the last answer; nil where there was none.
	ResponseStatus *int
	// Error says why the last attempt had no answer; nil where it had one.
	Error     *string
	CreatedAt time.Time
}

// NextAttemptAt is when it is tried next; nil unless it is PENDING.
func (d *WebhookDelivery) NextAttemptAt() *time.Time {
	if d.Status != WebhookDeliveryPending {
		return nil
	}
	return &d.DueAt
}
