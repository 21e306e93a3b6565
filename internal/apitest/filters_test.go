package apitest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// filtered gives a field of the items that a filter keeps, and makes sure that
// totalCount counts the same.
func (c client) filtered(l connection, filter, field string) []string {
	c.t.Helper()
	selection := `(first:100, filter:{` + filter + `}){totalCount nodes{` + field + `}}`
	page := at(c.data(`{`+fmt.Sprintf(l.document, selection)+`}`, nil), l.path)
	found := strs(page, "nodes", field)
	same(c.t, "totalCount with "+filter, num(page, "totalCount"), len(found))
	return found
}

func TestFiltersOfPlacesAndPeople(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		names := []string{"Ann", "ANNA", "annex", "Bob", "a%b", "a_b", "Äpfel", "ÄRA", "ä", "\U0010FFFF", "\uD7FF", "ﬁn", "a\\b", "a'b"}
		data := obj{"customerKey": "hotel"}
		for _, l := range []kindOf{{"rooms", "roomKey", ""}, {"units", "unitKey", ""}, {"guests", "guestKey", ""}, {"tenants", "tenantKey", ""}} {
			list := arr{}
			for i, name := range names {
				list = append(list, obj{l.key: fmt.Sprint("k", i), "name": name})
			}
			data[l.list] = list
		}
		s.push(data)
		data["customerKey"] = "other"
		s.push(data)
		for list, kinds := range map[string][2]string{"spaces": {"ROOM", "UNIT"}, "userIdentities": {"GUEST", "TENANT"}} {
			l := connectionsOf()["customer."+list]
			t.Run(list, func(t *testing.T) {
				c := s.in(t)
				same(t, "kind", len(c.filtered(l, "kind:"+kinds[0], "key")), len(names))
				same(t, "key", c.filtered(l, `key:"k3"`, "name"), []string{"Bob", "Bob"})
				same(t, "key and kind", c.filtered(l, `key:"k3", kind:`+kinds[1], "kind"), []string{kinds[1]})
				same(t, "an unknown key", c.filtered(l, `key:"k"`, "key"), []string{})
				same(t, "an empty prefix", len(c.filtered(l, `namePrefix:""`, "key")), 2*len(names))
				for prefix, want := range map[string]string{
					"ann": "Ann ANNA annex", "ANN": "Ann ANNA annex", "anna": "ANNA", "b": "Bob", "bobb": "", "a%": "a%b", "a_": "a_b",
					"ä": "ä Äpfel ÄRA", "Är": "ÄRA", "\U0010FFFF": "\U0010FFFF", "\uD7FF": "\uD7FF", "ﬁ": "ﬁn", `a\`: `a\b`, "a'": "a'b", "%": "",
				} {
					found := c.data(`query($p:String){`+fmt.Sprintf(l.document, `(first:100, filter:{kind:`+kinds[0]+`, namePrefix:$p}){totalCount nodes{name}}`)+`}`, obj{"p": prefix})
					same(t, "namePrefix "+prefix, strings.Join(strs(at(found, l.path), "nodes", "name"), " "), want)
				}
				same(t, "paged", ids(c.page(l, `first:1, filter:{namePrefix:"ANN", kind:`+kinds[0]+`}`)), ids(c.page(l, `last:3, filter:{namePrefix:"ANN", kind:`+kinds[0]+`}`))[:1])
			})
		}
	})
}

func TestFiltersOfGrants(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.push(obj{
			"customerKey": "hotel",
			"reservations": arr{
				obj{"reservationKey": "june", "name": "June", "startsAt": "2026-06-01T00:00:00Z", "endsAt": "2026-07-01T00:00:00Z"},
				obj{"reservationKey": "july", "name": "JULY", "startsAt": "2026-07-01T00:00:00Z", "endsAt": "2026-08-01T00:00:00Z"},
				obj{"reservationKey": "since", "startsAt": "2026-07-01T00:00:00+00:00"},
				obj{"reservationKey": "until", "endsAt": "2026-07-01T00:00:00Z"},
			},
			"bookings": arr{obj{"bookingKey": "ever", "name": "juniper"}},
		})
		l := connectionsOf()["customer.accessGrants"]
		for filter, want := range map[string]string{
			``:                                                                      "june until july since ever",
			`activeAt:"2026-06-15T00:00:00Z"`:                                       "june until ever",
			`activeAt:"2026-07-01T00:00:00Z"`:                                       "july since ever", // an end is the first moment without access
			`activeAt:"2026-07-01T01:59:59+02:00"`:                                  "june until ever",
			`activeAt:"2026-06-01T00:00:00Z"`:                                       "june until ever",
			`activeAt:"2026-05-31T23:59:59.999999Z"`:                                "until ever",
			`activeAt:"2030-01-01T00:00:00Z"`:                                       "since ever",
			`startsBefore:"2026-07-01T00:00:00Z"`:                                   "june until ever",
			`startsBefore:"2026-06-01T00:00:00Z"`:                                   "until ever",
			`startsBefore:"2026-07-01T00:00:00.000001Z"`:                            "june until july since ever",
			`endsAfter:"2026-07-01T00:00:00Z"`:                                      "july since ever",
			`endsAfter:"2026-06-30T23:59:59.999999Z"`:                               "june until july since ever",
			`endsAfter:"2026-08-01T00:00:00Z"`:                                      "since ever",
			`startsBefore:"2026-07-01T00:00:00Z", endsAfter:"2026-06-15T00:00:00Z"`: "june until ever",
			`kind:BOOKING`:                                                          "ever",
			`kind:ACCESS_GRANT`:                                                     "",
			`namePrefix:"JU"`:                                                       "june july ever",
			`namePrefix:"jun", kind:RESERVATION`:                                    "june",
			`key:"july"`:                                                            "july",
			`key:"july", activeAt:"2026-06-15T00:00:00Z"`:                           "",
			`activeAt:"2026-06-15T00:00:00Z", namePrefix:"j"`:                       "june ever",
			`activeAt: null, key: null, namePrefix: null, kind: null`:               "june until july since ever",
		} {
			same(t, filter, strings.Join(s.filtered(l, filter, "key"), " "), want)
		}
	})
}

func TestFiltersOfCustomersAndLinks(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		ids := map[string]string{}
		for _, key := range []string{"hotel", "hotel 2", "Hotel", "h%tel", "höhle", "\U0010FFFF"} {
			link := s.newLink(key, obj{"maxRedemptions": 1})
			ids[key] = str(link, "id")
		}
		customers := connectionsOf()["customers"]
		for prefix, want := range map[string]string{
			"hotel": "hotel,hotel 2", "h": "h%tel,hotel,hotel 2,höhle", "H": "Hotel", "hö": "höhle", "h%": "h%tel", "\U0010FFFF": "\U0010FFFF", "x": "", "": "Hotel,h%tel,hotel,hotel 2,höhle,\U0010FFFF",
		} {
			same(t, "keyPrefix "+prefix, strings.Join(s.filtered(customers, `keyPrefix:"`+prefix+`"`, "key"), ","), want)
		}

		s.revokeLink(ids["Hotel"])
		s.redeem(str(s.link(ids["h%tel"]), "url"))
		s.updateLink(ids["höhle"], 60)
		s.updateLink(ids["h%tel"], 3600)
		s.clock.advance(2 * time.Minute)
		links := connectionsOf()["magicLinks"]
		for filter, want := range map[string][]string{
			`status:REVOKED`:                      {ids["Hotel"]},
			`status:EXPIRED`:                      {ids["höhle"]},
			`status:EXHAUSTED`:                    {ids["h%tel"]},
			`status:ACTIVE`:                       {ids["\U0010FFFF"], ids["hotel 2"], ids["hotel"]},
			`customerKey:"hotel"`:                 {ids["hotel"]},
			`customerKey:"hotel", status:REVOKED`: {},
			`customerKey:"hotel", status:ACTIVE`:  {ids["hotel"]},
			`customerKey:"nobody"`:                {},
			`customerKey:"nobody", status:ACTIVE`: {},
			`status: null, customerKey: null`:     {ids["\U0010FFFF"], ids["höhle"], ids["h%tel"], ids["Hotel"], ids["hotel 2"], ids["hotel"]},
		} {
			same(t, filter, s.filtered(links, filter, "id"), want)
		}
		nested := connectionsOf()["customer.magicLinks"]
		same(t, "nested status", s.filtered(nested, `status:ACTIVE`, "id"), []string{ids["hotel"]})
		same(t, "nested customerKey of another", s.filtered(nested, `customerKey:"hotel 2"`, "id"), []string{})
		for key, status := range map[string]string{"Hotel": "REVOKED", "höhle": "EXPIRED", "h%tel": "EXHAUSTED", "hotel": "ACTIVE"} {
			same(t, "status of "+key, str(s.link(ids[key]), "status"), status)
		}
		s.clock.advance(time.Hour) // used up and expired: EXPIRED comes first
		same(t, "EXPIRED before EXHAUSTED", str(s.link(ids["h%tel"]), "status"), "EXPIRED")
		same(t, "filtered so", s.filtered(links, `status:EXPIRED`, "id"), []string{ids["höhle"], ids["h%tel"]})
		same(t, "and not so", s.filtered(links, `status:EXHAUSTED`, "id"), []string{})
	})
}
