package models

import (
	"database/sql/driver"
	"reflect"
	"slices"

	"github.com/google/uuid"
)

// NavigationMode says whether a portal shows its navigation.
type NavigationMode string

// The modes. In a restricted portal with a deep link the session reads that resource and
// what it refers to, and nothing else.
const (
	NavigationFull       NavigationMode = "FULL"
	NavigationRestricted NavigationMode = "RESTRICTED"
)

// DeepLinkResourceType is what a deep link can lead to.
type DeepLinkResourceType string

// What a deep link can lead to.
const (
	DeepLinkReservation DeepLinkResourceType = "RESERVATION"
	DeepLinkSpace       DeepLinkResourceType = "SPACE"
	DeepLinkDevice      DeepLinkResourceType = "DEVICE"
)

// DeepLink is the one resource that a portal opens at.
type DeepLink struct {
	ResourceType DeepLinkResourceType `json:"resource_type"`
	// ResourceKey names a reservation or a space, ResourceID a device.
	ResourceKey *string `json:"resource_key,omitzero"`
	ResourceID  *string `json:"resource_id,omitzero"`
	// Link is the one whose portal opens there.
	Link *MagicLink `json:"-"`
}

// LandingPageKind is what a landing page can show.
type LandingPageKind string

// What a landing page can show: a kind of place, a site or a kind of grant.
const (
	LandingPageSpace           LandingPageKind = "SPACE"
	LandingPageProperty        LandingPageKind = "PROPERTY"
	LandingPageRoom            LandingPageKind = "ROOM"
	LandingPageCommonArea      LandingPageKind = "COMMON_AREA"
	LandingPageUnit            LandingPageKind = "UNIT"
	LandingPageFacility        LandingPageKind = "FACILITY"
	LandingPageBuilding        LandingPageKind = "BUILDING"
	LandingPageListing         LandingPageKind = "LISTING"
	LandingPagePropertyListing LandingPageKind = "PROPERTY_LISTING"
	LandingPageSite            LandingPageKind = "SITE"
	LandingPageReservation     LandingPageKind = "RESERVATION"
	LandingPageBooking         LandingPageKind = "BOOKING"
	LandingPageAccessGrant     LandingPageKind = "ACCESS_GRANT"
)

// LandingPage is what a portal shows first.
type LandingPage struct {
	Kind LandingPageKind `json:"kind"`
	Key  string          `json:"key"`
	// Link is the one whose portal shows it.
	Link *MagicLink `json:"-"`
}

// Locale is a language that a portal speaks.
type Locale string

// ResourcesFilter keeps the property listings and reservations of which a field of the
// custom metadata has a value.
type ResourcesFilter struct {
	Field     string `json:"field"`
	Operation string `json:"operation"`
	// Value is a string or a bool.
	Value any `json:"value"`
}

// ManageEvents says which events a portal shows of devices; nil is all.
type ManageEvents struct {
	AllowedEvents []EventType `json:"allowed_events,omitzero"`
	DefaultEvents []EventType `json:"default_events,omitzero"`
}

// DeviceManagementConfirmation are the words of what a customer confirms; nil is the
// portal's own.
type DeviceManagementConfirmation struct {
	Title              *string `json:"title,omitzero"`
	Body               *string `json:"body,omitzero"`
	ConfirmButtonLabel *string `json:"confirm_button_label,omitzero"`
	CancelButtonLabel  *string `json:"cancel_button_label,omitzero"`
}

// ManageFeature says more of managing devices. Exclude is stored with the Features.
type ManageFeature struct {
	Exclude                            bool                          `json:"exclude,omitzero"`
	ExcludeReservationManagement       bool                          `json:"exclude_reservation_management,omitzero"`
	ExcludeStaffManagement             bool                          `json:"exclude_staff_management,omitzero"`
	ExcludeReservationTechnicalDetails bool                          `json:"exclude_reservation_technical_details,omitzero"`
	Events                             *ManageEvents                 `json:"events,omitzero"`
	DeviceManagementConfirmation       *DeviceManagementConfirmation `json:"device_management_confirmation,omitzero"`
}

