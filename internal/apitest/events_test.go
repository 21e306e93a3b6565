package apitest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/models"
)

const eventsDocument = `query($filter: EventFilter, $after: String){events(first: 50, filter: $filter, after: $after){
	nodes{id type customerId subjectId actor{type id openedFor addressHash} reason count createdAt} totalCount}}`

// told gives the types of the events that a filter keeps, oldest first.
func (c client) told(filter obj) []string {
	c.t.Helper()
	newestFirst := strs(c.data(eventsDocument, obj{"filter": filter}), "events.nodes", "type")
	types := make([]string, len(newestFirst))
	for i, what := range newestFirst {
		types[len(types)-1-i] = what
	}
	return types
}

// event gives the newest event of a type.
func (c client) event(what string) any {
	c.t.Helper()
	return at(c.data(eventsDocument, obj{"filter": obj{"type": what}}), "events.nodes.0")
}

func TestTheLifeOfALinkIsToldInEvents(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		id, url := s.mint("hotel", nil)
		session, _ := s.redeem(url)
		s.updateLink(id, 3600)
		s.rotateLink(obj{"id": id})
		s.revokeLink(id)
		s.revokeLink(id)
		same(t, "the events", s.told(nil), []string{
			"CUSTOMER_UPDATED", "MAGIC_LINK_CREATED", "MAGIC_LINK_REDEEMED", "PORTAL_SESSION_STARTED", "MAGIC_LINK_UPDATED",
			"PORTAL_SESSION_ENDED", "MAGIC_LINK_ROTATED", "MAGIC_LINK_REVOKED",
		})
		session.refused(`{portal{expiresAt}}`, nil, "UNAUTHENTICATED")

		customer := str(s.data(`{customer(key: "hotel"){id}}`, nil), "customer.id")
		created := s.event("MAGIC_LINK_CREATED")
		same(t, "the customer", str(created, "customerId"), customer)
		same(t, "the subject", str(created, "subjectId"), id)
		same(t, "the actor", str(created, "actor.type"), "CREDENTIAL")
		same(t, "the count", num(created, "count"), 1)
		node := at(s.data(`query($id: ID!){node(id: $id){... on Event{type subjectId actor{id}}}}`, obj{"id": str(created, "id")}), "node")
		same(t, "the event by its id", node, obj{"type": "MAGIC_LINK_CREATED", "subjectId": id, "actor": obj{"id": at(created, "actor.id")}})
		same(t, "to another workspace", at(s.second().data(`query($id: ID!){node(id: $id){id}}`, obj{"id": str(created, "id")}), "node"), nil)
		if key, hash := str(created, "actor.id"), str(created, "actor.addressHash"); key == "" || len(hash) != 32 {
			t.Errorf("by the key %q from %q", key, hash)
		}
		redeemed, started := s.event("MAGIC_LINK_REDEEMED"), s.event("PORTAL_SESSION_STARTED")
		same(t, "who redeemed", str(redeemed, "actor.type"), "PORTAL_SESSION")
		same(t, "the session", str(started, "subjectId"), str(redeemed, "actor.id"))
		same(t, "the address", str(started, "actor.addressHash"), str(created, "actor.addressHash"))
		same(t, "what ended", str(s.event("PORTAL_SESSION_ENDED"), "subjectId"), str(started, "subjectId"))
		same(t, "who ended it", str(s.event("PORTAL_SESSION_ENDED"), "actor.type"), "CREDENTIAL")
	})
}

