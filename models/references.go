package models

// References are the keys by which a grant names its person and its places.
// They are kept as they were sent, so that a key which names nothing yet
// resolves by itself once it does.
type References struct {
	GuestKey        *string `json:"guest,omitempty"`
	TenantKey       *string `json:"tenant,omitempty"`
	ResidentKey     *string `json:"resident,omitempty"`
	UserKey         *string `json:"user,omitempty"`
	UserIdentityKey *string `json:"user_identity,omitempty"`

	SpaceKeys      []string `json:"spaces,omitempty"`
	PropertyKeys   []string `json:"properties,omitempty"`
	RoomKeys       []string `json:"rooms,omitempty"`
	CommonAreaKeys []string `json:"common_areas,omitempty"`
	UnitKeys       []string `json:"units,omitempty"`
	FacilityKeys   []string `json:"facilities,omitempty"`
	BuildingKeys   []string `json:"buildings,omitempty"`
	ListingKeys    []string `json:"listings,omitempty"`
}

// PersonReference names a person by kind and key.
type PersonReference struct {
	Kind UserIdentityKind
	Key  string
	// Field is the input field that it was sent in, for instance "guestKey".
	Field string
}

// PlaceReferences names places of one kind by their keys. Of kind SPACE a key
// may name a place of any kind.
type PlaceReferences struct {
	Kind SpaceKind
	Keys []string
	// Field is the input field that they were sent in, for instance "roomKeys".
	Field string
}

// People lists the people named, in the order of the kinds.
func (r *References) People() []PersonReference {
	var people []PersonReference
	add := func(kind UserIdentityKind, field string, key *string) {
		if key != nil {
			people = append(people, PersonReference{Kind: kind, Key: *key, Field: field})
		}
	}
	add(UserIdentityKindGuest, "guestKey", r.GuestKey)
	add(UserIdentityKindTenant, "tenantKey", r.TenantKey)
	add(UserIdentityKindResident, "residentKey", r.ResidentKey)
	add(UserIdentityKindUser, "userKey", r.UserKey)
	add(UserIdentityKindUserIdentity, "userIdentityKey", r.UserIdentityKey)
	return people
}

// Places lists the places named, in the order of the kinds.
func (r *References) Places() []PlaceReferences {
	var places []PlaceReferences
	add := func(kind SpaceKind, field string, keys []string) {
		if len(keys) > 0 {
			places = append(places, PlaceReferences{Kind: kind, Keys: keys, Field: field})
		}
	}
	add(SpaceKindSpace, "spaceKeys", r.SpaceKeys)
	add(SpaceKindProperty, "propertyKeys", r.PropertyKeys)
	add(SpaceKindRoom, "roomKeys", r.RoomKeys)
	add(SpaceKindCommonArea, "commonAreaKeys", r.CommonAreaKeys)
	add(SpaceKindUnit, "unitKeys", r.UnitKeys)
	add(SpaceKindFacility, "facilityKeys", r.FacilityKeys)
	add(SpaceKindBuilding, "buildingKeys", r.BuildingKeys)
	add(SpaceKindListing, "listingKeys", r.ListingKeys)
	return places
}
