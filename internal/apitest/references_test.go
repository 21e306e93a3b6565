package apitest_test

import (
	"fmt"
	"slices"
	"testing"
)

// ofGrant reads the person and the places of hotel's only grant.
func (c client) ofGrant() (person any, spaces []string) {
	c.t.Helper()
	grant := at(c.data(`{customer(key:"hotel"){accessGrants{nodes{userIdentity{kind key} spaces{kind key}}}}}`, nil), "customer.accessGrants.nodes.0")
	for _, space := range items(grant, "spaces") {
		spaces = append(spaces, str(space, "kind")+" "+str(space, "key"))
	}
	return at(grant, "userIdentity"), spaces
}

func TestAReferenceToWhatIsNotThereIsKeptAndReportedAndResolvesByItself(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		grant := obj{"bookingKey": "b"}
		want := []string{}
		for _, l := range grantPeople {
			grant[l.key] = l.key
			want = append(want, "customerData.bookings[1]."+l.key+" "+l.key)
		}
		for _, l := range grantPlaces {
			grant[placeReference(l)] = arr{"here", l.key}
			want = append(want, fmt.Sprintf("customerData.bookings[1].%s[1] %s", placeReference(l), l.key))
		}
		data := obj{"customerKey": "hotel", "bookings": arr{obj{"bookingKey": "first"}, grant}}
		for _, l := range grantPlaces {
			data[l.list] = arr{obj{l.key: "here", "name": "x"}}
		}
		for _, document := range []string{pushDocument, createDocument} {
			answered := s.data(document, obj{"input": obj{"customerData": data}})
			got := []string{}
			for _, payload := range answered.(obj) {
				for _, reference := range items(payload, "unresolvedReferences") {
					got = append(got, str(reference, "path")+" "+str(reference, "key"))
				}
			}
			same(t, "unresolved", sorted(got), sorted(want))
		}

		s.delete(obj{"customerKey": "hotel", "bookingKeys": arr{"first"}})
		for i, l := range slices.Backward(grantPeople) { // the first kind counts of those that are there
			s.push(obj{"customerKey": "hotel", l.list: arr{obj{l.key: l.key, "name": "x"}}})
			person, _ := s.ofGrant()
			same(t, fmt.Sprint("the person, ", i), person, obj{"kind": l.kind, "key": l.key})
		}
		_, places := s.ofGrant()
		same(t, "places so far", len(places), 8)
		for i, l := range grantPlaces {
			s.push(obj{"customerKey": "hotel", l.list: arr{obj{l.key: l.key, "name": "x"}}})
			_, places := s.ofGrant()
			if len(places) != 9+i || !slices.Contains(places, l.kind+" "+l.key) {
				t.Errorf("with %s: %v", l.list, places)
			}
		}
		same(t, "unresolved afterwards", at(s.push(data), "unresolvedReferences"), arr{})
	})
}

func TestASpaceKeyNamesTheFirstKindThatHasIt(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.push(obj{"customerKey": "hotel", "reservations": arr{obj{"reservationKey": "r", "spaceKeys": arr{"x"}}}})
		_, places := s.ofGrant()
		same(t, "nothing", places, []string{})
		for _, l := range slices.Backward(spaceLists) {
			s.push(obj{"customerKey": "hotel", l.list: arr{obj{l.key: "x", "name": "x"}}})
			_, places := s.ofGrant()
			same(t, "with "+l.list, places, []string{l.kind + " x"})
			pushed := s.push(obj{"customerKey": "hotel", "reservations": arr{obj{"reservationKey": "r", "spaceKeys": arr{"x"}}}})
			same(t, "unresolved", at(pushed, "unresolvedReferences"), arr{})
		}
		for i, l := range grantPlaces {
			s.delete(obj{"customerKey": "hotel", placeReference(l): arr{"x"}})
			_, places := s.ofGrant()
			same(t, "without "+l.list, places, []string{spaceLists[i+1].kind + " x"})
		}
	})
}

func TestTheOtherPlaceKeysNameTheirOwnKindOnly(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		for _, named := range spaceLists[1:8] {
			data := obj{"customerKey": "hotel", "reservations": arr{obj{"reservationKey": "r", placeReference(named): arr{"x"}}}}
			for _, l := range spaceLists {
				if l != named {
					data[l.list] = arr{obj{l.key: "x", "name": "x"}}
				}
			}
			pushed := s.push(data)
			same(t, named.list, str(pushed, "unresolvedReferences.0.path"), "customerData.reservations[0]."+placeReference(named)+"[0]")
			s.delete(obj{"customerKeys": arr{"hotel"}})
		}
	})
}

func TestAPlaceThatIsNamedTwiceIsListedOnce(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.push(obj{
			"customerKey": "hotel", "rooms": arr{obj{"roomKey": "1", "name": "x"}, obj{"roomKey": "2", "name": "x"}},
			"reservations": arr{obj{"reservationKey": "r", "spaceKeys": arr{"2", "1", "2"}, "roomKeys": arr{"1", "2", "1"}}},
		})
		_, places := s.ofGrant()
		same(t, "places", places, []string{"ROOM 2", "ROOM 1"})
	})
}

func TestAReferenceDanglesAfterItsTargetWasDeletedAndComesBackWithIt(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		rows := obj{"customerKey": "hotel", "rooms": arr{obj{"roomKey": "1", "name": "x"}}, "guests": arr{obj{"guestKey": "g", "name": "x"}}}
		s.push(rows)
		s.push(obj{"customerKey": "hotel", "reservations": arr{obj{"reservationKey": "r", "guestKey": "g", "roomKeys": arr{"1"}}}})
		same(t, "deleted", s.delete(obj{"customerKey": "hotel", "roomKeys": arr{"1"}, "guestKeys": arr{"g"}}), 2)
		person, places := s.ofGrant()
		same(t, "gone", []any{person, len(places)}, []any{nil, 0})
		s.push(rows)
		person, places = s.ofGrant()
		same(t, "back", []any{person, places}, []any{obj{"kind": "GUEST", "key": "g"}, []string{"ROOM 1"}})
	})
}

func TestGrantsOfOneCustomerDoNotFindPlacesOfAnother(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		for _, key := range []string{"hotel", "inn"} {
			s.push(obj{
				"customerKey": key, "rooms": arr{obj{"roomKey": "1", "name": key}}, "guests": arr{obj{"guestKey": "g", "name": key}},
				"reservations": arr{obj{"reservationKey": "r", "guestKey": "g", "roomKeys": arr{"1"}}},
			})
		}
		read := s.data(`{customers{nodes{key accessGrants{nodes{userIdentity{name} spaces{name}}}}}}`, nil)
		for _, customer := range items(read, "customers.nodes") {
			key := str(customer, "key")
			same(t, key, at(customer, "accessGrants.nodes.0"), obj{"userIdentity": obj{"name": key}, "spaces": arr{obj{"name": key}}})
		}
	})
}
