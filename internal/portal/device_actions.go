package portal

import (
	"context"
	"errors"
	"time"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

// ActionTimeout is how long an action waits for its answer.
const ActionTimeout = 60 * time.Second

// RequestDeviceActionInput is what RequestDeviceAction takes.
type RequestDeviceActionInput struct {
	DeviceID   string
	Capability models.DeviceCapability
	// TargetTemperature is in degrees Celsius, for SET_TEMPERATURE alone.
	TargetTemperature *float64
}

// Faults lists everything that is wrong with the input.
func (in RequestDeviceActionInput) Faults() fault.List {
	var c checker
	at := fault.At("targetTemperature")
	switch sets := in.Capability == models.CapabilitySetTemperature; {
	case sets && in.TargetTemperature == nil:
		c.add(at, "is required by SET_TEMPERATURE")
	case !sets && in.TargetTemperature != nil:
		c.add(at, "goes with SET_TEMPERATURE alone")
	}
	c.temperature(at, in.TargetTemperature)
	return c.faults
}

// RequestDeviceAction asks a device to do something. NOT_FOUND where the scope has no such
// device, CONFLICT where it is doing something already.
func (s *Service) RequestDeviceAction(ctx context.Context, of store.Scope, in RequestDeviceActionInput) (*models.DeviceAction, error) {
	if err := in.Faults().Err(); err != nil {
		return nil, err
	}
	id, err := newID()
	if err != nil {
		return nil, err
	}
	told := s.told(ctx)
	action := &models.DeviceAction{
		WorkspaceID: of.WorkspaceID, ID: id, Capability: in.Capability, TargetTemperature: in.TargetTemperature,
		Status: models.DeviceActionPending, CreatedAt: told.Now, ExpiresAt: told.Now.Add(ActionTimeout),
	}
	action.DeviceID, _ = ParseID(in.DeviceID) // the zero id is nobody's
	err = s.store.RequestAction(ctx, of, action, told)
	switch {
	case errors.Is(err, store.ErrIncapable):
		return nil, fault.Input("capability", "is nothing that this device can do: see its capabilities")
	case errors.Is(err, store.ErrDuplicate):
		return nil, &fault.Error{Code: fault.Conflict, Field: "deviceId", Message: "the device is doing something already: wait until that is answered, 60 seconds at most"}
	}
	return action, orNoDevice(err, "deviceId")
}

// CompleteDeviceActionInput is what CompleteDeviceAction takes.
type CompleteDeviceActionInput struct {
	ID        string
	Succeeded bool
	// Error says why it failed, for people.
	Error *string
	// State is what the device tells of itself now; what is nil stays as it was.
	State *models.DeviceState
}

// Faults lists everything that is wrong with the input.
func (in CompleteDeviceActionInput) Faults() fault.List {
	var c checker
	c.optionalText(fault.At("error"), in.Error, 1, MaxNameLength)
	if in.Succeeded && in.Error != nil {
		c.add(fault.At("error"), "must not be given where the action has succeeded")
	}
	if in.State != nil {
		c.state(fault.At("state"), in.State)
	}
	return c.faults
}

// CompleteDeviceAction answers an action. NOT_FOUND where the workspace has none such,
// CONFLICT where it was answered or had its time.
func (s *Service) CompleteDeviceAction(ctx context.Context, tenant models.Tenant, in CompleteDeviceActionInput) (*models.DeviceAction, error) {
	if err := in.Faults().Err(); err != nil {
		return nil, err
	}
	outcome := store.ActionOutcome{Status: models.DeviceActionFailed, Error: in.Error, State: in.State}
	if in.Succeeded {
		outcome.Status = models.DeviceActionSucceeded
	}
	id, _ := ParseID(in.ID)
	action, err := s.store.CompleteAction(ctx, tenant.WorkspaceID, id, outcome, s.told(ctx))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil, &fault.Error{Code: fault.NotFound, Field: "id", Message: "this workspace has no action with this id"}
	case errors.Is(err, store.ErrNotPending):
		return nil, &fault.Error{Code: fault.Conflict, Field: "id", Message: "the action is not pending: it was answered already, or its 60 seconds have passed"}
	}
	return &action, err
}

// ActionStatus is what has become of an action by now.
func (s *Service) ActionStatus(a *models.DeviceAction) models.DeviceActionStatus {
	return a.StatusAt(s.now())
}

// ActionFilter prepares a filter of actions: it brings the moment that decides which have
// had their time.
func (s *Service) ActionFilter(status *models.DeviceActionStatus, device, customerKey *string) store.DeviceActionFilter {
	f := store.DeviceActionFilter{Status: status, CustomerKey: customerKey, Now: s.now()}
	if device != nil {
		id, _ := ParseID(*device)
		f.DeviceID = &id
	}
	return f
}

// TimeOutActions settles the actions that nobody answered in time.
func (s *Service) TimeOutActions(ctx context.Context) error {
	return s.store.TimeOutActions(ctx, s.now())
}
