package main

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/tidwall/gjson"

	"github.com/portico-portal/portico/examples/mqtt-connector/portico"
)

// device is what one of its components announces, or all of them together.
type device struct {
	portico.DeviceInput
	readings []reading
	topics   []string // of the readings
	commands map[portico.DeviceCapability]command
}

// reading says where a value of a device is told, and by which texts where it is a yes or a no.
type reading struct{ field, topic, path, yes, no string }

// command has a device do something, which it has done when the proof reads what is wanted.
type command struct {
	topic, payload string
	want           any // nil for the temperature that is asked for
	proof          reading
}

// readings are by component and device class. Where a device has a value, they have its key in an announcement, and its default.
var readings = map[string][]reading{
	"lock": {{"isLocked", "state_topic", "value_template", "state_locked=LOCKED", "state_unlocked=UNLOCKED"}},
	"climate": {
		{"targetTemperature", "temperature_state_topic", "temperature_state_template", "", ""},
		{"temperature", "current_temperature_topic", "current_temperature_template", "", ""},
		{"humidity", "current_humidity_topic", "current_humidity_template", "", ""},
	},
	"sensor temperature":   {{"temperature", "state_topic", "value_template", "", ""}},
	"sensor humidity":      {{"humidity", "state_topic", "value_template", "", ""}},
	"sensor battery":       {{"batteryLevel", "state_topic", "value_template", "", ""}},
	"binary_sensor door":   {{"isOpen", "state_topic", "value_template", "payload_on=ON", "payload_off=OFF"}},
	"binary_sensor window": {{"isOpen", "state_topic", "value_template", "payload_on=ON", "payload_off=OFF"}},
	"availability":         {{"isOnline", "availability_topic", "availability_template", "payload_available=online", "payload_not_available=offline"}},
	"availability list":    {{"isOnline", "topic", "value_template", "payload_available=online", "payload_not_available=offline"}},
}

// commands are likewise; the first reading is their proof.
var commands = map[string]map[portico.DeviceCapability]command{
	"lock": {
		"LOCK":   {topic: "command_topic", payload: "payload_lock=LOCK", want: true},
		"UNLOCK": {topic: "command_topic", payload: "payload_unlock=UNLOCK", want: false},
	},
	"climate": {"SET_TEMPERATURE": {topic: "temperature_command_topic"}},
}

// abbreviate is Home Assistant's, for the words in the keys above.
var abbreviate = strings.NewReplacer("availability", "avty", "available", "avail", "class", "cla", "command", "cmd",
	"current", "curr", "device", "dev", "humidity", "hum", "identifiers", "ids", "manufacturer", "mf", "model", "mdl",
	"payload_unlock", "pl_unlk", "payload", "pl", "state", "stat", "temperature", "temp", "template", "tpl", "topic", "t",
	"unique", "uniq", "value", "val").Replace

// find reads what is there of the two: a key in full, or abbreviated.
func find(in gjson.Result, key string) gjson.Result {
	return in.Get("[" + key + "," + abbreviate(key) + "].0")
}

// text reads a key that may have a default.
func text(in gjson.Result, key string) string {
	key, otherwise, _ := strings.Cut(key, "=")
	return cmp.Or(find(in, key).String(), otherwise)
}

// parse reads an announcement. What is no JSON, no component that is known or one without its first reading has no readings.
func parse(topic, payload string) (d device) {
	base := strings.Trim(gjson.Get(payload, "~").Raw, `"`)
	in := gjson.Parse(strings.ReplaceAll(payload, `"~/`, `"`+base+"/"))
	levels := strings.Split(topic, "/")
	component := strings.TrimSpace(levels[1] + " " + text(in, "device_class"))
	d.read(in, component)
	if !gjson.Valid(payload) || len(d.readings) == 0 || d.readings[0].field != readings[component][0].field {
		return device{}
	}
	d.commands = map[portico.DeviceCapability]command{}
	for capability, c := range commands[component] {
		c.topic, c.payload, c.proof = text(in, c.topic), text(in, c.payload), d.readings[0]
		if addressable(c.topic) {
			d.commands[capability] = c
		}
	}
	d.read(in, "availability")
	for _, one := range find(in, "availability").Array() {
		d.read(one, "availability list")
	}
	about := find(in, "device")
	id := append(find(about, "identifiers").Array(), gjson.Result{})[0].String()
	d.DeviceKey = cmp.Or(line(id), line(text(in, "unique_id")), line(strings.Join(levels[1:len(levels)-1], "/")))
	d.Name = cmp.Or(line(text(about, "name")), line(text(in, "name")), d.DeviceKey)
	d.Type = map[string]portico.DeviceType{"lock": "LOCK", "climate": "THERMOSTAT", "sensor": "SENSOR", "binary_sensor": "SENSOR"}[levels[1]]
	d.Manufacturer, d.Model = line(text(about, "manufacturer")), line(text(about, "model"))
	return d
}

// path is of the templates that are read; by any other the payload itself is the value.
var path = regexp.MustCompile(`^\s*\{\{\s*value_json\.(\w+(?:\.\w+)*)\s*\}\}\s*$`)

// read adds a component's readings, if their topics are announced.
func (d *device) read(in gjson.Result, component string) {
	for _, r := range readings[component] {
		if r.topic = text(in, r.topic); addressable(r.topic) {
			r.path = path.ReplaceAllString(path.FindString(text(in, r.path)), "$1")
			r.yes, r.no = text(in, r.yes), text(in, r.no)
			d.readings, d.topics = append(d.readings, r), append(d.topics, r.topic)
		}
	}
}

// addressable is no topic for which a broker would end the connection.
func addressable(topic string) bool { return topic != "" && !strings.ContainsAny(topic, "+#$\x00") }

// line makes a text one line of at most 255 characters, as Portico takes them.
func line(text string) string {
	words := strings.FieldsFunc(text, func(r rune) bool { return unicode.In(r, unicode.C, unicode.Z) })
	return strings.TrimSpace(fmt.Sprintf("%.255s", strings.Join(words, " ")))
}

// value is nil for what makes no sense, or what Portico doesn't take.
func (r reading) value(payload *string) any {
	text := *cmp.Or(payload, new(""))
	if r.path != "" {
		text = gjson.Get(text, r.path).String()
	}
	number, err := strconv.ParseFloat(text, 64)
	switch percent := number >= 0 && number <= 100; {
	case r.yes != "" && (text == r.yes || text == r.no):
		return text == r.yes
	case r.yes == "" && err == nil && (percent || strings.HasSuffix(r.field, "emperature") && number >= -100 && number <= 200):
		return number
	}
	return nil
}
