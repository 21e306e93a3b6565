package portal

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

// The limits of a push of devices.
const (
	// MaxDevices is how many devices one call stores or deletes.
	MaxDevices = 1000
	// MaxCustomProperties is how many properties a device has, MaxPropertyNameLength and
	// MaxPropertyValueLength how many characters they have.
	MaxCustomProperties    = 50
	MaxPropertyNameLength  = 64
	MaxPropertyValueLength = 500
	// MinTemperature and MaxTemperature bound temperatures, in degrees Celsius.
	MinTemperature = -100
	MaxTemperature = 200
	// maxPercent bounds a battery's level and a humidity.
	maxPercent = 100
)

// PushDevicesInput is what PushDevices takes.
type PushDevicesInput struct {
	CustomerKey string
	Devices     []models.Device
}

// Faults lists everything that is wrong with the input.
func (in PushDevicesInput) Faults() fault.List {
	var c checker
	c.key(fault.At("customerKey"), in.CustomerKey)
	c.count(fault.At("devices"), len(in.Devices), 1, MaxDevices)
	seen := make(map[string]bool, len(in.Devices))
	for i := range in.Devices {
		d, at := &in.Devices[i], fault.At("devices").Index(i)
		if seen[d.Key] {
			c.add(at.Field("deviceKey"), "stands in the list already")
		}
		seen[d.Key] = true
		c.device(at, d)
	}
	return c.faults
}

func (c *checker) count(at *fault.Path, count, least, most int) {
	switch {
	case count < least:
		c.add(at, "must not be empty")
	case count > most:
		c.add(at, "must have at most %d items: send several calls", most)
	}
}

func (c *checker) device(at *fault.Path, d *models.Device) {
	c.key(at.Field("deviceKey"), d.Key)
	c.text(at.Field("name"), d.Name, 1, MaxNameLength)
	c.optionalText(at.Field("manufacturer"), d.Manufacturer, 1, MaxNameLength)
	c.optionalText(at.Field("model"), d.Model, 1, MaxNameLength)
	if d.BatteryLevel != nil && (*d.BatteryLevel < 0 || *d.BatteryLevel > maxPercent) {
		c.add(at.Field("batteryLevel"), "must be 0 to %d", maxPercent)
	}
	can := map[models.DeviceCapability]bool{}
	for i, capability := range d.Capabilities {
		if can[capability] {
			c.add(at.Field("capabilities").Index(i), "stands in the list already")
		}
		can[capability] = true
	}
	c.state(at.Field("state"), &d.State)
	c.customProperties(at.Field("customProperties"), d.CustomProperties)
}

func (c *checker) state(at *fault.Path, s *models.DeviceState) {
	c.temperature(at.Field("temperature"), s.Temperature)
	c.temperature(at.Field("targetTemperature"), s.TargetTemperature)
	if s.Humidity != nil && (*s.Humidity < 0 || *s.Humidity > maxPercent) {
		c.add(at.Field("humidity"), "must be 0 to %d", maxPercent)
	}
}

func (c *checker) temperature(at *fault.Path, degrees *float64) {
	if degrees != nil && (*degrees < MinTemperature || *degrees > MaxTemperature) {
		c.add(at, "must be %d to %d degrees Celsius", MinTemperature, MaxTemperature)
	}
}

func (c *checker) customProperties(at *fault.Path, properties models.CustomProperties) {
	c.count(at, len(properties), 0, MaxCustomProperties)
	seen := make(map[string]bool, len(properties))
	for i, p := range properties {
		if seen[p.Name] {
			c.add(at.Index(i).Field("name"), "stands in the list already")
		}
		seen[p.Name] = true
		c.text(at.Index(i).Field("name"), p.Name, 1, MaxPropertyNameLength)
		c.text(at.Index(i).Field("value"), p.Value, 0, MaxPropertyValueLength)
	}
}

// PushDevices stores a customer's devices, all of them or none.
func (s *Service) PushDevices(ctx context.Context, tenant models.Tenant, in PushDevicesInput) (*store.PushedDevices, error) {
	if err := in.Faults().Err(); err != nil {
		return nil, err
	}
	push := &store.DevicePush{WorkspaceID: tenant.WorkspaceID, CustomerKey: in.CustomerKey, Devices: in.Devices, Told: s.told(ctx)}
	var err error
	if push.CustomerID, err = newID(); err != nil {
		return nil, err
	}
	for i := range push.Devices {
		if push.Devices[i].ID, err = newID(); err != nil {
			return nil, err
		}
	}
	pushed, err := s.store.PushDevices(ctx, push)
	if foreign, ok := errors.AsType[store.ForeignAccountsError](err); ok {
		var c checker
		for _, i := range foreign.Devices {
			c.add(fault.At("devices").Index(i).Field("connectedAccountId"), "is no account of this customer")
		}
		err = c.faults.Err()
	}
	return &pushed, err
}

// DeleteDevicesInput is what DeleteDevices takes.
type DeleteDevicesInput struct {
	CustomerKey string
	DeviceKeys  []string
}

// Faults lists everything that is wrong with the input.
func (in DeleteDevicesInput) Faults() fault.List {
	var c checker
	c.key(fault.At("customerKey"), in.CustomerKey)
	c.count(fault.At("deviceKeys"), len(in.DeviceKeys), 0, MaxDevices)
	c.keys(fault.At("deviceKeys"), in.DeviceKeys)
	return c.faults
}

// DeleteDevices deletes some of a customer's devices, and tells how many there were.
func (s *Service) DeleteDevices(ctx context.Context, tenant models.Tenant, in DeleteDevicesInput) (int, error) {
	if err := in.Faults().Err(); err != nil {
		return 0, err
	}
	return s.store.DeleteDevices(ctx, tenant.WorkspaceID, in.CustomerKey, in.DeviceKeys, s.told(ctx))
}

// RenameDeviceInput is what RenameDevice takes.
type RenameDeviceInput struct {
	ID string
	// Name is the customer's own; nil or empty takes it back.
	Name *string
}

// Faults lists everything that is wrong with the input.
func (in RenameDeviceInput) Faults() fault.List {
	var c checker
	c.optionalText(fault.At("name"), in.Name, 0, MaxNameLength)
	return c.faults
}

// RenameDevice gives a device the customer's own name. NOT_FOUND where the scope has none
// such.
func (s *Service) RenameDevice(ctx context.Context, of store.Scope, in RenameDeviceInput) (*models.Device, error) {
	if err := in.Faults().Err(); err != nil {
		return nil, err
	}
	name := in.Name
	if name != nil && *name == "" {
		name = nil
	}
	id, _ := ParseID(in.ID) // the zero id is nobody's
	device, err := s.store.RenameDevice(ctx, of, id, name, s.told(ctx))
	return &device, orNoDevice(err, "id")
}

func orNoDevice(err error, field string) error {
	if errors.Is(err, store.ErrNotFound) {
		return &fault.Error{Code: fault.NotFound, Field: field, Message: "there is no device with this id"}
	}
	return err
}

// parseIDs reads ids; a text that is none becomes the zero id, which is nobody's.
func parseIDs(texts []string) []uuid.UUID {
	ids := make([]uuid.UUID, len(texts))
	for i, text := range texts {
		ids[i], _ = ParseID(text)
	}
	return ids
}
