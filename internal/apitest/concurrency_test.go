package apitest_test

import (
	"fmt"
	"testing"
)

// roomsData names ten rooms of twenty, of which half overlap with those of the
// next call, and in an order of its own.
func roomsData(i int) obj {
	rooms, guests, stays := arr{}, arr{}, arr{}
	for n := range 10 {
		key := fmt.Sprint((i*5 + n*7) % 20)
		rooms = append(rooms, obj{"roomKey": key, "name": fmt.Sprint("by ", i)})
		guests = append(guests, obj{"guestKey": key, "name": fmt.Sprint("by ", i)})
		stays = append(stays, obj{"reservationKey": key, "name": fmt.Sprint("by ", i), "guestKey": key, "roomKeys": arr{key}})
	}
	return obj{"customerKey": "hotel", "rooms": rooms, "guests": guests, "reservations": stays}
}

func TestFiftyPushesOfOneCustomerLoseNothing(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		answers := together(t, 50, func(i int) (answer, error) {
			return s.try(pushDocument, obj{"input": obj{"customerData": roomsData(i)}})
		})
		for i, a := range answers {
			if len(a.Errors) > 0 {
				t.Errorf("push %d: %s", i, a.Body)
			}
			same(t, "unresolved", at(a.Data, "pushCustomerData.unresolvedReferences"), arr{})
		}
		same(t, "rows", s.rows(), "customers=1 spaces=20 user_identities=20 access_grants=20 magic_links=0 idempotency_keys=0")
	})
}

func TestFiftyFirstPushesOfOneCustomerMakeOneCustomer(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		answers := together(t, 50, func(i int) (answer, error) {
			return s.try(createDocument, obj{"input": obj{"customerData": obj{
				"customerKey": "hotel", "rooms": arr{obj{"roomKey": fmt.Sprint(i), "name": "Room"}},
			}}})
		})
		for i, a := range answers {
			if len(a.Errors) > 0 {
				t.Errorf("call %d: %s", i, a.Body)
			}
			same(t, "customer", at(a.Data, "createCustomerPortal.customer.id"), at(answers[0].Data, "createCustomerPortal.customer.id"))
		}
		same(t, "rows", s.rows(), "customers=1 spaces=50 user_identities=0 access_grants=0 magic_links=50 idempotency_keys=0")
	})
}

func TestPushesAndDeletesOfOneCustomerAtOnceAllSucceed(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		answers := together(t, 60, func(i int) (answer, error) {
			switch i % 6 {
			case 0:
				return s.try(deleteDocument, obj{"input": obj{"customerKeys": arr{"hotel", "inn"}}})
			case 1:
				return s.try(deleteDocument, obj{"input": obj{
					"customerKey": "hotel", "roomKeys": arr{"1", "2", "3", "4"}, "guestKeys": arr{"4", "3"}, "reservationKeys": arr{"9", "5", "1"},
				}})
			case 2:
				return s.try(createDocument, obj{"input": obj{"customerData": roomsData(i), "replaceExisting": true}})
			case 3:
				return s.try(deleteDocument, obj{"input": obj{"customerKeys": arr{"inn", "hotel"}}})
			default:
				return s.try(pushDocument, obj{"input": obj{"customerData": roomsData(i)}})
			}
		})
		for i, a := range answers {
			if len(a.Errors) > 0 {
				t.Errorf("call %d: %s", i, a.Body)
			}
		}
		// Nothing of it is left behind that can't be reached or deleted.
		s.push(roomsData(0))
		same(t, "customers", s.scalar("SELECT count(*) FROM customers"), 1)
		same(t, "orphans", s.scalar("SELECT count(*) FROM spaces WHERE customer_id NOT IN (SELECT id FROM customers)"), 0)
		same(t, "deleted", s.delete(obj{"customerKeys": arr{"hotel"}}), 1)
		same(t, "rows", s.rows(), "customers=0 spaces=0 user_identities=0 access_grants=0 magic_links=0 idempotency_keys=0")
	})
}

func TestPushesAndDeletesOfManyCustomersAtOnceAllSucceed(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		customers := arr{"a", "b", "c", "d", "e", "f"}
		turned := func(i int) arr { return append(append(arr{}, customers[i%6:]...), customers[:i%6]...) }
		answers := together(t, 60, func(i int) (answer, error) {
			if i%3 == 0 {
				return s.try(deleteDocument, obj{"input": obj{"customerKeys": turned(i / 3)}})
			}
			return s.try(pushDocument, obj{"input": obj{"customerData": obj{
				"customerKey": customers[i%6], "rooms": arr{obj{"roomKey": "1", "name": "Room"}},
			}}})
		})
		for i, a := range answers {
			if len(a.Errors) > 0 {
				t.Errorf("call %d: %s", i, a.Body)
			}
		}
	})
}
