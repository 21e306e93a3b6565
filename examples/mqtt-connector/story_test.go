package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tidwall/gjson"
)

const (
	lockTopic    = "homeassistant/lock/front/lock/config"
	batteryTopic = "homeassistant/sensor/front/battery/config"
	lock         = `{"~":"home/front","name":"Lock","stat_t":"~/state","cmd_t":"~/set","val_tpl":"{{ value_json.state }}",
		"avty":[{"t":"~/online"}],"dev":{"ids":["front-1"],"name":"Front door","mf":"Acme","mdl":"Bolt 2"}}`
	batteryOf = `{"stat_t":"home/front/state","dev_cla":"battery","val_tpl":"{{ value_json.power.battery }}","dev":{"ids":"front-1","name":"Front door"}}`
)

func (s *server) devices(customer string) gjson.Result {
	s.t.Helper()
	return s.ask(`{customer(key: "%s"){devices{nodes{id key name type manufacturer model isOnline batteryLevel capabilities
		state{isLocked isOn temperature targetTemperature} pendingAction{id}}}}}`, customer).Get("customer.devices.nodes")
}

func (s *server) eventuallyDevice(what, query, wanted string) {
	s.t.Helper()
	eventually(s.t, what, func() bool { return s.devices("hotel").Get(query).String() == wanted })
}

// request asks a device to do something and gives the action's id.
func (s *server) request(device, capability string) string {
	s.t.Helper()
	return s.ask(`mutation{requestDeviceAction(input:{deviceId:"%s", capability:%s}){deviceAction{id}}}`, device, capability).
		Get("requestDeviceAction.deviceAction.id").String()
}

// outcome is what becomes of an action, and why.
func (s *server) outcome(action string) (outcome string) {
	s.t.Helper()
	eventually(s.t, "the action is answered", func() bool {
		a := s.ask(`{deviceAction(id: "%s"){status error}}`, action).Get("deviceAction")
		outcome = a.Get("status").String() + " " + a.Get("error").String()
		return a.Get("status").String() != "PENDING"
	})
	return outcome
}

func TestALockOfTheBrokerIsOneOfThePortal(t *testing.T) {
	t.Parallel()
	s, b := startPortico(t), startBroker(t)
	things := connectThings(t, b, "home/front/set")
	things.keep(lockTopic, lock)
	things.keep(batteryTopic, batteryOf)
	things.keep("home/front/state", `{"state":"LOCKED","power":{"battery":71}}`)
	things.keep("home/front/online", "online")
	things.keep("homeassistant/lock/broken/config", `{"stat_t":`)
	connector := startConnector(t, s, b)

	s.eventuallyDevice("the lock is there, with its state", "#(state.isLocked==true).key", "front-1")
	s.eventuallyDevice("its battery is its own", "0.batteryLevel", "71")
	d := s.devices("hotel")
	if d.Get("#").Int() != 1 || d.Get("0.type").String() != "LOCK" || d.Get("0.name").String() != "Front door" ||
		d.Get("0.manufacturer").String() != "Acme" || d.Get("0.capabilities").Raw != `["LOCK","UNLOCK"]` || !d.Get("0.isOnline").Bool() {
		t.Errorf("the devices: %s", d)
	}
	id := d.Get("0.id").String()

	// Another customer's device of the same key is none of the connector's.
	s.ask(`mutation{pushDevices(input:{customerKey:"motel", devices:[{deviceKey:"front-1", name:"Front door", type:LOCK, capabilities:[UNLOCK]}]}){createdCount}}`)
	other := s.request(s.devices("motel").Get("0.id").String(), "UNLOCK")

	things.onCommand(func(_, payload string) {
		things.keep("home/front/state", `{"state":"`+payload+`ED","power":{"battery":70}}`)
	})
	if outcome := s.outcome(s.request(id, "UNLOCK")); outcome != "SUCCEEDED " {
		t.Errorf("to unlock: %s", outcome)
	}
	if s.devices("hotel").Get("0.state.isLocked").Raw != "false" {
		t.Error("the lock is not unlocked as soon as the action has succeeded")
	}
	s.eventuallyDevice("what else the lock told", "0.batteryLevel", "70")
	if heard := things.commands(); !slices.Equal(heard, []string{"home/front/set UNLOCK"}) {
		t.Errorf("the lock heard %q", heard)
	}
	if s.devices("motel").Get("0.pendingAction.id").String() != other {
		t.Error("the other customer's action does not wait any more")
	}

	things.keep("home/front/online", "offline")
	s.eventuallyDevice("it is away", "0.isOnline", "false")
	things.keep(batteryTopic, "")
	s.eventuallyDevice("a lock without a battery", "0.batteryLevel", "")
	things.keep(lockTopic, "")
	s.eventuallyDevice("it is gone", "#", "0")
	connector.terminate()
}

