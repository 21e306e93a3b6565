package models

import (
	"time"

	"github.com/google/uuid"
)

// CredentialKind tells the two kinds of a business's credentials apart.
type CredentialKind string

const (
	// CredentialAPIKey is bound to one workspace.
	CredentialAPIKey CredentialKind = "API_KEY"
	// CredentialPersonalAccessToken is good for the workspaces that it names;
	// a request says which by the header seam-workspace.
	CredentialPersonalAccessToken CredentialKind = "PERSONAL_ACCESS_TOKEN"
)

// Credential is an API key or a personal access token. Its secret part is
// never stored.
type Credential struct {
	ID   uuid.UUID
	Kind CredentialKind
	Name string
	// Prefix is what the credential's text begins with, for instance "portico".
	Prefix string
	// ShortToken finds the row; it is unique on the server and no secret.
	ShortToken string
	// SecretHash is the SHA-256 of the credential's long part.
	SecretHash []byte
	CreatedAt  time.Time
	// ExpiresAt is when it stops working; nil means never.
	ExpiresAt *time.Time
	RevokedAt *time.Time
	// LeakedAt is when somebody first reported it as leaked. It works on: whoever
	// found it must not be able to stop a business.
	LeakedAt *time.Time
	// LastUsedAt is exact to a minute, so that a busy key costs one write a minute.
	LastUsedAt *time.Time
}

// Usable tells whether the credential may be used at now.
func (c *Credential) Usable(now time.Time) bool {
	return c.RevokedAt == nil && (c.ExpiresAt == nil || now.Before(*c.ExpiresAt))
}
