package apitest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

const metadataDocument = `{customer(key: "hotel"){spaces(first: 100){nodes{key customMetadata}} accessGrants(first: 100){nodes{key customMetadata}}}}`

// withMetadata is a customer's listing and reservation with custom metadata.
func withMetadata(key string, metadata obj) obj {
	return obj{
		"customerKey":      "hotel",
		"propertyListings": arr{obj{"propertyListingKey": key, "name": "Listing " + key, "customMetadata": metadata}},
		"reservations":     arr{obj{"reservationKey": key, "name": "Stay " + key, "customMetadata": metadata, "spaceKeys": arr{key}}},
	}
}

func TestCustomMetadataIsMergedKeyByKey(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		read := func(what string, want any) {
			t.Helper()
			found := s.data(metadataDocument, nil)
			same(t, what+": the listing", at(found, "customer.spaces.nodes.0.customMetadata"), want)
			same(t, what+": the reservation", at(found, "customer.accessGrants.nodes.0.customMetadata"), want)
		}
		s.push(obj{"customerKey": "hotel", "propertyListings": arr{obj{"propertyListingKey": "1", "name": "x"}}, "reservations": arr{obj{"reservationKey": "1"}}})
		read("none", nil)
		first := obj{"region": "north <&> \"é\"", "open": true, "closed": false, "a b": "c", "gone": nil, "empty": ""}
		s.push(withMetadata("1", first))
		read("the first", obj{"region": "north <&> \"é\"", "open": true, "closed": false, "a b": "c"})
		s.push(obj{"customerKey": "hotel", "propertyListings": arr{obj{"propertyListingKey": "1", "name": "y"}}, "reservations": arr{obj{"reservationKey": "1", "name": "y"}}})
		read("a push without any", obj{"region": "north <&> \"é\"", "open": true, "closed": false, "a b": "c"})
		s.push(withMetadata("1", obj{"region": "south", "open": nil, "a b": "", "more": "x"}))
		read("a change", obj{"region": "south", "closed": false, "more": "x"})
		for region, changed := range map[string]int{"south": 0, "north": 1} {
			checked := s.check(obj{"customerData": withMetadata("1", obj{"region": region, "none": nil})})
			same(t, "changes", []int{num(checked, "comparison.spaces.changed"), num(checked, "comparison.accessGrants.changed")}, []int{changed, changed})
		}
		s.data(`mutation{pushCustomerData(input: {customerData: {customerKey: "hotel",
				propertyListings: [{propertyListingKey: "1", name: "z", customMetadata: {region: "west", closed: null, n: true}}],
				reservations: [{reservationKey: "1", customMetadata: {region: "west", closed: null, n: true}}]}}){customer{id}}}`, nil)
		read("a literal", obj{"region": "west", "more": "x", "n": true})
	})
}

func TestCustomMetadataThatHoldsNothingIsNone(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		read := func() string {
			found := s.data(`{customer(key: "hotel"){spaces{nodes{customMetadata updatedAt}} accessGrants{nodes{customMetadata updatedAt}}}}`, nil)
			return fmt.Sprint(at(found, "customer.spaces.nodes"), at(found, "customer.accessGrants.nodes"))
		}
		push := func(metadata obj) {
			data := withMetadata("1", metadata)
			checked := s.check(obj{"customerData": data})
			s.clock.advance(time.Hour)
			s.push(data)
			same(t, "what would have changed", []int{num(checked, "comparison.spaces.changed"), num(checked, "comparison.accessGrants.changed")}, []int{0, 0})
		}
		s.push(withMetadata("1", nil))
		none := read()
		if !strings.Contains(none, "customMetadata:<nil>") {
			t.Error(none)
		}
		for _, metadata := range []obj{{}, {"a": nil}, {"a": "", "b": nil}} {
			push(metadata)
			same(t, fmt.Sprint(metadata), read(), none)
		}
		s.delete(obj{"customerKeys": arr{"hotel"}})
		s.push(withMetadata("1", obj{"a": nil}))
		anew := read()
		push(obj{"b": nil})
		same(t, "stored with a null", read(), anew)
		s.push(withMetadata("1", obj{"a": "x"}))
		s.push(withMetadata("1", obj{"a": nil}))
		same(t, "taken away", strings.Count(read(), "customMetadata:<nil>"), 2)
	})
}

