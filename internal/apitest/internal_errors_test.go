package apitest_test

import (
	"regexp"
	"strings"
	"testing"
)

var internalMessage = regexp.MustCompile(`^Internal error\. The server's log tells more under the request id ([A-Za-z0-9._-]+)\.$`)

// saysNothing makes sure that an answer tells one fixed sentence and the
// request's id, and nothing about the cause.
func saysNothing(t *testing.T, what string, a answer) {
	t.Helper()
	for _, p := range a.Errors {
		match := internalMessage.FindStringSubmatch(p.Message)
		if p.String() != "INTERNAL" || match == nil || match[1] != a.Header.Get("X-Request-Id") {
			t.Errorf("%s: %q, X-Request-Id %q", what, p.Message, a.Header.Get("X-Request-Id"))
		}
	}
	if len(a.Errors) == 0 {
		t.Errorf("%s: no error: %s", what, short(a.Body))
	}
	for _, word := range []string{"sql", "SELECT", "INSERT", "database", "closed", "customers", "pgx", "sqlite", "goroutine", ".go"} {
		if strings.Contains(strings.ToLower(a.Body), strings.ToLower(word)) && !strings.Contains(a.Body, `"path":["`+word) {
			t.Errorf("%s: the answer holds %q: %s", what, word, short(a.Body))
		}
	}
}

func TestADatabaseErrorIsToldByOneSentenceAndItsCauseIsInTheLog(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		_, url := s.mint("hotel", nil)
		guest, _ := s.redeem(url)
		id := str(s.newLink("hotel", nil), "id")
		s.clock.stop()
		s.data(whoami, nil) // the credential is in the cache
		s.log.expectErrors()
		if err := s.store.Close(); err != nil {
			t.Fatal(err)
		}
		for what, a := range map[string]answer{
			"a mutation":  s.call(createDocument, obj{"input": goodInput()}),
			"a keyed one": s.call(createDocument, obj{"input": keyed("k")}),
			"a push":      s.call(pushDocument, obj{"input": obj{"customerData": obj{"customerKey": "x"}}}),
			"a deletion":  s.call(deleteDocument, obj{"input": obj{"customerKeys": arr{"x"}}}),
			"a link":      s.call(linkDocument, obj{"id": id}),
			"a revoking":  s.call(revokeLinkDocument, obj{"input": obj{"id": id}}),
			"a rotation":  s.call(rotateLinkDocument, obj{"input": obj{"id": id}}),
			"an update":   s.call(updateLinkDocument, obj{"input": obj{"id": id, "expiresInSeconds": 60}}),
			"a list":      s.call(`{magicLinks{nodes{id}}}`, nil),
			"redeeming":   s.as("").call(redeemQuery, obj{"token": url}),
		} {
			same(t, what+": status", a.Status, 200)
			saysNothing(t, what, a)
			if logged := strings.Join(s.log.errors(), "\n"); !strings.Contains(logged, "closed") {
				t.Errorf("%s: the cause isn't in the log: %s", what, logged)
			}
		}
		for what, a := range map[string]answer{
			"a credential to be read": s.as(strings.Replace(s.key, "_", "_2", 1)[:len(s.key)]).call(whoami, nil),
			"a session":               guest.call(portalQuery, nil),
		} {
			if a.Status == 401 { // the text can't be a credential
				continue
			}
			same(t, what+": status", a.Status, 503)
			saysNothing(t, what, a)
		}
	})
}

func TestAPanicIsToldByOneSentenceAndTheServerGoesOn(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		id := str(s.newLink("hotel", nil), "id")
		before := s.rows()
		s.log.expectErrors()
		s.clock.broken.Store(true)
		for what, a := range map[string]answer{
			"a mutation": s.call(createDocument, obj{"input": goodInput()}),
			"a field":    s.call(linkDocument, obj{"id": id}),
			"a filter":   s.call(`{magicLinks(filter:{status:ACTIVE}){nodes{id}}}`, nil),
		} {
			same(t, what+": status", a.Status, 200)
			saysNothing(t, what, a)
			if strings.Contains(a.Body, "clock") {
				t.Errorf("%s: the answer tells the cause: %s", what, a.Body)
			}
		}
		if logged := strings.Join(s.log.errors(), "\n"); strings.Count(logged, "the clock of the verbs is broken") < 3 || !strings.Contains(logged, "portal.(*Service)") {
			t.Errorf("the log holds no cause or no stack: %s", short(logged))
		}
		s.clock.broken.Store(false)
		same(t, "rows", s.rows(), before)
		s.create(goodInput())
	})
}

func TestBadInputIsToldEvenWithoutADatabase(t *testing.T) {
	each(t, func(_ *testing.T, s *server) {
		s.clock.stop()
		s.data(whoami, nil)
		s.log.expectErrors()
		_ = s.store.Close()
		s.refused(createDocument, obj{"input": obj{"customerData": obj{"customerKey": ""}}}, "BAD_USER_INPUT customerData.customerKey")
		s.refused(`{nope}`, nil, "GRAPHQL_VALIDATION_FAILED")
	})
}

func TestErrorsOfOneFieldLeaveTheOthersAlone(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		id := str(s.newLink("hotel", nil), "id")
		a := s.call(`{magicLink(id:"`+id+`"){id} portal{expiresAt}}`, nil)
		same(t, "errors", a.problems(), []string{"FORBIDDEN"})
		same(t, "status", a.Status, 200)
		a = s.call(`mutation{a: revokeMagicLink(input:{id:"x"}){magicLink{id}}}`, nil)
		same(t, "errors", a.problems(), []string{"NOT_FOUND id"})
		same(t, "path", a.Errors[0].Path, []any{"a"})
	})
}
