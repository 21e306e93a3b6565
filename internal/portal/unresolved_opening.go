package portal

import (
	"slices"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/models"
)

// missing lists the references that the input doesn't resolve by itself. Those of where
// the portal opens come first: of many, an answer may list no more than the first.
func (in *CreateCustomerPortalInput) missing() references {
	var all references
	if in.DeepLink != nil {
		in.missingDeepLink(fault.At("deepLink"), in.DeepLink, &all)
	}
	if in.LandingPage != nil && in.LandingPage.Manage != nil {
		one := in.LandingPage.Manage.given()[0]
		at := fault.At("landingPage").Field("manage").Field(one.field)
		switch one.kind {
		case models.LandingPageReservation, models.LandingPageBooking, models.LandingPageAccessGrant:
			in.CustomerData.missingGrant(reference{at, string(one.kind), *one.key}, &all)
		default:
			in.CustomerData.missingPlace(reference{at, string(one.kind), *one.key}, &all)
		}
	}
	in.CustomerData.missing(&all)
	return all
}

func (in *CreateCustomerPortalInput) missingDeepLink(at *fault.Path, link *models.DeepLink, all *references) {
	switch link.ResourceType {
	case models.DeepLinkDevice:
		all.devices = append(all.devices, reference{at.Field("resourceId"), "", *link.ResourceID})
	case models.DeepLinkReservation:
		in.CustomerData.missingGrant(reference{at.Field("resourceKey"), string(models.AccessGrantKindReservation), *link.ResourceKey}, all)
	case models.DeepLinkSpace:
		in.CustomerData.missingPlace(reference{at.Field("resourceKey"), "", *link.ResourceKey}, all)
	}
}

// missingGrant adds a reference to a grant that the data doesn't bring.
func (d *CustomerData) missingGrant(r reference, all *references) {
	for _, l := range d.accessGrantLists() {
		if string(l.kind) == r.kind && slices.ContainsFunc(l.items, func(g models.SentAccessGrant) bool { return g.Key == r.key }) {
			return
		}
	}
	all.grants = append(all.grants, r)
}

// missingPlace adds a reference to a place, likewise.
func (d *CustomerData) missingPlace(r reference, all *references) {
	for _, l := range d.spaceLists() {
		if (r.kind == "" || string(l.kind) == r.kind) && slices.ContainsFunc(l.items, func(s models.Space) bool { return s.Key == r.key }) {
			return
		}
	}
	all.places = append(all.places, r)
}

// idsOf reads the ids that references name, which were checked.
func idsOf(references []reference) []uuid.UUID {
	ids := make([]uuid.UUID, len(references))
	for i, r := range references {
		ids[i], _ = ParseID(r.key)
	}
	return ids
}
