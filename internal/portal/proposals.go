package portal

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/match"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

// The limits of proposals: the first devices without a place, by name, and the first
// places, by kind and name, are compared, and the best pairs are proposed.
const (
	MaxProposals       = 50
	maxProposedDevices = 500
	maxComparedPlaces  = 5000
)

// DeviceProposal is a place that a device without one may belong to.
type DeviceProposal struct {
	Device *models.Device
	Space  *models.Space
	// Score is how much alike their names are: above 0, at most 1.
	Score float64
}

// DeviceProposals compares the names of a customer's devices that are in no place with
// those of its places. A scope of a whole workspace needs the customer's key.
func (s *Service) DeviceProposals(ctx context.Context, of store.Scope, customerKey *string) ([]*DeviceProposal, error) {
	of, err := s.scopeOf(ctx, of, customerKey)
	if err != nil {
		return nil, err
	}
	customer, assigned := []uuid.UUID{of.CustomerID}, false
	waiting, err := s.store.Devices(ctx, of, customer, store.DeviceFilter{IsAssigned: &assigned}, store.Page{Limit: maxProposedDevices})
	if err != nil || len(waiting[of.CustomerID].Items) == 0 {
		return nil, err
	}
	there, err := s.store.Spaces(ctx, of, customer, store.SpaceFilter{}, store.Page{Limit: maxComparedPlaces})
	if err != nil {
		return nil, err
	}
	devices, places := waiting[of.CustomerID].Items, there[of.CustomerID].Items
	names, ids := make([]string, len(devices)), make([]uuid.UUID, len(devices))
	for i, d := range devices {
		// Either name may tell the place: a customer's own "Sesame" does not.
		names[i], ids[i] = d.ShownName()+" "+d.Name, d.ID
	}
	refused, err := s.store.RefusedProposals(ctx, of.WorkspaceID, ids)
	if err != nil {
		return nil, err
	}
	placeNames := make([]string, len(places))
	for i, p := range places {
		placeNames[i] = p.Name
	}
	pairs := match.Best(names, placeNames, func(device, place int) bool {
		return slices.Contains(refused[ids[device]], places[place].ID)
	})
	proposals := make([]*DeviceProposal, 0, min(len(pairs), MaxProposals))
	for _, pair := range pairs[:min(len(pairs), MaxProposals)] {
		proposals = append(proposals, &DeviceProposal{Device: devices[pair.Thing], Space: places[pair.Place], Score: pair.Score})
	}
	return proposals, nil
}