func TestABrokerThatIsKilledAndComesBack(t *testing.T) {
	t.Parallel()
	s, b := startPortico(t), startBroker(t)
	things := connectThings(t, b, "home/front/set")
	things.keep(lockTopic, lock)
	things.keep("home/front/state", `{"state":"LOCKED"}`)
	startConnector(t, s, b)
	s.eventuallyDevice("the lock is there", "0.state.isLocked", "true")
	id := s.devices("hotel").Get("0.id").String()
	time.Sleep(2 * time.Second) // until the broker has saved what it keeps

	b.kill()
	if outcome := s.outcome(s.request(id, "UNLOCK")); outcome != "FAILED The device can't be reached now." {
		t.Errorf("without a broker: %s", outcome)
	}
	b.start()
	eventually(t, "the lock is back", things.listening.Load)
	things.onCommand(func(_, payload string) { things.keep("home/front/state", `{"state":"`+payload+`ED"}`) })
	eventually(t, "the connector reaches the broker again", func() bool { return s.outcome(s.request(id, "UNLOCK")) == "SUCCEEDED " })
	things.keep("home/front/state", `{"state":"LOCKED"}`)
	s.eventuallyDevice("what it tells of itself", "0.state.isLocked", "true")
}

func TestPorticoThatIsKilledAndComesBack(t *testing.T) {
	t.Parallel()
	s, b := startPortico(t), startBroker(t)
	things := connectThings(t, b, "home/front/set")
	things.keep(lockTopic, lock)
	things.keep(batteryTopic, batteryOf)
	connector := startConnector(t, s, b)
	s.eventuallyDevice("the lock is there", "#", "1")
	s.kill()
	things.keep("home/front/state", `{"state":"LOCKED","power":{"battery":5}}`)
	eventually(t, "it tries again", func() bool { return strings.Contains(connector.screen(), "Tries again") })
	s.start()
	s.eventuallyDevice("what was told meanwhile", "0.batteryLevel", "5")
	connector.terminate()
}

func TestADeviceThatReportsNothing(t *testing.T) {
	t.Parallel()
	s, b := startPortico(t), startBroker(t)
	things := connectThings(t, b, "home/front/set")
	things.keep(lockTopic, lock)
	things.keep("home/front/state", `{"state":"LOCKED"}`)
	connector := startConnector(t, s, b)
	s.eventuallyDevice("the lock is there", "0.state.isLocked", "true")
	things.onCommand(func(string, string) { things.keep("home/front/state", `{"state":"LOCKED"}`) })
	outcome := s.outcome(s.request(s.devices("hotel").Get("0.id").String(), "UNLOCK"))
	if outcome != "FAILED The device did not report within 20 seconds that it has done this." {
		t.Errorf("a lock that stays locked: %s", outcome)
	}
	connector.terminate()
}

func TestAThermostatKeepsATemperature(t *testing.T) {
	t.Parallel()
	s, b := startPortico(t), startBroker(t)
	things := connectThings(t, b, "hall/set")
	// What Portico would refuse of a name and a key would stop all pushes.
	things.keep("homeassistant/climate/hall/config", `{"temp_stat_t":"hall/target","temp_cmd_t":"hall/set","curr_temp_t":"hall/now",
		"dev":{"ids":["\u202e hall\u0000"],"name":"Hall `+strings.Repeat("é", 300)+`"}}`)
	things.keep("hall/target", "20")
	things.keep("hall/now", "19.5")
	connector := startConnector(t, s, b)
	s.eventuallyDevice("the thermostat is there", "0.state.targetTemperature", "20")
	things.onCommand(func(_, payload string) { things.keep("hall/target", payload) })
	action := s.request(s.devices("hotel").Get("0.id").String(), "SET_TEMPERATURE, targetTemperature:21.4")
	if outcome := s.outcome(action); outcome != "SUCCEEDED " {
		t.Errorf("to keep another temperature: %s", outcome)
	}
	if state := s.devices("hotel").Get("0.state"); state.Get("targetTemperature").Float() != 21.5 || state.Get("temperature").Float() != 19.5 {
		t.Errorf("its state: %s", state)
	}
	connector.terminate()
}
