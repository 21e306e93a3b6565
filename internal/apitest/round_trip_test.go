package apitest_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// holds compares what a customer holds with the data that was sent.
func holds(t *testing.T, customer any, data obj) {
	t.Helper()
	got, want := readBack(customer), stored(data)
	for _, name := range slices.Sorted(maps.Keys(want)) {
		same(t, name, got[name], want[name])
	}
	if len(got) != len(want) {
		t.Errorf("%d items were read back, %d were sent", len(got), len(want))
	}
}

func TestEveryFieldOfAll19ListsIsReadBackEqual(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		data := fullData()
		created := s.create(obj{"customerData": data})
		if got := at(created, "unresolvedReferences"); len(got.(arr)) > 0 {
			t.Errorf("unresolved: %v", got)
		}
		id := str(created, "magicLink.id")

		t.Run("through customer", func(t *testing.T) {
			customer := at(s.in(t).data(`{customer(key:"hotel"){`+customerFields+`}}`, nil), "customer")
			holds(t, customer, data)
			same(t, "totals", []int{num(customer, "spaces.totalCount"), num(customer, "userIdentities.totalCount"), num(customer, "accessGrants.totalCount")},
				[]int{60, 36, 18})
			for _, list := range []string{"spaces", "userIdentities", "accessGrants"} {
				for _, node := range items(customer, list+".nodes") {
					same(t, "createdAt", at(node, "createdAt"), at(customer, "createdAt"))
					same(t, "updatedAt", at(node, "updatedAt"), at(customer, "createdAt"))
				}
			}
		})
		t.Run("through magicLink", func(t *testing.T) {
			read := s.in(t).data(`query($id: ID!){magicLink(id:$id){customer{`+customerFields+`}}}`, obj{"id": id})
			holds(t, at(read, "magicLink.customer"), data)
		})
		t.Run("through the payload", func(t *testing.T) {
			read := s.in(t).data(`mutation($input: CreateCustomerPortalInput!){createCustomerPortal(input:$input){customer{`+customerFields+`}}}`,
				obj{"input": obj{"customerData": data}})
			holds(t, at(read, "createCustomerPortal.customer"), data)
		})
		t.Run("through node, each by its id", func(t *testing.T) {
			customer := at(s.in(t).data(`{customer(key:"hotel"){`+customerFields+`}}`, nil), "customer")
			for list, typename := range map[string]string{"spaces": "Space", "userIdentities": "UserIdentity", "accessGrants": "AccessGrant"} {
				for _, node := range items(customer, list+".nodes")[:3] {
					read := s.in(t).data(`query($id: ID!){node(id:$id){__typename id ... on Space{spaceKind: kind key}
						... on UserIdentity{personKind: kind key spaces{kind key}}
						... on AccessGrant{grantKind: kind key userIdentity{kind key} spaces{kind key}}}}`, obj{"id": at(node, "id")})
					same(t, "__typename", at(read, "node.__typename"), typename)
					for _, field := range []string{"id", "key", "userIdentity", "spaces"} {
						same(t, field, at(read, "node."+field), at(node, field))
					}
				}
			}
		})
	})
}

func TestEverySettingOfALinkIsReadBackEqual(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		before := s.clock.now().UTC().Truncate(time.Microsecond)
		created := at(s.create(obj{
			"customerData":     obj{"customerKey": "hotel"},
			"features":         obj{"connect": obj{"exclude": true}, "manageDevices": obj{"exclude": false}, "organize": obj{}},
			"isEmbedded":       true,
			"expiresInSeconds": 3600, "maxRedemptions": 7,
			"returnUrl": "https://example.com/back?x=1#y", "refreshUrl": "http://localhost:3000/fresh",
			"embedOrigins": arr{"https://a.example.com", "http://localhost:3000"}, "idempotencyKey": "k",
		}), "magicLink")
		after := s.clock.now().UTC()
		want := obj{
			"buildingBlockType": "MANAGE_DEVICES", "customerKey": "hotel", "workspaceId": s.workspace.String(),
			"features":   obj{"connect": obj{"exclude": true}, "manageDevices": obj{"exclude": false}, "organize": obj{"exclude": false}},
			"isEmbedded": true, "status": "ACTIVE", "revokedAt": nil, "maxRedemptions": 7.0, "redemptionCount": 0.0,
			"firstRedeemedAt": nil, "lastRedeemedAt": nil,
			"returnUrl": "https://example.com/back?x=1#y", "refreshUrl": "http://localhost:3000/fresh",
			"embedOrigins": arr{"https://a.example.com", "http://localhost:3000"},
		}
		for field, value := range want {
			same(t, field, at(created, field), value)
		}
		made, err := time.Parse("2006-01-02T15:04:05.000000Z", str(created, "createdAt"))
		if err != nil || made.Before(before) || made.After(after) {
			t.Errorf("createdAt = %q, %v; want a moment from %v to %v", str(created, "createdAt"), err, before, after)
		}
		read := s.link(str(created, "id"))
		same(t, "magicLink(id)", read, created)
		listed := s.data(`{magicLinks{nodes{`+linkFields+`}} customer(key:"hotel"){magicLinks{nodes{`+linkFields+`}}}}`, nil)
		same(t, "magicLinks", at(listed, "magicLinks.nodes.0"), created)
		same(t, "customer.magicLinks", at(listed, "customer.magicLinks.nodes.0"), created)
		byNode := s.data(`query($id: ID!){node(id:$id){... on MagicLink{`+linkFields+`}}}`, obj{"id": at(created, "id")})
		same(t, "node", at(byNode, "node"), created)
	})
}

func TestADataLessLinkHasDefaults(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		link := s.newLink("hotel", nil)
		want := obj{
			"buildingBlockType": "CONNECT_ACCOUNTS", "isEmbedded": false, "maxRedemptions": nil, "returnUrl": nil, "refreshUrl": nil, "embedOrigins": arr{},
			"features": obj{"connect": obj{"exclude": false}, "manageDevices": obj{"exclude": false}, "organize": obj{"exclude": false}},
		}
		for field, value := range want {
			same(t, field, at(link, field), value)
		}
	})
}

func TestTheBuildingBlockIsTheFirstFeatureThatIsOn(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		for excluded, want := range map[string]string{
			"": "CONNECT_ACCOUNTS", "manageDevices organize": "CONNECT_ACCOUNTS", "connect": "MANAGE_DEVICES",
			"connect organize": "MANAGE_DEVICES", "connect manageDevices": "ORGANIZE_SPACES", "manageDevices": "CONNECT_ACCOUNTS",
		} {
			features := obj{}
			for name := range strings.FieldsSeq(excluded) {
				features[name] = obj{"exclude": true}
			}
			link := s.newLink("hotel", obj{"features": features})
			same(t, "without "+excluded, at(link, "buildingBlockType"), want)
		}
	})
}
