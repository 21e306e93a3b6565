package main

import "github.com/portico-portal/portico/examples/mqtt-connector/portico"

// component says what one of Home Assistant's components becomes.
type component struct {
	kind  portico.DeviceType
	tells []source
	does  []ability
}

// source says by which keys of an announcement a value is told.
type source struct{ field, topic, template, yes, no string }

// ability says by which keys a component is told to do something; its first source then tells what is wanted.
type ability struct {
	can            portico.DeviceCapability
	topic, payload string
	want           any // nil for the temperature that is asked for
}

// components are those that are known, by their names and, for sensors, their device classes.
var components = map[string]component{
	"lock": {
		portico.DeviceTypeLock,
		[]source{{"isLocked", "state_topic", "value_template", "state_locked", "state_unlocked"}},
		[]ability{
			{portico.DeviceCapabilityLock, "command_topic", "payload_lock", true},
			{portico.DeviceCapabilityUnlock, "command_topic", "payload_unlock", false},
		},
	},
	"switch": {
		portico.DeviceTypeSwitch,
		[]source{{"isOn", "state_topic", "value_template", "state_on", "state_off"}},
		[]ability{
			{portico.DeviceCapabilityTurnOn, "command_topic", "payload_on", true},
			{portico.DeviceCapabilityTurnOff, "command_topic", "payload_off", false},
		},
	},
	"climate": {
		portico.DeviceTypeThermostat,
		[]source{
			{field: "targetTemperature", topic: "temperature_state_topic", template: "temperature_state_template"},
			{field: "temperature", topic: "current_temperature_topic", template: "current_temperature_template"},
			{field: "humidity", topic: "current_humidity_topic", template: "current_humidity_template"},
		},
		[]ability{{portico.DeviceCapabilitySetTemperature, "temperature_command_topic", "", nil}},
	},
	"sensor temperature":        sensor(source{field: "temperature"}),
	"sensor humidity":           sensor(source{field: "humidity"}),
	"sensor battery":            sensor(source{field: "batteryLevel"}),
	"binary_sensor door":        sensor(opening),
	"binary_sensor garage_door": sensor(opening),
	"binary_sensor opening":     sensor(opening),
	"binary_sensor window":      sensor(opening),
}

var (
	opening   = source{field: "isOpen", yes: "payload_on", no: "payload_off"}
	available = source{"isOnline", "availability_topic", "availability_template", "payload_available", "payload_not_available"}
)

func sensor(s source) component {
	s.topic, s.template = "state_topic", "value_template"
	return component{portico.DeviceTypeSensor, []source{s}, nil}
}
