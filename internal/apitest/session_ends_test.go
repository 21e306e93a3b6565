package apitest_test

import (
	"testing"
	"time"
)

func TestASessionThatHasEndedStaysEndedWhenItsLinkIsExtended(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		id, url := s.mint("hotel", obj{"expiresInSeconds": 60})
		guest, _ := s.redeem(url)
		s.clock.advance(time.Minute)
		s.updateLink(id, 3600)
		if a := guest.call(portalQuery, nil); a.Status != 401 {
			t.Errorf("the session came back: %d %s", a.Status, a.Body)
		}
		s.redeem(url)
	})
}

func TestEndingACustomersSessionsEndsThoseOfAnExpiredLinkToo(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		_, url := s.mint("hotel", obj{"expiresInSeconds": 60})
		s.redeem(url)
		s.clock.advance(time.Minute)
		data := s.data(`mutation { endPortalSessions(input: {customerKey: "hotel"}) { endedCount } }`, nil)
		if n := num(data, "endPortalSessions.endedCount"); n != 0 {
			t.Errorf("%d sessions were going on", n)
		}
		if n := s.scalar("SELECT count(*) FROM portal_sessions"); n != 0 {
			t.Errorf("%d sessions are left", n)
		}
	})
}