func TestEveryEventOfAPortalNamesWhomItWasOpenedFor(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		id, url := s.mint("hotel", obj{"openedFor": "Ann of support"})
		session, portal := s.redeem(url)
		same(t, "the portal", str(portal, "portal.openedFor"), "Ann of support")
		same(t, "the link", str(s.data(`query($id: ID!){magicLink(id: $id){openedFor}}`, obj{"id": id}), "magicLink.openedFor"), "Ann of support")
		same(t, "the portal of the session", str(session.data(`{portal{openedFor}}`, nil), "portal.openedFor"), "Ann of support")
		session.data(`mutation{endPortalSession{ended}}`, nil)
		s.create(obj{"customerData": obj{"customerKey": "hotel"}, "replaceExisting": true})
		events := items(s.data(eventsDocument, nil), "events.nodes")
		same(t, "the events", len(events), 7)
		for _, e := range events {
			want := "Ann of support"
			if str(e, "type") == "MAGIC_LINK_CREATED" && str(e, "subjectId") != id {
				want = ""
			}
			if at(e, "actor.openedFor") == nil != (want == "") {
				t.Errorf("%s names %v", str(e, "type"), at(e, "actor.openedFor"))
			}
		}
		same(t, "who ended the session", str(s.event("PORTAL_SESSION_ENDED"), "actor.type"), "PORTAL_SESSION")
		for _, bad := range []string{"", strings.Repeat("x", 256), "a\x00"} {
			s.refused(createDocument, obj{"input": obj{"customerData": obj{"customerKey": "hotel"}, "openedFor": bad}}, "BAD_USER_INPUT openedFor")
		}
	})
}

func TestReplacingLinksTellsOfEachLinkAndSessionThatItEnds(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		_, url := s.mint("hotel", nil)
		s.redeem(url)
		s.mint("hotel", nil)
		s.mint("inn", nil)
		before := len(s.told(nil))
		s.create(obj{"customerData": obj{"customerKey": "hotel"}, "replaceExisting": true})
		same(t, "the events", s.told(nil)[before:], []string{"MAGIC_LINK_CREATED", "MAGIC_LINK_REVOKED", "MAGIC_LINK_REVOKED", "PORTAL_SESSION_ENDED"})
	})
}

func TestPushesAndDeletionsAreToldOnceEach(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.push(obj{"customerKey": "hotel"})
		s.create(obj{"customerData": obj{"customerKey": "hotel", "rooms": []obj{{"roomKey": "1", "name": "One"}}}})
		s.delete(obj{"customerKey": "hotel", "roomKeys": []string{"1", "2"}})
		s.delete(obj{"customerKey": "hotel", "roomKeys": []string{"1"}})
		customer := str(s.data(`{customer(key: "hotel"){id}}`, nil), "customer.id")
		s.redeem(str(s.newLink("hotel", nil), "url"))
		s.delete(obj{"customerKeys": []string{"hotel", "nobody"}})
		s.delete(obj{"customerKeys": []string{"hotel"}})
		want := []string{
			"CUSTOMER_UPDATED", "CUSTOMER_UPDATED", "MAGIC_LINK_CREATED", "CUSTOMER_UPDATED",
			"MAGIC_LINK_CREATED", "MAGIC_LINK_REDEEMED", "PORTAL_SESSION_STARTED", "CUSTOMER_DELETED",
		}
		same(t, "the events", s.told(nil), want)
		same(t, "those of the customer", s.told(obj{"subjectId": customer}), []string{"CUSTOMER_UPDATED", "CUSTOMER_UPDATED", "CUSTOMER_UPDATED", "CUSTOMER_DELETED"})
		same(t, "what is left of it", s.event("CUSTOMER_DELETED"), obj{
			"id": at(s.event("CUSTOMER_DELETED"), "id"), "type": "CUSTOMER_DELETED", "customerId": customer, "subjectId": customer,
			"actor": at(s.event("CUSTOMER_DELETED"), "actor"), "reason": nil, "count": 1.0, "createdAt": at(s.event("CUSTOMER_DELETED"), "createdAt"),
		})
	})
}

func TestACallThatStoresNothingTellsNothing(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		input := obj{"customerData": obj{"customerKey": "hotel"}, "idempotencyKey": "once"}
		s.create(input)
		s.create(input)
		s.refused(createDocument, obj{"input": obj{"customerData": obj{"customerKey": "hotel", "rooms": []obj{{"roomKey": " ", "name": "One"}}}}},
			"BAD_USER_INPUT customerData.rooms[0].roomKey")
		same(t, "the events", s.told(nil), []string{"MAGIC_LINK_CREATED"})
	})
}

