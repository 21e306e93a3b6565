package rest

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/models"
)

// The shapes of what the calls take, but for a customer's data. A field that is new in
// package portal is a line here: in place of its line by later, where it has one.

type portalInput = portal.CreateCustomerPortalInput

// portalShape is what create_portal takes: Seam's fields, and in the end our own.
var portalShape = object(
	required("customer_data", dataShape.kind(), func(in *portalInput) *portal.CustomerData { return &in.CustomerData }),
	optional("features", featuresShape.kind(), func(in *portalInput) *models.Features { return &in.Features }),
	optional("is_embedded", boolean, func(in *portalInput) *bool { return &in.IsEmbedded }),
	later[portalInput]("landing_page", object(later[unstored]("manage", object(landings()...).kind())).kind()),
	later[portalInput]("customization_profile_id", text),
	later[portalInput]("locale", oneOf("en-US", "pt-PT", "fr-FR", "it-IT", "es-ES", "de-DE", "nl-NL", "el-GR", "pl-PL", "ru-RU")),
	later[portalInput]("exclude_locale_picker", boolean),
	later[portalInput]("customer_resources_filters", listOf(object(
		needed("field", text), needed("operation", oneOf("=")), needed("value", textOrBoolean),
	).kind())),
	later[portalInput]("navigation_mode", oneOf("full", "restricted")),
	later[portalInput]("deep_link", object(
		needed("resource_type", oneOf("reservation", "space", "device")), later[unstored]("resource_key", text), later[unstored]("resource_id", text),
	).kind()),
	later[portalInput]("read_only", boolean),
	aside[portalInput]("_dev"),

	pointer("expires_in_seconds", integer, func(in *portalInput) **int { return &in.ExpiresInSeconds }),
	pointer("max_redemptions", integer, func(in *portalInput) **int { return &in.MaxRedemptions }),
	optional("replace_existing", boolean, func(in *portalInput) *bool { return &in.ReplaceExisting }),
	pointer("return_url", text, func(in *portalInput) **string { return &in.ReturnURL }),
	pointer("refresh_url", text, func(in *portalInput) **string { return &in.RefreshURL }),
	optional("embed_origins", texts, func(in *portalInput) *[]string { return &in.EmbedOrigins }),
	pointer("opened_for", text, func(in *portalInput) **string { return &in.OpenedFor }),
)

// featuresShape switches the portal's features.
var featuresShape = object(
	optional("connect", feature(later[models.Feature]("accepted_providers", texts), later[models.Feature]("excluded_providers", texts)),
		func(f *models.Features) *models.Feature { return &f.Connect }),
	optional("manage_devices", feature(), func(f *models.Features) *models.Feature { return &f.ManageDevices }),
	optional("organize", feature(), func(f *models.Features) *models.Feature { return &f.Organize }),
	later[models.Features]("manage", object(
		later[unstored]("exclude", boolean), later[unstored]("exclude_reservation_management", boolean),
		later[unstored]("exclude_staff_management", boolean), later[unstored]("exclude_reservation_technical_details", boolean),
		later[unstored]("events", object(later[unstored]("allowed_events", texts), later[unstored]("default_events", texts)).kind()),
		later[unstored]("device_management_confirmation", object(
			later[unstored]("title", text), later[unstored]("body", text),
			later[unstored]("confirm_button_label", text), later[unstored]("cancel_button_label", text),
		).kind()),
	).kind()),
	later[models.Features]("configure", object(
		later[unstored]("exclude", boolean), later[unstored]("allow_access_automation_rule_customization", boolean),
		later[unstored]("allow_instant_key_customization", boolean), later[unstored]("allow_climate_automation_rule_customization", boolean),
	).kind()),
)

func feature(more ...member[models.Feature]) kind[models.Feature] {
	return object(slicesOf([]member[models.Feature]{
		optional("exclude", boolean, func(f *models.Feature) *bool { return &f.Exclude }),
	}, more)...).kind()
}

// landings are the keys of which a landing page names one.
func landings() (all []member[unstored]) {
	for _, name := range []string{
		"space_key", "property_key", "room_key", "common_area_key", "unit_key", "facility_key", "building_key", "listing_key",
		"property_listing_key", "site_key", "reservation_key", "booking_key", "access_grant_key",
	} {
		all = append(all, later[unstored](name, key))
	}
	return all
}

// pushShape is what push_data takes.
var pushShape = inside(dataShape, func(in *portal.PushCustomerDataInput) *portal.CustomerData { return &in.CustomerData })

type deleteInput = portal.DeleteCustomerDataInput

