package portal

import (
	"context"
	"fmt"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

// DeleteCustomerDataInput is what DeleteCustomerData takes: either
// CustomerKeys, or CustomerKey with at least one of the other lists.
type DeleteCustomerDataInput struct {
	CustomerKeys []string
	CustomerKey  *string

	SpaceKeys           []string
	PropertyKeys        []string
	RoomKeys            []string
	CommonAreaKeys      []string
	UnitKeys            []string
	FacilityKeys        []string
	BuildingKeys        []string
	ListingKeys         []string
	PropertyListingKeys []string
	SiteKeys            []string

	GuestKeys        []string
	TenantKeys       []string
	ResidentKeys     []string
	UserKeys         []string
	UserIdentityKeys []string
	StaffMemberKeys  []string

	ReservationKeys []string
	BookingKeys     []string
	AccessGrantKeys []string
}

// keyList is one of the lists of keys and the kind that they have.
type keyList[K ~string] struct {
	field string
	kind  K
	keys  []string
}

func (in DeleteCustomerDataInput) spaces() []keyList[models.SpaceKind] {
	return []keyList[models.SpaceKind]{
		{"spaceKeys", models.SpaceKindSpace, in.SpaceKeys},
		{"propertyKeys", models.SpaceKindProperty, in.PropertyKeys},
		{"roomKeys", models.SpaceKindRoom, in.RoomKeys},
		{"commonAreaKeys", models.SpaceKindCommonArea, in.CommonAreaKeys},
		{"unitKeys", models.SpaceKindUnit, in.UnitKeys},
		{"facilityKeys", models.SpaceKindFacility, in.FacilityKeys},
		{"buildingKeys", models.SpaceKindBuilding, in.BuildingKeys},
		{"listingKeys", models.SpaceKindListing, in.ListingKeys},
		{"propertyListingKeys", models.SpaceKindPropertyListing, in.PropertyListingKeys},
		{"siteKeys", models.SpaceKindSite, in.SiteKeys},
	}
}

func (in DeleteCustomerDataInput) userIdentities() []keyList[models.UserIdentityKind] {
	return []keyList[models.UserIdentityKind]{
		{"guestKeys", models.UserIdentityKindGuest, in.GuestKeys},
		{"tenantKeys", models.UserIdentityKindTenant, in.TenantKeys},
		{"residentKeys", models.UserIdentityKindResident, in.ResidentKeys},
		{"userKeys", models.UserIdentityKindUser, in.UserKeys},
		{"userIdentityKeys", models.UserIdentityKindUserIdentity, in.UserIdentityKeys},
		{"staffMemberKeys", models.UserIdentityKindStaffMember, in.StaffMemberKeys},
	}
}

func (in DeleteCustomerDataInput) accessGrants() []keyList[models.AccessGrantKind] {
	return []keyList[models.AccessGrantKind]{
		{"reservationKeys", models.AccessGrantKindReservation, in.ReservationKeys},
		{"bookingKeys", models.AccessGrantKindBooking, in.BookingKeys},
		{"accessGrantKeys", models.AccessGrantKindAccessGrant, in.AccessGrantKeys},
	}
}

// Faults lists everything that is wrong with the input.
func (in DeleteCustomerDataInput) Faults() fault.List { return in.faults(false) }

// FaultsOfAny is Faults where the lists may stand without a customer.
func (in DeleteCustomerDataInput) FaultsOfAny() fault.List { return in.faults(true) }

func (in DeleteCustomerDataInput) faults(ofAny bool) fault.List {
	var c checker
	c.keys(fault.At("customerKeys"), in.CustomerKeys)
	if in.CustomerKey != nil {
		c.key(fault.At("customerKey"), *in.CustomerKey)
	}
	named := checkKeyLists(&c, in.spaces()) + checkKeyLists(&c, in.userIdentities()) + checkKeyLists(&c, in.accessGrants())
	switch {
	case in.CustomerKeys != nil && (in.CustomerKey != nil || named > 0):
		c.add(fault.At("customerKeys"), "deletes customers whole and can't stand beside customerKey or a list of its data: send two calls")
	case in.CustomerKeys != nil:
	case in.CustomerKey == nil && named > 0 && ofAny:
	case in.CustomerKey == nil && named > 0:
		c.add(fault.At("customerKey"), "is required: it says in which customer to delete these keys")
	case in.CustomerKey == nil:
		c.add(fault.At("customerKeys"), "is required, or customerKey with at least one list of keys such as roomKeys")
	case named == 0:
		c.add(fault.At("customerKey"), "needs at least one list of keys such as roomKeys; to delete the customer whole, name it in customerKeys")
	}
	return c.faults
}

// checkKeyLists checks the keys and counts the lists that are given.
func checkKeyLists[K ~string](c *checker, lists []keyList[K]) (named int) {
	for _, l := range lists {
		c.keys(fault.At(l.field), l.keys)
		if l.keys != nil {
			named++
		}
	}
	return named
}

// DeleteCustomerData deletes what the input names and tells how much of it
// there was. What isn't there is passed over.
func (s *Service) DeleteCustomerData(ctx context.Context, tenant models.Tenant, in DeleteCustomerDataInput) (int, error) {
	if err := in.Faults().Err(); err != nil {
		return 0, err
	}
	if in.CustomerKeys != nil {
		return s.store.DeleteCustomers(ctx, tenant.WorkspaceID, in.CustomerKeys, s.told(ctx))
	}
	d := in.deletion()
	d.CustomerKey = *in.CustomerKey
	deleted, err := s.store.Delete(ctx, tenant.WorkspaceID, d, s.told(ctx))
	if err != nil {
		return 0, fmt.Errorf("delete customer data: %w", err)
	}
	return deleted, nil
}

// deletion names what the lists do, of no customer yet.
func (in DeleteCustomerDataInput) deletion() *store.Deletion {
	return &store.Deletion{
		Spaces:         flatten(in.spaces()),
		UserIdentities: flatten(in.userIdentities()),
		AccessGrants:   flatten(in.accessGrants()),
	}
}

func flatten[K ~string](lists []keyList[K]) []store.KindKey {
	var all []store.KindKey
	for _, l := range lists {
		for _, key := range l.keys {
			all = append(all, store.KindKey{Kind: string(l.kind), Key: key})
		}
	}
	return all
}