func TestADeadLinksFollowersAreCountedAndTheirReasonIsForTheBusinessAlone(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		id, url := s.mint("hotel", obj{"maxRedemptions": 1})
		s.redeem(url)
		unknown := url[:len(url)-1] + "x"
		if unknown == url {
			unknown = url[:len(url)-1] + "y"
		}
		for _, follow := range []string{url, url, url, unknown} {
			answered := s.as("").call(redeemQuery, obj{"token": follow})
			same(t, "the answer", answered.Errors[0].Extensions.Code, "MAGIC_LINK_INVALID")
		}
		refusals := obj{"type": "MAGIC_LINK_REFUSED"}
		same(t, "at once", s.told(refusals), []string{"MAGIC_LINK_REFUSED"})
		refused := s.event("MAGIC_LINK_REFUSED")
		same(t, "the link", str(refused, "subjectId"), id)
		same(t, "the reason", str(refused, "reason"), "EXHAUSTED")
		same(t, "the count", num(refused, "count"), 1)
		same(t, "who came", str(refused, "actor.type"), "ANONYMOUS")
		s.data(revokeLinkDocument, obj{"input": obj{"id": id}})
		s.as("").call(redeemQuery, obj{"token": url})
		revoked := s.event("MAGIC_LINK_REFUSED")
		same(t, "for another reason", fmt.Sprint(str(revoked, "reason"), num(revoked, "count")), "REVOKED1")
		s.portal.Close(t.Context())
		same(t, "in the end", s.told(refusals), []string{"MAGIC_LINK_REFUSED", "MAGIC_LINK_REFUSED", "MAGIC_LINK_REFUSED"})
		others := s.event("MAGIC_LINK_REFUSED")
		same(t, "the others", fmt.Sprint(str(others, "reason"), num(others, "count")), "EXHAUSTED2")
	})
}

func TestARevokedCredentialIsToldToEachOfItsWorkspaces(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		second := s.newWorkspace("second")
		inSecond := s.as(s.newKey(portal.NewCredentialInput{WorkspaceIDs: []uuid.UUID{second}}).text)
		access := s.newAccessToken(s.workspace, second)
		for range 2 {
			if err := s.portal.RevokeCredential(t.Context(), models.CredentialPersonalAccessToken, access.id); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range []client{s.client, inSecond} {
			same(t, "the events", c.told(nil), []string{"CREDENTIAL_REVOKED"})
			same(t, "the credential", str(c.event("CREDENTIAL_REVOKED"), "subjectId"), access.id.String())
			same(t, "by", str(c.event("CREDENTIAL_REVOKED"), "actor.type"), "OPERATOR")
		}
	})
}

func TestEventsAreFilteredByTypeCustomerSubjectAndTime(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		var ids []string
		for i := range 3 {
			ids = append(ids, str(s.newLink(fmt.Sprintf("hotel %d", i), nil), "id"))
			time.Sleep(2 * time.Millisecond) // ids and filters count in milliseconds
		}
		second := str(s.data(eventsDocument, obj{"filter": obj{"subjectId": ids[1]}}), "events.nodes.0.createdAt")
		for name, c := range map[string]struct {
			filter obj
			want   int
		}{
			"all":                   {nil, 3},
			"a type":                {obj{"type": "MAGIC_LINK_CREATED"}, 3},
			"another type":          {obj{"type": "CUSTOMER_DELETED"}, 0},
			"a customer":            {obj{"customerKey": "hotel 1"}, 1},
			"a customer not there":  {obj{"customerKey": "nobody"}, 0},
			"a subject":             {obj{"subjectId": ids[2]}, 1},
			"what is no id":         {obj{"subjectId": "x"}, 0},
			"type and customer":     {obj{"type": "MAGIC_LINK_CREATED", "customerKey": "hotel 2"}, 1},
			"subject of another":    {obj{"subjectId": ids[2], "customerKey": "hotel 1"}, 0},
			"since the future":      {obj{"since": "2100-01-01T00:00:00Z"}, 0},
			"until the past":        {obj{"until": "1969-01-01T00:00:00Z"}, 0},
			"since long ago":        {obj{"since": "1969-01-01T00:00:00Z", "until": "9999-12-31T23:59:59Z"}, 3},
			"a time that is passed": {obj{"since": second, "until": second}, 0},
		} {
			page := s.data(eventsDocument, obj{"filter": c.filter})
			if got := len(items(page, "events.nodes")); got != c.want || num(page, "events.totalCount") != c.want {
				t.Errorf("%s: %d, counted as %d, want %d", name, got, num(page, "events.totalCount"), c.want)
			}
		}
		same(t, "in another workspace", s.second().told(nil), []string{})
	})
}
