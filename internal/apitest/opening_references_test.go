package apitest_test

import (
	"testing"

	"github.com/google/uuid"
)

// unresolved lists the references of a portal with the settings that name nothing, as the
// call and its dry run tell them.
func (c client) unresolved(what string, data, settings obj) []string {
	c.t.Helper()
	settings["customerData"] = data
	list := func(payload any) []string {
		all := []string{}
		for _, reference := range items(payload, "unresolvedReferences") {
			all = append(all, str(reference, "path")+" "+str(reference, "key"))
		}
		return all
	}
	checked := list(c.check(settings))
	same(c.t, what+": the dry run", checked, list(c.create(settings)))
	return checked
}

func TestWhereAPortalOpensIsReportedWhileItNamesNothing(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		linked := func(of, key string) obj { return obj{"deepLink": obj{"resourceType": of, "resourceKey": key}} }
		landing := func(field, key string) obj { return obj{"landingPage": obj{"manage": obj{field: key}}} }
		hotel, none := obj{"customerKey": "hotel"}, []string{}
		stay, page := []string{"deepLink.resourceKey k"}, []string{"landingPage.manage.roomKey k"}
		same(t, "a new customer's", s.unresolved("new", hotel, linked("RESERVATION", "k")), stay)
		s.push(obj{"customerKey": "hotel", "bookings": arr{obj{"bookingKey": "k"}}, "units": arr{obj{"unitKey": "k", "name": "x"}}})
		s.push(obj{"customerKey": "inn", "reservations": arr{obj{"reservationKey": "k"}}, "rooms": arr{obj{"roomKey": "k", "name": "x"}}})
		s.pushDevices("inn", device("lock", "Lock", nil))
		lock, nobody := s.deviceID("inn", "lock"), uuid.NewString()
		for _, c := range []struct {
			what     string
			settings obj
			want     []string
		}{
			{"a booking's key", linked("RESERVATION", "k"), stay},
			{"a place of any kind", linked("SPACE", "k"), none},
			{"no place", linked("SPACE", "none"), []string{"deepLink.resourceKey none"}},
			{"a unit's key", landing("roomKey", "k"), page},
			{"a unit, as a space", landing("spaceKey", "k"), []string{"landingPage.manage.spaceKey k"}},
			{"a unit", landing("unitKey", "k"), none},
			{"a booking", landing("bookingKey", "k"), none},
			{"another's reservation", landing("reservationKey", "k"), []string{"landingPage.manage.reservationKey k"}},
			{"another's device", obj{"deepLink": obj{"resourceType": "DEVICE", "resourceId": lock}}, []string{"deepLink.resourceId " + lock}},
			{"no device", obj{"deepLink": obj{"resourceType": "DEVICE", "resourceId": nobody}}, []string{"deepLink.resourceId " + nobody}},
		} {
			same(t, c.what, s.unresolved(c.what, hotel, c.settings), c.want)
		}
		brings := obj{"customerKey": "hotel", "reservations": arr{obj{"reservationKey": "k", "guestKey": "g"}}, "rooms": arr{obj{"roomKey": "k", "name": "x"}}}
		both := obj{"deepLink": linked("RESERVATION", "k")["deepLink"], "landingPage": landing("roomKey", "none")["landingPage"]}
		same(t, "what the call brings", s.unresolved("brings", brings, both), []string{"landingPage.manage.roomKey none", "customerData.reservations[0].guestKey g"})
		same(t, "once it is there", s.unresolved("there", hotel, linked("RESERVATION", "k")), none)
		s.pushDevices("hotel", device("lock", "Lock", nil))
		same(t, "a device", s.unresolved("device", hotel, obj{"deepLink": obj{"resourceType": "DEVICE", "resourceId": s.deviceID("hotel", "lock")}}), none)

		a := s.does(restCreate, obj{
			"customer_data": obj{"customer_key": "hotel"}, "deep_link": obj{"resource_type": "reservation", "resource_key": "none"},
			"landing_page": obj{"manage": obj{"room_key": "none"}},
		})
		same(t, "Seam's warnings", a.warned(), []string{"unresolved_reference deep_link.resource_key", "unresolved_reference landing_page.manage.room_key"})
	})
}

func TestOnlyWhereAPortalOpensSomewhereIsItLookedFor(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.newLink("hotel", nil)
		count := func(settings obj) int {
			return len(s.log.statements(func() { s.newLink("hotel", settings) }))
		}
		same(t, "more statements", count(obj{"landingPage": obj{"manage": obj{"roomKey": "1"}}})-count(nil), 2)
	})
}
