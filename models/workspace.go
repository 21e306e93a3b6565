package models

import (
	"time"

	"github.com/google/uuid"
)

// Workspace is a tenant: a business's account, with customers, links and
// credentials that no other workspace sees.
type Workspace struct {
	ID uuid.UUID
	// Code is 6 base62 characters that stand in every token of the workspace
	// and lead to the shard which holds its rows.
	Code string
	// Name is what operators call it, 1 to 255 characters.
	Name string
	// EmbedOrigins are the sites that may frame its embedded portals.
	EmbedOrigins StringList
	// ReturnURL is where a portal's "back" leads, unless its link says otherwise.
	ReturnURL *string
	// RefreshURL is where a dead link leads, unless the link says otherwise.
	RefreshURL *string
	BrandName  *string
	LogoURL    *string
	// AccentColor is "#" and six hexadecimal digits.
	AccentColor *string
	CreatedAt   time.Time
	UpdatedAt   time.Time
}