// ConfigureFeature is configuring automations.
type ConfigureFeature struct {
	Exclude                                 bool `json:"exclude,omitzero"`
	AllowAccessAutomationRuleCustomization  bool `json:"allow_access_automation_rule_customization,omitzero"`
	AllowInstantKeyCustomization            bool `json:"allow_instant_key_customization,omitzero"`
	AllowClimateAutomationRuleCustomization bool `json:"allow_climate_automation_rule_customization,omitzero"`
}

// ConnectProviders are the keys of the providers that a portal offers; nil leaves open.
type ConnectProviders struct {
	Accepted []string `json:"accepted,omitzero"`
	Excluded []string `json:"excluded,omitzero"`
}

// Offers tells whether the portal offers the provider with the key.
func (c *ConnectProviders) Offers(key string) bool {
	return (c.Accepted == nil || slices.Contains(c.Accepted, key)) && !slices.Contains(c.Excluded, key)
}

// FeatureSettings say more of the features than which are on.
type FeatureSettings struct {
	Providers ConnectProviders `json:"providers,omitzero"`
	Manage    ManageFeature    `json:"manage,omitzero"`
	Configure ConfigureFeature `json:"configure,omitzero"`
}

// PortalFeatures are a portal's features with all that is said of them.
type PortalFeatures struct {
	Features
	Settings FeatureSettings
}

// ConnectProviders are the providers that the portal offers.
func (f PortalFeatures) ConnectProviders() *ConnectProviders { return &f.Settings.Providers }

// Manage is managing devices.
func (f PortalFeatures) Manage() *ManageFeature {
	f.Settings.Manage.Exclude = f.ManageDevices.Exclude
	return &f.Settings.Manage
}

// Configure is configuring automations.
func (f PortalFeatures) Configure() *ConfigureFeature { return &f.Settings.Configure }

// PortalSettings are the settings of a link that few links have. Their zero value is NULL
// in the database.
type PortalSettings struct {
	// ReadOnly refuses the link's sessions every mutation.
	ReadOnly bool `json:"read_only,omitzero"`
	// NavigationMode is empty for NavigationFull.
	NavigationMode           NavigationMode    `json:"navigation_mode,omitzero"`
	DeepLink                 *DeepLink         `json:"deep_link,omitzero"`
	LandingPage              *LandingPage      `json:"landing_page,omitzero"`
	Locale                   *Locale           `json:"locale,omitzero"`
	ExcludeLocalePicker      bool              `json:"exclude_locale_picker,omitzero"`
	CustomerResourcesFilters []ResourcesFilter `json:"customer_resources_filters,omitempty"`
	Features                 FeatureSettings   `json:"features,omitzero"`
	// CustomizationProfileID is nil where the workspace says how the portal looks.
	CustomizationProfileID *uuid.UUID `json:"customization_profile_id,omitzero"`
}

// Navigation is the portal's navigation mode.
func (s *PortalSettings) Navigation() NavigationMode {
	if s.NavigationMode == "" {
		return NavigationFull
	}
	return s.NavigationMode
}

// RestrictedTo is the one resource that a session may read, with what it refers to; nil
// where it may read all of its customer.
func (s *PortalSettings) RestrictedTo() *DeepLink {
	if s.NavigationMode != NavigationRestricted {
		return nil
	}
	return s.DeepLink
}

// AllowedEvents are the types of devices' events that a session may read; nil for all.
func (s *PortalSettings) AllowedEvents() []EventType {
	if s.Features.Manage.Events == nil {
		return nil
	}
	return s.Features.Manage.Events.AllowedEvents
}

// IsZero tells whether no setting is given.
func (s *PortalSettings) IsZero() bool { return reflect.ValueOf(s).Elem().IsZero() }

// Value writes the settings for the database.
func (s PortalSettings) Value() (driver.Value, error) {
	if s.IsZero() {
		return nil, nil
	}
	return jsonText(s)
}

// Scan reads the settings from the database.
func (s *PortalSettings) Scan(stored any) error { return scanJSON(stored, s) }

// GormDataType names the kind of column to the mapper.
func (PortalSettings) GormDataType() string { return "json" }
