package main

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"github.com/portico-portal/portico/examples/mqtt-connector/portico"
)

// heard gives the devices of a connector that took these messages, topic and payload in turn.
func heard(t *testing.T, messages ...string) map[string]*device {
	t.Helper()
	c := &connector{entities: map[string]*entity{}, payloads: map[string]string{}, changed: make(chan struct{})}
	for pair := range slices.Chunk(messages, 2) {
		c.take(pair[0], pair[1], false)
	}
	return c.devices()
}

func TestWhatComponentsBecome(t *testing.T) {
	for name, test := range map[string]struct {
		messages []string
		want     string
	}{
		"a thermostat in Fahrenheit, abbreviated": {
			[]string{
				"homeassistant/climate/hall/config",
				`{"~":"t/hall","temp_stat_t":"~/target","temp_cmd_t":"~/set","curr_temp_t":"~/now","curr_temp_tpl":"{{ value_json.air.temp }}","temp_unit":"F","uniq_id":"hall"}`,
				"t/hall/target", "70", "t/hall/now", `{"air":{"temp":68}}`,
			},
			`{"deviceKey":"hall","name":"hall","type":"THERMOSTAT","manufacturer":null,"model":null,"isOnline":true,"batteryLevel":null,"capabilities":["SET_TEMPERATURE"],"state":{"targetTemperature":21.11,"temperature":20},"connectedAccountId":null}`,
		},
		"a window with payloads that are no texts": {
			[]string{
				"homeassistant/binary_sensor/w/contact/config",
				`{"state_topic":"w","device_class":"window","payload_on":false,"payload_off":true,"value_template":"{{value_json.contact}}","device":{"identifiers":[7],"name":"Window"}}`,
				"w", `{"contact":false}`,
			},
			`{"deviceKey":"7","name":"Window","type":"SENSOR","manufacturer":null,"model":null,"isOnline":true,"batteryLevel":null,"capabilities":null,"state":{"isOpen":true},"connectedAccountId":null}`,
		},
		"a switch that reports nothing can do nothing, and has told nothing": {
			[]string{"homeassistant/switch/s/config", `{"command_topic":"s/set"}`}, "",
		},
		"a topic that is a pattern": {
			[]string{"homeassistant/switch/s/config", `{"state_topic":"#"}`}, "",
		},
		"a sensor of something else": {
			[]string{"homeassistant/sensor/s/config", `{"state_topic":"s","device_class":"voltage"}`}, "",
		},
		"values that make no sense change nothing": {
			[]string{
				"homeassistant/sensor/s/config", `{"state_topic":"s","device_class":"temperature","availability_topic":"a","unique_id":"s"}`,
				"s", "21.5", "s", "unavailable", "s", "-127", "s", "NaN", "a", "online", "a", "?",
			},
			`{"deviceKey":"s","name":"s","type":"SENSOR","manufacturer":null,"model":null,"isOnline":true,"batteryLevel":null,"capabilities":null,"state":{"temperature":21.5},"connectedAccountId":null}`,
		},
		"all availability topics must say so": {
			[]string{
				"homeassistant/sensor/s/config", `{"~":"z","stat_t":"~/s","dev_cla":"battery","uniq_id":"s","avty":[{"t":"~/bridge","val_tpl":"{{ value_json.state }}"},{"t":"~/s/up","pl_avail":1,"pl_not_avail":0}]}`,
				"z/bridge", `{"state":"online"}`, "z/s/up", "0", "z/s", "49.6",
			},
			`{"deviceKey":"s","name":"s","type":"SENSOR","manufacturer":null,"model":null,"isOnline":false,"batteryLevel":50,"capabilities":null,"state":{},"connectedAccountId":null}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			var got string
			for _, d := range heard(t, test.messages...) {
				text, err := json.Marshal(d.DeviceInput)
				if err != nil {
					t.Fatal(err)
				}
				got += string(text)
			}
			if got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestComponentsOfADevice(t *testing.T) {
	const dev = `"device":{"identifiers":["d"],"name":"D"}`
	messages := []string{
		"homeassistant/sensor/d/t/config", `{"state_topic":"s","device_class":"temperature",` + dev + `}`,
		"homeassistant/lock/d/config", `{"state_topic":"l","command_topic":"l/set",` + dev + `}`,
		"homeassistant/climate/d/config", `{"current_temperature_topic":"c",` + dev + `}`,
		"s", "20", "c", "21", "l", "LOCKED",
	}
	devices := heard(t, messages...)
	d := devices["d"]
	if len(devices) != 1 || d.Type != portico.DeviceTypeLock || !reflect.DeepEqual(*d.State, map[string]any{"isLocked": true, "temperature": 21.0}) {
		t.Errorf("%+v, state %v", d, d.State)
	}
	devices = heard(t, append(messages, "homeassistant/lock/d/config", "", "homeassistant/climate/d/config", "", "homeassistant/sensor/d/t/config", "{")...)
	if d = devices["d"]; d.Type != portico.DeviceTypeSensor || !reflect.DeepEqual(*d.State, map[string]any{"temperature": 20.0}) {
		t.Errorf("without the lock: %+v, state %v", d, d.State)
	}
}

func FuzzAnnouncement(f *testing.F) {
	f.Add("homeassistant/lock/front/lock/config", lock, `{"state":"LOCKED"}`)
	f.Add("homeassistant/sensor/battery/config", batteryOf, "7")
	f.Add("homeassistant/climate/c/config", `{"~":[],"avty":{"t":"~"},"dev":[{}],"temp_stat_t":"~","temp_cmd_t":true,"ids":{}}`, "1e999")
	f.Fuzz(func(t *testing.T, topic, payload, state string) {
		e, err := parse(topic, payload)
		if err != nil {
			return
		}
		d := &device{commands: map[portico.DeviceCapability]command{}}
		d.IsOnline, d.State = new(true), &map[string]any{}
		for _, r := range e.readings {
			r.take(state, false)
			if r.topic == "" {
				t.Error("a reading without a topic")
			}
		}
		d.add(e)
		if _, err := json.Marshal(d.DeviceInput); err != nil {
			t.Error(err)
		}
	})
}
