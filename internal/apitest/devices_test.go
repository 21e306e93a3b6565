package apitest_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
)

const (
	deviceFields = `id key name pushedName givenName type manufacturer model isOnline batteryLevel capabilities
		state{isLocked isOn isOpen temperature targetTemperature humidity} connectedAccountId createdAt updatedAt`
	pushDevicesDocument   = `mutation($input: PushDevicesInput!){pushDevices(input:$input){customer{key} createdCount changedCount}}`
	deleteDevicesDocument = `mutation($input: DeleteDevicesInput!){deleteDevices(input:$input){deletedCount}}`
	devicesDocument       = `query($key: String!, $filter: DeviceFilter){customer(key:$key){devices(first: 100, filter:$filter){
		nodes{` + deviceFields + ` customProperties{name value} space{key} pendingAction{id}} totalCount}}}`
	renameDocument = `mutation($input: RenameDeviceInput!){renameDevice(input:$input){device{` + deviceFields + `}}}`
)

// device is a device to push: a lock, unless told otherwise.
func device(key, name string, rest obj) obj {
	d := obj{"deviceKey": key, "name": name, "type": "LOCK", "capabilities": arr{"LOCK", "UNLOCK"}}
	maps.Copy(d, rest)
	return d
}

// pushDevices stores devices and tells how many were new and how many differed.
func (c client) pushDevices(customerKey string, devices ...obj) string {
	c.t.Helper()
	data := c.data(pushDevicesDocument, obj{"input": obj{"customerKey": customerKey, "devices": devices}})
	return fmt.Sprint(num(data, "pushDevices.createdCount"), " ", num(data, "pushDevices.changedCount"))
}

// devices reads a customer's devices.
func (c client) devices(customerKey string, filter obj) arr {
	c.t.Helper()
	data := c.data(devicesDocument, obj{"key": customerKey, "filter": filter})
	found := items(data, "customer.devices.nodes")
	same(c.t, "the count", num(data, "customer.devices.totalCount"), len(found))
	return found
}

// deviceID gives the id of a device.
func (c client) deviceID(customerKey, key string) string {
	c.t.Helper()
	return str(c.devices(customerKey, obj{"key": key}), "0.id")
}

func keys(devices arr) (all []string) {
	for _, d := range devices {
		all = append(all, str(d, "key"))
	}
	return all
}

func TestADeviceIsReadBackAsItWasSent(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		same(t, "the push", s.pushDevices("hotel", device("t", "Thermostat", obj{
			"type": "THERMOSTAT", "manufacturer": "Acme", "model": "T 1000", "isOnline": false, "batteryLevel": 71, "capabilities": arr{"SET_TEMPERATURE"},
			"state":            obj{"isOn": true, "temperature": 21.5, "targetTemperature": -3, "humidity": 40.25},
			"customProperties": arr{obj{"name": "floor", "value": "2"}, obj{"name": "note", "value": ""}},
		}), device("l", "Lock", nil)), "2 0")
		all := s.devices("hotel", nil)
		same(t, "the devices, by name", keys(all), []string{"l", "t"})
		thermostat := at(all, "1")
		for field, want := range map[string]any{
			"name": "Thermostat", "pushedName": "Thermostat", "givenName": nil, "type": "THERMOSTAT", "manufacturer": "Acme", "model": "T 1000",
			"isOnline": false, "batteryLevel": 71, "capabilities.0": "SET_TEMPERATURE", "state.isOn": true, "state.isLocked": nil,
			"state.temperature": 21.5, "state.targetTemperature": -3, "state.humidity": 40.25, "connectedAccountId": nil,
			"customProperties.0.name": "floor", "customProperties.0.value": "2", "customProperties.1.value": "", "space": nil, "pendingAction": nil,
		} {
			same(t, field, at(thermostat, field), want)
		}
		lock := at(all, "0")
		same(t, "online where nothing was said", at(lock, "isOnline"), true)
		same(t, "no properties", len(items(lock, "customProperties")), 0)
		byID := s.data(`query($id: ID!){device(id:$id){key} node(id:$id){__typename id}}`, obj{"id": str(lock, "id")})
		same(t, "by its id", str(byID, "device.key"), "l")
		same(t, "as a node", str(byID, "node.__typename"), "Device")
	})
}

