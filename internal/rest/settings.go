package rest

import (
	"slices"
	"strings"

	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/models"
)

// The shapes of a portal's settings.

// features are the portal's features. Managing devices has two words, and an exclude that is
// left out of one is what the other says.
var features = kind[portal.FeaturesInput]{featuresShape.schema(), func(r *reader, value any, into *portal.FeaturesInput) {
	featuresShape.read(r, value, into)
	if into.Manage == nil || into.ManageDevices == nil {
		return
	}
	switch {
	case !hasExclude(value, "manage"):
		into.Manage.Exclude = into.ManageDevices.Exclude
	case !hasExclude(value, "manage_devices"):
		into.ManageDevices.Exclude = into.Manage.Exclude
	}
}}

// hasExclude tells whether the features say exclude of the one with the name.
func hasExclude(features any, name string) bool {
	all, _ := features.(map[string]any)
	one, _ := all[name].(map[string]any)
	return one["exclude"] != nil
}

// featuresShape switches the portal's features, and says more of them.
var featuresShape = object(
	optional("connect", object(append(switched(defaultFalse),
		optional("accepted_providers", distinctKeys, func(f *portal.Feature) *[]string { return &f.AcceptedProviders }),
		optional("excluded_providers", distinctKeys, func(f *portal.Feature) *[]string { return &f.ExcludedProviders }),
	)...).kind().described(defaultEmpty), func(f *portal.FeaturesInput) *portal.Feature { return &f.Connect }),
	pointer("manage_devices", object(switched(asTheOther("manage"))...).kind().described(defaultEmpty), func(f *portal.FeaturesInput) **portal.Feature { return &f.ManageDevices }),
	optional("organize", object(switched(defaultFalse)...).kind().described(defaultEmpty), func(f *portal.FeaturesInput) *portal.Feature { return &f.Organize }),
	pointer("manage", manageShape.kind().described(defaultEmpty), func(f *portal.FeaturesInput) **models.ManageFeature { return &f.Manage }),
	optional("configure", object(
		optional("exclude", defaultFalse, func(f *models.ConfigureFeature) *bool { return &f.Exclude }),
		optional("allow_access_automation_rule_customization", defaultFalse, func(f *models.ConfigureFeature) *bool { return &f.AllowAccessAutomationRuleCustomization }),
		optional("allow_instant_key_customization", defaultFalse, func(f *models.ConfigureFeature) *bool { return &f.AllowInstantKeyCustomization }),
		optional("allow_climate_automation_rule_customization", defaultFalse, func(f *models.ConfigureFeature) *bool { return &f.AllowClimateAutomationRuleCustomization }),
	).kind().described(defaultEmpty), func(f *portal.FeaturesInput) *models.ConfigureFeature { return &f.Configure }),
)

// defaultEmpty describes an object that is empty where it is left out.
var defaultEmpty = schema{"default": schema{}}

// switched has what switches a feature.
func switched(exclude kind[bool]) []member[portal.Feature] {
	return []member[portal.Feature]{optional("exclude", exclude, func(f *portal.Feature) *bool { return &f.Exclude })}
}

// asTheOther is an exclude that follows the other word for its feature.
func asTheOther(word string) kind[bool] {
	return boolean.described(schema{"description": "Left out: as " + word + ".exclude, or else false."})
}

// manageShape says more of managing devices.
var manageShape = object(
	optional("exclude", asTheOther("manage_devices"), func(f *models.ManageFeature) *bool { return &f.Exclude }),
	optional("exclude_reservation_management", defaultFalse, func(f *models.ManageFeature) *bool { return &f.ExcludeReservationManagement }),
	optional("exclude_staff_management", defaultFalse, func(f *models.ManageFeature) *bool { return &f.ExcludeStaffManagement }),
	optional("exclude_reservation_technical_details", defaultFalse, func(f *models.ManageFeature) *bool { return &f.ExcludeReservationTechnicalDetails }),
	pointer("events", object(
		optional("allowed_events", eventTypes, func(e *models.ManageEvents) *[]models.EventType { return &e.AllowedEvents }),
		optional("default_events", eventTypes, func(e *models.ManageEvents) *[]models.EventType { return &e.DefaultEvents }),
	).kind(), func(f *models.ManageFeature) **models.ManageEvents { return &f.Events }),
	pointer("device_management_confirmation", confirmationShape.kind(),
		func(f *models.ManageFeature) **models.DeviceManagementConfirmation {
			return &f.DeviceManagementConfirmation
		}),
)

// confirmationShape has the words of what a customer confirms.
var confirmationShape = object(
	pointer("title", text, func(c *models.DeviceManagementConfirmation) **string { return &c.Title }),
	pointer("body", text, func(c *models.DeviceManagementConfirmation) **string { return &c.Body }),
	pointer("confirm_button_label", text, func(c *models.DeviceManagementConfirmation) **string { return &c.ConfirmButtonLabel }),
	pointer("cancel_button_label", text, func(c *models.DeviceManagementConfirmation) **string { return &c.CancelButtonLabel }),
)

