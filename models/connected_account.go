package models

import (
	"time"

	"github.com/google/uuid"
)

// ConnectionFailure says why an account could not be connected, or kept.
type ConnectionFailure string

// Why an account could not be connected, or kept.
const (
	// ConnectionDenied tells that the consent was refused.
	ConnectionDenied ConnectionFailure = "CONSENT_DENIED"
	// ConnectionEnded tells that the consent has ended, or was taken back.
	ConnectionEnded ConnectionFailure = "CONSENT_ENDED"
	// ConnectionUnavailable tells that the provider did not answer, or not as it must.
	ConnectionUnavailable ConnectionFailure = "PROVIDER_UNAVAILABLE"
	// ConnectionMisconfigured tells that the provider refused this server: its client, its
	// secret, its scopes or its issuer are not what it expects.
	ConnectionMisconfigured ConnectionFailure = "PROVIDER_MISCONFIGURED"
	// ConnectionInvalid tells that the provider's answer could not be trusted, or lacked
	// what it needs.
	ConnectionInvalid ConnectionFailure = "RESPONSE_INVALID"
)

// ConnectedAccountStatus tells whether an account can be used.
type ConnectedAccountStatus string

// The statuses of an account.
const (
	// AccountConnected has tokens.
	AccountConnected ConnectedAccountStatus = "CONNECTED"
	// AccountReconnectRequired has none any more, since the provider takes them no longer.
	AccountReconnectRequired ConnectedAccountStatus = "RECONNECT_REQUIRED"
	// AccountDisconnected has none, since the customer or the business has disconnected it.
	AccountDisconnected ConnectedAccountStatus = "DISCONNECTED"
)

// ConnectedAccount is a customer's account at a provider.
type ConnectedAccount struct {
	WorkspaceID uuid.UUID
	ID          uuid.UUID
	CustomerID  uuid.UUID
	ProviderID  uuid.UUID
	// Subject is who it is there, as the issuer says; nil where there is no issuer.
	Subject *string
	// Name is what it is called there; nil where the provider doesn't tell.
	Name   *string
	Status ConnectedAccountStatus
	// Scopes are those that were granted.
	Scopes StringList
	// The tokens are nil unless it is connected; SealedRefreshToken is nil as well
	// where the provider gave none.
	SealedAccessToken  []byte
	SealedRefreshToken []byte
	// ExpiresAt is when the access token ends; nil where the provider names no end.
	ExpiresAt *time.Time
	// Generation counts the tokens that it has had; ObtainedAt is since when it has the
	// present ones.
	Generation int
	ObtainedAt time.Time
	// LeasedUntil is until when one process alone may refresh the tokens.
	LeasedUntil *time.Time
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

// IsNode marks a ConnectedAccount as an implementation of GraphQL's Node.
func (ConnectedAccount) IsNode() {}

// GetID gives the id that node(id:) finds it by.
func (a ConnectedAccount) GetID() uuid.UUID { return a.ID }
