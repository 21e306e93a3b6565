package models

import (
	"time"

	"github.com/google/uuid"
)

// AccountAuthorizationStatus tells what became of an authorization.
type AccountAuthorizationStatus string

// The statuses of an authorization.
const (
	AuthorizationPending   AccountAuthorizationStatus = "PENDING"
	AuthorizationConnected AccountAuthorizationStatus = "CONNECTED"
	AuthorizationFailed    AccountAuthorizationStatus = "FAILED"
)

// AccountAuthorization is a customer's way to a provider and back, which connects an
// account. Of what the browser brings it holds hashes.
type AccountAuthorization struct {
	WorkspaceID uuid.UUID
	ID          uuid.UUID
	CustomerID  uuid.UUID
	ProviderID  uuid.UUID
	// AccountID is the account to connect again; nil for another one.
	AccountID *uuid.UUID
	// SessionID and OpenedFor are those of the portal session that began it.
	SessionID uuid.UUID
	OpenedFor *string
	Status    AccountAuthorizationStatus
	// Failure is nil unless it failed, and where its time ran out.
	Failure *ConnectionFailure
	// ConnectedAccountID is the account that it brought.
	ConnectedAccountID *uuid.UUID
	StartHash          []byte
	StateHash          []byte
	CookieHash         []byte
	NonceHash          []byte
	// SealedVerifier is PKCE's.
	SealedVerifier []byte
	// StartedAt is when its URL was followed, AnsweredAt when the provider's answer came,
	// RefusedAt when another one came that can't be its own.
	StartedAt  *time.Time
	AnsweredAt *time.Time
	RefusedAt  *time.Time
	CreatedAt  time.Time
	ExpiresAt  time.Time
}
