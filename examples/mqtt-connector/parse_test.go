package main

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/portico-portal/portico/examples/mqtt-connector/portico"
)

// heard gives the devices of a connector that took these messages, topic and payload in turn.
func heard(messages ...string) map[string]device {
	c := &connector{parts: map[string]device{}, heard: map[string]*string{}}
	for pair := range slices.Chunk(messages, 2) {
		c.take(pair[0], pair[1], false)
	}
	devices, _ := c.devices()
	return devices
}

func TestWhatComponentsBecome(t *testing.T) {
	for name, test := range map[string]struct {
		messages []string
		want     string
	}{
		"a thermostat, abbreviated": {
			[]string{
				"homeassistant/climate/hall/config",
				`{"~":"t/hall","temp_stat_t":"~/target","temp_cmd_t":"~/set","curr_temp_t":"~/now","curr_temp_tpl":"{{ value_json.air.temp }}","uniq_id":"hall"}`,
				"t/hall/target", "21.5", "t/hall/now", `{"air":{"temp":20}}`,
			},
			`{"deviceKey":"hall","name":"hall","type":"THERMOSTAT","isOnline":true,"batteryLevel":null,"capabilities":["SET_TEMPERATURE"],"state":{"targetTemperature":21.5,"temperature":20},"connectedAccountId":null}`,
		},
		"a window with payloads that are no texts": {
			[]string{
				"homeassistant/binary_sensor/w/contact/config",
				`{"state_topic":"w","device_class":"window","payload_on":false,"payload_off":true,"value_template":"{{value_json.contact}}","device":{"identifiers":[7],"name":"Window"}}`,
				"w", `{"contact":false}`,
			},
			`{"deviceKey":"7","name":"Window","type":"SENSOR","isOnline":true,"batteryLevel":null,"capabilities":null,"state":{"isOpen":true},"connectedAccountId":null}`,
		},
		"a lock that reports nothing can do nothing, and has told nothing": {
			[]string{"homeassistant/lock/l/config", `{"command_topic":"l/set"}`}, "",
		},
		"a topic that is a pattern": {
			[]string{"homeassistant/lock/l/config", `{"state_topic":"#"}`}, "",
		},
		"a command topic that is a pattern": {
			[]string{"homeassistant/lock/l/config", `{"state_topic":"l","command_topic":"l/+"}`},
			`{"deviceKey":"lock/l","name":"lock/l","type":"LOCK","isOnline":true,"batteryLevel":null,"capabilities":null,"connectedAccountId":null}`,
		},
		"names that Portico would refuse": {
			[]string{"homeassistant/lock/l/config", `{"state_topic":"l","device":{"identifiers":[" a\u0000b\n"],"name":"` + strings.Repeat("x", 256) + `","model":"\u202e"}}`},
			`{"deviceKey":"a b","name":"` + strings.Repeat("x", 255) + `","type":"LOCK","isOnline":true,"batteryLevel":null,"capabilities":null,"connectedAccountId":null}`,
		},
		"an announcement of another component": {
			[]string{"homeassistant/switch/s/config", `{"state_topic":"s","command_topic":"s/set"}`}, "",
		},
		"a sensor of something else": {
			[]string{"homeassistant/sensor/s/config", `{"state_topic":"s","device_class":"voltage"}`}, "",
		},
		"values that make no sense are left out": {
			[]string{
				"homeassistant/sensor/s/config", `{"state_topic":"s","device_class":"temperature","availability_topic":"a","unique_id":"s"}`,
				"a", "online", "s", "-127",
			},
			`{"deviceKey":"s","name":"s","type":"SENSOR","isOnline":true,"batteryLevel":null,"capabilities":null,"connectedAccountId":null}`,
		},
		"all availability topics must say so": {
			[]string{
				"homeassistant/sensor/s/config", `{"~":"z","stat_t":"~/s","dev_cla":"battery","uniq_id":"s","avty":[{"t":"~/bridge","val_tpl":"{{ value_json.state }}"},{"t":"~/s/up","pl_avail":1,"pl_not_avail":0}]}`,
				"z/bridge", `{"state":"online"}`, "z/s/up", "0", "z/s", "49.6",
			},
			`{"deviceKey":"s","name":"s","type":"SENSOR","isOnline":false,"batteryLevel":50,"capabilities":null,"connectedAccountId":null}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			var got string
			for _, d := range heard(test.messages...) {
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
	devices := heard(messages...)
	d := devices["d"]
	if len(devices) != 1 || d.Type != portico.DeviceTypeLock || !reflect.DeepEqual(d.State, map[string]any{"isLocked": true, "temperature": 20.0}) {
		t.Errorf("%+v, state %v", d, d.State)
	}
	devices = heard(append(messages, "homeassistant/lock/d/config", "", "homeassistant/climate/d/config", "", "homeassistant/sensor/d/t/config", "{")...)
	if d = devices["d"]; d.Type != portico.DeviceTypeSensor || !reflect.DeepEqual(d.State, map[string]any{"temperature": 20.0}) {
		t.Errorf("without the lock: %+v, state %v", d, d.State)
	}
}

func FuzzAnnouncement(f *testing.F) {
	f.Add("homeassistant/lock/front/lock/config", lock, `{"state":"LOCKED"}`)
	f.Add("homeassistant/sensor/battery/config", batteryOf, "7")
	f.Add("homeassistant/climate/c/config", `{"~":[],"avty":{"t":"~"},"dev":[{}],"temp_stat_t":"~","temp_cmd_t":true,"ids":{}}`, "1e999")
	f.Fuzz(func(t *testing.T, topic, payload, state string) {
		if !strings.HasPrefix(topic, "homeassistant/") {
			return
		}
		announced := parse(topic, payload)
		if len(announced.readings) == 0 {
			return
		}
		messages := []string{"homeassistant/lock/l/config", lock, "homeassistant/" + strings.TrimPrefix(topic, "homeassistant/") + "/config", payload}
		for _, told := range announced.topics {
			if told == "" {
				t.Error("a reading without a topic")
			}
			messages = append(messages, told, state)
		}
		for key, d := range heard(messages...) {
			if key == "" || d.Name == "" || d.Type == "" {
				t.Errorf("a device that Portico would refuse: %+v", d.DeviceInput)
			}
			if _, err := json.Marshal(d.DeviceInput); err != nil {
				t.Error(err)
			}
		}
	})
}
