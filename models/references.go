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

// FindPlaces gives the places that are named, in the order in which they are, each once;
// find gives one by kind and key, or nil. A key of kind SPACE names the first that find
// gives in the order of the kinds.
func FindPlaces(lists []PlaceReferences, find func(SpaceKind, string) *Space) []*Space {
	found, seen := []*Space{}, map[*Space]bool{}
	for _, list := range lists {
		for _, key := range list.Keys {
			if place := FindPlace(list.Kind, key, find); place != nil && !seen[place] {
				seen[place] = true
				found = append(found, place)
			}
		}
	}
	return found
}

// FindPlace gives one place, likewise.
func FindPlace(kind SpaceKind, key string, find func(SpaceKind, string) *Space) *Space {
	if kind != SpaceKindSpace {
		return find(kind, key)
	}
	for _, kind := range SpaceKinds() {
		if place := find(kind, key); place != nil {
			return place
		}
	}
	return nil
}

// FindPerson gives the person that is named: of several, the first that find gives.
func (r *References) FindPerson(find func(UserIdentityKind, string) *UserIdentity) *UserIdentity {
	for _, person := range r.People() {
		if found := find(person.Kind, person.Key); found != nil {
			return found
		}
	}
	return nil
}
