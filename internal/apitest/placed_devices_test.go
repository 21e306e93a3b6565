package apitest_test

import (
	"fmt"
	"testing"
)

// placedFields read the places of a customer with the devices in each.
const placedFields = `spaces(first: 100){nodes{key deviceCount devices(first: 100, filter: $filter){totalCount nodes{key space{key}}}}}`

// placedDevices tells what is in each place, as "place: [devices]".
func placedDevices(t *testing.T, spaces arr) (all []string) {
	t.Helper()
	for _, space := range spaces {
		found := items(space, "devices.nodes")
		same(t, "the count in "+str(space, "key"), num(space, "devices.totalCount"), len(found))
		for _, d := range found {
			same(t, "the place of "+str(d, "key"), str(d, "space.key"), str(space, "key"))
		}
		all = append(all, fmt.Sprint(str(space, "key"), ": ", keys(found)))
	}
	return all
}

func TestAPlaceHasItsDevicesForTheBusinessAndForASession(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		rooms, locks := s.house("hotel", 3, 4)
		s.pushDevices("hotel", device("3", "Aerial", obj{"type": "SENSOR", "model": "X9"}))
		others, theirs := s.house("inn", 1, 1)
		guest, _ := s.redeem(str(s.newLink("hotel", nil), "url"))
		s.data(assignDocument, obj{"input": obj{"spaceId": rooms["0"], "deviceIds": arr{locks["1"], locks["3"], locks["0"]}}})
		guest.data(assignDocument, obj{"input": obj{"spaceId": rooms["2"], "deviceIds": arr{locks["2"]}}})
		s.data(assignDocument, obj{"input": obj{"spaceId": others["0"], "deviceIds": arr{theirs["0"]}}})
		for filter, want := range map[string][]string{
			`{}`:                       {"0: [3 0 1]", "1: []", "2: [2]"},
			`{"type":"SENSOR"}`:        {"0: [3]", "1: []", "2: []"},
			`{"key":"2"}`:              {"0: []", "1: []", "2: [2]"},
			`{"namePrefix":"LOCK"}`:    {"0: [0 1]", "1: []", "2: [2]"},
			`{"search":"x9"}`:          {"0: [3]", "1: []", "2: []"},
			`{"key":"0","type":"HUB"}`: {"0: []", "1: []", "2: []"},
		} {
			f := obj{"filter": parsed(t, filter)}
			business := s.data(`query($filter: SpacesDeviceFilter){customer(key: "hotel"){`+placedFields+`}}`, f)
			same(t, filter+" for the business", placedDevices(t, items(business, "customer.spaces.nodes")), want)
			session := guest.data(`query($filter: SpacesDeviceFilter){portal{customer{`+placedFields+`}}}`, f)
			same(t, filter+" for a session", placedDevices(t, items(session, "portal.customer.spaces.nodes")), want)
		}
		const byID = `query($id: ID!){node(id: $id){... on Space{devices{nodes{key}}}}}`
		same(t, "by the place's id", keys(items(s.data(byID, obj{"id": rooms["0"]}), "node.devices.nodes")), []string{"3", "0", "1"})
		moved := s.data(`mutation($input: AssignDevicesInput!){assignDevices(input:$input){space{devices{totalCount nodes{key}}}}}`,
			obj{"input": obj{"spaceId": rooms["1"], "deviceIds": arr{locks["3"]}}})
		same(t, "after a move", keys(items(moved, "assignDevices.space.devices.nodes")), []string{"3"})
		guest.refused(`{portal{customer{spaces(filter: {key: "1"}){nodes{devices{nodes{customProperties{name}}}}}}}}`, nil, "FORBIDDEN")
	})
}

