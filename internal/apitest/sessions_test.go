package apitest_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestASessionEndsAtTheEarlierOfItsLifetimeAndItsLinksExpiry(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		id, url := s.mint("hotel", obj{"expiresInSeconds": 3600})
		guest, redeemed := s.redeem(url)
		link := str(s.data(`query($id: ID!) { magicLink(id: $id) { expiresAt } }`, obj{"id": id}), "magicLink.expiresAt")
		if got := str(redeemed, "session.expiresAt"); got != link {
			t.Errorf("the session ends at %s, its link at %s", got, link)
		}
		s.data(`mutation($id: ID!) { updateMagicLink(input: {id: $id, expiresInSeconds: 2592000}) { magicLink { id } } }`, obj{"id": id})
		begun, _ := time.Parse(time.RFC3339Nano, str(redeemed, "session.createdAt"))
		ends, _ := time.Parse(time.RFC3339Nano, str(guest.data(portalQuery, nil), "portal.expiresAt"))
		if ends.Sub(begun) != 12*time.Hour {
			t.Errorf("with a longer link the session lasts %s", ends.Sub(begun))
		}
		s.data(`mutation($id: ID!) { updateMagicLink(input: {id: $id, expiresInSeconds: 60}) { magicLink { id } } }`, obj{"id": id})
		guest.data(portalQuery, nil)
		s.clock.advance(time.Minute)
		if a := guest.call(portalQuery, nil); a.Status != 401 {
			t.Errorf("after its link's expiry the session still reads: %s", a.Body)
		}
	})
}

func TestASessionThatIsEndedIsRefusedAtItsNextRequest(t *testing.T) {
	ends := map[string]func(s *server, linkID string, guest client){
		"by itself": func(_ *server, _ string, guest client) {
			guest.data(`mutation { endPortalSession { ended } }`, nil)
		},
		"by the business": func(s *server, _ string, _ client) {
			data := s.data(`mutation { endPortalSessions(input: {customerKey: "hotel"}) { endedCount } }`, nil)
			if n := num(data, "endPortalSessions.endedCount"); n != 1 {
				s.t.Errorf("endedCount is %d", n)
			}
		},
		"by revoking the link": func(s *server, id string, _ client) {
			s.data(`mutation($id: ID!) { revokeMagicLink(input: {id: $id}) { magicLink { id } } }`, obj{"id": id})
		},
		"by rotating the link": func(s *server, id string, _ client) {
			s.data(`mutation($id: ID!) { rotateMagicLink(input: {id: $id}) { magicLink { id } } }`, obj{"id": id})
		},
		"by replacing the link": func(s *server, _ string, _ client) {
			s.mint("hotel", obj{"replaceExisting": true})
		},
		"by deleting the customer": func(s *server, _ string, _ client) {
			s.data(`mutation { deleteCustomerData(input: {customerKeys: ["hotel"]}) { deletedCount } }`, nil)
		},
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, s *server) {
				_, other := s.mint("other", nil)
				bystander, _ := s.redeem(other)
				id, url := s.mint("hotel", nil)
				guest, _ := s.redeem(url)
				guest.data(portalQuery, nil)
				end(s, id, guest)
				if a := guest.call(portalQuery, nil); a.Status != 401 || a.problems()[0] != "UNAUTHENTICATED" {
					t.Errorf("the ended session got %d %s", a.Status, a.Body)
				}
				bystander.data(portalQuery, nil)
			})
		})
	}
}

func TestRevokingALinkWhileFiftySessionsAreInUseRefusesEachOfThem(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		id, url := s.mint("hotel", nil)
		guests := make([]client, 50)
		for i := range guests {
			guests[i], _ = s.redeem(url)
		}
		stop := make(chan struct{})
		var busy sync.WaitGroup
		for _, guest := range guests {
			busy.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
						a, err := guest.try(portalQuery, nil)
						if err != nil {
							t.Error(err)
						}
						if a.Status != 200 {
							return
						}
					}
				}
			})
		}
		s.data(`mutation($id: ID!) { revokeMagicLink(input: {id: $id}) { magicLink { status } } }`, obj{"id": id})
		for i, guest := range guests {
			if a, err := guest.try(portalQuery, nil); err != nil || a.Status != 401 {
				t.Errorf("session %d got %d %v after the link was revoked", i, a.Status, err)
			}
		}
		close(stop)
		busy.Wait()
	})
}

