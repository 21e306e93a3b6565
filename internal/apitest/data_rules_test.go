package apitest_test

import (
	"maps"
	"strings"
	"testing"
	"time"
)

// hotel reads all that the customer holds, by kind and key.
func (c client) hotel() map[string]obj {
	c.t.Helper()
	return readBack(at(c.data(`{customer(key:"hotel"){`+customerFields+`}}`, nil), "customer"))
}

func TestAPushReplacesWhatItNamesWholeAndLeavesTheRest(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.push(fullData())
		before := s.hotel()
		s.push(obj{
			"customerKey":  "hotel",
			"rooms":        arr{obj{"roomKey": "roomKey 0/é", "name": "New name"}},
			"guests":       arr{obj{"guestKey": "guestKey-0", "name": "New guest"}},
			"reservations": arr{obj{"reservationKey": "reservationKey-0"}},
		})
		want := maps.Clone(before)
		want["ROOM roomKey 0/é"] = storedPlace(obj{"name": "New name"})
		want["GUEST guestKey-0"] = storedPerson(obj{"name": "New guest"})
		want["RESERVATION reservationKey-0"] = storedGrant(obj{})
		after := s.hotel()
		for name := range want {
			same(t, name, after[name], want[name])
		}
		same(t, "items", len(after), len(want))
	})
}

func TestEachOptionalFieldIsClearedWhenItIsLeftOut(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.push(fullData())
		full := fullGrant(grantLists[0], grantPeople[0], 0)
		for field := range full {
			if field == "reservationKey" {
				continue
			}
			s.push(obj{"customerKey": "hotel", "reservations": arr{full}})
			less := maps.Clone(full)
			delete(less, field)
			s.push(obj{"customerKey": "hotel", "reservations": arr{less}})
			same(t, "without "+field, s.hotel()["RESERVATION reservationKey-0"], storedGrant(less))
		}
	})
}

func TestAPushKeepsIdsAndTheTimeOfTheFirstPush(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		read := func() any {
			return at(s.data(`{customer(key:"hotel"){id createdAt updatedAt spaces{nodes{id key name createdAt updatedAt}} accessGrants{nodes{id createdAt updatedAt}}}}`, nil), "customer")
		}
		data := obj{
			"customerKey": "hotel", "rooms": arr{obj{"roomKey": "1", "name": "One"}, obj{"roomKey": "2", "name": "Two"}},
			"bookings": arr{obj{"bookingKey": "b", "roomKeys": arr{"1"}, "endsAt": "2027-01-01T00:00:00Z"}},
		}
		s.push(data)
		first := read()
		s.clock.advance(time.Hour)
		put(data, "rooms[0].name", "One, renamed")
		s.push(data)
		second := read()
		for _, field := range []string{"id", "createdAt", "spaces.nodes.0.id", "spaces.nodes.0.createdAt", "spaces.nodes.1.id", "spaces.nodes.1.updatedAt", "accessGrants.nodes.0"} {
			same(t, field, at(second, field), at(first, field))
		}
		for _, field := range []string{"updatedAt", "spaces.nodes.0.updatedAt"} {
			if str(second, field) <= str(first, field) {
				t.Errorf("%s stayed at %s", field, str(first, field))
			}
		}
	})
}

func TestTheSameKeyInTwoKindsIsTwoThings(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		data := obj{"customerKey": "hotel"}
		for _, lists := range [][]kindOf{spaceLists, personLists} {
			for _, l := range lists {
				data[l.list] = arr{obj{l.key: "1", "name": l.kind}}
			}
		}
		for _, l := range grantLists {
			data[l.list] = arr{obj{l.key: "1", "name": l.kind}}
		}
		s.push(data)
		data["customerKey"] = "other"
		put(data, "rooms[0].name", "other's")
		s.push(data)
		found := s.hotel()
		same(t, "items", len(found), 19)
		for name, fields := range found {
			same(t, name, fields["name"], strings.TrimSuffix(name, " 1"))
		}
	})
}