func TestCustomMetadataHasItsLimits(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		many := func(n int, prefix string) obj {
			all := obj{}
			for i := range n {
				all[fmt.Sprint(prefix, i)] = "v"
			}
			return all
		}
		before := s.rows()
		const all = "customMetadata"
		long := strings.Repeat("k", 41)
		for at, metadata := range map[string]obj{
			all + ": must have at most 50 keys":                                                   many(51, "k"),
			all + ": must not have an empty key":                                                  {"": "v"},
			all + `: must not have a key with a point, such as "a.b"`:                             {"a.b": "v"},
			all + "." + long + ": must have a key of at most 40 characters":                       {long: "v"},
			all + `."a?b": must not hold control characters or line breaks`:                       {"a\nb": 5},
			all + ".k: must have at most 500 characters":                                          {"k": strings.Repeat("é", 501)},
			all + ".k: must not hold control characters or line breaks":                           {"k": "a\nb"},
			all + `."größe [0]": must be a text, a Boolean or null`:                               {"größe [0]": 5},
			all + ".maxGuests: must be a text, a Boolean or null":                                 {"maxGuests": obj{}},
			all + "._errors: must be a text, a Boolean or null":                                   {"_errors": arr{"v"}},
			all + `."` + strings.Repeat("é", 32) + `…": must have a key of at most 40 characters`: {strings.Repeat("é", 41): "v"},
		} {
			a := s.call(pushDocument, obj{"input": obj{"customerData": withMetadata("1", metadata)}})
			told := []string{}
			for _, e := range a.Errors {
				told = append(told, e.Message)
			}
			same(t, at, sorted(told), []string{"customerData.propertyListings[0]." + at, "customerData.reservations[0]." + at})
		}
		a := s.call(pushDocument, obj{"input": obj{"customerData": obj{
			"customerKey": "hotel", "reservations": arr{obj{"reservationKey": "r", "customMetadata": obj{"a": 5, "b": "v", "c": arr{}}}},
		}}})
		same(t, "a fault for each key", sorted(a.problems()), []string{
			"BAD_USER_INPUT customerData.reservations[0].customMetadata.a", "BAD_USER_INPUT customerData.reservations[0].customMetadata.c",
		})
		same(t, "rows", s.rows(), before)
		s.push(withMetadata("1", many(50, "k")))
		s.push(withMetadata("2", obj{strings.Repeat("é", 40): strings.Repeat("é", 500)}))
		s.refused(pushDocument, obj{"input": obj{"customerData": withMetadata("1", obj{"more": "v"})}},
			"BAD_USER_INPUT customerData.propertyListings[0].customMetadata", "BAD_USER_INPUT customerData.reservations[0].customMetadata")
		s.push(withMetadata("1", obj{"more": "v", "k0": nil}))
		s.refused(pushDocument, obj{"input": obj{"customerData": obj{"customerKey": "hotel", "reservations": arr{obj{"reservationKey": "r", "customMetadata": "text"}}}}},
			"BAD_USER_INPUT customerData.reservations[0].customMetadata")
	})
}

