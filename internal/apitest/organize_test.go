package apitest_test

import (
	"fmt"
	"strings"
	"testing"
)

const (
	assignDocument    = `mutation($input: AssignDevicesInput!){assignDevices(input:$input){space{key deviceCount} devices{key space{key}}}}`
	unassignDocument  = `mutation($input: UnassignDevicesInput!){unassignDevices(input:$input){devices{key space{key}}}}`
	refuseDocument    = `mutation($input: RefuseDeviceProposalInput!){refuseDeviceProposal(input:$input){refused}}`
	proposalsDocument = `query($key: String){deviceProposals(customerKey:$key){device{id key} space{id name} score}}`
)

// house makes a customer with rooms and locks, and gives the ids of both by their keys.
func (s *server) house(key string, rooms, locks int) (spaces, devices map[string]string) {
	s.t.Helper()
	var places arr
	var things []obj
	for i := range rooms {
		places = append(places, obj{"roomKey": fmt.Sprint(i), "name": fmt.Sprintf("Room %d", i)})
	}
	for i := range locks {
		things = append(things, device(fmt.Sprint(i), fmt.Sprintf("Lock %d", i), nil))
	}
	s.push(obj{"customerKey": key, "rooms": places})
	s.pushDevices(key, things...)
	spaces, devices = map[string]string{}, map[string]string{}
	for _, room := range items(s.data(`query($key: String!){customer(key:$key){spaces(first: 100){nodes{id key}}}}`, obj{"key": key}), "customer.spaces.nodes") {
		spaces[str(room, "key")] = str(room, "id")
	}
	for _, d := range s.devices(key, nil) {
		devices[str(d, "key")] = str(d, "id")
	}
	return spaces, devices
}

func TestDevicesAreInOnePlaceAtATime(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		rooms, locks := s.house("hotel", 2, 3)
		_, url := s.mint("hotel", nil)
		guest, _ := s.redeem(url)
		put := guest.data(assignDocument, obj{"input": obj{"spaceId": rooms["0"], "deviceIds": arr{locks["2"], locks["0"]}}})
		same(t, "in the order asked for", strs(put, "assignDevices.devices", "key"), []string{"2", "0"})
		same(t, "their place", str(put, "assignDevices.devices.0.space.key"), "0")
		same(t, "how many it has", num(put, "assignDevices.space.deviceCount"), 2)
		s.data(assignDocument, obj{"input": obj{"spaceId": rooms["1"], "deviceIds": arr{locks["0"]}}})
		s.data(assignDocument, obj{"input": obj{"spaceId": rooms["1"], "deviceIds": arr{locks["0"]}}})
		same(t, "in the first", keys(s.devices("hotel", obj{"spaceId": rooms["0"]})), []string{"2"})
		same(t, "in the second", keys(s.devices("hotel", obj{"spaceId": rooms["1"]})), []string{"0"})
		same(t, "in none", keys(s.devices("hotel", obj{"isAssigned": false})), []string{"1"})
		same(t, "in any", keys(s.devices("hotel", obj{"isAssigned": true})), []string{"0", "2"})
		same(t, "the events", s.told(obj{"deviceId": locks["0"]}), []string{"DEVICE_ADDED", "DEVICE_ASSIGNED", "DEVICE_ASSIGNED"})
		out := guest.data(unassignDocument, obj{"input": obj{"deviceIds": arr{locks["0"], locks["1"]}}})
		same(t, "out of it", at(out, "unassignDevices.devices.0.space"), nil)
		same(t, "the event", s.told(obj{"type": "DEVICE_UNASSIGNED"}), []string{"DEVICE_UNASSIGNED"})
		s.delete(obj{"customerKey": "hotel", "roomKeys": arr{"0"}})
		same(t, "after its place is gone", len(s.devices("hotel", obj{"isAssigned": true})), 0)
		same(t, "and it is still there", len(s.devices("hotel", nil)), 3)
	})
}

