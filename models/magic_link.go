package models

import (
	"time"

	"github.com/google/uuid"
)

// BuildingBlockType is the main purpose of a portal, in Seam's words.
type BuildingBlockType string

// The purposes of a portal. CONSOLE is never minted by createCustomerPortal.
const (
	BuildingBlockConnectAccounts BuildingBlockType = "CONNECT_ACCOUNTS"
	BuildingBlockManageDevices   BuildingBlockType = "MANAGE_DEVICES"
	BuildingBlockOrganizeSpaces  BuildingBlockType = "ORGANIZE_SPACES"
	BuildingBlockConsole         BuildingBlockType = "CONSOLE"
)

// MagicLinkStatus tells whether a link opens.
type MagicLinkStatus string

// The statuses of a link; of several that hold, the first in the order
// REVOKED, EXPIRED, EXHAUSTED, ACTIVE is told.
const (
	MagicLinkActive    MagicLinkStatus = "ACTIVE"
	MagicLinkExpired   MagicLinkStatus = "EXPIRED"
	MagicLinkRevoked   MagicLinkStatus = "REVOKED"
	MagicLinkExhausted MagicLinkStatus = "EXHAUSTED"
)

// MagicLink opens one customer's portal. Its token is never stored: it is
// computed from the server's secret, the link's id and its generation.
type MagicLink struct {
	WorkspaceID uuid.UUID
	ID          uuid.UUID
	CustomerID  uuid.UUID
	// CustomerKey is read with the link; it is the customer's column, not the link's.
	CustomerKey string `gorm:"->"`
	// Token is the token's text where it was made just now; empty where the link was read.
	Token string `gorm:"-" json:"-"`
	// TokenHash is the SHA-256 of the whole token.
	TokenHash []byte
	// SecretID names the server's secret that made the token.
	SecretID string
	// Generation counts rotations: each makes another token under the same id.
	Generation        int
	BuildingBlockType BuildingBlockType
	Features          Features
	IsEmbedded        bool
	// EmbedOrigins are the sites that may frame its portal; nil means the workspace's.
	EmbedOrigins StringList
	ReturnURL    *string
	RefreshURL   *string
	// OpenedFor names the operator whom it was made for; nil where it was made for the customer.
	OpenedFor *string
	// Settings are those that few links have.
	Settings PortalSettings
	// MaxRedemptions is nil where only the expiry ends the link.
	MaxRedemptions  *int
	RedemptionCount int
	FirstRedeemedAt *time.Time
	LastRedeemedAt  *time.Time
	CreatedAt       time.Time
	ExpiresAt       time.Time
	RevokedAt       *time.Time
}

// IsNode marks a MagicLink as an implementation of GraphQL's Node.
func (MagicLink) IsNode() {}

// GetID gives the id that node(id:) finds it by.
func (l MagicLink) GetID() uuid.UUID { return l.ID }

// Status derives at now whether the link opens. A link whose secret is no
// longer honoured counts as revoked, since its token can't be made any more.
func (l *MagicLink) Status(now time.Time, secretHonoured bool) MagicLinkStatus {
	switch {
	case l.RevokedAt != nil || !secretHonoured:
		return MagicLinkRevoked
	case !now.Before(l.ExpiresAt):
		return MagicLinkExpired
	case l.MaxRedemptions != nil && l.RedemptionCount >= *l.MaxRedemptions:
		return MagicLinkExhausted
	default:
		return MagicLinkActive
	}
}

// PortalFeatures are the portal's features with all that is said of them.
func (l *MagicLink) PortalFeatures() *PortalFeatures {
	return &PortalFeatures{Features: l.Features, Settings: l.Settings.Features}
}

// ReadOnly tells whether the portal's sessions may change nothing.
func (l *MagicLink) ReadOnly() bool { return l.Settings.ReadOnly }

// NavigationMode is the portal's.
func (l *MagicLink) NavigationMode() NavigationMode { return l.Settings.Navigation() }

// DeepLink is the resource that the portal opens at; nil where it opens at none.
func (l *MagicLink) DeepLink() *DeepLink {
	if l.Settings.DeepLink == nil {
		return nil
	}
	link := *l.Settings.DeepLink
	link.Link = l
	return &link
}

// LandingPage is what the portal shows first; nil where that is left to it.
func (l *MagicLink) LandingPage() *LandingPage {
	if l.Settings.LandingPage == nil {
		return nil
	}
	page := *l.Settings.LandingPage
	page.Link = l
	return &page
}

// Locale is the portal's language; nil where the visitor's browser says.
func (l *MagicLink) Locale() *Locale { return l.Settings.Locale }

// ExcludeLocalePicker tells whether the portal offers no other language.
func (l *MagicLink) ExcludeLocalePicker() bool { return l.Settings.ExcludeLocalePicker }

// CustomerResourcesFilters narrow what the portal's sessions read.
func (l *MagicLink) CustomerResourcesFilters() []ResourcesFilter {
	return l.Settings.CustomerResourcesFilters
}

// CustomizationProfileID is that of the profile that the portal looks by; nil for none.
func (l *MagicLink) CustomizationProfileID() *uuid.UUID { return l.Settings.CustomizationProfileID }
