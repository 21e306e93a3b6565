package apitest_test

import (
	"strings"
	"testing"
	"time"
)

const checkDocument = `query($input: CreateCustomerPortalInput!){checkCustomerPortal(input: $input){
	faults{field message} faultCount unresolvedReferences{path key} warnings{code} sections
	comparison{customerIsNew spaces{...c} userIdentities{...c} accessGrants{...c}}}} fragment c on PushChanges{created changed unchanged}`

func (c client) check(input obj) any {
	c.t.Helper()
	return at(c.data(checkDocument, obj{"input": input}), "checkCustomerPortal")
}

func changes(created, changed, unchanged int) obj {
	return obj{"created": float64(created), "changed": float64(changed), "unchanged": float64(unchanged)}
}

func TestACheckTellsWhatACallWouldDoAndDoesNothingOfIt(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		data := obj{
			"customerKey": "hotel",
			"rooms":       arr{obj{"roomKey": "1", "name": "One"}, obj{"roomKey": "2", "name": "Two"}},
			"guests":      arr{obj{"guestKey": "ann", "name": "Ann", "phoneNumber": "1"}},
			"reservations": arr{obj{"reservationKey": "r", "guestKey": "ann", "roomKeys": arr{"1", "9"},
				"startsAt": "2030-05-01T15:00:00+02:00", "endsAt": "2030-05-04T10:00:00Z"}},
		}
		first := s.check(obj{"customerData": data, "isEmbedded": true})
		same(t, "a new customer", at(first, "comparison"), obj{
			"customerIsNew": true, "spaces": changes(2, 0, 0), "userIdentities": changes(1, 0, 0), "accessGrants": changes(1, 0, 0),
		})
		same(t, "the references", strs(first, "unresolvedReferences", "path"), []string{"customerData.reservations[0].roomKeys[1]"})
		same(t, "the warnings", strs(first, "warnings", "code"), []string{"EMBED_ORIGINS_MISSING"})
		same(t, "the sections", at(first, "sections"), arr{"TODAY", "ACCESS", "DEVICES", "PLACES", "PEOPLE", "ACCOUNTS"})
		same(t, "the customers", num(s.data(`{customers{totalCount}}`, nil), "customers.totalCount"), 0)
		same(t, "the events", num(s.data(`{events{totalCount}}`, nil), "events.totalCount"), 0)

		s.push(data)
		same(t, "the same again", at(s.check(obj{"customerData": data}), "comparison"), obj{
			"customerIsNew": false, "spaces": changes(0, 0, 2), "userIdentities": changes(0, 0, 1), "accessGrants": changes(0, 0, 1),
		})
		other := obj{
			"customerKey":  "hotel",
			"rooms":        arr{obj{"roomKey": "1", "name": "Uno"}, obj{"roomKey": "2", "name": "Two"}, obj{"roomKey": "3", "name": "Three"}},
			"units":        arr{obj{"unitKey": "1", "name": "One"}},
			"guests":       arr{obj{"guestKey": "ann", "name": "Ann"}},
			"reservations": arr{obj{"reservationKey": "r", "guestKey": "ann", "roomKeys": arr{"1"}, "startsAt": "2030-05-01T13:00:00Z", "endsAt": "2030-05-04T10:00:00Z"}},
		}
		changed := s.check(obj{"customerData": other, "features": obj{"organize": obj{"exclude": true}}})
		same(t, "another", at(changed, "comparison"), obj{
			"customerIsNew": false, "spaces": changes(2, 1, 1), "userIdentities": changes(0, 1, 0), "accessGrants": changes(0, 1, 0),
		})
		same(t, "without organize", at(changed, "sections"), arr{"TODAY", "ACCESS", "DEVICES", "PEOPLE", "ACCOUNTS"})
		without := s.check(obj{"customerData": other, "features": obj{"connect": obj{"exclude": true}}})
		same(t, "without connect", at(without, "sections"), arr{"TODAY", "ACCESS", "DEVICES", "PLACES", "PEOPLE"})
	})
}

func TestACheckTellsEveryFault(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		checked := s.check(obj{
			"customerData": obj{"customerKey": "", "rooms": arr{obj{"roomKey": " ", "name": ""}}}, "maxRedemptions": 0,
		})
		same(t, "the faults", strs(checked, "faults", "field"), []string{
			"customerData.customerKey", "customerData.rooms[0].roomKey", "customerData.rooms[0].name", "maxRedemptions",
		})
		same(t, "their count", num(checked, "faultCount"), 4)
		same(t, "the sections", at(checked, "sections"), arr{})
		rooms := arr{}
		for range 150 {
			rooms = append(rooms, obj{"roomKey": "", "name": "One"})
		}
		many := s.check(obj{"customerData": obj{"customerKey": "hotel", "rooms": rooms}})
		same(t, "those told of", len(items(many, "faults")), 100)
		s.as("").refused(checkDocument, obj{"input": obj{"customerData": obj{"customerKey": "hotel"}}}, "UNAUTHENTICATED")
	})
}

func TestACheckTellsThatAnIdempotencyKeyStandsForAnotherInput(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		input := func(customer string) obj {
			return obj{"customerData": obj{"customerKey": customer}, "idempotencyKey": "k1"}
		}
		faults := func(input obj) string { return strings.Join(strs(s.check(input), "faults", "field"), " ") }
		same(t, "a new key", faults(input("hotel")), "")
		s.create(input("hotel"))
		same(t, "the same input", faults(input("hotel")), "")
		same(t, "another input", faults(input("inn")), "idempotencyKey")
		s.refused(createDocument, obj{"input": input("inn")}, "IDEMPOTENCY_KEY_REUSED idempotencyKey")
		s.clock.advance(25 * time.Hour)
		same(t, "after its time", faults(input("inn")), "")
		same(t, "and it is still there", s.scalar("SELECT count(*) FROM idempotency_keys"), 1)
	})
}
