package models

import (
	"database/sql/driver"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// DeviceType says what a device is.
type DeviceType string

// What a device can be.
const (
	DeviceTypeLock       DeviceType = "LOCK"
	DeviceTypeThermostat DeviceType = "THERMOSTAT"
	DeviceTypeSensor     DeviceType = "SENSOR"
	DeviceTypeSwitch     DeviceType = "SWITCH"
	DeviceTypeLight      DeviceType = "LIGHT"
	DeviceTypeCamera     DeviceType = "CAMERA"
	DeviceTypeHub        DeviceType = "HUB"
	DeviceTypeOther      DeviceType = "OTHER"
)

// DeviceCapability is something that a device can be asked to do.
type DeviceCapability string

// What a device can be asked to do.
const (
	CapabilityLock           DeviceCapability = "LOCK"
	CapabilityUnlock         DeviceCapability = "UNLOCK"
	CapabilityTurnOn         DeviceCapability = "TURN_ON"
	CapabilityTurnOff        DeviceCapability = "TURN_OFF"
	CapabilitySetTemperature DeviceCapability = "SET_TEMPERATURE"
)

// DeviceCapabilities is what a device can be asked to do, stored as a JSON array.
type DeviceCapabilities []DeviceCapability

// Value writes the list for the database.
func (c DeviceCapabilities) Value() (driver.Value, error) { return jsonList(c) }

// Scan reads the list from the database.
func (c *DeviceCapabilities) Scan(stored any) error { return scanJSON(stored, c) }

// GormDataType names the kind of column to the mapper.
func (DeviceCapabilities) GormDataType() string { return "json" }

// DeviceState is what a device last told of itself; what it did not is nil. Temperatures
// are in degrees Celsius, the humidity in percent.
type DeviceState struct {
	IsLocked          *bool    `json:"is_locked,omitempty"`
	IsOn              *bool    `json:"is_on,omitempty"`
	IsOpen            *bool    `json:"is_open,omitempty"`
	Temperature       *float64 `json:"temperature,omitempty"`
	TargetTemperature *float64 `json:"target_temperature,omitempty"`
	Humidity          *float64 `json:"humidity,omitempty"`
}

// Value writes the state for the database.
func (s DeviceState) Value() (driver.Value, error) { return jsonText(s) }

// Scan reads the state from the database.
func (s *DeviceState) Scan(stored any) error { return scanJSON(stored, s) }

// GormDataType names the kind of column to the mapper.
func (DeviceState) GormDataType() string { return "json" }

// Merge gives the state with what is told anew in place of what was.
func (s DeviceState) Merge(told DeviceState) DeviceState {
	take(&s.IsLocked, told.IsLocked)
	take(&s.IsOn, told.IsOn)
	take(&s.IsOpen, told.IsOpen)
	take(&s.Temperature, told.Temperature)
	take(&s.TargetTemperature, told.TargetTemperature)
	take(&s.Humidity, told.Humidity)
	return s
}

func take[T any](value **T, told *T) {
	if told != nil {
		*value = told
	}
}

// CustomProperty is a property that the business keeps beside a device.
type CustomProperty struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// CustomProperties are stored as a JSON array.
type CustomProperties []CustomProperty

// Value writes the list for the database.
func (p CustomProperties) Value() (driver.Value, error) { return jsonList(p) }

// Scan reads the list from the database.
func (p *CustomProperties) Scan(stored any) error { return scanJSON(stored, p) }

// GormDataType names the kind of column to the mapper.
func (CustomProperties) GormDataType() string { return "json" }

// Device is a device in a customer's places.
type Device struct {
	WorkspaceID uuid.UUID
	ID          uuid.UUID
	CustomerID  uuid.UUID
	// Key is the business's own, unique in the customer.
	Key string
	// Name is the business's, GivenName the customer's own; nil where it gave none.
	Name      string
	GivenName *string
	// SortName is the shown name in lower case: the list is ordered by it. SearchText
	// holds all that a search looks at, in lower case.
	SortName     string
	SearchText   string
	Type         DeviceType
	Manufacturer *string
	Model        *string
	IsOnline     bool
	// BatteryLevel is in percent; nil where it isn't known.
	BatteryLevel     *int
	Capabilities     DeviceCapabilities
	State            DeviceState
	CustomProperties CustomProperties
	// ConnectedAccountID is the account that it came with; nil where it came with none.
	ConnectedAccountID *uuid.UUID
	CreatedAt          time.Time
	UpdatedAt          time.Time
}

// IsNode marks a Device as an implementation of GraphQL's Node.
func (Device) IsNode() {}

// GetID gives the id that node(id:) finds it by.
func (d Device) GetID() uuid.UUID { return d.ID }

// ShownName is the name that people see: the customer's own, or else the business's.
func (d *Device) ShownName() string {
	if d.GivenName != nil {
		return *d.GivenName
	}
	return d.Name
}

// Fold sets what the device is ordered and searched by. It is to be called after each
// change of a name, the maker or the model.
func (d *Device) Fold() {
	d.SortName = strings.ToLower(d.ShownName())
	texts := []string{d.SortName, d.Name, d.Key}
	for _, text := range []*string{d.Manufacturer, d.Model} {
		if text != nil {
			texts = append(texts, *text)
		}
	}
	d.SearchText = strings.ToLower(strings.Join(texts, "\n"))
}

// Can tells whether the device can be asked to do something.
func (d *Device) Can(do DeviceCapability) bool { return slices.Contains(d.Capabilities, do) }

// jsonList writes a list as JSON; an empty one as an empty array.
func jsonList[T any](list []T) (driver.Value, error) {
	if list == nil {
		return "[]", nil
	}
	return jsonText(list)
}
