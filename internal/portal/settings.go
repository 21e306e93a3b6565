package portal

import (
	"regexp"
	"slices"
	"strings"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/models"
)

// The limits of a portal's settings.
const (
	// MaxProviderKeys is how many providers a portal names.
	MaxProviderKeys = 50
	// MaxConfirmationLength bounds the body of what a customer confirms, in characters.
	MaxConfirmationLength = 1000
	// MaxResourcesFilters is how many filters a portal has.
	MaxResourcesFilters = 20
)

// FeaturesInput are the portal's features as the business sends them.
type FeaturesInput struct {
	Connect Feature
	// ManageDevices and Manage are two words for one feature; nil where that word isn't used.
	ManageDevices *Feature
	Organize      Feature
	Manage        *models.ManageFeature
	Configure     models.ConfigureFeature
}

// Feature is one of them. The providers belong to connecting accounts alone, and nil leaves
// open which.
type Feature struct {
	Exclude           bool
	AcceptedProviders []string
	ExcludedProviders []string
}

// Switches says which features are on.
func (f *FeaturesInput) Switches() models.Features {
	all := models.Features{Connect: models.Feature{Exclude: f.Connect.Exclude}, Organize: models.Feature{Exclude: f.Organize.Exclude}}
	switch {
	case f.Manage != nil:
		all.ManageDevices.Exclude = f.Manage.Exclude
	case f.ManageDevices != nil:
		all.ManageDevices.Exclude = f.ManageDevices.Exclude
	}
	return all
}

func (f *FeaturesInput) settings() models.FeatureSettings {
	all := models.FeatureSettings{
		Providers: models.ConnectProviders{Accepted: f.Connect.AcceptedProviders, Excluded: f.Connect.ExcludedProviders},
		Configure: f.Configure,
	}
	if f.Manage != nil {
		all.Manage = *f.Manage
		all.Manage.Exclude = false // the switches have it
	}
	return all
}

func (c *checker) features(at *fault.Path, f *FeaturesInput) {
	if _, ok := f.Switches().BuildingBlockType(); !ok {
		c.add(at, "must leave at least one of connect, manageDevices and organize on: a portal without any would be empty")
	}
	connect, manage := at.Field("connect"), at.Field("manage")
	c.providerKeys(connect.Field("acceptedProviders"), f.Connect.AcceptedProviders)
	c.providerKeys(connect.Field("excludedProviders"), f.Connect.ExcludedProviders)
	c.noProviders(at.Field("manageDevices"), f.ManageDevices)
	c.noProviders(at.Field("organize"), &f.Organize)
	if f.Manage == nil {
		return
	}
	if f.ManageDevices != nil && f.ManageDevices.Exclude != f.Manage.Exclude {
		c.add(manage.Field("exclude"), "must be the same as manageDevices.exclude: both are words for one feature")
	}
	if events := f.Manage.Events; events != nil {
		c.shownEvents(manage.Field("events").Field("allowedEvents"), events.AllowedEvents)
		c.shownEvents(manage.Field("events").Field("defaultEvents"), events.DefaultEvents)
	}
	if words := f.Manage.DeviceManagementConfirmation; words != nil {
		at := manage.Field("deviceManagementConfirmation")
		c.optionalText(at.Field("title"), words.Title, 1, MaxNameLength)
		c.optionalText(at.Field("body"), words.Body, 1, MaxConfirmationLength)
		c.optionalText(at.Field("confirmButtonLabel"), words.ConfirmButtonLabel, 1, MaxNameLength)
		c.optionalText(at.Field("cancelButtonLabel"), words.CancelButtonLabel, 1, MaxNameLength)
	}
}

func (c *checker) noProviders(at *fault.Path, f *Feature) {
	if f == nil {
		return
	}
	if f.AcceptedProviders != nil {
		c.add(at.Field("acceptedProviders"), "goes with connect alone")
	}
	if f.ExcludedProviders != nil {
		c.add(at.Field("excludedProviders"), "goes with connect alone")
	}
}

func (c *checker) providerKeys(at *fault.Path, keys []string) {
	if len(keys) > MaxProviderKeys {
		c.add(at, "must name at most %d providers", MaxProviderKeys)
		return
	}
	c.keys(at, keys)
	c.distinct(at, keys)
}

func (c *checker) shownEvents(at *fault.Path, types []models.EventType) {
	shown := namesOf(models.DeviceEventTypes())
	names := namesOf(types)
	for i, name := range names {
		if !slices.Contains(shown, name) {
			c.add(at.Index(i), "must be a type of a device's events: %s", strings.Join(shown, ", "))
		}
	}
	c.distinct(at, names)
}

func namesOf(types []models.EventType) []string {
	names := make([]string, len(types))
	for i, of := range types {
		names[i] = string(of)
	}
	return names
}

func (c *checker) distinct(at *fault.Path, texts []string) {
	seen := make(map[string]bool, len(texts))
	for i, text := range texts {
		if seen[text] {
			c.add(at.Index(i), "stands in the list already")
		}
		seen[text] = true
	}
}

