package portal

import "github.com/portico-portal/portico/models"

// CustomerData is a customer and the lists of its data, as the business sends
// them. The rows' kinds, ids and times are not the caller's to set.
type CustomerData struct {
	CustomerKey string

	Spaces           []models.Space
	Properties       []models.Space
	Rooms            []models.Space
	CommonAreas      []models.Space
	Units            []models.Space
	Facilities       []models.Space
	Buildings        []models.Space
	Listings         []models.Space
	PropertyListings []models.Space
	Sites            []models.Space

	Guests         []models.UserIdentity
	Tenants        []models.UserIdentity
	Residents      []models.UserIdentity
	Users          []models.UserIdentity
	UserIdentities []models.UserIdentity
	StaffMembers   []models.SentStaffMember

	Reservations []models.SentAccessGrant
	Bookings     []models.SentAccessGrant
	AccessGrants []models.SentAccessGrant
}

// itemList is one of the 19 lists: its name in the input, the name of its
// items' key, the kind that its items are stored as, and the items.
type itemList[T any, K ~string] struct {
	field    string
	keyField string
	kind     K
	items    []T
}

func (d *CustomerData) spaceLists() [10]itemList[models.Space, models.SpaceKind] {
	return [...]itemList[models.Space, models.SpaceKind]{
		{"spaces", "spaceKey", models.SpaceKindSpace, d.Spaces},
		{"properties", "propertyKey", models.SpaceKindProperty, d.Properties},
		{"rooms", "roomKey", models.SpaceKindRoom, d.Rooms},
		{"commonAreas", "commonAreaKey", models.SpaceKindCommonArea, d.CommonAreas},
		{"units", "unitKey", models.SpaceKindUnit, d.Units},
		{"facilities", "facilityKey", models.SpaceKindFacility, d.Facilities},
		{"buildings", "buildingKey", models.SpaceKindBuilding, d.Buildings},
		{"listings", "listingKey", models.SpaceKindListing, d.Listings},
		{"propertyListings", "propertyListingKey", models.SpaceKindPropertyListing, d.PropertyListings},
		{"sites", "siteKey", models.SpaceKindSite, d.Sites},
	}
}

func (d *CustomerData) userIdentityLists() [5]itemList[models.UserIdentity, models.UserIdentityKind] {
	return [...]itemList[models.UserIdentity, models.UserIdentityKind]{
		{"guests", "guestKey", models.UserIdentityKindGuest, d.Guests},
		{"tenants", "tenantKey", models.UserIdentityKindTenant, d.Tenants},
		{"residents", "residentKey", models.UserIdentityKindResident, d.Residents},
		{"users", "userKey", models.UserIdentityKindUser, d.Users},
		{"userIdentities", "userIdentityKey", models.UserIdentityKindUserIdentity, d.UserIdentities},
	}
}

func (d *CustomerData) staffMemberList() itemList[models.SentStaffMember, models.UserIdentityKind] {
	return itemList[models.SentStaffMember, models.UserIdentityKind]{"staffMembers", "staffMemberKey", models.UserIdentityKindStaffMember, d.StaffMembers}
}

func (d *CustomerData) accessGrantLists() [3]itemList[models.SentAccessGrant, models.AccessGrantKind] {
	return [...]itemList[models.SentAccessGrant, models.AccessGrantKind]{
		{"reservations", "reservationKey", models.AccessGrantKindReservation, d.Reservations},
		{"bookings", "bookingKey", models.AccessGrantKindBooking, d.Bookings},
		{"accessGrants", "accessGrantKey", models.AccessGrantKindAccessGrant, d.AccessGrants},
	}
}
