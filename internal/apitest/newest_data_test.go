package apitest_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestASiteThatIsNotThereIsKeptAndReportedAndResolvesByItself(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		data, want := obj{"customerKey": "hotel", "properties": arr{obj{"propertyKey": "campus", "name": "no site"}}}, []string{}
		for _, l := range parented {
			data[l.list] = arr{obj{l.key: "1", "name": "x"}, obj{l.key: "2", "name": "x", "parentSiteKey": "campus"}}
			want = append(want, "customerData."+l.list+"[1].parentSiteKey campus")
		}
		for _, document := range []string{pushDocument, createDocument} {
			got := []string{}
			for _, payload := range s.data(document, obj{"input": obj{"customerData": data}}).(obj) {
				for _, reference := range items(payload, "unresolvedReferences") {
					got = append(got, str(reference, "path")+" "+str(reference, "key"))
				}
			}
			same(t, "unresolved", sorted(got), sorted(want))
		}
		sites := func() (found []any) {
			for _, place := range items(s.data(`{customer(key:"hotel"){spaces{nodes{key parentSiteKey parentSite{kind name}}}}}`, nil), "customer.spaces.nodes") {
				if str(place, "key") == "2" {
					found = append(found, at(place, "parentSite"))
				}
				same(t, "the key stays", at(place, "parentSiteKey") != nil, str(place, "key") == "2")
			}
			return found
		}
		same(t, "before", sites(), []any{nil, nil, nil, nil})
		s.push(obj{"customerKey": "inn", "sites": arr{obj{"siteKey": "campus", "name": "another customer's"}}})
		same(t, "with another customer's", sites(), []any{nil, nil, nil, nil})
		pushed := s.push(obj{"customerKey": "hotel", "sites": arr{obj{"siteKey": "campus", "name": "Campus"}}})
		same(t, "unresolved", at(pushed, "unresolvedReferences"), arr{})
		campus := obj{"kind": "SITE", "name": "Campus"}
		same(t, "after", sites(), []any{campus, campus, campus, campus})
		same(t, "unresolved afterwards", at(s.push(data), "unresolvedReferences"), arr{})
		same(t, "deleted", s.delete(obj{"customerKey": "hotel", "siteKeys": arr{"campus"}}), 1)
		same(t, "without it", sites(), []any{nil, nil, nil, nil})
		data["sites"] = arr{obj{"siteKey": "campus", "name": "Campus"}}
		same(t, "in the same call", at(s.push(data), "unresolvedReferences"), arr{})
		same(t, "back", sites(), []any{campus, campus, campus, campus})
	})
}

func TestThePlacesOfStaffAreKeptAndReportedAndResolveByThemselves(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		member, want := obj{"staffMemberKey": "s", "name": "Sam"}, []string{}
		for _, l := range spaceLists {
			member[placeReference(l)] = arr{l.key}
			want = append(want, fmt.Sprintf("customerData.staffMembers[1].%s[0] %s", placeReference(l), l.key))
		}
		data := obj{"customerKey": "hotel", "staffMembers": arr{obj{"staffMemberKey": "first", "name": "x"}, member}}
		got := []string{}
		for _, reference := range items(s.push(data), "unresolvedReferences") {
			got = append(got, str(reference, "path")+" "+str(reference, "key"))
		}
		same(t, "unresolved", sorted(got), sorted(want))
		places := func() (found []string) {
			read := s.data(`{customer(key:"hotel"){userIdentities(filter:{key:"s"}){nodes{kind spaces{kind key}}}}}`, nil)
			for _, place := range items(read, "customer.userIdentities.nodes.0.spaces") {
				found = append(found, str(place, "kind")+" "+str(place, "key"))
			}
			return found
		}
		all := []string{}
		for i, l := range spaceLists {
			same(t, "so far", places(), all)
			s.push(obj{"customerKey": "hotel", l.list: arr{obj{l.key: l.key, "name": "x"}}})
			all = append(all, l.kind+" "+l.key)
			same(t, "unresolved", len(items(s.push(data), "unresolvedReferences")), len(spaceLists)-1-i)
		}
		same(t, "all", places(), all)
		s.delete(obj{"customerKey": "hotel", "roomKeys": arr{"roomKey"}})
		same(t, "without the room", places(), slices.DeleteFunc(slices.Clone(all), func(place string) bool { return place == "ROOM roomKey" }))

		put(data, "staffMembers[1]", obj{"staffMemberKey": "s", "name": "Sam", "spaceKeys": arr{"siteKey", "unitKey", "siteKey"}, "siteKeys": arr{"siteKey"}})
		s.push(data)
		same(t, "of any kind, each once", places(), []string{"SITE siteKey", "UNIT unitKey"})
	})
}

