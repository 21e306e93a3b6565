package rest

import (
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/models"
)

// The shapes of a customer's data. A field that is new in the models is a line here.

// dataShape is what customer_data holds, and what push_data takes.
var dataShape = object(slicesOf(
	[]member[portal.CustomerData]{required("customer_key", key, func(d *portal.CustomerData) *string { return &d.CustomerKey })},
	[]member[portal.CustomerData]{
		optional("spaces", spaces, func(d *portal.CustomerData) *[]models.Space { return &d.Spaces }),
		optional("properties", listOf(space("property_key")), func(d *portal.CustomerData) *[]models.Space { return &d.Properties }),
		optional("rooms", listOf(space("room_key", site()...)), func(d *portal.CustomerData) *[]models.Space { return &d.Rooms }),
		optional("common_areas", listOf(space("common_area_key", site()...)), func(d *portal.CustomerData) *[]models.Space { return &d.CommonAreas }),
		optional("units", listOf(space("unit_key", site()...)), func(d *portal.CustomerData) *[]models.Space { return &d.Units }),
		optional("facilities", listOf(space("facility_key")), func(d *portal.CustomerData) *[]models.Space { return &d.Facilities }),
		optional("buildings", listOf(space("building_key")), func(d *portal.CustomerData) *[]models.Space { return &d.Buildings }),
		optional("listings", listOf(space("listing_key")), func(d *portal.CustomerData) *[]models.Space { return &d.Listings }),
		optional("property_listings", listOf(space("property_listing_key", optional("custom_metadata", metadata, func(s *models.Space) *models.JSONObject { return &s.CustomMetadata }))), func(d *portal.CustomerData) *[]models.Space { return &d.PropertyListings }),
		optional("sites", listOf(space("site_key")), func(d *portal.CustomerData) *[]models.Space { return &d.Sites }),

		optional("guests", listOf(person("guest_key")), func(d *portal.CustomerData) *[]models.UserIdentity { return &d.Guests }),
		optional("tenants", listOf(person("tenant_key")), func(d *portal.CustomerData) *[]models.UserIdentity { return &d.Tenants }),
		optional("residents", listOf(person("resident_key")), func(d *portal.CustomerData) *[]models.UserIdentity { return &d.Residents }),
		optional("users", listOf(person("user_key")), func(d *portal.CustomerData) *[]models.UserIdentity { return &d.Users }),
		optional("user_identities", listOf(person("user_identity_key")), func(d *portal.CustomerData) *[]models.UserIdentity { return &d.UserIdentities }),
		optional("staff_members", listOf(staffMember()), func(d *portal.CustomerData) *[]models.SentStaffMember { return &d.StaffMembers }),

		optional("reservations", listOf(grant("reservation_key", optional("custom_metadata", metadata, func(g *models.SentAccessGrant) *models.JSONObject { return &g.CustomMetadata }))), func(d *portal.CustomerData) *[]models.SentAccessGrant { return &d.Reservations }),
		optional("bookings", listOf(grant("booking_key")), func(d *portal.CustomerData) *[]models.SentAccessGrant { return &d.Bookings }),
		optional("access_grants", listOf(grant("access_grant_key")), func(d *portal.CustomerData) *[]models.SentAccessGrant { return &d.AccessGrants }),
	},
)...)

// metadata is what a business keeps beside something of its own. A null stays, since it
// takes its key away.
var metadata = kind[models.JSONObject]{
	schema{"type": "object", "additionalProperties": schema{"type": []any{"string", "boolean", "null"}}},
	func(r *reader, value any, into *models.JSONObject) {
		object, ok := value.(map[string]any)
		if !ok {
			r.unexpected("object", value)
			return
		}
		*into = make(models.JSONObject, len(object))
		for _, name := range sortedNames(object) {
			var read any
			before := r.count
			take := func() { textOrBoolean.read(r, object[name], &read) }
			switch {
			case object[name] == nil:
			case hasPlace(name):
				r.in(name, take)
			default:
				take()
			}
			if r.count == before {
				(*into)[name] = read
			}
		}
	},
}

