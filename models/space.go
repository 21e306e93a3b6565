package models

import (
	"time"

	"github.com/google/uuid"
)

// SpaceKind is the list that a place was sent in.
type SpaceKind string

// The kinds of places. Their order is the one in which a space key is looked up.
const (
	SpaceKindSpace           SpaceKind = "SPACE"
	SpaceKindProperty        SpaceKind = "PROPERTY"
	SpaceKindRoom            SpaceKind = "ROOM"
	SpaceKindCommonArea      SpaceKind = "COMMON_AREA"
	SpaceKindUnit            SpaceKind = "UNIT"
	SpaceKindFacility        SpaceKind = "FACILITY"
	SpaceKindBuilding        SpaceKind = "BUILDING"
	SpaceKindListing         SpaceKind = "LISTING"
	SpaceKindPropertyListing SpaceKind = "PROPERTY_LISTING"
	SpaceKindSite            SpaceKind = "SITE"
)

// SpaceKinds lists every kind of place, in the order of the schema's enum.
func SpaceKinds() []SpaceKind {
	return []SpaceKind{
		SpaceKindSpace, SpaceKindProperty, SpaceKindRoom, SpaceKindCommonArea, SpaceKindUnit,
		SpaceKindFacility, SpaceKindBuilding, SpaceKindListing, SpaceKindPropertyListing,
		SpaceKindSite,
	}
}

// Space is a place of a customer, whatever list it was sent in.
type Space struct {
	WorkspaceID uuid.UUID `json:"-"`
	ID          uuid.UUID `json:"id"`
	CustomerID  uuid.UUID `json:"-"`
	Kind        SpaceKind `json:"kind"`
	// Key is the business's own, unique in the kind and customer.
	Key  string `json:"key"`
	Name string `json:"name"`
	// SortName is Name in lower case: lists are ordered and searched by it.
	SortName string `json:"sort_name"`
	// ParentSiteKey names the site that it belongs to, which may not be there yet.
	ParentSiteKey *string `json:"parent_site_key,omitempty"`
	// Details are nil of most places.
	Details *SpaceDetails `json:"details,omitempty"`
	// CustomMetadata is what the business keeps beside it. As it is sent a null takes a
	// member away, and members that aren't named stay.
	CustomMetadata JSONObject `json:"custom_metadata,omitzero"`
	CreatedAt      time.Time  `json:"-"`
	UpdatedAt      time.Time  `json:"-"`
}

// IsNode marks a Space as an implementation of GraphQL's Node.
func (Space) IsNode() {}

// GetID gives the id that node(id:) finds it by.
func (s Space) GetID() uuid.UUID { return s.ID }
