package apitest_test

import (
	"fmt"
	"strings"
	"testing"
)

// linkedHotels makes n customers, each with two links, places, people and stays.
func (s *server) linkedHotels(n int) {
	s.t.Helper()
	for i := range n {
		data := obj{
			"customerKey": fmt.Sprintf("hotel %03d", i),
			"rooms":       arr{obj{"roomKey": "1", "name": "Room 1"}, obj{"roomKey": "2", "name": "Room 2"}},
			"units":       arr{obj{"unitKey": "1", "name": "Unit 1"}},
			"guests":      arr{obj{"guestKey": "g", "name": "Ann"}, obj{"guestKey": "h", "name": "Bob"}},
			"reservations": arr{
				obj{"reservationKey": "a", "guestKey": "g", "roomKeys": arr{"1", "2"}, "spaceKeys": arr{"2"}},
				obj{"reservationKey": "b", "guestKey": "h", "unitKeys": arr{"1"}},
			},
		}
		s.create(obj{
			"customerData": data, "landingPage": obj{"manage": obj{"reservationKey": "a"}}, "deepLink": obj{"resourceType": "SPACE", "resourceKey": "1"},
		})
		s.newLink(fmt.Sprintf("hotel %03d", i), nil)
	}
}

const ofCustomer = `key
	spaces(first:5){totalCount pageInfo{hasNextPage} nodes{name kind}}
	userIdentities(first:5){totalCount nodes{name}}
	accessGrants(first:5){totalCount nodes{name userIdentity{name} spaces{name kind}}}
	magicLinks(first:2){totalCount nodes{id customerKey url returnUrl customer{key}}}
	portalSessions(first:2){totalCount nodes{id}}`

func TestTheNumberOfStatementsDoesNotGrowWithThePage(t *testing.T) {
	documents := map[string]string{
		"links by nodes": `query($first:Int!){magicLinks(first:$first){totalCount nodes{` + linkFields + ` customer{` + ofCustomer + `}}}}`,
		"links by edges": `query($first:Int!){magicLinks(first:$first){edges{cursor node{id url customer{
			accessGrants(first:5){edges{node{userIdentity{name} spaces{name}}}} spaces(first:5){edges{node{name}}}}}}}}`,
		"where links open": `query($first:Int!){magicLinks(first:$first){nodes{
			landingPage{space{name} accessGrant{name userIdentity{name}}} deepLink{space{name deviceCount} accessGrant{name} device{name}}}}}`,
		"customers": `query($first:Int!){customers(first:$first){totalCount nodes{` + ofCustomer + `}}}`,
		"aliases": `query($first:Int!){magicLinks(first:$first){nodes{id
			one: customer{key a: spaces(first:2){nodes{name}} b: spaces(first:3, filter:{kind:ROOM}){nodes{name}}}
			two: customer{key c: accessGrants(first:1){nodes{x: spaces{name} y: spaces{key} p: userIdentity{key}}}}}}}`,
		"fragments": `query($first:Int!){magicLinks(first:$first){nodes{...l customer{...c}}}}
			fragment l on MagicLink{id customer{spaces(first:2){nodes{name}}}}
			fragment c on Customer{spaces(first:2){nodes{key}} accessGrants(first:2){nodes{spaces{key}}}}`,
	}
	each(t, func(t *testing.T, s *server) {
		s.linkedHotels(50) // and so 100 links
		for name, document := range documents {
			t.Run(name, func(t *testing.T) {
				counts := map[int]int{}
				for _, first := range []int{10, 50, 100} {
					statements := s.log.statements(func() { s.in(t).data(document, obj{"first": first}) })
					counts[first] = len(statements)
					if first == 100 {
						t.Logf("%d statements for a page of 100", len(statements))
					}
				}
				if counts[10] != counts[100] || counts[50] != counts[100] || counts[100] == 0 || counts[100] > 20 {
					t.Errorf("statements by page size: %v", counts)
				}
			})
		}
	})
}

func TestEachObjectOfABatchGetsItsOwn(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		for i := range 20 {
			key := fmt.Sprint("c", i)
			s.create(obj{"customerData": obj{
				"customerKey": key, "rooms": arr{obj{"roomKey": "1", "name": "room of " + key}},
				"guests":       arr{obj{"guestKey": "g", "name": "guest of " + key}},
				"reservations": arr{obj{"reservationKey": "r", "name": "stay of " + key, "guestKey": "g", "roomKeys": arr{"1"}}},
			}})
		}
		links := items(s.data(`{magicLinks(first:100){nodes{customerKey customer{key spaces{nodes{name}} userIdentities{nodes{name}}
			accessGrants{nodes{name userIdentity{name} spaces{name}}} magicLinks{nodes{customerKey}}}}}}`, nil), "magicLinks.nodes")
		same(t, "links", len(links), 20)
		for _, link := range links {
			key := str(link, "customerKey")
			for path, want := range map[string]string{
				"customer.key": key, "customer.magicLinks.nodes.0.customerKey": key,
				"customer.spaces.nodes.0.name": "room of " + key, "customer.userIdentities.nodes.0.name": "guest of " + key,
				"customer.accessGrants.nodes.0.name": "stay of " + key, "customer.accessGrants.nodes.0.userIdentity.name": "guest of " + key,
				"customer.accessGrants.nodes.0.spaces.0.name": "room of " + key,
			} {
				same(t, key+" "+path, str(link, path), want)
			}
			same(t, "spaces of "+key, len(items(link, "customer.spaces.nodes")), 1)
		}
	})
}

func TestTotalCountIsComputedOnlyWhereItIsAskedFor(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.linkedHotels(1)
		for _, statement := range s.log.statements(func() {
			s.data(`{magicLinks{nodes{id}} customers{nodes{key spaces{nodes{key}} userIdentities{nodes{key}} accessGrants{nodes{key}} magicLinks{nodes{id}}}}}`, nil)
		}) {
			if strings.Contains(statement, "count(") {
				t.Errorf("counted: %s", statement)
			}
		}
	})
}