// spaces are the places that have most to tell.
var spaces = listOf(space("space_key", append(site(), details()...)...))

// space is a place, whatever its list; more are the members that its list alone has.
func space(keyName string, more ...member[models.Space]) kind[models.Space] {
	return object(slicesOf([]member[models.Space]{
		required(keyName, key, func(s *models.Space) *string { return &s.Key }),
		required("name", text, func(s *models.Space) *string { return &s.Name }),
	}, more)...).kind()
}

// site is what the places have that stand on one.
func site() []member[models.Space] {
	return []member[models.Space]{pointer("parent_site_key", key, func(s *models.Space) **string { return &s.ParentSiteKey })}
}

// details are what spaces alone have.
func details() []member[models.Space] {
	type told = models.SpaceCustomerData
	return []member[models.Space]{
		pointer("duration_minutes", integer.described(schema{"minimum": 1}), func(s *models.Space) **int { return &s.Detailed().DurationMinutes }),
		pointer("customer_data", object(
			pointer("time_zone", nullable(text), func(d *told) **string { return &d.TimeZone }),
			pointer("default_checkin_time", timeOfDay, func(d *told) **string { return &d.DefaultCheckinTime }),
			pointer("default_checkout_time", timeOfDay, func(d *told) **string { return &d.DefaultCheckoutTime }),
			pointer("address", nullable(text), func(d *told) **string { return &d.Address }),
		).kind(), func(s *models.Space) **told { return &s.Detailed().CustomerData }),
		pointer("geolocation", object(
			required("latitude", degrees(portal.MaxLatitude), func(g *models.Geolocation) *float64 { return &g.Latitude }),
			required("longitude", degrees(portal.MaxLongitude), func(g *models.Geolocation) *float64 { return &g.Longitude }),
		).kind(), func(s *models.Space) **models.Geolocation { return &s.Detailed().Geolocation }),
	}
}

var timeOfDay = nullable(text.described(schema{"pattern": portal.TimeOfDay}))

func degrees(most int) kind[float64] {
	return number.described(schema{"minimum": -most, "maximum": most})
}

// person is a person, whatever their list.
func person(keyName string) kind[models.UserIdentity] { return personShape(keyName).kind() }

func personShape(keyName string) *shape[models.UserIdentity] {
	return object(
		required(keyName, key, func(u *models.UserIdentity) *string { return &u.Key }),
		required("name", text, func(u *models.UserIdentity) *string { return &u.Name }),
		pointer("email_address", text, func(u *models.UserIdentity) **string { return &u.EmailAddress }),
		pointer("phone_number", text, func(u *models.UserIdentity) **string { return &u.PhoneNumber }),
	)
}

// staffMember is a person with the keys of the places that they work in.
func staffMember() kind[models.SentStaffMember] {
	type sent = models.SentStaffMember
	return object(slicesOf(
		inside(personShape("staff_member_key"), func(m *sent) *models.UserIdentity { return &m.UserIdentity }).members,
		[]member[sent]{
			optional("space_keys", keys, func(m *sent) *[]string { return &m.SpaceKeys }),
			optional("property_keys", keys, func(m *sent) *[]string { return &m.PropertyKeys }),
			optional("room_keys", keys, func(m *sent) *[]string { return &m.RoomKeys }),
			optional("common_area_keys", keys, func(m *sent) *[]string { return &m.CommonAreaKeys }),
			optional("unit_keys", keys, func(m *sent) *[]string { return &m.UnitKeys }),
			optional("facility_keys", keys, func(m *sent) *[]string { return &m.FacilityKeys }),
			optional("building_keys", keys, func(m *sent) *[]string { return &m.BuildingKeys }),
			optional("listing_keys", keys, func(m *sent) *[]string { return &m.ListingKeys }),
			optional("property_listing_keys", keys, func(m *sent) *[]string { return &m.PropertyListingKeys }),
			optional("site_keys", keys, func(m *sent) *[]string { return &m.SiteKeys }),
		},
	)...).kind()
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
		pointer("preferred_code", text, func(g *sent) **string { return &g.PreferredCode }),
	}, more)...).kind()
}
