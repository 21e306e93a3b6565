package apitest_test

import (
	"maps"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
)

var liveURL = regexp.MustCompile(`^http://localhost:8080/p/pl_[0-9A-Za-z]{37}$`)

// lasts gives how long a link lasts from a moment, which is its creation
// unless another is given.
func lasts(t *testing.T, link any, from ...time.Time) time.Duration {
	t.Helper()
	begin, err := time.Parse(time.RFC3339Nano, str(link, "createdAt"))
	if err != nil {
		t.Fatal(err)
	}
	if len(from) > 0 {
		begin = from[0]
	}
	end, err := time.Parse(time.RFC3339Nano, str(link, "expiresAt"))
	if err != nil {
		t.Fatal(err)
	}
	return end.Sub(begin)
}

func TestALinkLastsExactlyAsLongAsItIsToldTo(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		same(t, "by default", lasts(t, s.newLink("hotel", nil)), 24*time.Hour)
		for _, seconds := range []int{60, 61, 3600, 86400, 2592000} {
			link := s.newLink("hotel", obj{"expiresInSeconds": seconds})
			same(t, "told so", lasts(t, link), time.Duration(seconds)*time.Second)
			same(t, "read so", lasts(t, s.link(str(link, "id"))), time.Duration(seconds)*time.Second)
		}
		link := s.newLink("hotel", obj{"expiresInSeconds": 60})
		s.clock.advance(50 * time.Second)
		same(t, "before", str(s.link(str(link, "id")), "status"), "ACTIVE")
		s.clock.advance(10 * time.Second)
		same(t, "after", str(s.link(str(link, "id")), "status"), "EXPIRED")
	})
}

func TestALiveLinksURLIsShownAgainAndADeadOnesOpensNothing(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		live := s.newLink("hotel", nil)
		id, url := str(live, "id"), str(live, "url")
		if !liveURL.MatchString(url) {
			t.Errorf("url = %q", url)
		}
		if parsed, err := uuid.Parse(id); err != nil || parsed.Version() != 7 {
			t.Errorf("id = %q, %v", id, err)
		}
		for range 3 {
			same(t, "the URL at each query", str(s.link(id), "url"), url)
		}
		same(t, "the URL on a restarted server", str(s.restarted(secret("s")).link(id), "url"), url)
		for name, end := range map[string]func(id string){
			"revoked": func(id string) { s.revokeLink(id) },
			"expired": func(id string) { s.updateLink(id, 60); s.clock.advance(time.Minute) },
			"used up": func(id string) { s.redeem(str(s.link(id), "url")) },
		} {
			id := str(s.newLink("hotel", obj{"maxRedemptions": 1}), "id")
			end(id)
			same(t, name, str(s.link(id), "url"), "http://localhost:8080/p/"+id)
			same(t, name+", listed", str(s.data(`{magicLinks(first:1){nodes{url}}}`, nil), "magicLinks.nodes.0.url"), "http://localhost:8080/p/"+id)
		}
	})
}

func TestURLsAndIdsOfManyLinksDiffer(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		seen := map[string]bool{}
		for range 50 {
			link := s.newLink("hotel", nil)
			seen[str(link, "id")], seen[str(link, "url")] = true, true
		}
		same(t, "different", len(seen), 100)
	})
}

func TestUpdatingMovesTheExpiryFromNow(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		link := s.newLink("hotel", obj{"maxRedemptions": 1})
		id := str(link, "id")
		for _, seconds := range []int{60, 2592000, 3600} {
			s.clock.advance(30 * time.Second)
			before := s.clock.now().Truncate(time.Microsecond)
			updated := s.updateLink(id, seconds)
			if d := lasts(t, updated, before) - time.Duration(seconds)*time.Second; d < 0 || d > 10*time.Second {
				t.Errorf("told to last %ds it lasts %s from now", seconds, lasts(t, updated, before))
			}
			want := maps.Clone(link.(obj))
			want["expiresAt"] = at(updated, "expiresAt")
			same(t, "all else", updated, want)
			same(t, "read back", s.link(id), updated)
		}
		s.redeem(str(link, "url"))
		same(t, "EXHAUSTED", str(s.updateLink(id, 60), "status"), "EXHAUSTED")
		s.clock.advance(time.Minute)
		same(t, "EXPIRED", str(s.link(id), "status"), "EXPIRED")

		other := str(s.newLink("hotel", obj{"expiresInSeconds": 60}), "id")
		url := str(s.link(other), "url")
		s.clock.advance(time.Hour)
		same(t, "EXPIRED", str(s.link(other), "status"), "EXPIRED")
		same(t, "ACTIVE again", str(s.updateLink(other, 60), "status"), "ACTIVE")
		same(t, "by the same URL", str(s.link(other), "url"), url)
	})
}

