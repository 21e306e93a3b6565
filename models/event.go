package models

import (
	"time"

	"github.com/google/uuid"
)

// EventType says what happened.
type EventType string

// EventCredentialLeaked tells that somebody reported an API key or a personal
// access token as leaked.
const EventCredentialLeaked EventType = "CREDENTIAL_LEAKED" //nolint:gosec // the name of what happened

// Event is something that happened in a workspace. Events are only ever added.
type Event struct {
	WorkspaceID uuid.UUID
	ID          uuid.UUID
	Type        EventType
	// SubjectID is the id of what it happened to.
	SubjectID uuid.UUID
	CreatedAt time.Time
}

// IsNode marks an Event as an implementation of GraphQL's Node.
func (Event) IsNode() {}

// GetID gives the id that node(id:) finds it by.
func (e Event) GetID() uuid.UUID { return e.ID }