func TestAPushReplacesADeviceWholeAndTellsOfEachChange(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		first := device("l", "Lock", obj{"manufacturer": "Acme", "batteryLevel": 5, "state": obj{"isLocked": true}})
		same(t, "a new one", s.pushDevices("hotel", first), "1 0")
		same(t, "the same", s.pushDevices("hotel", first), "0 0")
		id := s.deviceID("hotel", "l")
		same(t, "another state", s.pushDevices("hotel", device("l", "Lock", obj{"state": obj{"isLocked": false}}), device("m", "More", nil)), "1 1")
		lock := at(s.devices("hotel", obj{"key": "l"}), "0")
		same(t, "the id", str(lock, "id"), id)
		same(t, "what was left out", at(lock, "manufacturer"), nil)
		same(t, "the battery that was left out", at(lock, "batteryLevel"), nil)
		same(t, "the state", at(lock, "state.isLocked"), false)
		same(t, "the events of the device", s.told(obj{"deviceId": id}), []string{"DEVICE_ADDED", "DEVICE_CHANGED"})
		same(t, "the events", s.told(nil), []string{"CUSTOMER_UPDATED", "DEVICE_ADDED", "DEVICE_CHANGED", "DEVICE_ADDED"})

		same(t, "under another customer", s.pushDevices("inn", first), "1 0")
		same(t, "deleted", num(s.data(deleteDevicesDocument, obj{"input": obj{"customerKey": "hotel", "deviceKeys": arr{"l", "none"}}}), "deleteDevices.deletedCount"), 1)
		same(t, "deleted again", num(s.data(deleteDevicesDocument, obj{"input": obj{"customerKey": "hotel", "deviceKeys": arr{"l"}}}), "deleteDevices.deletedCount"), 0)
		same(t, "of nobody", num(s.data(deleteDevicesDocument, obj{"input": obj{"customerKey": "none", "deviceKeys": arr{"l"}}}), "deleteDevices.deletedCount"), 0)
		same(t, "what is left", keys(s.devices("hotel", nil)), []string{"m"})
		same(t, "what the other has", keys(s.devices("inn", nil)), []string{"l"})
		same(t, "the last event", s.told(obj{"deviceId": id}), []string{"DEVICE_ADDED", "DEVICE_CHANGED", "DEVICE_DELETED"})
		s.delete(obj{"customerKeys": arr{"hotel"}})
		same(t, "devices of a deleted customer", s.scalar("SELECT count(*) FROM devices"), 1)
	})
}

func TestACustomersOwnNameStaysThroughPushes(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.pushDevices("hotel", device("a", "Alpha", nil), device("b", "Beta", nil))
		_, url := s.mint("hotel", nil)
		guest, _ := s.redeem(url)
		id := s.deviceID("hotel", "a")
		renamed := at(guest.data(renameDocument, obj{"input": obj{"id": id, "name": "Zulu"}}), "renameDevice.device")
		same(t, "its name", str(renamed, "name")+" "+str(renamed, "pushedName")+" "+str(renamed, "givenName"), "Zulu Alpha Zulu")
		same(t, "a push", s.pushDevices("hotel", device("a", "Alpha 2", nil)), "0 1")
		all := s.devices("hotel", nil)
		same(t, "in the order of what is shown", keys(all), []string{"b", "a"})
		same(t, "its names", str(all, "1.name")+" "+str(all, "1.pushedName"), "Zulu Alpha 2")
		same(t, "by its own name", keys(s.devices("hotel", obj{"namePrefix": "zu"})), []string{"a"})
		same(t, "by the business's name", keys(s.devices("hotel", obj{"search": "ALPHA"})), []string{"a"})
		guest.data(renameDocument, obj{"input": obj{"id": id, "name": ""}})
		guest.data(renameDocument, obj{"input": obj{"id": id}})
		same(t, "taken back", str(s.devices("hotel", obj{"key": "a"}), "0.name"), "Alpha 2")
		same(t, "who renamed it", str(s.event("DEVICE_CHANGED"), "actor.type"), "PORTAL_SESSION")
		same(t, "the events", s.told(obj{"deviceId": id}), []string{"DEVICE_ADDED", "DEVICE_CHANGED", "DEVICE_CHANGED", "DEVICE_CHANGED"})
		guest.refused(renameDocument, obj{"input": obj{"id": id, "name": strings.Repeat("x", 256)}}, "BAD_USER_INPUT name")
		guest.refused(renameDocument, obj{"input": obj{"id": "none", "name": "x"}}, "NOT_FOUND id")
		s.refused(renameDocument, obj{"input": obj{"id": id, "name": "x"}}, "FORBIDDEN")
	})
}