func TestEachOfTheNewestFaultsIsTold(t *testing.T) {
	input := obj{"customerData": obj{
		"customerKey": "hotel",
		"spaces": arr{
			obj{
				"spaceKey": "1", "name": "x", "parentSiteKey": "", "durationMinutes": 0, "geolocation": obj{"latitude": 90.1, "longitude": -180.5},
				"customerData": obj{"timeZone": "Europe/Atlantis", "defaultCheckinTime": "24:00", "defaultCheckoutTime": "9:00", "address": "tab\tin it"},
			},
			obj{"spaceKey": "2", "name": "x", "durationMinutes": 1.5, "geolocation": obj{"latitude": 1}, "customerData": obj{"timeZone": 5, "address": strings.Repeat("x", 1001)}},
			obj{"spaceKey": "3", "name": "x", "durationMinutes": 2147483648, "customerData": obj{"timeZone": "Local", "defaultCheckinTime": "23:59:60", "defaultCheckoutTime": "12:00\n"}},
			obj{"spaceKey": "4", "name": "x", "customerData": obj{"timeZone": "", "address": "1\u2028"}, "geolocation": obj{"latitude": "1", "longitude": true}},
			obj{"spaceKey": "5", "name": "x", "customerData": obj{"timeZone": "../Europe/Berlin"}},
		},
		"rooms":       arr{obj{"roomKey": "1", "name": "x", "parentSiteKey": " x"}},
		"commonAreas": arr{obj{"commonAreaKey": "1", "name": "x", "parentSiteKey": strings.Repeat("x", 256)}},
		"units":       arr{obj{"unitKey": "1", "name": "x", "parentSiteKey": "a\x01"}},
		"sites":       arr{obj{"siteKey": "1", "name": ""}, obj{"siteKey": "1", "name": "x"}, obj{"siteKey": "2", "name": "x", "parentSiteKey": "1"}},
		"staffMembers": arr{
			obj{"staffMemberKey": "1", "name": "x", "emailAddress": strings.Repeat("x", 321), "siteKeys": arr{"", "ok"}, "propertyListingKeys": manyKeys(99)},
			obj{"staffMemberKey": "1", "name": "", "phoneNumber": strings.Repeat("1", 65)},
		},
		"reservations": arr{obj{"reservationKey": "1", "preferredCode": ""}, obj{"reservationKey": "2", "preferredCode": 1234}},
		"bookings":     arr{obj{"bookingKey": "1", "preferredCode": strings.Repeat("1", 65)}},
		"accessGrants": arr{obj{"accessGrantKey": "1", "preferredCode": "12\n34"}},
	}}
	want := []string{}
	for field := range strings.FieldsSeq(`spaces[0].parentSiteKey spaces[0].durationMinutes spaces[0].geolocation.latitude spaces[0].geolocation.longitude
		spaces[0].customerData.timeZone spaces[0].customerData.defaultCheckinTime spaces[0].customerData.defaultCheckoutTime spaces[0].customerData.address
		spaces[1].durationMinutes spaces[1].geolocation.longitude spaces[1].customerData.timeZone spaces[1].customerData.address
		spaces[2].durationMinutes spaces[2].customerData.timeZone spaces[2].customerData.defaultCheckinTime spaces[2].customerData.defaultCheckoutTime
		spaces[3].customerData.timeZone spaces[3].customerData.address spaces[3].geolocation.latitude spaces[3].geolocation.longitude spaces[4].customerData.timeZone
		rooms[0].parentSiteKey commonAreas[0].parentSiteKey units[0].parentSiteKey sites[0].name sites[1].siteKey sites[2].parentSiteKey
		staffMembers[0].emailAddress staffMembers[0].siteKeys[0] staffMembers[0].siteKeys staffMembers[1].staffMemberKey staffMembers[1].name staffMembers[1].phoneNumber
		reservations[0].preferredCode reservations[1].preferredCode bookings[0].preferredCode accessGrants[0].preferredCode`) {
		want = append(want, "BAD_USER_INPUT customerData."+field)
	}
	each(t, func(t *testing.T, s *server) {
		same(t, "the faults", strings.Join(sorted(s.call(createDocument, obj{"input": input}).problems()), "\n"), strings.Join(sorted(want), "\n"))
		same(t, "rows", s.rows(), "customers=0 spaces=0 user_identities=0 access_grants=0 magic_links=0 idempotency_keys=0")
	})
}

