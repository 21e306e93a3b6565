package apitest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// staffed stores a hotel with a grant of each kind, a member of staff, and a device in a room.
func (s *server) staffed() {
	s.t.Helper()
	s.push(obj{
		"customerKey": "hotel", "rooms": arr{obj{"roomKey": "1", "name": "Room 1"}}, "guests": arr{obj{"guestKey": "g", "name": "Ann"}},
		"staffMembers": arr{obj{"staffMemberKey": "s", "name": "Sam", "roomKeys": arr{"1"}}},
		"reservations": arr{obj{"reservationKey": "r", "guestKey": "g", "roomKeys": arr{"1"}, "preferredCode": "4711"}},
		"bookings":     arr{obj{"bookingKey": "b"}}, "accessGrants": arr{obj{"accessGrantKey": "a"}},
	})
	s.pushDevices("hotel", device("lock", "Lock", nil))
	s.data(assignDocument, obj{"input": obj{"spaceId": str(s.data(`{customer(key: "hotel"){spaces(filter: {key: "1"}){nodes{id}}}}`, nil), "customer.spaces.nodes.0.id"), "deviceIds": arr{s.deviceID("hotel", "lock")}}})
}

func TestWhatAPortalsFeaturesExcludeIsNotReadByItsSessions(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.staffed()
		const reads = `{portal{landingPage{accessGrant{key}} customer{
			accessGrants{totalCount nodes{key preferredCode}} userIdentities{totalCount nodes{key}} staff: userIdentities(filter: {kind: STAFF_MEMBER}){totalCount}
			spaces(filter: {key: "1"}){nodes{deviceCount}} devices{nodes{events{totalCount}}}}}}`
		deepLink := obj{"resourceType": "RESERVATION", "resourceKey": "r"}
		for name, c := range map[string]struct {
			manage, settings            obj
			grants, people, code, lands string
		}{
			"nothing":           {obj{}, obj{}, "r b a", "g s", "4711", "r"},
			"reservations":      {obj{"excludeReservationManagement": true}, obj{}, "", "g s", "", ""},
			"staff":             {obj{"excludeStaffManagement": true}, obj{}, "r b a", "g", "4711", "r"},
			"technical details": {obj{"excludeReservationTechnicalDetails": true}, obj{}, "r b a", "g s", "", "r"},
			"all others": {
				obj{"excludeReservationManagement": true, "excludeStaffManagement": true, "excludeReservationTechnicalDetails": true},
				obj{"deepLink": deepLink, "navigationMode": "RESTRICTED"}, "r", "g", "", "r",
			},
			"all, and some by filters": {
				obj{"excludeReservationManagement": true, "excludeStaffManagement": true},
				obj{"customerResourcesFilters": arr{obj{"field": "open", "operation": "=", "value": true}}}, "", "g", "", "",
			},
		} {
			c.settings["features"], c.settings["landingPage"] = obj{"manage": c.manage}, obj{"manage": obj{"reservationKey": "r"}}
			_, url := s.mint("hotel", c.settings)
			guest, _ := s.redeem(url)
			read := guest.data(reads, nil)
			grants, people := strs(read, "portal.customer.accessGrants.nodes", "key"), strs(read, "portal.customer.userIdentities.nodes", "key")
			same(t, name+": grants", fmt.Sprint(len(grants), num(read, "portal.customer.accessGrants.totalCount")), fmt.Sprint(len(strings.Fields(c.grants)), len(strings.Fields(c.grants))))
			for key := range strings.FieldsSeq(c.grants) {
				if !strings.Contains(" "+strings.Join(grants, " ")+" ", " "+key+" ") {
					t.Errorf("%s: %s isn't among %q", name, key, grants)
				}
			}
			same(t, name+": people", fmt.Sprint(strings.Join(people, " "), num(read, "portal.customer.userIdentities.totalCount")), fmt.Sprint(c.people, len(strings.Fields(c.people))))
			same(t, name+": the kind alone", num(read, "portal.customer.staff.totalCount") > 0, strings.Contains(c.people, "s"))
			same(t, name+": the landing page", str(read, "portal.landingPage.accessGrant.key"), c.lands)
			code := ""
			for _, grant := range items(read, "portal.customer.accessGrants.nodes") {
				code += str(grant, "preferredCode")
			}
			same(t, name+": the code", code, c.code)
			same(t, name+": devices", num(read, "portal.customer.spaces.nodes.0.deviceCount"), 1)
		}
		same(t, "the business reads all", strs(s.data(`{customer(key: "hotel"){accessGrants(filter: {key: "r"}){nodes{preferredCode}}}}`, nil), "customer.accessGrants.nodes", "preferredCode"), []string{"4711"})
	})
}

