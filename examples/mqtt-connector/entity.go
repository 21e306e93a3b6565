package main

import (
	"cmp"
	"errors"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/portico-portal/portico/examples/mqtt-connector/portico"
)

// entity is a component as it was announced.
type entity struct {
	payload, key, name string // the key and the name are its device's
	device             config
	kind               portico.DeviceType
	readings           []*reading
	commands           map[portico.DeviceCapability]command
}

// command asks a device to do something, which it has done when the reading is what is wanted.
type command struct {
	topic, payload string
	reading        *reading
	want           any
}

// parse reads an announcement. A component that tells nothing that Portico keeps has no readings.
func parse(topic, payload string) (*entity, error) {
	levels := strings.Split(topic, "/")
	if !gjson.Valid(payload) || len(levels) < 4 || len(levels) > 5 {
		return nil, errors.New("not JSON, or a topic of another shape")
	}
	c := complete(gjson.Parse(payload), gjson.Result{})
	known, ok := components[levels[1]]
	if !ok {
		known = components[levels[1]+" "+c.text("device_class")]
	}
	e := &entity{payload: payload, device: complete(c["device"], gjson.Result{}), kind: known.kind, commands: map[portico.DeviceCapability]command{}}
	e.key = cmp.Or(c.text("unique_id"), strings.Join(levels[1:len(levels)-1], "/"))
	e.name = cmp.Or(e.device.text("name"), c.text("name"), e.key)
	for _, id := range e.device["identifiers"].Array() {
		e.key = id.String()
		break
	}
	for _, s := range known.tells {
		e.read(c, s)
	}
	for _, a := range known.does {
		// Whether it was done, nobody would know where the device reports nothing.
		if topic := c.topic(a.topic); topic != "" && c.topic(known.tells[0].topic) != "" {
			e.commands[a.can] = command{topic, c.text(a.payload), e.readings[0], a.want}
		}
	}
	if len(e.readings) > 0 {
		e.read(c, available)
		for _, one := range c["availability"].Array() {
			s := available
			s.topic, s.template = "topic", "value_template"
			e.read(complete(one, c["~"]), s)
		}
	}
	return e, nil
}

func (e *entity) read(c config, s source) {
	if topic := c.topic(s.topic); topic != "" {
		e.readings = append(e.readings, &reading{
			field: s.field, topic: topic, path: path(c.text(s.template)), yes: c.text(s.yes), no: c.text(s.no),
			fahrenheit: strings.Contains(c.text("unit_of_measurement")+c.text("temperature_unit"), "F"),
		})
	}
}

func (e *entity) topics() (topics []string) {
	for _, r := range e.readings {
		topics = append(topics, r.topic)
	}
	return topics
}

// kinds are in order: a lock with a battery sensor is a lock.
var kinds = []portico.DeviceType{portico.DeviceTypeLock, portico.DeviceTypeThermostat, portico.DeviceTypeSwitch, portico.DeviceTypeSensor}

// device is what its components make of it.
type device struct {
	portico.DeviceInput
	commands map[portico.DeviceCapability]command
}

// add lets a component tell what it knows, over what others have told.
func (d *device) add(e *entity) {
	if d.Name == "" || slices.Index(kinds, e.kind) <= slices.Index(kinds, d.Type) {
		d.Name, d.Type = e.name, e.kind
	}
	for key, field := range map[string]**string{"manufacturer": &d.Manufacturer, "model": &d.Model} {
		if text := e.device.text(key); text != "" {
			*field = &text
		}
	}
	maps.Copy(d.commands, e.commands)
	d.Capabilities = slices.Sorted(maps.Keys(d.commands))
	for _, r := range e.readings {
		yes, _ := r.value.(bool)
		switch {
		case r.field == "isOnline":
			d.IsOnline = new(*d.IsOnline && yes)
		case r.value == nil:
		case r.field == "batteryLevel":
			d.BatteryLevel = new(int(math.Round(r.value.(float64))))
		default:
			(*d.State)[r.field] = r.value
		}
	}
}