func TestTheLimitsOfTheNewestDataAreInclusive(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		data := obj{
			"customerKey": "hotel", "sites": arr{obj{"siteKey": strings.Repeat("中", 255), "name": "x"}},
			"rooms": arr{obj{"roomKey": "1", "name": "x", "parentSiteKey": strings.Repeat("中", 255)}},
			"spaces": arr{
				obj{
					"spaceKey": "1", "name": "x", "durationMinutes": 2147483647.0, "geolocation": obj{"latitude": 90.0, "longitude": 180.0},
					"customerData": obj{"timeZone": "UTC", "defaultCheckinTime": "00:00", "defaultCheckoutTime": "23:59:59", "address": strings.Repeat("中", 998) + "\r\n"},
				},
				obj{"spaceKey": "2", "name": "x", "durationMinutes": 1.0, "geolocation": obj{"latitude": -90.0, "longitude": -180.0}, "customerData": obj{"address": ""}},
			},
			"staffMembers": arr{obj{"staffMemberKey": "1", "name": "x", "siteKeys": manyKeys(60), "roomKeys": manyKeys(40)}},
			"bookings":     arr{obj{"bookingKey": "1", "preferredCode": strings.Repeat("中", 64)}},
		}
		same(t, "unresolved", len(items(s.create(obj{"customerData": data}), "unresolvedReferences")), 100)
		found := s.hotel()
		for _, l := range []struct{ list, name string }{{"spaces", "SPACE 1"}, {"rooms", "ROOM 1"}} {
			same(t, l.name, found[l.name], storedPlace(at(data, l.list+".0")))
		}
		same(t, "SPACE 2", found["SPACE 2"], storedPlace(at(data, "spaces.1")))
		same(t, "BOOKING 1", found["BOOKING 1"], storedGrant(at(data, "bookings.0")))
	})
}