// LandingPageInput says what a portal shows first.
type LandingPageInput struct {
	// Manage is nil where that is left to the portal.
	Manage *LandingPageResource
}

// LandingPageResource names one thing by its key.
type LandingPageResource struct {
	SpaceKey, PropertyKey, RoomKey, CommonAreaKey, UnitKey, FacilityKey, BuildingKey, ListingKey, PropertyListingKey *string
	SiteKey, ReservationKey, BookingKey, AccessGrantKey                                                              *string
}

type namedKey struct {
	field string
	kind  models.LandingPageKind
	key   *string
}

// given lists the keys that are given.
func (r *LandingPageResource) given() (given []namedKey) {
	for _, one := range []namedKey{
		{"spaceKey", models.LandingPageSpace, r.SpaceKey}, {"propertyKey", models.LandingPageProperty, r.PropertyKey},
		{"roomKey", models.LandingPageRoom, r.RoomKey}, {"commonAreaKey", models.LandingPageCommonArea, r.CommonAreaKey},
		{"unitKey", models.LandingPageUnit, r.UnitKey}, {"facilityKey", models.LandingPageFacility, r.FacilityKey},
		{"buildingKey", models.LandingPageBuilding, r.BuildingKey}, {"listingKey", models.LandingPageListing, r.ListingKey},
		{"propertyListingKey", models.LandingPagePropertyListing, r.PropertyListingKey}, {"siteKey", models.LandingPageSite, r.SiteKey},
		{"reservationKey", models.LandingPageReservation, r.ReservationKey}, {"bookingKey", models.LandingPageBooking, r.BookingKey},
		{"accessGrantKey", models.LandingPageAccessGrant, r.AccessGrantKey},
	} {
		if one.key != nil {
			given = append(given, one)
		}
	}
	return given
}

func (c *checker) landingPage(at *fault.Path, page *LandingPageInput) {
	if page == nil || page.Manage == nil {
		return
	}
	given := page.Manage.given()
	if len(given) != 1 {
		c.add(at.Field("manage"), "must have exactly one key, and has %d", len(given))
	}
	for _, one := range given {
		c.key(at.Field("manage").Field(one.field), *one.key)
	}
}

func (c *checker) deepLink(at *fault.Path, link *models.DeepLink) {
	if link == nil {
		return
	}
	byID := link.ResourceType == models.DeepLinkDevice
	for _, one := range []struct {
		field string
		value *string
		takes bool
	}{{"resourceKey", link.ResourceKey, !byID}, {"resourceId", link.ResourceID, byID}} {
		switch {
		case one.takes && one.value == nil:
			c.add(at.Field(one.field), "is required where resourceType is %s", link.ResourceType)
		case !one.takes && one.value != nil:
			c.add(at.Field(one.field), "must be left out where resourceType is %s", link.ResourceType)
		}
	}
	if !byID && link.ResourceKey != nil {
		c.key(at.Field("resourceKey"), *link.ResourceKey)
	}
	if byID {
		c.id(at.Field("resourceId"), link.ResourceID, "device")
	}
}

// FilterField is the pattern of the field of a filter.
const FilterField = `^[a-zA-Z_]\w*$`

var filterFieldPattern = regexp.MustCompile(FilterField)

func (c *checker) resourcesFilters(at *fault.Path, filters []models.ResourcesFilter) {
	if len(filters) > MaxResourcesFilters {
		c.add(at, "must have at most %d filters", MaxResourcesFilters)
		return
	}
	for i, f := range filters {
		here := at.Index(i)
		if c.length(here.Field("field"), f.Field, 1, MaxMetadataKeyLength) && !filterFieldPattern.MatchString(f.Field) {
			c.add(here.Field("field"), "must be letters, digits and underscores, and not begin with a digit")
		}
		if f.Operation != "=" {
			c.add(here.Field("operation"), `must be "="`)
		}
		if text, ok := f.Value.(string); ok {
			c.text(here.Field("value"), text, 1, MaxMetadataValueLength)
		}
	}
}

// settings are those of the link that the input asks for.
func (in *CreateCustomerPortalInput) settings() models.PortalSettings {
	s := models.PortalSettings{
		ReadOnly: in.ReadOnly, NavigationMode: in.NavigationMode, DeepLink: in.DeepLink, Locale: in.Locale,
		ExcludeLocalePicker: in.ExcludeLocalePicker, CustomerResourcesFilters: in.CustomerResourcesFilters, Features: in.Features.settings(),
		CustomizationProfileID: profileID(in.CustomizationProfileID),
	}
	if s.NavigationMode == models.NavigationFull {
		s.NavigationMode = ""
	}
	if len(s.CustomerResourcesFilters) == 0 {
		s.CustomerResourcesFilters = nil
	}
	if in.LandingPage != nil && in.LandingPage.Manage != nil {
		one := in.LandingPage.Manage.given()[0]
		s.LandingPage = &models.LandingPage{Kind: one.kind, Key: *one.key}
	}
	return s
}
