package models

import (
	"time"

	"github.com/google/uuid"
)

// DeviceActionStatus says what became of an action.
type DeviceActionStatus string

// What can become of an action.
const (
	DeviceActionPending   DeviceActionStatus = "PENDING"
	DeviceActionSucceeded DeviceActionStatus = "SUCCEEDED"
	DeviceActionFailed    DeviceActionStatus = "FAILED"
	DeviceActionTimedOut  DeviceActionStatus = "TIMED_OUT"
)

// DeviceAction is something that a device was asked to do.
type DeviceAction struct {
	WorkspaceID uuid.UUID
	ID          uuid.UUID
	CustomerID  uuid.UUID
	DeviceID    uuid.UUID
	Capability  DeviceCapability
	// TargetTemperature is in degrees Celsius; nil unless Capability is SET_TEMPERATURE.
	TargetTemperature *float64
	// Status is as it was stored: of one that waits past ExpiresAt see StatusAt.
	Status DeviceActionStatus
	// Error says why it failed, for people.
	Error       *string
	CreatedAt   time.Time
	ExpiresAt   time.Time
	CompletedAt *time.Time
}

// IsNode marks a DeviceAction as an implementation of GraphQL's Node.
func (DeviceAction) IsNode() {}

// GetID gives the id that node(id:) finds it by.
func (a DeviceAction) GetID() uuid.UUID { return a.ID }

// StatusAt is what has become of the action at now: one whose time is over is timed out
// also before that is stored.
func (a *DeviceAction) StatusAt(now time.Time) DeviceActionStatus {
	if a.Status == DeviceActionPending && !now.Before(a.ExpiresAt) {
		return DeviceActionTimedOut
	}
	return a.Status
}

// DeviceAssignment is the place that a device is in.
type DeviceAssignment struct {
	WorkspaceID uuid.UUID
	DeviceID    uuid.UUID
	SpaceID     uuid.UUID
	CreatedAt   time.Time
}

// RefusedProposal is a place that is not to be proposed for a device again.
type RefusedProposal struct {
	WorkspaceID uuid.UUID
	DeviceID    uuid.UUID
	SpaceID     uuid.UUID
	CreatedAt   time.Time
}