func TestAPushThatRepeatsTheNewestDataChangesNothingAndOneWithoutClearsIt(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		place := obj{
			"spaceKey": "1", "name": "x", "parentSiteKey": "s", "durationMinutes": 30.0, "geolocation": obj{"latitude": 1.5, "longitude": 2.0},
			"customerData": obj{"timeZone": "Europe/Berlin", "address": `a "b" \`},
		}
		member := obj{"staffMemberKey": "1", "name": "x", "roomKeys": arr{"1", `"2"`}, "spaceKeys": arr{}}
		grant := obj{"bookingKey": "1", "preferredCode": "0042"}
		push := func(place, member, grant obj) obj {
			return obj{
				"customerKey": "hotel", "spaces": arr{place}, "staffMembers": arr{member}, "bookings": arr{grant},
				"sites": arr{obj{"siteKey": "s", "name": "S"}}, "rooms": arr{obj{"roomKey": "1", "name": "x"}},
			}
		}
		updated := func() string {
			read := at(s.data(`{customer(key:"hotel"){spaces(filter:{kind:SPACE}){nodes{updatedAt}} userIdentities{nodes{updatedAt}} accessGrants{nodes{updatedAt}}}}`, nil), "customer")
			return fmt.Sprint(at(read, "spaces.nodes.0.updatedAt"), at(read, "userIdentities.nodes.0.updatedAt"), at(read, "accessGrants.nodes.0.updatedAt"))
		}
		s.push(push(place, member, grant))
		before := updated()
		s.clock.advance(time.Hour)
		same(t, "compared", at(s.check(obj{"customerData": push(place, member, grant)}), "comparison.spaces"), changes(0, 0, 3))
		s.push(push(place, member, grant))
		same(t, "the same again", updated(), before)

		for field := range maps.Keys(place) {
			if field == "spaceKey" || field == "name" {
				continue
			}
			less := maps.Clone(place)
			delete(less, field)
			same(t, "compared without "+field, at(s.check(obj{"customerData": push(less, member, grant)}), "comparison.spaces"), changes(0, 1, 2))
			s.push(push(less, member, grant))
			same(t, "without "+field, s.hotel()["SPACE 1"], storedPlace(less))
			s.push(push(place, member, grant))
		}
		bare := push(obj{"spaceKey": "1", "name": "x"}, obj{"staffMemberKey": "1", "name": "x"}, obj{"bookingKey": "1"})
		compared := at(s.check(obj{"customerData": bare}), "comparison")
		same(t, "compared without all", at(compared, "spaces"), changes(0, 1, 2))
		same(t, "the member of staff", at(compared, "userIdentities"), changes(0, 1, 0))
		same(t, "the booking", at(compared, "accessGrants"), changes(0, 1, 0))
		s.clock.advance(time.Hour)
		before = updated()
		s.push(bare)
		found := s.hotel()
		same(t, "the space", found["SPACE 1"], storedPlace(obj{"name": "x"}))
		same(t, "the member of staff", found["STAFF_MEMBER 1"], storedPerson(obj{"name": "x"}))
		same(t, "the booking", found["BOOKING 1"], storedGrant(obj{}))
		after := updated()
		if after == before {
			t.Errorf("updatedAt stayed at %s", after)
		}
		s.clock.advance(time.Hour)
		s.push(bare)
		same(t, "nothing again", updated(), after)
	})
}

func TestPlacesAreFoundByTheirSite(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		data := obj{"customerKey": "hotel", "sites": arr{obj{"siteKey": "a", "name": "A"}, obj{"siteKey": "b", "name": "B"}}}
		for _, l := range parented {
			data[l.list] = arr{obj{l.key: "1", "name": "in A", "parentSiteKey": "a"}, obj{l.key: "2", "name": "in B", "parentSiteKey": "b"}, obj{l.key: "3", "name": "in none"}}
		}
		s.push(data)
		data["customerKey"] = "inn"
		s.push(data)
		for filter, want := range map[string][]string{
			`parentSiteKey:"a"`:                   {"COMMON_AREA 1", "ROOM 1", "SPACE 1", "UNIT 1"},
			`parentSiteKey:"b" kind:ROOM`:         {"ROOM 2"},
			`parentSiteKey:"b" namePrefix:"in a"`: {},
			`parentSiteKey:"none"`:                {},
			`parentSiteKey:""`:                    {},
		} {
			read := at(s.data(`{customer(key:"hotel"){spaces(filter:{`+filter+`}){totalCount nodes{kind key}}}}`, nil), "customer.spaces")
			got := []string{}
			for _, place := range items(read, "nodes") {
				got = append(got, str(place, "kind")+" "+str(place, "key"))
			}
			same(t, filter, got, want)
			same(t, filter+": totalCount", num(read, "totalCount"), len(want))
		}
		first := at(s.data(`{customer(key:"hotel"){spaces(first:2 filter:{parentSiteKey:"a"}){nodes{kind} pageInfo{hasNextPage endCursor}}}}`, nil), "customer.spaces")
		second := at(s.data(`query($c:String!){customer(key:"hotel"){spaces(first:2 after:$c filter:{parentSiteKey:"a"}){nodes{kind} pageInfo{hasNextPage}}}}`,
			obj{"c": at(first, "pageInfo.endCursor")}), "customer.spaces")
		same(t, "in pages", append(strs(first, "nodes", "kind"), strs(second, "nodes", "kind")...), []string{"COMMON_AREA", "ROOM", "SPACE", "UNIT"})
		same(t, "more", []any{at(first, "pageInfo.hasNextPage"), at(second, "pageInfo.hasNextPage")}, []any{true, false})
		s.refused(`query($k:String!){customer(key:"hotel"){spaces(filter:{parentSiteKey:$k}){nodes{key}}}}`, obj{"k": strings.Repeat("x", 4097)}, "BAD_USER_INPUT filter")
	})
}

func TestASearchOfGrantsFindsNoStaff(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.push(obj{
			"customerKey": "hotel", "staffMembers": arr{obj{"staffMemberKey": "1", "name": "Sam"}},
			"userIdentities": arr{obj{"userIdentityKey": "1", "name": "Una"}}, "bookings": arr{obj{"bookingKey": "b", "userIdentityKey": "1"}},
		})
		for text, want := range map[string]int{"sam": 0, "una": 1} {
			same(t, text, num(s.data(`query($t:String){customer(key:"hotel"){accessGrants(filter:{search:$t}){totalCount}}}`, obj{"t": text}), "customer.accessGrants.totalCount"), want)
		}
		person, _ := s.ofGrant()
		same(t, "the person", person, obj{"kind": "USER_IDENTITY", "key": "1"})
	})
}

func TestSitesAndPlacesOfStaffCostTheSameStatementsForAnyPage(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		rooms, staff, sites, stays, guests := arr{}, arr{}, arr{}, arr{}, arr{}
		for i := range 60 {
			key := fmt.Sprint(i)
			sites = append(sites, obj{"siteKey": key, "name": "Site " + key})
			rooms = append(rooms, obj{"roomKey": key, "name": "Room " + key, "parentSiteKey": key})
			staff = append(staff, obj{"staffMemberKey": key, "name": "Staff " + key, "roomKeys": arr{key}, "siteKeys": arr{key}})
			guests = append(guests, obj{"guestKey": key, "name": "Guest " + key})
			stays = append(stays, obj{"bookingKey": key, "guestKey": key, "roomKeys": arr{key}})
		}
		s.push(obj{"customerKey": "hotel", "rooms": rooms, "sites": sites, "staffMembers": staff, "guests": guests, "bookings": stays})
		document := `query($n:Int!){customer(key:"hotel"){
			spaces(first:$n filter:{kind:ROOM}){nodes{key parentSite{key deviceCount parentSite{key}}}}
			userIdentities(first:$n filter:{kind:STAFF_MEMBER}){nodes{key spaces{kind key parentSite{key}}}}
			accessGrants(first:$n){nodes{key userIdentity{key spaces{key}} spaces{parentSite{key}}}}}}`
		counts := map[int]int{}
		for _, n := range []int{2, 60} {
			counts[n] = len(s.log.statements(func() {
				for _, room := range items(s.data(document, obj{"n": n}), "customer.spaces.nodes") {
					same(t, "the site", at(room, "parentSite.key"), at(room, "key"))
				}
			}))
		}
		if counts[2] != counts[60] || counts[60] == 0 {
			t.Errorf("statements by page size: %v", counts)
		}
	})
}

// Most calls bring none of what few rows have: they must not pay for it.
func TestACallWithoutTheNewestDataSendsNothingOfIt(t *testing.T) {
	rare := []string{"r.parent_site_key", "r.details", "r.place_keys", "r.preferred_code"}
	each(t, func(t *testing.T, s *server) {
		of := func(data obj) string {
			return strings.Join(s.log.statements(func() { s.create(obj{"customerData": data}) }), "\n")
		}
		plain := obj{
			"customerKey": "hotel", "rooms": arr{obj{"roomKey": "1", "name": "x"}}, "sites": arr{obj{"siteKey": "1", "name": "x"}},
			"staffMembers": arr{obj{"staffMemberKey": "1", "name": "x"}}, "bookings": arr{obj{"bookingKey": "1", "roomKeys": arr{"1"}}},
		}
		sent := of(plain)
		for _, column := range rare {
			if !strings.Contains(sent, "r.sort_name") || strings.Contains(sent, column) {
				t.Errorf("with %s: %s", column, sent)
			}
		}
		put(plain, "rooms[0].parentSiteKey", "1")
		put(plain, "staffMembers[0].roomKeys", arr{"1"})
		put(plain, "bookings[0].preferredCode", "1")
		sent = of(plain)
		for _, column := range rare {
			if !strings.Contains(sent, column) {
				t.Errorf("without %s: %s", column, sent)
			}
		}
		for _, table := range []string{"spaces", "user_identities", "access_grants"} {
			if strings.Contains(of(obj{"customerKey": "hotel"}), "INTO "+table) {
				t.Errorf("a call without lists writes %s", table)
			}
		}
	})
}

func TestAnIdempotencyKeyTellsTheNewestDataApart(t *testing.T) {
	each(t, func(_ *testing.T, s *server) {
		input := func(path string, value any) obj {
			data := obj{
				"customerKey": "hotel", "spaces": arr{obj{"spaceKey": "1", "name": "x", "customerData": obj{"address": "a"}}},
				"staffMembers": arr{obj{"staffMemberKey": "1", "name": "x", "roomKeys": arr{"1"}}}, "bookings": arr{obj{"bookingKey": "1", "preferredCode": "1"}},
			}
			if path != "" {
				put(data, path, value)
			}
			return obj{"input": obj{"customerData": data, "idempotencyKey": "k"}}
		}
		s.data(createDocument, input("", nil))
		s.data(createDocument, input("", nil))
		for path, value := range map[string]any{
			"spaces[0].customerData.address": "b", "spaces[0].parentSiteKey": "1", "spaces[0].durationMinutes": 5, "spaces[0].geolocation": obj{"latitude": 0, "longitude": 0},
			"staffMembers[0].roomKeys": arr{"2"}, "staffMembers[0].unitKeys": arr{"1"}, "bookings[0].preferredCode": "2", "sites": arr{obj{"siteKey": "1", "name": "x"}},
		} {
			s.refused(createDocument, input(path, value), "IDEMPOTENCY_KEY_REUSED idempotencyKey")
		}
	})
}