func TestTheBusinessListsACustomersSessionsButNeverSeesTheirTokens(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		_, url := s.mint("hotel", nil)
		for range 3 {
			s.redeem(url)
		}
		data := s.data(`{ customer(key: "hotel") { portalSessions(first: 2) { totalCount nodes { id token magicLinkId expiresAt } pageInfo { hasNextPage } } } }`, nil)
		list := at(data, "customer.portalSessions")
		if num(list, "totalCount") != 3 || len(items(list, "nodes")) != 2 || !yes(list, "pageInfo.hasNextPage") {
			t.Errorf("the list is %v", list)
		}
		if token := at(list, "nodes.0.token"); token != nil {
			t.Errorf("the list shows the token %v", token)
		}
		s.clock.advance(12 * time.Hour)
		if n := num(s.data(`{ customer(key: "hotel") { portalSessions { totalCount } } }`, nil), "customer.portalSessions.totalCount"); n != 0 {
			t.Errorf("%d sessions go on after their end", n)
		}
	})
}

func TestTakingASecretOutKillsItsLinksAndSessions(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		oldID, oldURL := s.mint("old", nil)
		oldGuest, _ := s.redeem(oldURL)

		both := s.restarted(secret("n"), secret("s"))
		newID, newURL := both.mint("new", nil)
		both.redeem(newURL)
		both.redeem(oldURL)
		if url := str(both.data(`query($id: ID!) { magicLink(id: $id) { url } }`, obj{"id": oldID}), "magicLink.url"); url != oldURL {
			t.Errorf("with both secrets the old link's URL is %s", url)
		}

		without := s.restarted(secret("n"))
		without.redeem(newURL)
		without.as("").refused(redeemQuery, obj{"token": oldURL}, "MAGIC_LINK_INVALID")
		oldGuest.url = without.url
		if a := oldGuest.call(portalQuery, nil); a.Status != 401 {
			t.Errorf("a session of the secret that was taken out got %d", a.Status)
		}
		for id, want := range map[string]string{oldID: "REVOKED", newID: "ACTIVE"} {
			if got := str(without.data(`query($id: ID!) { magicLink(id: $id) { status } }`, obj{"id": id}), "magicLink.status"); got != want {
				t.Errorf("the status is %s, not %s", got, want)
			}
		}
		filtered := without.data(`{ revoked: magicLinks(filter: {status: REVOKED}) { totalCount } active: magicLinks(filter: {status: ACTIVE}) { totalCount } }`, nil)
		if num(filtered, "revoked.totalCount") != 1 || num(filtered, "active.totalCount") != 1 {
			t.Errorf("filtered by status: %v", filtered)
		}
	})
}

func TestNothingStoredOpensAnything(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		_, url := s.mint("hotel", nil)
		s.redeem(url)
		tried := 0
		for _, value := range s.everyStoredText() {
			for _, text := range []string{value, "pl_" + value, "ps_" + value, "portico_" + value} {
				tried++
				if a, err := s.as("").try(redeemQuery, obj{"token": text}); err != nil || len(a.Errors) == 0 {
					t.Errorf("a stored value redeems as a link: %v", err)
				}
				if text == "" || len(text) > 4096 {
					continue
				}
				plain := strings.Trim(fmt.Sprintf("%q", text), `"`)
				cookie := s.as("").with("Cookie", "portico_session="+plain).with("Sec-Fetch-Site", "same-origin")
				for as, c := range map[string]client{"bearer": s.as(plain), "cookie": cookie} {
					if a, err := c.try(portalQuery, nil); err == nil && len(a.Errors) == 0 {
						t.Errorf("a stored value is a %s", as)
					}
				}
			}
		}
		if tried < 100 {
			t.Errorf("only %d values were tried", tried)
		}
	})
}