func TestACheckTellsTheSectionsThatAPortalsFeaturesLeave(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		for want, settings := range map[string]obj{
			"TODAY ACCESS DEVICES PLACES PEOPLE ACCOUNTS": {},
			"DEVICES PLACES PEOPLE ACCOUNTS":              {"features": obj{"manage": obj{"excludeReservationManagement": true}}},
			"":                                            {"navigationMode": "RESTRICTED", "deepLink": obj{"resourceType": "SPACE", "resourceKey": "1"}},
		} {
			settings["customerData"] = obj{"customerKey": "hotel"}
			var sections []string
			for _, section := range items(s.check(settings), "sections") {
				sections = append(sections, fmt.Sprint(section))
			}
			same(t, "the sections", strings.Join(sections, " "), want)
		}
	})
}

func TestADeepLinkIsReadBackWithItsResourceOnceThatIsThere(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		const read = `{magicLinks(first: 10){nodes{customerKey deepLink{resourceType space{kind key} accessGrant{kind key} device{key}}}}}`
		s.pushDevices("another", device("lock", "Lock", nil))
		for _, link := range []obj{{"resourceType": "SPACE", "resourceKey": "k"}, {"resourceType": "RESERVATION", "resourceKey": "k"}, {"resourceType": "DEVICE", "resourceId": s.deviceID("another", "lock")}} {
			for _, customer := range []string{"hotel", "another"} {
				s.mint(customer, obj{"deepLink": link, "customerData": obj{"customerKey": customer}})
			}
		}
		links := func() map[string]any {
			found := map[string]any{}
			for _, link := range items(s.data(read, nil), "magicLinks.nodes") {
				found[str(link, "customerKey")+" "+str(link, "deepLink.resourceType")] = at(link, "deepLink")
			}
			return found
		}
		shown := func(of string, space, grant, device any) obj {
			return obj{"resourceType": of, "space": space, "accessGrant": grant, "device": device}
		}
		same(t, "before", links()["hotel SPACE"], shown("SPACE", nil, nil, nil))
		s.push(obj{
			"customerKey": "hotel", "units": arr{obj{"unitKey": "k", "name": "Unit"}}, "rooms": arr{obj{"roomKey": "k", "name": "Room"}},
			"reservations": arr{obj{"reservationKey": "k"}}, "bookings": arr{obj{"bookingKey": "k"}},
		})
		found := links()
		same(t, "a place", found["hotel SPACE"], shown("SPACE", obj{"kind": "ROOM", "key": "k"}, nil, nil))
		same(t, "a reservation", found["hotel RESERVATION"], shown("RESERVATION", nil, obj{"kind": "RESERVATION", "key": "k"}, nil))
		same(t, "another's device", found["hotel DEVICE"], shown("DEVICE", nil, nil, nil))
		same(t, "a device", found["another DEVICE"], shown("DEVICE", nil, nil, obj{"key": "lock"}))
		same(t, "another's place", found["another SPACE"], shown("SPACE", nil, nil, nil))
		_, url := s.mint("hotel", obj{"deepLink": obj{"resourceType": "RESERVATION", "resourceKey": "k"}, "navigationMode": "RESTRICTED", "customerData": obj{"customerKey": "hotel"}})
		guest, _ := s.redeem(url)
		same(t, "in the portal", str(guest.data(`{portal{deepLink{accessGrant{key}}}}`, nil), "portal.deepLink.accessGrant.key"), "k")
	})
}

func TestADevicesEventsAreNarrowedByTypeWithinWhatIsAllowed(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		const events = `query($id: ID!, $types: [EventType!]){device(id: $id){events(types: $types){totalCount nodes{type}}}}`
		s.pushDevices("hotel", device("1", "Lock", nil))
		s.pushDevices("hotel", device("1", "Front door", nil))
		lock := s.deviceID("hotel", "1")
		_, url := s.mint("hotel", obj{"features": obj{"manage": obj{"events": obj{"allowedEvents": arr{"DEVICE_ADDED"}}}}})
		guest, _ := s.redeem(url)
		for _, c := range []struct {
			types          any
			business, seen string
		}{
			{nil, "DEVICE_CHANGED DEVICE_ADDED", "DEVICE_ADDED"}, {arr{"DEVICE_CHANGED"}, "DEVICE_CHANGED", ""},
			{arr{"DEVICE_ADDED", "DEVICE_CHANGED"}, "DEVICE_CHANGED DEVICE_ADDED", "DEVICE_ADDED"}, {arr{}, "", ""},
		} {
			for want, caller := range map[*string]client{&c.business: s.client, &c.seen: guest} {
				read := caller.data(events, obj{"id": lock, "types": c.types})
				same(t, fmt.Sprint(c.types), fmt.Sprint(strings.Join(strs(read, "device.events.nodes", "type"), " "), num(read, "device.events.totalCount")), fmt.Sprint(*want, len(strings.Fields(*want))))
			}
		}
		many := slices.Repeat(arr{"DEVICE_ADDED"}, 100)
		same(t, "the most types", num(guest.data(events, obj{"id": lock, "types": many}), "device.events.totalCount"), 1)
		guest.refused(events, obj{"id": lock, "types": append(many, "DEVICE_ADDED")}, "BAD_USER_INPUT types")
		guest.refused(`{portal{customer{devices{nodes{events(types: [`+strings.Repeat("DEVICE_ADDED ", 101)+`]){totalCount}}}}}}`, nil, "BAD_USER_INPUT types")
	})
}
