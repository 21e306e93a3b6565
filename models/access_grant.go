package models

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"
)

// AccessGrantKind is the list that a grant was sent in.
type AccessGrantKind string

// The kinds of grants of access.
const (
	AccessGrantKindReservation AccessGrantKind = "RESERVATION"
	AccessGrantKindBooking     AccessGrantKind = "BOOKING"
	AccessGrantKindAccessGrant AccessGrantKind = "ACCESS_GRANT"
)

// AccessGrant is a right of a person to enter places for a time, whatever list
// it was sent in.
type AccessGrant struct {
	WorkspaceID uuid.UUID
	ID          uuid.UUID
	CustomerID  uuid.UUID
	Kind        AccessGrantKind
	// Key is the business's own, unique in the kind and customer.
	Key  string
	Name *string
	// SortName is Name in lower case, empty without one: lists are searched by it.
	SortName string
	StartsAt *time.Time
	// EndsAt is after StartsAt; nil means that access has no end.
	EndsAt *time.Time
	// PreferredCode is the code that the person would like to enter by.
	PreferredCode *string `json:",omitempty"`
	// ReferenceKeys are its References as JSON, read by few of those who read grants.
	ReferenceKeys string
	// CustomMetadata is what the business keeps beside it. As it is sent a null takes a
	// member away, and members that aren't named stay.
	CustomMetadata JSONObject `json:",omitzero"`
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// SentAccessGrant is a grant as it arrives, with the keys that it refers to.
type SentAccessGrant struct {
	AccessGrant
	References
}

// References are the keys that the grant refers to.
func (g *AccessGrant) References() (References, error) {
	var r References
	err := json.Unmarshal([]byte(g.ReferenceKeys), &r)
	return r, err
}

// IsNode marks an AccessGrant as an implementation of GraphQL's Node.
func (AccessGrant) IsNode() {}

// GetID gives the id that node(id:) finds it by.
func (g AccessGrant) GetID() uuid.UUID { return g.ID }
