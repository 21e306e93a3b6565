package portal

import (
	"context"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

// Section is a part of the portal's page.
type Section string

// The sections of the portal's page.
const (
	SectionToday   Section = "TODAY"
	SectionAccess  Section = "ACCESS"
	SectionDevices Section = "DEVICES"
	SectionPlaces  Section = "PLACES"

	SectionAccounts Section = "ACCOUNTS"
	SectionPeople   Section = "PEOPLE"
)

// InputFault is something that is wrong with an input.
type InputFault struct {
	// Field is where in the input it stands.
	Field   string
	Message string
}

// toldFaults is how many faults a check tells of.
const toldFaults = 100

// CustomerPortalCheck is what CreateCustomerPortal would do.
type CustomerPortalCheck struct {
	// Faults are the first of what is wrong with the input, FaultCount is how many there
	// are. Where there is one, nothing would be stored, and the rest is empty.
	Faults               []InputFault
	FaultCount           int
	UnresolvedReferences []UnresolvedReference
	Warnings             []Warning
	// Comparison counts what would be created and changed.
	Comparison store.Comparison
	// Sections are what the customer would see.
	Sections []Section
}

// CheckCustomerPortal tells what CreateCustomerPortal would do, and does nothing of it.
func (s *Service) CheckCustomerPortal(ctx context.Context, tenant models.Tenant, in CreateCustomerPortalInput) (*CustomerPortalCheck, error) {
	check := &CustomerPortalCheck{}
	faults := in.Faults()
	if len(faults) == 0 {
		err := s.checkIdempotencyKey(ctx, tenant, &in)
		if err == nil {
			err = s.storedFaults(ctx, tenant, &in)
		}
		if faults = fault.All(err); err != nil && len(faults) == 0 {
			return nil, err
		}
	}
	if len(faults) > 0 {
		check.FaultCount = len(faults)
		for _, f := range faults[:min(len(faults), toldFaults)] {
			check.Faults = append(check.Faults, InputFault{Field: f.Field, Message: f.Message})
		}
		return check, nil
	}
	var err error
	if check.UnresolvedReferences, err = s.unresolved(ctx, tenant, in.CustomerData.CustomerKey, in.missing()); err != nil {
		return nil, err
	}
	if check.Warnings, err = s.warnings(ctx, tenant, &in); err != nil {
		return nil, err
	}
	push, err := newPush(tenant, &in.CustomerData, s.now())
	if err != nil {
		return nil, err
	}
	if check.Comparison, err = s.store.Compare(ctx, push); err != nil {
		return nil, err
	}
	check.Sections = sections(&in)
	return check, nil
}

// sections are those that the portal shows: none where a restricted deep link leads to one resource.
func sections(in *CreateCustomerPortalInput) []Section {
	if settings := in.settings(); settings.RestrictedTo() != nil {
		return []Section{}
	}
	f := in.Features.Switches()
	var all []Section
	if in.Features.Manage == nil || !in.Features.Manage.ExcludeReservationManagement {
		all = append(all, SectionToday, SectionAccess)
	}
	if !f.ManageDevices.Exclude {
		all = append(all, SectionDevices)
	}
	if !f.Organize.Exclude {
		all = append(all, SectionPlaces)
	}
	all = append(all, SectionPeople)
	if !f.Connect.Exclude {
		all = append(all, SectionAccounts)
	}
	return all
}
