package apitest_test

import (
	"fmt"
	"maps"
	"sync"
	"testing"
	"time"
)

// together runs do n times at once and gives the answers in order.
func together(t *testing.T, n int, do func(i int) (answer, error)) []answer {
	t.Helper()
	answers, failures := make([]answer, n), make([]error, n)
	var begin, done sync.WaitGroup
	begin.Add(1)
	for i := range n {
		done.Go(func() {
			begin.Wait()
			answers[i], failures[i] = do(i)
		})
	}
	begin.Done()
	done.Wait()
	for i, err := range failures {
		if err != nil {
			t.Fatalf("call %d: %v", i, err)
		}
	}
	return answers
}

// keyed is an input with an idempotency key and something of each kind.
func keyed(key string) obj {
	return obj{"idempotencyKey": key, "customerData": obj{
		"customerKey": "hotel", "rooms": arr{obj{"roomKey": "1", "name": "Room 1"}},
		"guests":       arr{obj{"guestKey": "g", "name": "Ann"}},
		"reservations": arr{obj{"reservationKey": "r", "guestKey": "g", "roomKeys": arr{"1", "later"}}},
	}}
}

func TestFiftyCallsWithOneIdempotencyKeyMakeOneLink(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		answers := together(t, 50, func(int) (answer, error) { return s.try(createDocument, obj{"input": keyed("k")}) })
		want := at(answers[0].Data, "createCustomerPortal.magicLink")
		for i, a := range answers {
			if len(a.Errors) > 0 {
				t.Fatalf("call %d: %s", i, a.Body)
			}
			same(t, "magicLink", at(a.Data, "createCustomerPortal.magicLink"), want)
		}
		same(t, "rows", s.rows(), "customers=1 spaces=1 user_identities=1 access_grants=1 magic_links=1 idempotency_keys=1")
	})
}

func TestAReplayGivesTheSameAnswerAndWritesNothing(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		first := s.create(keyed("k"))
		var second any
		statements := s.log.statements(func() { second = s.create(keyed("k")) })
		if changed := writes(statements); len(changed) > 0 {
			t.Errorf("a replay wrote: %q", changed)
		}
		same(t, "magicLink", at(second, "magicLink"), at(first, "magicLink"))
		same(t, "customer", at(second, "customer"), at(first, "customer"))
		same(t, "unresolvedReferences", at(second, "unresolvedReferences"), at(first, "unresolvedReferences"))
	})
}

func TestAReplayWithEachDefaultSpelledOutIsTheSameInput(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		first := s.create(keyed("k"))
		for name, more := range map[string]obj{
			"nulls":    {"features": nil, "isEmbedded": nil, "expiresInSeconds": nil, "returnUrl": nil, "embedOrigins": nil},
			"defaults": {"features": obj{"connect": obj{"exclude": false}}, "isEmbedded": false, "replaceExisting": false},
		} {
			input := keyed("k")
			maps.Copy(input, more)
			same(t, name, at(s.create(input), "magicLink"), at(first, "magicLink"))
		}
	})
}

func TestAnIdempotencyKeyWithAnotherInputIsRefused(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.create(keyed("k"))
		before := s.rows()
		others := map[string]func(obj){
			"another customer": func(in obj) { in["customerData"].(obj)["customerKey"] = "other" },
			"another room":     func(in obj) { in["customerData"].(obj)["rooms"] = arr{obj{"roomKey": "2", "name": "Room 2"}} },
			"no guests":        func(in obj) { delete(in["customerData"].(obj), "guests") },
			"another lifetime": func(in obj) { in["expiresInSeconds"] = 60 },
			"embedded":         func(in obj) { in["isEmbedded"] = true },
			"a feature less":   func(in obj) { in["features"] = obj{"connect": obj{"exclude": true}} },
			"redemptions":      func(in obj) { in["maxRedemptions"] = 1 },
			"replacing":        func(in obj) { in["replaceExisting"] = true },
			"another URL":      func(in obj) { in["returnUrl"] = "https://example.com" },
			"another origin":   func(in obj) { in["embedOrigins"] = arr{"https://example.com"} },
		}
		for name, change := range others {
			input := keyed("k")
			change(input)
			t.Run(name, func(t *testing.T) {
				a := s.in(t).refused(createDocument, obj{"input": input}, "IDEMPOTENCY_KEY_REUSED idempotencyKey")
				same(t, "status", a.Status, 200)
			})
		}
		same(t, "rows", s.rows(), before)
	})
}

func TestAnIdempotencyKeyIsFreeAgain(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		t.Run("once its customer was deleted", func(t *testing.T) {
			first := s.in(t).create(keyed("k"))
			same(t, "deleted", s.in(t).delete(obj{"customerKeys": arr{"hotel"}}), 1)
			input := keyed("k")
			input["expiresInSeconds"] = 60
			if second := s.in(t).create(input); str(second, "magicLink.id") == str(first, "magicLink.id") {
				t.Errorf("the id of the deleted link came back: %s", str(first, "magicLink.id"))
			}
		})
		t.Run("24 hours later, and not before", func(t *testing.T) {
			first := str(s.in(t).create(keyed("day")), "magicLink.id")
			s.clock.advance(24*time.Hour - 10*time.Second)
			same(t, "just before", str(s.in(t).create(keyed("day")), "magicLink.id"), first)
			s.clock.advance(20 * time.Second)
			if second := str(s.in(t).create(keyed("day")), "magicLink.id"); second == first {
				t.Errorf("after 24 hours the key still gave link %s", first)
			}
		})
		t.Run("where its call was refused", func(t *testing.T) {
			input := keyed("refused")
			input["expiresInSeconds"] = 59
			s.in(t).refused(createDocument, obj{"input": input}, "BAD_USER_INPUT expiresInSeconds")
			s.in(t).create(keyed("refused"))
		})
	})
}

func TestFiftyCallsWithAnExpiredIdempotencyKeyMakeOneLink(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		old := str(s.create(keyed("k")), "magicLink.id")
		s.clock.advance(25 * time.Hour)
		answers := together(t, 50, func(int) (answer, error) { return s.try(createDocument, obj{"input": keyed("k")}) })
		ids := map[string]int{}
		for _, a := range answers {
			if len(a.Errors) > 0 {
				t.Fatal(a.Body)
			}
			ids[str(a.Data, "createCustomerPortal.magicLink.id")]++
		}
		if len(ids) != 1 || ids[old] > 0 {
			t.Errorf("links made: %v; want one that isn't %s", ids, old)
		}
	})
}

func TestIdempotencyKeysOfTwoWorkspacesAreStrangers(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		first, second := s.create(keyed("k")), s.second().create(keyed("k"))
		if str(first, "magicLink.id") == str(second, "magicLink.id") {
			t.Error("one link for two workspaces")
		}
	})
}

func TestOfFiftyDifferentInputsUnderOneKeyOneIsStored(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		answers := together(t, 50, func(i int) (answer, error) {
			return s.try(createDocument, obj{"input": obj{
				"idempotencyKey": "k", "customerData": obj{"customerKey": fmt.Sprint("c", i)},
			}})
		})
		made := 0
		for _, a := range answers {
			if len(a.Errors) == 0 {
				made++
			} else {
				same(t, "errors", a.problems(), []string{"IDEMPOTENCY_KEY_REUSED idempotencyKey"})
			}
		}
		same(t, "made", made, 1)
		same(t, "rows", s.rows(), "customers=1 spaces=0 user_identities=0 access_grants=0 magic_links=1 idempotency_keys=1")
	})
}