func TestDevicesAreSearchedFilteredAndPaged(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		var all []obj
		for i := range 25 {
			all = append(all, device(fmt.Sprintf("k%02d", i), fmt.Sprintf("Lock %02d", i), nil))
		}
		s.pushDevices("hotel", append(all, device("s", "50%_off\\", obj{"type": "SENSOR", "model": "ÉTÉ 1"}))...)
		for filter, want := range map[string]string{`{"search":"50%_off\\"}`: "s", `{"search":"%"}`: "s", `{"search":"_off"}`: "s", `{"search":"été"}`: "s", `{"type":"SENSOR"}`: "s", `{"key":"k07"}`: "k07", `{"search":"K07"}`: "k07"} {
			same(t, filter, keys(s.devices("hotel", parsed(t, filter))), []string{want})
		}
		const paged = `query($after: String){customer(key:"hotel"){devices(first: 10, after:$after){nodes{key} pageInfo{hasNextPage endCursor}}}}`
		var seen []string
		for after, more := any(nil), true; more; {
			data := s.data(paged, obj{"after": after})
			seen = append(seen, strs(data, "customer.devices.nodes", "key")...)
			after, more = at(data, "customer.devices.pageInfo.endCursor"), yes(data, "customer.devices.pageInfo.hasNextPage")
		}
		if len(seen) != 26 || seen[0] != "s" || seen[25] != "k24" {
			t.Errorf("paged: %v", seen)
		}
		s.refused(paged, obj{"after": str(s.data(`{customers{edges{cursor}}}`, nil), "customers.edges.0.cursor")}, "BAD_USER_INPUT after")
	})
}

