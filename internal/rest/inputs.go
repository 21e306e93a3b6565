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
// package portal is a line here.

type portalInput = portal.CreateCustomerPortalInput

// portalShape is what create_portal takes: Seam's fields, and in the end our own.
var portalShape = object(
	required("customer_data", dataShape.kind(), func(in *portalInput) *portal.CustomerData { return &in.CustomerData }),
	optional("features", features.described(defaultEmpty), func(in *portalInput) *portal.FeaturesInput { return &in.Features }),
	optional("is_embedded", defaultFalse, func(in *portalInput) *bool { return &in.IsEmbedded }),
	pointer("landing_page", landingPageShape.kind(), func(in *portalInput) **portal.LandingPageInput { return &in.LandingPage }),
	pointer("customization_profile_id", text.described(schema{"format": "uuid"}), func(in *portalInput) **string { return &in.CustomizationProfileID }),
	pointer("locale", locale, func(in *portalInput) **models.Locale { return &in.Locale }),
	optional("exclude_locale_picker", defaultFalse, func(in *portalInput) *bool { return &in.ExcludeLocalePicker }),
	optional("customer_resources_filters", listOf(filterShape.kind()), func(in *portalInput) *[]models.ResourcesFilter { return &in.CustomerResourcesFilters }),
	optional("navigation_mode", navigationMode.described(schema{"default": "full"}), func(in *portalInput) *models.NavigationMode { return &in.NavigationMode }),
	pointer("deep_link", deepLinked, func(in *portalInput) **models.DeepLink { return &in.DeepLink }),
	optional("read_only", defaultFalse, func(in *portalInput) *bool { return &in.ReadOnly }),
	aside[portalInput]("_dev"),

	pointer("expires_in_seconds", integer.described(schema{"minimum": portal.MinExpirySeconds, "maximum": portal.MaxExpirySeconds}), func(in *portalInput) **int { return &in.ExpiresInSeconds }),
	pointer("max_redemptions", integer.described(schema{"minimum": 1}), func(in *portalInput) **int { return &in.MaxRedemptions }),
	optional("replace_existing", defaultFalse, func(in *portalInput) *bool { return &in.ReplaceExisting }),
	pointer("return_url", text, func(in *portalInput) **string { return &in.ReturnURL }),
	pointer("refresh_url", text, func(in *portalInput) **string { return &in.RefreshURL }),
	optional("embed_origins", texts, func(in *portalInput) *[]string { return &in.EmbedOrigins }),
	pointer("opened_for", text, func(in *portalInput) **string { return &in.OpenedFor }),
)

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
	optional("staff_member_keys", keys, func(in *deleteInput) *[]string { return &in.StaffMemberKeys }),
	optional("site_keys", keys, func(in *deleteInput) *[]string { return &in.SiteKeys }),
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
		optional("spaces", spaces, func(in *blockInput) *[]models.Space { return &in.Spaces }))...)
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
		Features: portal.FeaturesInput{
			Connect:       portal.Feature{Exclude: of != models.BuildingBlockConnectAccounts},
			ManageDevices: &portal.Feature{Exclude: of != models.BuildingBlockManageDevices},
			Organize:      portal.Feature{Exclude: of != models.BuildingBlockOrganizeSpaces},
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
