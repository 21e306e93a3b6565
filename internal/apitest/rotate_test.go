package apitest_test

import (
	"maps"
	"testing"
	"time"
)

func TestRotatingGivesANewURLUnderTheSameId(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		link := s.newLink("hotel", obj{"maxRedemptions": 5})
		id, url := str(link, "id"), str(link, "url")
		s.redeem(url)
		same(t, "redeemed", num(s.link(id), "redemptionCount"), 1)
		rotated := s.rotateLink(obj{"id": id})
		want := maps.Clone(link.(obj)) // with the count back at 0
		want["url"] = at(rotated, "url")
		same(t, "all else", rotated, want)
		if now := str(rotated, "url"); now == url || !liveURL.MatchString(now) {
			t.Errorf("url = %q, was %q", now, url)
		}
		same(t, "read back", s.link(id), rotated)
		s.as("").refused(redeemQuery, obj{"token": url}, "MAGIC_LINK_INVALID")
		s.redeem(str(rotated, "url"))
	})
}

func TestRotatingWithALifetimeMovesTheExpiryAndWithoutOneLeavesIt(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		link := s.newLink("hotel", nil)
		id := str(link, "id")
		same(t, "without one", at(s.rotateLink(obj{"id": id}), "expiresAt"), at(link, "expiresAt"))
		before := s.clock.now().Truncate(time.Microsecond)
		if d := lasts(t, s.rotateLink(obj{"id": id, "expiresInSeconds": 60}), before); d < time.Minute || d > time.Minute+10*time.Second {
			t.Errorf("with 60 seconds it lasts %s", d)
		}
	})
}

func TestRotatingRevivesAUsedUpLinkAndAnExpiredOneWithALifetime(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		usedUp, expired := str(s.newLink("hotel", obj{"maxRedemptions": 1}), "id"), str(s.newLink("hotel", obj{"expiresInSeconds": 60}), "id")
		s.redeem(str(s.link(usedUp), "url"))
		revived := s.rotateLink(obj{"id": usedUp})
		same(t, "used up", []any{at(revived, "status"), at(revived, "redemptionCount")}, []any{"ACTIVE", 0.0})
		s.redeem(str(revived, "url"))
		s.clock.advance(time.Minute)
		s.refused(rotateLinkDocument, obj{"input": obj{"id": expired}}, "BAD_USER_INPUT expiresInSeconds")
		same(t, "expired", str(s.rotateLink(obj{"id": expired, "expiresInSeconds": 60}), "status"), "ACTIVE")
	})
}

func TestTwentyRotationsAtOnceEndInOneURL(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		id := str(s.newLink("hotel", nil), "id")
		urls := map[string]bool{str(s.link(id), "url"): true}
		done := 0
		for _, a := range together(t, 20, func(int) (answer, error) { return s.try(rotateLinkDocument, obj{"input": obj{"id": id}}) }) {
			if len(a.Errors) == 0 {
				done++
				urls[str(a.Data, "rotateMagicLink.magicLink.url")] = true
			} else {
				same(t, "errors", a.problems(), []string{"CONFLICT"})
			}
		}
		same(t, "different URLs", len(urls), done+1)
		live := str(s.link(id), "url")
		if done == 0 || !urls[live] {
			t.Errorf("%d rotations, and the URL is %s", done, live)
		}
		for url := range urls {
			if url != live {
				s.as("").refused(redeemQuery, obj{"token": url}, "MAGIC_LINK_INVALID")
			}
		}
		s.redeem(live)
	})
}
