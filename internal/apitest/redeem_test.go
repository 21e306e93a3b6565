package apitest_test

import (
	"fmt"
	"maps"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const (
	mintQuery = `mutation($input: CreateCustomerPortalInput!) { createCustomerPortal(input: $input) {
	magicLink { id url customer { id } } } }`
	redeemQuery = `mutation($token: String!) { redeemMagicLink(input: {token: $token}) {
	session { id token expiresAt createdAt } portal { customer { key } expiresAt isEmbedded returnUrl openedFor brand { name } features { connect { exclude } } } } }`
	portalQuery = `{ portal { customer { key spaces { nodes { name } } } expiresAt } }`
)

// mint makes a link for a customer with one room, and gives its id and URL.
func (c client) mint(customer string, more obj) (id, url string) {
	c.t.Helper()
	input := obj{"customerData": obj{"customerKey": customer, "rooms": arr{obj{"roomKey": "1", "name": "Room of " + customer}}}}
	maps.Copy(input, more)
	data := c.data(mintQuery, obj{"input": input})
	return str(data, "createCustomerPortal.magicLink.id"), str(data, "createCustomerPortal.magicLink.url")
}

// redeem opens a link and gives a client with the session's token.
func (s *server) redeem(url string) (client, any) {
	s.t.Helper()
	data := s.as("").data(redeemQuery, obj{"token": url})
	return s.as(str(data, "redeemMagicLink.session.token")), at(data, "redeemMagicLink")
}

func TestRedeemingOpensTheCustomersPortalAndNothingElse(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.mint("other", nil)
		_, url := s.mint("hotel", obj{"returnUrl": "https://example.com/back"})
		guest, redeemed := s.redeem(url)
		if key := str(redeemed, "portal.customer.key"); key != "hotel" {
			t.Errorf("the portal's customer is %q", key)
		}
		if back := str(redeemed, "portal.returnUrl"); back != "https://example.com/back" {
			t.Errorf("returnUrl is %q", back)
		}
		if token := str(redeemed, "session.token"); !strings.HasPrefix(token, "ps_") || len(token) != 45 {
			t.Errorf("the session's token has another shape: %d characters", len(token))
		}
		data := guest.data(portalQuery, nil)
		if name := str(data, "portal.customer.spaces.nodes.0.name"); name != "Room of hotel" {
			t.Errorf("the session reads %q", name)
		}
		guest.refused(`{ customer(key: "other") { key } }`, nil, "FORBIDDEN")
		guest.refused(`{ portal { customer { magicLinks { nodes { url } } } } }`, nil, "FORBIDDEN")
		guest.refused(`{ magicLinks { nodes { url } } }`, nil, "FORBIDDEN")
		s.refused(portalQuery, nil, "FORBIDDEN")
		s.as("").refused(portalQuery, nil, "UNAUTHENTICATED")
	})
}

func TestTheTokenAloneRedeemsAsTheWholeURLDoes(t *testing.T) {
	each(t, func(_ *testing.T, s *server) {
		_, url := s.mint("hotel", nil)
		s.redeem(url)
		s.redeem(url[strings.LastIndex(url, "/")+1:])
		s.redeem("  " + url + "?utm_source=mail#top")
	})
}

func TestALinkThatOpensNothingHasOneAnswer(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		dead := map[string]string{
			"malformed":      "nonsense",
			"another prefix": "ps_" + strings.Repeat("a", 42),
			"wrong checksum": "",
			"unknown":        "",
			"revoked":        "", "expired": "", "used up": "", "rotated": "", "deleted": "",
		}
		id, url := s.mint("a", nil)
		s.data(`mutation($id: ID!) { revokeMagicLink(input: {id: $id}) { magicLink { id } } }`, obj{"id": id})
		dead["revoked"] = url
		dead["wrong checksum"] = url[:len(url)-1] + string(rune('0'+(int(url[len(url)-1])+1)%10))
		_, dead["used up"] = s.mint("b", obj{"maxRedemptions": 1})
		s.redeem(dead["used up"])
		id, dead["rotated"] = s.mint("c", nil)
		s.data(`mutation($id: ID!) { rotateMagicLink(input: {id: $id}) { magicLink { id } } }`, obj{"id": id})
		_, dead["deleted"] = s.mint("d", nil)
		s.data(`mutation { deleteCustomerData(input: {customerKeys: ["d"]}) { deletedCount } }`, nil)
		_, foreign := s.restarted(secret("x")).mint("e", nil)
		dead["unknown"] = foreign // its secret isn't in the keyring of s
		_, dead["expired"] = s.mint("f", obj{"expiresInSeconds": 60})
		s.clock.advance(time.Minute)
		var bodies []string
		for name, url := range dead {
			a := s.as("").refused(redeemQuery, obj{"token": url}, "MAGIC_LINK_INVALID")
			bodies = append(bodies, a.Body)
			if a.Body != bodies[0] {
				t.Errorf("%s: another answer: %s", name, a.Body)
			}
		}
	})
}

func TestOfTwoHundredWhoRedeemAtOnceAsManyGetInAsMay(t *testing.T) {
	for _, allowed := range []int{1, 7} {
		t.Run(fmt.Sprintf("%d of them", allowed), func(t *testing.T) {
			each(t, func(t *testing.T, s *server) {
				id, url := s.mint("hotel", obj{"maxRedemptions": allowed})
				var in, out atomic.Int32
				var all sync.WaitGroup
				for range 200 {
					all.Go(func() {
						a, err := s.as("").try(redeemQuery, obj{"token": url})
						switch {
						case err == nil && len(a.Errors) == 0:
							in.Add(1)
						case err == nil && a.problems()[0] == "MAGIC_LINK_INVALID":
							out.Add(1)
						default:
							t.Errorf("neither in nor out: %v %v", a.Body, err)
						}
					})
				}
				all.Wait()
				if int(in.Load()) != allowed || int(out.Load()) != 200-allowed {
					t.Errorf("%d got in and %d didn't, with %d allowed", in.Load(), out.Load(), allowed)
				}
				data := s.data(`query($id: ID!) { magicLink(id: $id) { status redemptionCount customer { portalSessions { totalCount } } } }`, obj{"id": id})
				if num(data, "magicLink.redemptionCount") != allowed || num(data, "magicLink.customer.portalSessions.totalCount") != allowed ||
					str(data, "magicLink.status") != "EXHAUSTED" {
					t.Errorf("the link says %v", data)
				}
			})
		})
	}
}
