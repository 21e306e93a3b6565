package models

import "slices"

// PlaceKeys are the keys by which a member of staff names places. They are kept as they
// were sent, as a grant's References are.
type PlaceKeys struct {
	SpaceKeys           []string `json:"spaces,omitempty"`
	PropertyKeys        []string `json:"properties,omitempty"`
	RoomKeys            []string `json:"rooms,omitempty"`
	CommonAreaKeys      []string `json:"common_areas,omitempty"`
	UnitKeys            []string `json:"units,omitempty"`
	FacilityKeys        []string `json:"facilities,omitempty"`
	BuildingKeys        []string `json:"buildings,omitempty"`
	ListingKeys         []string `json:"listings,omitempty"`
	PropertyListingKeys []string `json:"property_listings,omitempty"`
	SiteKeys            []string `json:"sites,omitempty"`
}

// Places lists the places named, in the order of the kinds.
func (k *PlaceKeys) Places() []PlaceReferences {
	return named([]PlaceReferences{
		{SpaceKindSpace, k.SpaceKeys, "spaceKeys"},
		{SpaceKindProperty, k.PropertyKeys, "propertyKeys"},
		{SpaceKindRoom, k.RoomKeys, "roomKeys"},
		{SpaceKindCommonArea, k.CommonAreaKeys, "commonAreaKeys"},
		{SpaceKindUnit, k.UnitKeys, "unitKeys"},
		{SpaceKindFacility, k.FacilityKeys, "facilityKeys"},
		{SpaceKindBuilding, k.BuildingKeys, "buildingKeys"},
		{SpaceKindListing, k.ListingKeys, "listingKeys"},
		{SpaceKindPropertyListing, k.PropertyListingKeys, "propertyListingKeys"},
		{SpaceKindSite, k.SiteKeys, "siteKeys"},
	})
}

// named keeps the lists that name a place.
func named(lists []PlaceReferences) []PlaceReferences {
	return slices.DeleteFunc(lists, func(l PlaceReferences) bool { return len(l.Keys) == 0 })
}
