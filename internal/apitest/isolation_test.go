package apitest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// twins fills two workspaces with the same keys and different names.
func (s *server) twins() (one, two client) {
	s.t.Helper()
	one, two = s.client, s.second()
	for name, c := range map[string]client{"one": one, "two": two} {
		data := fullData()
		for _, l := range slices.Concat(spaceLists, personLists, grantLists) {
			for _, item := range items(data, l.list) {
				item.(obj)["name"] = name + " " + str(item, "name")
			}
		}
		for range 3 {
			c.create(obj{"customerData": data})
		}
	}
	return one, two
}

const everything = `{
	workspace{id name}
	customers{totalCount edges{cursor node{` + customerFields + `}}}
	customer(key:"hotel"){` + customerFields + ` magicLinks{totalCount nodes{` + linkFields + `}} portalSessions{totalCount nodes{id magicLinkId}}}
	magicLinks{totalCount edges{cursor node{` + linkFields + ` customer{id key}}}}
	filtered: magicLinks(filter:{customerKey:"hotel", status:ACTIVE}){totalCount nodes{id}}
}`

// idsIn collects every value of a field id, wherever it stands.
func idsIn(value any, found map[string]bool) map[string]bool {
	switch v := value.(type) {
	case obj:
		for name, inner := range v {
			if id, ok := inner.(string); ok && name == "id" {
				found[id] = true
			}
			idsIn(inner, found)
		}
	case arr:
		for _, inner := range v {
			idsIn(inner, found)
		}
	}
	return found
}

func TestOfTwoWorkspacesWithTheSameKeysNothingCrosses(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		one, two := s.twins()
		all := map[string]any{"one": one.data(everything, nil), "two": two.data(everything, nil)}
		ids := map[string]map[string]bool{"one": idsIn(all["one"], map[string]bool{}), "two": idsIn(all["two"], map[string]bool{})}

		t.Run("by any field", func(t *testing.T) {
			for name, other := range map[string]string{"one": "two", "two": "one"} {
				same(t, "customers", num(all[name], "customers.totalCount"), 1)
				same(t, "links", []int{num(all[name], "magicLinks.totalCount"), num(all[name], "customer.magicLinks.totalCount"), num(all[name], "filtered.totalCount")}, []int{3, 3, 3})
				same(t, "spaces", num(all[name], "customer.spaces.totalCount"), 60)
				if text := fmt.Sprint(all[name]); strings.Contains(text, other+" ") {
					t.Errorf("workspace %s sees a name of workspace %s", name, other)
				}
				for id := range ids[name] {
					if ids[other][id] {
						t.Errorf("both workspaces have the id %s", id)
					}
				}
			}
			if len(ids["one"]) < 100 || len(ids["two"]) != len(ids["one"]) {
				t.Errorf("%d and %d ids", len(ids["one"]), len(ids["two"]))
			}
		})
		t.Run("by any id", func(t *testing.T) {
			for id := range ids["two"] {
				found := one.in(t).data(`query($id:ID!){node(id:$id){id __typename} magicLink(id:$id){id url}}`, obj{"id": id})
				same(t, id, found, obj{"node": nil, "magicLink": nil})
			}
		})
		t.Run("by a mutation of a link", func(t *testing.T) {
			before := two.in(t).data(everything, nil)
			for _, link := range items(all["two"], "customer.magicLinks.nodes") {
				id := str(link, "id")
				one.in(t).refused(updateLinkDocument, obj{"input": obj{"id": id, "expiresInSeconds": 60}}, "NOT_FOUND id")
				one.in(t).refused(revokeLinkDocument, obj{"input": obj{"id": id}}, "NOT_FOUND id")
				one.in(t).refused(rotateLinkDocument, obj{"input": obj{"id": id, "expiresInSeconds": 60}}, "NOT_FOUND id")
			}
			same(t, "two, afterwards", two.in(t).data(everything, nil), before)
		})
		t.Run("by a cursor", func(t *testing.T) {
			for name, l := range connectionsOf() {
				cursor := str(two.in(t).page(l, "first:1"), "edges.0.cursor")
				if name == "customer.portalSessions" {
					continue
				}
				page := one.in(t).page(l, fmt.Sprintf("first:100, after:%q", cursor))
				for _, id := range strs(page, "edges", "node.id") {
					if !ids["one"][id] {
						t.Errorf("%s: %s isn't of the workspace", name, id)
					}
				}
			}
		})
		t.Run("by a push with replaceExisting", func(t *testing.T) {
			before := two.in(t).data(everything, nil)
			one.in(t).create(obj{"customerData": obj{"customerKey": "hotel"}, "replaceExisting": true})
			same(t, "two, afterwards", two.in(t).data(everything, nil), before)
		})
		t.Run("by endPortalSessions and updateWorkspace", func(t *testing.T) {
			_, url := two.in(t).mint("hotel", nil)
			guest, _ := s.redeem(url)
			same(t, "ended", num(one.in(t).data(`mutation{endPortalSessions(input:{customerKey:"hotel"}){endedCount}}`, nil), "endPortalSessions.endedCount"), 0)
			one.in(t).data(`mutation{updateWorkspace(input:{name:"renamed", brandName:"brand", returnUrl:"https://one.example.com", embedOrigins:["https://one.example.com"]}){workspace{name}}}`, nil)
			same(t, "two's name", str(two.in(t).data(`{workspace{name}}`, nil), "workspace.name"), "second")
			portal := guest.in(t).data(`{portal{returnUrl brand{name} customer{key spaces(first:100){nodes{name}}}}}`, nil)
			same(t, "the portal of two", []any{at(portal, "portal.returnUrl"), at(portal, "portal.brand.name")}, []any{nil, nil})
			if strings.Contains(fmt.Sprint(portal), "one ") {
				t.Errorf("the portal of two shows something of one: %v", portal)
			}
		})
		t.Run("by deleting", func(t *testing.T) {
			before := two.in(t).data(everything, nil)
			same(t, "rooms", one.in(t).delete(obj{"customerKey": "hotel", "roomKeys": arr{"roomKey 1/é", "roomKey 2/é"}}), 2)
			same(t, "customers", one.in(t).delete(obj{"customerKeys": arr{"hotel"}}), 1)
			same(t, "two, afterwards", two.in(t).data(everything, nil), before)
			same(t, "one, afterwards", one.in(t).data(`{customers{totalCount} magicLinks{totalCount}}`, nil), obj{"customers": obj{"totalCount": 0.0}, "magicLinks": obj{"totalCount": 0.0}})
		})
	})
}

func TestAReferenceDoesNotFindAnotherWorkspacesOrCustomersRows(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		two := s.second()
		rows := obj{"customerKey": "hotel", "rooms": arr{obj{"roomKey": "1", "name": "x"}}, "guests": arr{obj{"guestKey": "g", "name": "x"}}}
		two.push(rows)
		rows["customerKey"] = "another"
		s.push(rows)
		pushed := s.push(obj{"customerKey": "hotel", "reservations": arr{obj{"reservationKey": "r", "guestKey": "g", "roomKeys": arr{"1"}, "spaceKeys": arr{"1"}}}})
		same(t, "unresolved", len(items(pushed, "unresolvedReferences")), 3)
		read := s.data(`{customer(key:"hotel"){accessGrants{nodes{userIdentity{id} spaces{id}}}}}`, nil)
		same(t, "the grant", at(read, "customer.accessGrants.nodes.0"), obj{"userIdentity": nil, "spaces": arr{}})
	})
}