func TestAForeignPlaceOrDeviceIsNotFoundAndNothingMoves(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		rooms, locks := s.house("hotel", 1, 2)
		others, theirs := s.house("inn", 1, 1)
		_, url := s.mint("hotel", nil)
		guest, _ := s.redeem(url)
		for _, c := range []client{guest, s.client} {
			c.refused(assignDocument, obj{"input": obj{"spaceId": others["0"], "deviceIds": arr{locks["0"]}}}, "NOT_FOUND spaceId")
			c.refused(assignDocument, obj{"input": obj{"spaceId": "none", "deviceIds": arr{locks["0"]}}}, "NOT_FOUND spaceId")
			c.refused(assignDocument, obj{"input": obj{"spaceId": rooms["0"], "deviceIds": arr{locks["0"], "none"}}}, "NOT_FOUND deviceIds")
			c.refused(refuseDocument, obj{"input": obj{"spaceId": others["0"], "deviceId": locks["0"]}}, "NOT_FOUND spaceId")
			c.refused(refuseDocument, obj{"input": obj{"spaceId": rooms["0"], "deviceId": "none"}}, "NOT_FOUND deviceId")
		}
		guest.refused(assignDocument, obj{"input": obj{"spaceId": others["0"], "deviceIds": arr{theirs["0"]}}}, "NOT_FOUND deviceIds")
		s.refused(assignDocument, obj{"input": obj{"spaceId": rooms["0"], "deviceIds": arr{locks["0"], theirs["0"]}}}, "NOT_FOUND spaceId")
		s.second().refused(assignDocument, obj{"input": obj{"spaceId": rooms["0"], "deviceIds": arr{locks["0"]}}}, "NOT_FOUND deviceIds")
		many := arr{}
		for i := range 101 {
			many = append(many, fmt.Sprint(i))
		}
		s.refused(assignDocument, obj{"input": obj{"spaceId": rooms["0"], "deviceIds": many}}, "BAD_USER_INPUT deviceIds")
		s.refused(unassignDocument, obj{"input": obj{"deviceIds": arr{}}}, "BAD_USER_INPUT deviceIds")
		s.refused(unassignDocument, obj{"input": obj{"deviceIds": arr{locks["0"], locks["0"]}}}, "BAD_USER_INPUT deviceIds[1]")
		same(t, "assigned", s.scalar("SELECT count(*) FROM device_assignments"), 0)
	})
}

func TestAProposalIsAcceptedOrRefusedAndNothingIsAssignedByItself(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		rooms, locks := s.house("hotel", 3, 3)
		s.pushDevices("hotel", device("x", "Sauna", nil))
		guest, _ := s.redeem(str(s.newLink("hotel", nil), "url"))
		proposed := func(c client, key any) string {
			t.Helper()
			var all []string
			for _, p := range items(c.data(proposalsDocument, obj{"key": key}), "deviceProposals") {
				all = append(all, str(p, "device.key")+" to "+str(p, "space.name"))
			}
			return strings.Join(all, ", ")
		}
		want := "0 to Room 0, 1 to Room 1, 2 to Room 2"
		same(t, "for the customer", proposed(guest, nil), want)
		same(t, "for the business", proposed(s.client, "hotel"), want)
		same(t, "assigned by itself", s.scalar("SELECT count(*) FROM device_assignments"), 0)
		guest.data(assignDocument, obj{"input": obj{"spaceId": rooms["0"], "deviceIds": arr{locks["0"]}}})
		guest.data(refuseDocument, obj{"input": obj{"spaceId": rooms["1"], "deviceId": locks["1"]}})
		guest.data(refuseDocument, obj{"input": obj{"spaceId": rooms["1"], "deviceId": locks["1"]}})
		same(t, "what is left", proposed(guest, nil), "2 to Room 2")
		guest.refused(proposalsDocument, obj{"key": "hotel"}, "BAD_USER_INPUT customerKey")
		s.refused(proposalsDocument, nil, "BAD_USER_INPUT customerKey")
		s.refused(proposalsDocument, obj{"key": "none"}, "NOT_FOUND customerKey")
	})
}