func TestFiltersHideListingsAndReservationsThatDontFit(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.push(withMetadata("fits", obj{"region": "north", "open": true, "more": "x"}))
		s.push(withMetadata("text", obj{"region": "north", "open": "true"}))
		s.push(withMetadata("region", obj{"region": "North", "open": true}))
		s.push(withMetadata("half", obj{"region": "north", "open": nil}))
		s.push(obj{
			"customerKey": "hotel", "propertyListings": arr{obj{"propertyListingKey": "none", "name": "Listing none"}}, "reservations": arr{obj{"reservationKey": "none"}},
			"rooms": arr{obj{"roomKey": "room", "name": "Room"}}, "bookings": arr{obj{"bookingKey": "booking", "spaceKeys": arr{"room", "half", "fits"}}},
			"staffMembers": arr{obj{"staffMemberKey": "sam", "name": "Sam", "spaceKeys": arr{"half", "room"}, "propertyListingKeys": arr{"fits", "none"}}},
		})
		s.pushDevices("hotel", device("in fits", "a", nil), device("in half", "b", nil), device("in none", "c", nil), device("in room", "d", nil), device("loose", "e", nil))
		places := map[string]string{}
		for _, space := range items(s.data(`{customer(key: "hotel"){spaces(first: 100){nodes{id key}}}}`, nil), "customer.spaces.nodes") {
			places[str(space, "key")] = str(space, "id")
		}
		for _, place := range []string{"fits", "half", "none", "room"} {
			s.data(assignDocument, obj{"input": obj{"spaceId": places[place], "deviceIds": arr{s.deviceID("hotel", "in "+place)}}})
		}
		filters := arr{obj{"field": "region", "operation": "=", "value": "north"}, obj{"field": "open", "operation": "=", "value": true}}
		open := func(settings obj) client {
			settings["customerData"] = obj{"customerKey": "hotel"}
			_, url := s.mint("hotel", settings)
			guest, _ := s.redeem(url)
			return guest
		}
		guest := open(obj{"customerResourcesFilters": filters})
		const seen = `{portal{customer{spaces{totalCount nodes{key deviceCount}} accessGrants{totalCount nodes{key spaces{key}}} devices{totalCount nodes{key space{key}}}}}}`
		customer := at(guest.data(seen, nil), "portal.customer")
		same(t, "places", sorted(strs(customer, "spaces.nodes", "key")), []string{"fits", "room"})
		same(t, "grants", sorted(strs(customer, "accessGrants.nodes", "key")), []string{"booking", "fits"})
		same(t, "devices", strs(customer, "devices.nodes", "key"), []string{"in fits", "in room", "loose"})
		same(t, "counts", []int{num(customer, "spaces.totalCount"), num(customer, "accessGrants.totalCount"), num(customer, "devices.totalCount")}, []int{2, 2, 3})
		for _, grant := range items(customer, "accessGrants.nodes") {
			for _, place := range strs(grant, "spaces", "key") {
				if place != "fits" && place != "room" {
					t.Errorf("%s names the hidden place %s", str(grant, "key"), place)
				}
			}
		}
		const staff = `{portal{customer{userIdentities(filter: {key: "sam"}){nodes{spaces{key}}}}}}`
		same(t, "the places of the staff", strs(guest.data(staff, nil), "portal.customer.userIdentities.nodes.0.spaces", "key"), []string{"room", "fits"})
		half := s.deviceID("hotel", "in half")
		same(t, "a device in a hidden listing", guest.data(`query($id: ID!){device(id: $id){id}}`, obj{"id": half}), obj{"device": nil})
		guest.refused(requestDocument, obj{"input": obj{"deviceId": half, "capability": "LOCK"}}, "NOT_FOUND deviceId")
		guest.refused(assignDocument, obj{"input": obj{"deviceIds": arr{s.deviceID("hotel", "loose")}, "spaceId": places["none"]}}, "NOT_FOUND spaceId")
		both := open(obj{"customerResourcesFilters": append(filters, obj{"field": "region", "operation": "=", "value": "south"})})
		same(t, "filters that exclude each other", sorted(strs(both.data(seen, nil), "portal.customer.spaces.nodes", "key")), []string{"room"})
		restricted := open(obj{"customerResourcesFilters": filters, "navigationMode": "RESTRICTED", "deepLink": obj{"resourceType": "RESERVATION", "resourceKey": "half"}})
		same(t, "a deep link to what is hidden", at(restricted.data(seen, nil), "portal.customer"), obj{
			"spaces": obj{"totalCount": 0.0, "nodes": arr{}}, "accessGrants": obj{"totalCount": 0.0, "nodes": arr{}}, "devices": obj{"totalCount": 0.0, "nodes": arr{}},
		})
		same(t, "the business sees all", num(s.data(`{customer(key: "hotel"){spaces{totalCount}}}`, nil), "customer.spaces.totalCount"), 6)
	})
}