func TestRevokingIsForGoodAndIdempotent(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		id := str(s.newLink("hotel", nil), "id")
		first := s.revokeLink(id)
		same(t, "status", str(first, "status"), "REVOKED")
		if at(first, "revokedAt") == nil {
			t.Error("no revokedAt")
		}
		s.clock.advance(time.Hour)
		same(t, "again", s.revokeLink(id), first)
		s.refused(updateLinkDocument, obj{"input": obj{"id": id, "expiresInSeconds": 60}}, "CONFLICT id")
		s.refused(rotateLinkDocument, obj{"input": obj{"id": id, "expiresInSeconds": 60}}, "CONFLICT id")
		s.refused(rotateLinkDocument, obj{"input": obj{"id": id}}, "CONFLICT id")
		same(t, "still", s.link(id), first)
	})
}

func TestAnIdThatIsNoneIsNotFound(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.push(obj{"customerKey": "hotel", "rooms": arr{obj{"roomKey": "1", "name": "x"}}})
		other := s.data(`{customer(key:"hotel"){id spaces{nodes{id}}}}`, nil)
		link := str(s.newLink("hotel", nil), "id")
		for _, id := range []any{
			"", "x", uuid.NewString(), "00000000-0000-0000-0000-000000000000", "{" + link + "}", "urn:uuid:" + link, link + " ", link[:35], 5,
			upper(link), str(other, "customer.id"), str(other, "customer.spaces.nodes.0.id"),
		} {
			s.refused(updateLinkDocument, obj{"input": obj{"id": id, "expiresInSeconds": 60}}, "NOT_FOUND id")
			s.refused(revokeLinkDocument, obj{"input": obj{"id": id}}, "NOT_FOUND id")
			s.refused(rotateLinkDocument, obj{"input": obj{"id": id}}, "NOT_FOUND id")
			same(t, "magicLink", at(s.data(linkDocument, obj{"id": id}), "magicLink"), nil)
		}
		for _, id := range []any{"", "x", uuid.NewString(), upper(link), s.workspace.String()} {
			same(t, "node", at(s.data(nodeDocument, obj{"id": id}), "node"), nil)
		}
		s.refused(linkDocument, obj{"id": nul}, "BAD_USER_INPUT id")
		s.refused(linkDocument, obj{"id": surrogate}, "BAD_USER_INPUT id")
		s.refused(`query($k:String!){customer(key:$k){id}}`, obj{"k": nul}, "BAD_USER_INPUT key")
		same(t, "status", str(s.link(link), "status"), "ACTIVE")
	})
}

// upper turns the one letter of a UUIDv7 that surely is one into upper case.
func upper(id string) string {
	for i, r := range id {
		if r >= 'a' {
			return id[:i] + string(r-'a'+'A') + id[i+1:]
		}
	}
	return id
}

func TestReplacingRevokesTheCustomersOtherLiveLinksAlone(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		mint := func(customer string, settings obj) string { return str(s.newLink(customer, settings), "id") }
		live := []string{mint("hotel", nil), mint("hotel", obj{"maxRedemptions": 2})}
		usedUp, expired, other := mint("hotel", obj{"maxRedemptions": 1}), mint("hotel", obj{"expiresInSeconds": 60}), mint("inn", nil)
		s.redeem(str(s.link(usedUp), "url"))
		s.clock.advance(time.Minute)
		new1 := mint("hotel", obj{"replaceExisting": true})
		for _, id := range live {
			same(t, "a live one", str(s.link(id), "status"), "REVOKED")
		}
		for id, want := range map[string]string{usedUp: "EXHAUSTED", expired: "EXPIRED", other: "ACTIVE", new1: "ACTIVE"} {
			same(t, "another", str(s.link(id), "status"), want)
		}
		new2 := mint("hotel", obj{"replaceExisting": true})
		same(t, "the first replacement", str(s.link(new1), "status"), "REVOKED")
		mint("hotel", obj{"replaceExisting": false})
		same(t, "the second", str(s.link(new2), "status"), "ACTIVE")
	})
}

func TestOfTwentyReplacementsAtOnceOneLinkLives(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		answers := together(t, 20, func(int) (answer, error) {
			return s.try(createDocument, obj{"input": obj{"customerData": obj{"customerKey": "hotel"}, "replaceExisting": true}})
		})
		for _, a := range answers {
			if len(a.Errors) > 0 {
				t.Error(a.Body)
			}
		}
		statuses := strs(s.data(`{magicLinks(first:100){nodes{status}}}`, nil), "magicLinks.nodes", "status")
		slices.Sort(statuses)
		same(t, "links", len(statuses), 20)
		same(t, "ACTIVE", slices.Index(statuses, "REVOKED"), 1)
	})
}
