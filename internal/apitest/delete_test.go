package apitest_test

import (
	"slices"
	"testing"
)

func TestDeletingNamesEachKindAndCountsWhatWasThere(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		data := obj{"customerKey": "hotel"}
		for _, l := range slices.Concat(spaceLists, personLists, grantLists) {
			one, two := obj{l.key: "1"}, obj{l.key: "2"}
			if !slices.Contains(grantLists, l) {
				one["name"], two["name"] = "x", "x"
			}
			data[l.list] = arr{one, two}
		}
		s.push(data)
		data["customerKey"] = "other"
		s.push(data)
		left := s.hotel()
		for _, l := range slices.Concat(spaceLists, personLists, grantLists) {
			same(t, l.list, s.delete(obj{"customerKey": "hotel", l.key + "s": arr{"1", "1", "none"}}), 1)
			delete(left, l.kind+" 1")
			found := s.hotel()
			if _, there := found[l.kind+" 1"]; there || len(found) != len(left) {
				t.Errorf("after deleting of %s: %v", l.list, found)
			}
			same(t, l.list+" again", s.delete(obj{"customerKey": "hotel", l.key + "s": arr{"1"}}), 0)
		}
		all := obj{"customerKey": "hotel"}
		for _, l := range slices.Concat(spaceLists, personLists, grantLists) {
			all[l.key+"s"] = arr{"1", "2"}
		}
		same(t, "all lists at once", s.delete(all), 19)
		same(t, "rows", s.rows(), "customers=2 spaces=20 user_identities=12 access_grants=6 magic_links=0 idempotency_keys=0")
	})
}

func TestDeletingACustomerDeletesAllThatIsItsAndItsLinks(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		id, url := s.mint("hotel", obj{"idempotencyKey": "k"})
		guest, _ := s.redeem(url)
		s.push(fullData())
		s.mint("inn", nil)
		same(t, "deleted", s.delete(obj{"customerKeys": arr{"hotel", "nobody", "hotel"}}), 1)
		same(t, "rows", s.rows(), "customers=1 spaces=1 user_identities=0 access_grants=0 magic_links=1 idempotency_keys=0")
		same(t, "sessions", s.scalar("SELECT count(*) FROM portal_sessions"), 0)
		same(t, "the customer", at(s.data(`{customer(key:"hotel"){id}}`, nil), "customer"), nil)
		same(t, "the link", s.link(id), nil)
		same(t, "the session", guest.call(portalQuery, nil).Status, 401)
		s.as("").refused(redeemQuery, obj{"token": url}, "MAGIC_LINK_INVALID")
		same(t, "again", s.delete(obj{"customerKeys": arr{"hotel"}}), 0)
	})
}

func TestDeletingSaysWhatItMissesOrCantDoTogether(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.push(fullData())
		before := s.rows()
		for _, c := range []struct {
			input obj
			want  string
		}{
			{obj{}, "customerKeys"},
			{obj{"customerKey": "hotel"}, "customerKey"},
			{obj{"roomKeys": arr{"1"}}, "customerKey"},
			{obj{"guestKeys": arr{"1"}, "bookingKeys": arr{}}, "customerKey"},
			{obj{"customerKeys": arr{"hotel"}, "customerKey": "hotel"}, "customerKeys"},
			{obj{"customerKeys": arr{"hotel"}, "roomKeys": arr{"1"}}, "customerKeys"},
			{obj{"customerKeys": arr{}, "customerKey": "hotel", "roomKeys": arr{"1"}}, "customerKeys"},
			{obj{"customerKey": "", "roomKeys": arr{"1"}}, "customerKey"},
			{obj{"customerKeys": arr{" x"}}, "customerKeys[0]"},
		} {
			s.refused(deleteDocument, obj{"input": c.input}, "BAD_USER_INPUT "+c.want)
			s.refused(`mutation{deleteCustomerData(input:`+literal(c.input)+`){deletedCount}}`, nil, "BAD_USER_INPUT "+c.want)
		}
		same(t, "rows", s.rows(), before)
		same(t, "an unknown customer", s.delete(obj{"customerKey": "nobody", "roomKeys": arr{"1"}}), 0)
		same(t, "empty lists", []int{s.delete(obj{"customerKeys": arr{}}), s.delete(obj{"customerKey": "hotel", "roomKeys": arr{}})}, []int{0, 0})
	})
}