func TestWhatIsWrongWithDevicesIsNamedAndNothingIsStored(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		long := func(n int) string { return strings.Repeat("x", n) }
		properties := arr{}
		for i := range 51 {
			properties = append(properties, obj{"name": fmt.Sprint(i), "value": "v"})
		}
		s.refused(pushDevicesDocument, obj{"input": obj{"customerKey": " x", "devices": arr{
			device("a", "", obj{"manufacturer": long(256), "model": "", "batteryLevel": 101}),
			device("a", long(256), obj{"capabilities": arr{"LOCK", "LOCK"}, "state": obj{"temperature": 201, "targetTemperature": -101, "humidity": 101}}),
			device("", "b", obj{"customProperties": properties, "batteryLevel": -1}),
			device("c", "c", obj{"customProperties": arr{obj{"name": "", "value": long(501)}, obj{"name": "n", "value": ""}, obj{"name": "n", "value": ""}, obj{"name": long(65), "value": ""}}}),
		}}},
			"BAD_USER_INPUT customerKey", "BAD_USER_INPUT devices[0].name", "BAD_USER_INPUT devices[0].manufacturer", "BAD_USER_INPUT devices[0].model",
			"BAD_USER_INPUT devices[0].batteryLevel", "BAD_USER_INPUT devices[1].deviceKey", "BAD_USER_INPUT devices[1].name",
			"BAD_USER_INPUT devices[1].capabilities[1]", "BAD_USER_INPUT devices[1].state.temperature", "BAD_USER_INPUT devices[1].state.targetTemperature",
			"BAD_USER_INPUT devices[1].state.humidity", "BAD_USER_INPUT devices[2].deviceKey", "BAD_USER_INPUT devices[2].batteryLevel",
			"BAD_USER_INPUT devices[2].customProperties",
			"BAD_USER_INPUT devices[3].customProperties[0].name", "BAD_USER_INPUT devices[3].customProperties[0].value",
			"BAD_USER_INPUT devices[3].customProperties[2].name", "BAD_USER_INPUT devices[3].customProperties[3].name")
		var many, manyKeys arr
		for i := range 1001 {
			many, manyKeys = append(many, device(fmt.Sprint(i), "d", nil)), append(manyKeys, fmt.Sprint(i))
		}
		s.refused(pushDevicesDocument, obj{"input": obj{"customerKey": "x", "devices": many}}, "BAD_USER_INPUT devices")
		s.refused(pushDevicesDocument, obj{"input": obj{"customerKey": "x", "devices": arr{}}}, "BAD_USER_INPUT devices")
		s.refused(pushDevicesDocument, obj{"input": obj{"customerKey": "x", "devices": arr{device("a", "a", obj{"type": "ROBOT"})}}}, "BAD_USER_INPUT devices[0].type")
		s.refused(deleteDevicesDocument, obj{"input": obj{"customerKey": "x", "deviceKeys": manyKeys}}, "BAD_USER_INPUT deviceKeys")
		same(t, "what is stored", s.scalar("SELECT count(*) FROM devices")+s.scalar("SELECT count(*) FROM customers"), 0)
		same(t, "as many as may be", s.pushDevices("x", toObjs(many[:1000])...), "1000 0")
	})
}

func TestNobodyReachesAnothersDevices(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.pushDevices("hotel", device("l", "Lock", nil))
		s.pushDevices("inn", device("l", "Lock", nil))
		foreign := s.deviceID("inn", "l")
		_, url := s.mint("hotel", nil)
		guest, _ := s.redeem(url)
		other := s.second()
		for _, c := range []client{guest, other} {
			same(t, "read", at(c.data(`query($id: ID!){device(id:$id){key}}`, obj{"id": foreign}), "device"), nil)
			c.refused(requestDocument, obj{"input": obj{"deviceId": foreign, "capability": "LOCK"}}, "NOT_FOUND deviceId")
			c.refused(unassignDocument, obj{"input": obj{"deviceIds": arr{foreign}}}, "NOT_FOUND deviceIds")
		}
		guest.refused(renameDocument, obj{"input": obj{"id": foreign, "name": "mine"}}, "NOT_FOUND id")
		guest.refused(pushDevicesDocument, obj{"input": obj{"customerKey": "hotel", "devices": arr{device("x", "x", nil)}}}, "FORBIDDEN")
		guest.refused(`{portal{customer{devices{nodes{customProperties{name}}}}}}`, nil, "FORBIDDEN")
		same(t, "its own", strs(guest.data(`{portal{customer{devices{nodes{key}}}}}`, nil), "portal.customer.devices.nodes", "key"), []string{"l"})
		guest.refused(`{portal{customer{devices{nodes{events{nodes{actor{id}}}}}}}}`, nil, "FORBIDDEN")
		same(t, "its history", strs(guest.data(`{portal{customer{devices{nodes{events{nodes{type actor{type openedFor}}}}}}}}`, nil), "portal.customer.devices.nodes.0.events.nodes", "type"), []string{"DEVICE_ADDED"})
	})
}

func toObjs(list arr) (all []obj) {
	for _, item := range list {
		all = append(all, item.(obj))
	}
	return all
}
