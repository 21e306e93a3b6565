package portal

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

// MaxAssigned is how many devices one call puts into a place or takes out.
const MaxAssigned = 100

// AssignDevicesInput is what AssignDevices takes.
type AssignDevicesInput struct {
	SpaceID   string
	DeviceIDs []string
}

// Faults lists everything that is wrong with the input.
func (in AssignDevicesInput) Faults() fault.List {
	var c checker
	c.deviceIDs(in.DeviceIDs)
	return c.faults
}

func (c *checker) deviceIDs(ids []string) {
	at := fault.At("deviceIds")
	c.count(at, len(ids), 1, MaxAssigned)
	seen := make(map[string]bool, len(ids))
	for i, id := range ids {
		if seen[id] {
			c.add(at.Index(i), "stands in the list already")
		}
		seen[id] = true
	}
}

// AssignedDevices is devices with the place that they are in now.
type AssignedDevices struct {
	Space   models.Space
	Devices []*models.Device
}

// AssignDevices puts devices into a place, all of them or none. NOT_FOUND where the scope
// lacks one of them, or the devices' customer the place.
func (s *Service) AssignDevices(ctx context.Context, of store.Scope, in AssignDevicesInput) (*AssignedDevices, error) {
	if err := in.Faults().Err(); err != nil {
		return nil, err
	}
	space, _ := ParseID(in.SpaceID) // the zero id is nobody's
	place, devices, err := s.store.Assign(ctx, of, space, parseIDs(in.DeviceIDs), s.told(ctx))
	return &AssignedDevices{Space: place, Devices: devices}, orNoPlace(err, "deviceIds")
}

// UnassignDevicesInput is what UnassignDevices takes.
type UnassignDevicesInput struct{ DeviceIDs []string }

// Faults lists everything that is wrong with the input.
func (in UnassignDevicesInput) Faults() fault.List {
	var c checker
	c.deviceIDs(in.DeviceIDs)
	return c.faults
}

// UnassignDevices takes devices out of their places. NOT_FOUND where the scope lacks one
// of them.
func (s *Service) UnassignDevices(ctx context.Context, of store.Scope, in UnassignDevicesInput) ([]*models.Device, error) {
	if err := in.Faults().Err(); err != nil {
		return nil, err
	}
	devices, err := s.store.Unassign(ctx, of, parseIDs(in.DeviceIDs), s.told(ctx))
	return devices, orNoPlace(err, "deviceIds")
}

// RefuseDeviceProposalInput is what RefuseDeviceProposal takes.
type RefuseDeviceProposalInput struct{ DeviceID, SpaceID string }

// RefuseDeviceProposal notes that a place is not to be proposed for a device again.
// NOT_FOUND where the scope has no such device, or its customer no such place.
func (s *Service) RefuseDeviceProposal(ctx context.Context, of store.Scope, in RefuseDeviceProposalInput) error {
	device, _ := ParseID(in.DeviceID)
	space, _ := ParseID(in.SpaceID)
	return orNoPlace(s.store.RefuseProposal(ctx, of, device, space, s.told(ctx)), "deviceId")
}

func orNoPlace(err error, deviceField string) error {
	if errors.Is(err, store.ErrNoSpace) {
		return &fault.Error{Code: fault.NotFound, Field: "spaceId", Message: "the devices' customer has no place with this id"}
	}
	if errors.Is(err, store.ErrNotFound) {
		return &fault.Error{Code: fault.NotFound, Field: deviceField, Message: "there is not a device with each of these ids"}
	}
	return err
}

// scopeOf narrows a workspace to one of its customers.
func (s *Service) scopeOf(ctx context.Context, of store.Scope, customerKey *string) (store.Scope, error) {
	field := "customerKey"
	switch {
	case of.CustomerID != uuid.Nil && customerKey == nil:
		return of, nil
	case of.CustomerID != uuid.Nil:
		return of, fault.Input(field, "must be left out by a portal session: it means its own customer")
	case customerKey == nil:
		return of, fault.Input(field, "is required")
	}
	customer, err := s.store.CustomerByKey(ctx, of.WorkspaceID, *customerKey)
	if errors.Is(err, store.ErrNotFound) {
		err = &fault.Error{Code: fault.NotFound, Field: field, Message: "this workspace has no customer with this key"}
	}
	of.CustomerID = customer.ID
	return of, err
}
