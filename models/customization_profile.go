package models

import (
	"time"

	"github.com/google/uuid"
)

// CustomizationProfile is how a portal looks and what it says; what is nil is the
// workspace's, or the portal's own.
type CustomizationProfile struct {
	WorkspaceID              uuid.UUID
	ID                       uuid.UUID
	Name                     string
	LogoURL                  *string
	PrimaryColor             *string
	SecondaryColor           *string
	PrimaryForegroundColor   *string
	SecondaryForegroundColor *string
	FontFamily               *string
	MonoFontFamily           *string
	// MessageOverrides are the portal's words, by locale and then by message.
	MessageOverrides JSONObject
	CreatedAt        time.Time
	UpdatedAt        time.Time
}

// IsNode marks a CustomizationProfile as an implementation of GraphQL's Node.
func (CustomizationProfile) IsNode() {}

// GetID gives the id that node(id:) finds it by.
func (p CustomizationProfile) GetID() uuid.UUID { return p.ID }
