package models

import (
	"time"

	"github.com/google/uuid"
)

// PortalSession is a customer's stay in its portal. Its token is never stored,
// and an ended session has no row.
type PortalSession struct {
	WorkspaceID uuid.UUID
	ID          uuid.UUID
	CustomerID  uuid.UUID
	MagicLinkID uuid.UUID
	// TokenHash is the SHA-256 of the whole token.
	TokenHash []byte
	// Token is the credential's text; only the one who redeems the link sees it.
	Token *string `gorm:"-"`
	// OpenedFor is its link's.
	OpenedFor *string
	// Features and Settings are its link's; they are read where the session is looked up by
	// its token.
	Features  Features       `gorm:"->"`
	Settings  PortalSettings `gorm:"->"`
	CreatedAt time.Time
	// ExpiresAt is the end of the session's own lifetime as it is stored, and
	// as it is read no later than its link's expiry.
	ExpiresAt time.Time
}