// deleteShape is what delete_data takes. A member of the URL's query may stand there as a
// text alone where a list of one is meant.
var deleteShape = object(
	optional("customer_keys", keys, func(in *deleteInput) *[]string { return &in.CustomerKeys }),
	pointer("customer_key", key, func(in *deleteInput) **string { return &in.CustomerKey }),
	optional("space_keys", keys, func(in *deleteInput) *[]string { return &in.SpaceKeys }),
	optional("property_keys", keys, func(in *deleteInput) *[]string { return &in.PropertyKeys }),
	optional("room_keys", keys, func(in *deleteInput) *[]string { return &in.RoomKeys }),
	optional("common_area_keys", keys, func(in *deleteInput) *[]string { return &in.CommonAreaKeys }),
	optional("unit_keys", keys, func(in *deleteInput) *[]string { return &in.UnitKeys }),
	optional("facility_keys", keys, func(in *deleteInput) *[]string { return &in.FacilityKeys }),
	optional("building_keys", keys, func(in *deleteInput) *[]string { return &in.BuildingKeys }),
	optional("listing_keys", keys, func(in *deleteInput) *[]string { return &in.ListingKeys }),
	optional("property_listing_keys", keys, func(in *deleteInput) *[]string { return &in.PropertyListingKeys }),
	optional("guest_keys", keys, func(in *deleteInput) *[]string { return &in.GuestKeys }),
	optional("tenant_keys", keys, func(in *deleteInput) *[]string { return &in.TenantKeys }),
	optional("resident_keys", keys, func(in *deleteInput) *[]string { return &in.ResidentKeys }),
	optional("user_keys", keys, func(in *deleteInput) *[]string { return &in.UserKeys }),
	optional("user_identity_keys", keys, func(in *deleteInput) *[]string { return &in.UserIdentityKeys }),
	later[deleteInput]("staff_member_keys", keys),
	later[deleteInput]("site_keys", keys),
	optional("reservation_keys", keys, func(in *deleteInput) *[]string { return &in.ReservationKeys }),
	optional("booking_keys", keys, func(in *deleteInput) *[]string { return &in.BookingKeys }),
	optional("access_grant_keys", keys, func(in *deleteInput) *[]string { return &in.AccessGrantKeys }),
	aside[deleteInput]("_strict"),
)

// deepLinkShape is what create_deep_link takes.
var deepLinkShape = object(
	required("customer_key", key, func(in *portal.CreateReservationDeepLinkInput) *string { return &in.CustomerKey }),
	required("reservation_key", key, func(in *portal.CreateReservationDeepLinkInput) *string { return &in.ReservationKey }),
)

// openShape is what open_portal takes.
var openShape = object(required("customer_key", key, func(in *portal.OpenPortalInput) *string { return &in.CustomerKey }))

// blockInput is what the building blocks take.
type blockInput struct {
	CustomerKey    string
	Spaces         []models.Space
	Type           models.BuildingBlockType
	IdempotencyKey *string
}

// The shapes of what the building blocks take.
var (
	customerShape = object(required("customer_key", key, func(in *blockInput) *string { return &in.CustomerKey }))
	spacesShape   = object(append(slices.Clone(customerShape.members),
		optional("spaces", listOf(space("space_key", site()...)), func(in *blockInput) *[]models.Space { return &in.Spaces }))...)
	blockShape = object(append(slices.Clone(spacesShape.members),
		required("building_block_type", blockType, func(in *blockInput) *models.BuildingBlockType { return &in.Type }))...)
	blockType = choice([]string{"connect_accounts", "manage_devices", "organize_spaces"},
		func(written string) models.BuildingBlockType {
			return models.BuildingBlockType(strings.ToUpper(written))
		})
)

// portal is a portal of the one feature.
func (in *blockInput) portal() portalInput {
	of := cmp.Or(in.Type, models.BuildingBlockConnectAccounts) // without a type there is a fault already
	return portalInput{
		CustomerData: portal.CustomerData{CustomerKey: in.CustomerKey, Spaces: in.Spaces},
		Features: models.Features{
			Connect:       models.Feature{Exclude: of != models.BuildingBlockConnectAccounts},
			ManageDevices: models.Feature{Exclude: of != models.BuildingBlockManageDevices},
			Organize:      models.Feature{Exclude: of != models.BuildingBlockOrganizeSpaces},
		},
		IdempotencyKey: in.IdempotencyKey,
	}
}

// inside reads an object's members into a part of a T.
func inside[T, U any](s *shape[U], at func(*T) *U) *shape[T] {
	var members []member[T]
	for _, m := range s.members {
		members = append(members, member[T]{name: m.name, required: m.required, schema: m.schema, read: func(r *reader, value any, into *T) {
			m.read(r, value, at(into))
		}})
	}
	return &shape[T]{members: members}
}

// startOf and endOf are a grant's times.
func startOf(g *models.SentAccessGrant) **time.Time { return &g.StartsAt }

func endOf(g *models.SentAccessGrant) **time.Time { return &g.EndsAt }

// slicesOf joins the members of one object.
func slicesOf[T any](parts ...[]member[T]) []member[T] { return slices.Concat(parts...) }
