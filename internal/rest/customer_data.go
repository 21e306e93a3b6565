package rest

import (
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/models"
)

// The shapes of a customer's data. A field that is new in the models is a line here: in
// place of its line by later, where it has one.

// dataShape is what customer_data holds, and what push_data takes.
var dataShape = object(slicesOf(
	[]member[portal.CustomerData]{required("customer_key", key, func(d *portal.CustomerData) *string { return &d.CustomerKey })},
	[]member[portal.CustomerData]{
		optional("spaces", listOf(space("space_key", append(site(),
			later[models.Space]("duration_minutes", integer),
			later[models.Space]("customer_data", object(
				later[unstored]("time_zone", text), later[unstored]("address", text),
				later[unstored]("default_checkin_time", text), later[unstored]("default_checkout_time", text),
			).kind()),
			later[models.Space]("geolocation", object(
				needed("latitude", number), needed("longitude", number),
			).kind()),
		)...)), func(d *portal.CustomerData) *[]models.Space { return &d.Spaces }),
		optional("properties", listOf(space("property_key")), func(d *portal.CustomerData) *[]models.Space { return &d.Properties }),
		optional("rooms", listOf(space("room_key", site()...)), func(d *portal.CustomerData) *[]models.Space { return &d.Rooms }),
		optional("common_areas", listOf(space("common_area_key", site()...)), func(d *portal.CustomerData) *[]models.Space { return &d.CommonAreas }),
		optional("units", listOf(space("unit_key", site()...)), func(d *portal.CustomerData) *[]models.Space { return &d.Units }),
		optional("facilities", listOf(space("facility_key")), func(d *portal.CustomerData) *[]models.Space { return &d.Facilities }),
		optional("buildings", listOf(space("building_key")), func(d *portal.CustomerData) *[]models.Space { return &d.Buildings }),
		optional("listings", listOf(space("listing_key")), func(d *portal.CustomerData) *[]models.Space { return &d.Listings }),
		optional("property_listings", listOf(space("property_listing_key", later[models.Space]("custom_metadata", metadata))), func(d *portal.CustomerData) *[]models.Space { return &d.PropertyListings }),
		later[portal.CustomerData]("sites", listOf(space("site_key"))),

		optional("guests", listOf(person("guest_key")), func(d *portal.CustomerData) *[]models.UserIdentity { return &d.Guests }),
		optional("tenants", listOf(person("tenant_key")), func(d *portal.CustomerData) *[]models.UserIdentity { return &d.Tenants }),
		optional("residents", listOf(person("resident_key")), func(d *portal.CustomerData) *[]models.UserIdentity { return &d.Residents }),
		optional("users", listOf(person("user_key")), func(d *portal.CustomerData) *[]models.UserIdentity { return &d.Users }),
		optional("user_identities", listOf(person("user_identity_key")), func(d *portal.CustomerData) *[]models.UserIdentity { return &d.UserIdentities }),
		later[portal.CustomerData]("staff_members", listOf(person("staff_member_key", staffKeys()...))),

		optional("reservations", listOf(grant("reservation_key", later[models.SentAccessGrant]("custom_metadata", metadata))), func(d *portal.CustomerData) *[]models.SentAccessGrant { return &d.Reservations }),
		optional("bookings", listOf(grant("booking_key")), func(d *portal.CustomerData) *[]models.SentAccessGrant { return &d.Bookings }),
		optional("access_grants", listOf(grant("access_grant_key")), func(d *portal.CustomerData) *[]models.SentAccessGrant { return &d.AccessGrants }),
	},
)...)

// unstored is an object of which nothing is stored yet.
type unstored struct{}

// needed is a member of an unstored object that must be there.
func needed[U any](name string, k kind[U]) member[unstored] {
	m := later[unstored](name, k)
	m.required = true
	return m
}

// metadata is what a business keeps beside something of its own.
var metadata = mapOf(textOrBoolean)

// space is a place, whatever its list; more are the members that its list alone has.
func space(keyName string, more ...member[models.Space]) kind[models.Space] {
	return object(slicesOf([]member[models.Space]{
		required(keyName, key, func(s *models.Space) *string { return &s.Key }),
		required("name", text, func(s *models.Space) *string { return &s.Name }),
	}, more)...).kind()
}

// site is what the places have that stand on one.
func site() []member[models.Space] {
	return []member[models.Space]{later[models.Space]("parent_site_key", key)}
}

// person is a person, whatever their list.
func person(keyName string, more ...member[models.UserIdentity]) kind[models.UserIdentity] {
	return object(slicesOf([]member[models.UserIdentity]{
		required(keyName, key, func(u *models.UserIdentity) *string { return &u.Key }),
		required("name", text, func(u *models.UserIdentity) *string { return &u.Name }),
		pointer("email_address", text, func(u *models.UserIdentity) **string { return &u.EmailAddress }),
		pointer("phone_number", text, func(u *models.UserIdentity) **string { return &u.PhoneNumber }),
	}, more)...).kind()
}

// staffKeys are the places of a member of the staff.
func staffKeys() (all []member[models.UserIdentity]) {
	for _, name := range []string{
		"space_keys", "property_keys", "room_keys", "common_area_keys", "unit_keys", "facility_keys", "building_keys",
		"listing_keys", "property_listing_keys", "site_keys",
	} {
		all = append(all, later[models.UserIdentity](name, keys))
	}
	return all
}

// grant is a right of access, whatever its list.
func grant(keyName string, more ...member[models.SentAccessGrant]) kind[models.SentAccessGrant] {
	type sent = models.SentAccessGrant
	return object(slicesOf([]member[sent]{
		required(keyName, key, func(g *sent) *string { return &g.Key }),
		pointer("name", text, func(g *sent) **string { return &g.Name }),
		pointer("starts_at", dateTime, startOf),
		pointer("ends_at", dateTime, endOf),
		pointer("guest_key", key, func(g *sent) **string { return &g.GuestKey }),
		pointer("tenant_key", key, func(g *sent) **string { return &g.TenantKey }),
		pointer("resident_key", key, func(g *sent) **string { return &g.ResidentKey }),
		pointer("user_key", key, func(g *sent) **string { return &g.UserKey }),
		pointer("user_identity_key", key, func(g *sent) **string { return &g.UserIdentityKey }),
		optional("space_keys", keys, func(g *sent) *[]string { return &g.SpaceKeys }),
		optional("property_keys", keys, func(g *sent) *[]string { return &g.PropertyKeys }),
		optional("room_keys", keys, func(g *sent) *[]string { return &g.RoomKeys }),
		optional("common_area_keys", keys, func(g *sent) *[]string { return &g.CommonAreaKeys }),
		optional("unit_keys", keys, func(g *sent) *[]string { return &g.UnitKeys }),
		optional("facility_keys", keys, func(g *sent) *[]string { return &g.FacilityKeys }),
		optional("building_keys", keys, func(g *sent) *[]string { return &g.BuildingKeys }),
		optional("listing_keys", keys, func(g *sent) *[]string { return &g.ListingKeys }),
		later[sent]("preferred_code", text),
	}, more)...).kind()
}
