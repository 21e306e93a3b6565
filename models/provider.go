package models

import (
	"time"

	"github.com/google/uuid"
)

// Provider is a service at which customers connect their accounts.
type Provider struct {
	WorkspaceID uuid.UUID
	ID          uuid.UUID
	// Key is the business's own.
	Key     string
	Name    string
	LogoURL *string
	// Issuer is who is asked where its endpoints are; nil where the URLs name them.
	Issuer           *string
	AuthorizationURL *string
	TokenURL         *string
	RevocationURL    *string
	ClientID         string
	// SealedClientSecret is nil of a public client.
	SealedClientSecret []byte
	// Scopes are those that are asked for.
	Scopes    StringList
	CreatedAt time.Time
	UpdatedAt time.Time
}

// IsNode marks a Provider as an implementation of GraphQL's Node.
func (Provider) IsNode() {}

// GetID gives the id that node(id:) finds it by.
func (p Provider) GetID() uuid.UUID { return p.ID }

// HasClientSecret tells whether it has one, which nothing shows.
func (p Provider) HasClientSecret() bool { return p.SealedClientSecret != nil }