func TestAPlacesDevicesArePagedFromBothEnds(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		rooms, locks := s.house("hotel", 2, 26)
		for room, from := range map[string]int{"0": 0, "1": 13} {
			ids := arr{}
			for i := range 13 {
				ids = append(ids, locks[fmt.Sprint(from+i)])
			}
			s.data(assignDocument, obj{"input": obj{"spaceId": rooms[room], "deviceIds": ids}})
		}
		paged := func(way, from, end, more string) (seen []string) {
			t.Helper()
			document := `query($id: ID!, $at: String){node(id: $id){... on Space{devices(` + way + `: 5, ` + from + `: $at){totalCount nodes{key} pageInfo{` + end + ` ` + more + `}}}}}`
			for at, goesOn := any(nil), true; goesOn; {
				page := s.data(document, obj{"id": rooms["0"], "at": at})
				found := keys(items(page, "node.devices.nodes"))
				if way == "last" {
					seen = append(found, seen...)
				} else {
					seen = append(seen, found...)
				}
				same(t, "the count", num(page, "node.devices.totalCount"), 13)
				at, goesOn = str(page, "node.devices.pageInfo."+end), yes(page, "node.devices.pageInfo."+more)
			}
			return seen
		}
		want := []string{"0", "1", "10", "11", "12", "2", "3", "4", "5", "6", "7", "8", "9"}
		same(t, "forward", paged("first", "after", "endCursor", "hasNextPage"), want)
		same(t, "backward", paged("last", "before", "startCursor", "hasPreviousPage"), want)
		first := s.data(`{customer(key: "hotel"){spaces{nodes{devices(first: 2){nodes{key} pageInfo{hasNextPage}}}}}}`, nil)
		for i, want := range [][]string{{"0", "1"}, {"13", "14"}} {
			page := items(first, "customer.spaces.nodes")[i]
			same(t, "each place's own page", keys(items(page, "devices.nodes")), want)
			same(t, "goes on", yes(page, "devices.pageInfo.hasNextPage"), true)
		}
		const wrong = `query($after: String, $first: Int){customer(key: "hotel"){spaces{nodes{devices(first: $first, after: $after){nodes{key}}}}}}`
		s.refused(wrong, obj{"after": "x"}, "BAD_USER_INPUT after")
		s.refused(wrong, obj{"first": 101}, "BAD_USER_INPUT first")
	})
}

func TestTheDevicesOfManyPlacesTakeAFixedNumberOfStatements(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		rooms, locks := s.house("hotel", 60, 60)
		for key, id := range locks {
			s.data(assignDocument, obj{"input": obj{"spaceId": rooms[key], "deviceIds": arr{id}}})
		}
		counts := map[int]int{}
		for _, n := range []int{2, 60} {
			counts[n] = len(s.log.statements(func() {
				read := s.data(`query($n: Int!){customer(key: "hotel"){spaces(first: $n){nodes{key
					devices(first: 2){totalCount nodes{key space{key devices(first: 1){nodes{key}}} pendingAction{id}}}}}}}`, obj{"n": n})
				for _, room := range items(read, "customer.spaces.nodes") {
					same(t, "its device", keys(items(room, "devices.nodes")), []string{str(room, "key")})
				}
			}))
		}
		if counts[2] != counts[60] || counts[2] == 0 {
			t.Errorf("statements by page size: %v", counts)
		}
	})
}

func TestAPlaceShowsASessionTheDevicesThatItsLinkLeaves(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		h := s.deepLinkedHotel(t)
		for name, link := range h.deepLinks() {
			_, url := s.mint("hotel", obj{"navigationMode": "RESTRICTED", "deepLink": link.link})
			guest, _ := s.redeem(url)
			read := guest.data(`{portal{customer{spaces{nodes{devices{totalCount nodes{key}} seen: devices(filter: {namePrefix: "shown"}){totalCount}}}}}}`, nil)
			var found []string
			for _, space := range items(read, "portal.customer.spaces.nodes") {
				in := keys(items(space, "devices.nodes"))
				same(t, name+": the count", num(space, "devices.totalCount"), len(in))
				same(t, name+": the count by name", num(space, "seen.totalCount"), len(in))
				found = append(found, in...)
			}
			same(t, name+": the devices", found, link.devices)
		}
		_, url := s.mint("hotel", obj{"features": obj{"manageDevices": obj{"exclude": true}, "organize": obj{"exclude": true}}})
		guest, _ := s.redeem(url)
		read := guest.data(`{portal{customer{spaces(filter: {key: "shown room"}){nodes{devices{nodes{key}}}}}}}`, nil)
		same(t, "reading is not gated", keys(items(read, "portal.customer.spaces.nodes.0.devices.nodes")), []string{"shown lamp", "shown lock"})
	})
}