// distinctKeys are keys of which one that is sent twice counts once.
var distinctKeys = kind[[]string]{keys.schema, func(r *reader, value any, into *[]string) {
	var written []string
	before := r.count
	keys.read(r, value, &written)
	*into = []string{}
	if r.count > before {
		return
	}
	seen := make(map[string]bool, len(written))
	for _, one := range written {
		if !seen[one] {
			*into = append(*into, one)
		}
		seen[one] = true
	}
}}

// eventTypes are types of devices' events, once each. Seam has many that never happen here:
// they are left out, with a warning.
var eventTypes = kind[[]models.EventType]{texts.schema, func(r *reader, value any, into *[]models.EventType) {
	var written []string
	before := r.count
	texts.read(r, value, &written)
	*into = []models.EventType{}
	if r.count > before {
		return
	}
	for i, one := range written {
		of := models.EventType(strings.ToUpper(strings.ReplaceAll(one, ".", "_")))
		switch {
		case !slices.Contains(models.DeviceEventTypes(), of):
			r.leftOut(i)
		case !slices.Contains(*into, of):
			*into = append(*into, of)
		}
	}
}}

// landingPageShape says what a portal shows first.
var landingPageShape = object(pointer("manage", exactlyOneOf(
	landing("space_key", func(p *portal.LandingPageResource) **string { return &p.SpaceKey }),
	landing("property_key", func(p *portal.LandingPageResource) **string { return &p.PropertyKey }),
	landing("room_key", func(p *portal.LandingPageResource) **string { return &p.RoomKey }),
	landing("common_area_key", func(p *portal.LandingPageResource) **string { return &p.CommonAreaKey }),
	landing("unit_key", func(p *portal.LandingPageResource) **string { return &p.UnitKey }),
	landing("facility_key", func(p *portal.LandingPageResource) **string { return &p.FacilityKey }),
	landing("building_key", func(p *portal.LandingPageResource) **string { return &p.BuildingKey }),
	landing("listing_key", func(p *portal.LandingPageResource) **string { return &p.ListingKey }),
	landing("property_listing_key", func(p *portal.LandingPageResource) **string { return &p.PropertyListingKey }),
	landing("site_key", func(p *portal.LandingPageResource) **string { return &p.SiteKey }),
	landing("reservation_key", func(p *portal.LandingPageResource) **string { return &p.ReservationKey }),
	landing("booking_key", func(p *portal.LandingPageResource) **string { return &p.BookingKey }),
	landing("access_grant_key", func(p *portal.LandingPageResource) **string { return &p.AccessGrantKey }),
), func(p *portal.LandingPageInput) **portal.LandingPageResource { return &p.Manage }))

// exactlyOneOf is an object with one of the members.
func exactlyOneOf[T any](members ...member[T]) kind[T] {
	alone := make([]any, len(members))
	for i, m := range members {
		alone[i] = schema{"required": []any{m.name}}
	}
	return object(members...).kind().described(schema{"oneOf": alone})
}

func landing(name string, at func(*portal.LandingPageResource) **string) member[portal.LandingPageResource] {
	return pointer(name, key, at)
}

// filterShape is a filter over custom metadata.
var filterShape = object(
	required("field", text.described(schema{"pattern": portal.FilterField}), func(f *models.ResourcesFilter) *string { return &f.Field }),
	required("operation", oneOf("="), func(f *models.ResourcesFilter) *string { return &f.Operation }),
	required("value", textOrBoolean, func(f *models.ResourcesFilter) *any { return &f.Value }),
)

// deepLinked is the resource that a portal opens at: a device by its id, others by their keys.
var deepLinked = deepLinkedShape.kind().described(schema{"oneOf": []any{
	schema{"properties": schema{"resource_type": schema{"enum": []any{"reservation", "space"}}}, "required": []any{"resource_key"}, "not": schema{"required": []any{"resource_id"}}},
	schema{"properties": schema{"resource_type": schema{"enum": []any{"device"}}}, "required": []any{"resource_id"}, "not": schema{"required": []any{"resource_key"}}},
}})

var deepLinkedShape = object(
	required("resource_type", choice([]string{"reservation", "space", "device"}, func(written string) models.DeepLinkResourceType {
		return models.DeepLinkResourceType(strings.ToUpper(written))
	}), func(l *models.DeepLink) *models.DeepLinkResourceType { return &l.ResourceType }),
	pointer("resource_key", text, func(l *models.DeepLink) **string { return &l.ResourceKey }),
	pointer("resource_id", text, func(l *models.DeepLink) **string { return &l.ResourceID }),
)

var navigationMode = choice([]string{"full", "restricted"}, func(written string) models.NavigationMode {
	return models.NavigationMode(strings.ToUpper(written))
})

// locale is a language by its BCP 47 tag, such as en-US.
var locale = choice([]string{"en-US", "pt-PT", "fr-FR", "it-IT", "es-ES", "de-DE", "nl-NL", "el-GR", "pl-PL", "ru-RU"}, func(written string) models.Locale {
	return models.Locale(strings.ToUpper(strings.ReplaceAll(written, "-", "_")))
})
