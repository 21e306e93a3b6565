package models

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"
)

// UserIdentityKind is the list that a person was sent in.
type UserIdentityKind string

// The kinds of people. Where a grant names several, the first in this order that
// is there counts.
const (
	UserIdentityKindGuest        UserIdentityKind = "GUEST"
	UserIdentityKindTenant       UserIdentityKind = "TENANT"
	UserIdentityKindResident     UserIdentityKind = "RESIDENT"
	UserIdentityKindUser         UserIdentityKind = "USER"
	UserIdentityKindUserIdentity UserIdentityKind = "USER_IDENTITY"
	// UserIdentityKindStaffMember works for the customer, and no grant names it.
	UserIdentityKindStaffMember UserIdentityKind = "STAFF_MEMBER"
)

// UserIdentity is a person of a customer, whatever list they were sent in.
type UserIdentity struct {
	WorkspaceID uuid.UUID        `json:"-"`
	ID          uuid.UUID        `json:"id"`
	CustomerID  uuid.UUID        `json:"-"`
	Kind        UserIdentityKind `json:"kind"`
	// Key is the business's own, unique in the kind and customer.
	Key  string `json:"key"`
	Name string `json:"name"`
	// SortName is Name in lower case: lists are ordered and searched by it.
	SortName     string  `json:"sort_name"`
	EmailAddress *string `json:"email_address"`
	PhoneNumber  *string `json:"phone_number"`
	// StoredPlaceKeys are a member of staff's PlaceKeys as JSON; nil of all others, and
	// where they name none.
	StoredPlaceKeys *string   `gorm:"column:place_keys" json:"-"`
	CreatedAt       time.Time `json:"-"`
	UpdatedAt       time.Time `json:"-"`
}

// SentStaffMember is a member of staff as they arrive, with the keys of the places that
// they work in.
type SentStaffMember struct {
	UserIdentity
	PlaceKeys
}

// PlaceKeys are the keys of the places that a member of staff works in.
func (u *UserIdentity) PlaceKeys() (PlaceKeys, error) {
	var keys PlaceKeys
	if u.StoredPlaceKeys == nil {
		return keys, nil
	}
	err := json.Unmarshal([]byte(*u.StoredPlaceKeys), &keys)
	return keys, err
}

// IsNode marks a UserIdentity as an implementation of GraphQL's Node.
func (UserIdentity) IsNode() {}

// GetID gives the id that node(id:) finds it by.
func (u UserIdentity) GetID() uuid.UUID { return u.ID }