func TestACallThatFailsStoresNothingOfIt(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.push(obj{"customerKey": "hotel", "rooms": arr{obj{"roomKey": "1", "name": "before"}}})
		before := s.rows()
		s.refused(createDocument, obj{"input": obj{"customerData": obj{
			"customerKey": "hotel", "rooms": arr{obj{"roomKey": "1", "name": "after"}, obj{"roomKey": "2", "name": "x"}},
			"reservations": arr{obj{"reservationKey": "r", "guestKey": ""}},
		}}}, "BAD_USER_INPUT customerData.reservations[0].guestKey")
		same(t, "rows", s.rows(), before)
		same(t, "the room", s.hotel()["ROOM 1"], storedPlace(obj{"name": "before"}))
	})
}

func TestLimitsAreInclusive(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		long := strings.Repeat("中", 255)
		keys := manyKeys(100)
		created := s.create(obj{
			"customerData": obj{
				"customerKey":  long,
				"rooms":        arr{obj{"roomKey": long, "name": long}, obj{"roomKey": "a  b", "name": " "}},
				"guests":       arr{obj{"guestKey": long, "name": long, "emailAddress": strings.Repeat("x", 320), "phoneNumber": strings.Repeat("1", 64)}, obj{"guestKey": "e", "name": "x", "emailAddress": "", "phoneNumber": ""}},
				"reservations": arr{obj{"reservationKey": long, "name": long, "spaceKeys": keys}},
			},
			"idempotencyKey": long, "expiresInSeconds": 60, "maxRedemptions": 2147483647,
			"returnUrl": "https://example.com/" + strings.Repeat("x", 2048-20), "embedOrigins": manyOrigins(20),
		})
		same(t, "customerKey", str(created, "customer.key"), long)
		same(t, "unresolved", len(items(created, "unresolvedReferences")), 100)
		s.newLink("hotel", obj{"expiresInSeconds": 2592000})
		page := s.data(`query($k:String!){customer(key:$k){accessGrants{nodes{spaces{key}}} userIdentities(filter:{key:"e"}){nodes{emailAddress phoneNumber}}}}`, obj{"k": long})
		same(t, "empty texts", at(page, "customer.userIdentities.nodes.0"), obj{"emailAddress": "", "phoneNumber": ""})
		c := connectionsOf()["customers"]
		cursor := str(s.page(c, "first:2"), "pageInfo.endCursor")
		same(t, "a page after the longest key", len(ids(s.page(c, `first:2, after:"`+cursor+`"`))), 0)
	})
}

func TestAGrantIsFoundByItsOwnNameAndByItsPersons(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.push(obj{
			"customerKey": "hotel",
			"guests":      arr{obj{"guestKey": "1", "name": "Ada Lovelace"}, obj{"guestKey": "2", "name": "Bo"}},
			"tenants":     arr{obj{"tenantKey": "1", "name": "Adam"}},
			"reservations": arr{
				obj{"reservationKey": "hers", "guestKey": "1"},
				obj{"reservationKey": "his", "guestKey": "2"},
				obj{"reservationKey": "named", "name": "ADA's party", "guestKey": "2"},
			},
			"bookings": arr{obj{"bookingKey": "tenant's", "tenantKey": "1"}, obj{"bookingKey": "nobody's"}},
		})
		for text, want := range map[string]int{"ada": 3, "ADA L": 1, "bo": 2, "": 5, "x": 0, "%": 0} {
			data := s.data(`query($text: String) { customer(key: "hotel") { accessGrants(filter: {search: $text}) { totalCount nodes { key } } } }`, obj{"text": text})
			if n := num(data, "customer.accessGrants.totalCount"); n != want || len(items(data, "customer.accessGrants.nodes")) != want {
				t.Errorf("%q finds %d grants, not %d: %v", text, n, want, data)
			}
		}
	})
}
