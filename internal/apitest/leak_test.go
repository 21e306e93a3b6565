package apitest_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/models"
)

const reportDocument = `mutation($token: String!) { reportLeakedToken(input: {token: $token}) { received } }`

// reports sends texts without a credential, and asks of each for the one answer.
func (s *server) reports(texts ...string) {
	s.t.Helper()
	for _, text := range texts {
		if a := s.as("").call(reportDocument, obj{"token": text}); a.Status != 200 || a.Body != `{"data":{"reportLeakedToken":{"received":true}}}` {
			s.t.Errorf("%.20s…: %d %s", text, a.Status, a.Body)
		}
	}
}

func TestALinkThatIsReportedAsLeakedEndsWithItsSessions(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		id, url := s.mint("hotel", nil)
		other, _ := s.mint("hotel", nil)
		guest, _ := s.redeem(url)
		s.reports(" " + url + "/?from=a-log ")
		same(t, "its status", str(s.link(id), "status"), "REVOKED")
		same(t, "another one's", str(s.link(other), "status"), "ACTIVE")
		same(t, "its session", guest.call(`{portal{expiresAt}}`, nil).Status, 401)

		bare, secret := s.mint("gym", nil)
		s.reports(secret[strings.LastIndex(secret, "/")+1:])
		revokedAt := str(s.link(bare), "revokedAt")
		s.clock.advance(time.Second)
		s.reports(secret)
		same(t, "when it was revoked", str(s.link(bare), "revokedAt"), revokedAt)
	})
}

func TestAnExpiredLinkThatIsReportedNeverOpensAgain(t *testing.T) {
	each(t, func(_ *testing.T, s *server) {
		id, url := s.mint("hotel", obj{"expiresInSeconds": 60})
		s.clock.advance(time.Hour)
		s.reports(url)
		s.refused(updateLinkDocument, obj{"input": obj{"id": id, "expiresInSeconds": 60}}, "CONFLICT id")
	})
}

func TestATokenFromBeforeARotationEndsNothing(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		id, url := s.mint("hotel", nil)
		rotated := s.rotateLink(obj{"id": id})
		s.reports(url)
		same(t, "the link", s.link(id), rotated)
	})
}

func TestASessionThatIsReportedAsLeakedEndsAlone(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		id, url := s.mint("hotel", nil)
		leaked, payload := s.redeem(url)
		kept, _ := s.redeem(url)
		s.reports(str(payload, "session.token"))
		same(t, "it", leaked.call(`{portal{expiresAt}}`, nil).Status, 401)
		kept.data(`{portal{expiresAt}}`, nil)
		same(t, "the link", str(s.link(id), "status"), "ACTIVE")
	})
}

func TestACredentialThatIsReportedAsLeakedWorksOnAndIsMarked(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.log.expectErrors()
		second := s.newWorkspace("second")
		key := s.newKey(portal.NewCredentialInput{Name: "backend", WorkspaceIDs: []uuid.UUID{second}})
		token := s.newAccessToken(s.workspace, second)
		s.reports(key.text, token.text, token.text, "\t"+key.text+"\n")

		same(t, "the log's errors", len(s.log.errors()), 2)
		for i, id := range []uuid.UUID{key.id, token.id} {
			if line := s.log.errors()[i]; !strings.Contains(line, "leaked") || !strings.Contains(line, id.String()) || strings.Contains(line, key.text) {
				t.Errorf("the log says %s", line)
			}
		}
		inSecond := s.as(key.text)
		const document = `{events(first: 10){nodes{id type subjectId createdAt} totalCount}}`
		events := inSecond.data(document, nil)
		same(t, "the key's workspace", strs(events, "events.nodes", "subjectId"), []string{token.id.String(), key.id.String()})
		same(t, "their types", strs(events, "events.nodes", "type"), []string{"CREDENTIAL_LEAKED", "CREDENTIAL_LEAKED"})
		same(t, "their count", num(events, "events.totalCount"), 2)
		same(t, "the other workspace", strs(s.data(document, nil), "events.nodes", "subjectId"), []string{token.id.String()})

		marked, err := s.store.Credentials(t.Context(), models.CredentialAPIKey)
		if err != nil {
			t.Fatal(err)
		}
		for i := range marked {
			same(t, "the mark of "+marked[i].Name, marked[i].LeakedAt != nil, marked[i].ID == key.id)
		}
		id := str(events, "events.nodes.0.id")
		same(t, "as a node", str(inSecond.data(`query($id: ID!){node(id: $id){id ... on Event{type}}}`, obj{"id": id}), "node.id"), id)
		same(t, "in another workspace", at(s.data(`query($id: ID!){node(id: $id){id}}`, obj{"id": id}), "node"), nil)
	})
}

func TestEventsArePagedNewestFirst(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.log.expectErrors()
		var want []string
		for range 5 {
			key := s.newKey(portal.NewCredentialInput{WorkspaceIDs: []uuid.UUID{s.workspace}})
			s.reports(key.text)
			want = append(want, key.id.String())
		}
		slices.Reverse(want)
		var got []string
		for after := any(nil); ; {
			page := s.data(`query($after: String){events(first: 2, after: $after){nodes{subjectId} pageInfo{endCursor hasNextPage}}}`, obj{"after": after})
			got = append(got, strs(page, "events.nodes", "subjectId")...)
			if !yes(page, "events.pageInfo.hasNextPage") {
				break
			}
			after = at(page, "events.pageInfo.endCursor")
		}
		same(t, "paged", got, want)
		s.refused(`{events(after: "x"){nodes{id}}}`, nil, "BAD_USER_INPUT after")
	})
}

func TestAReportOfWhatIsNoSecretHasTheSameAnswerAndChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		id, url := s.mint("hotel", nil)
		wrong := s.key[:len(s.key)-24] + strings.Repeat("2", 24)
		first, _, _ := strings.Cut(s.key, "_")
		s.reports("", "x", "pl_", "ps_"+strings.Repeat("a", 42), url[:len(url)-1], id, publicURL+"/p/"+id, wrong,
			"seam"+strings.TrimPrefix(s.key, first), first+"_22222222_"+s.key[len(s.key)-24:], strings.Repeat("x", 50_000))
		same(t, "the link", str(s.link(id), "status"), "ACTIVE")
		same(t, "the events", num(s.data(`{events(filter: {type: CREDENTIAL_LEAKED}){totalCount}}`, nil), "events.totalCount"), 0)
		s.as("").refused(reportDocument, obj{"token": "\x00"}, "BAD_USER_INPUT token")
	})
}

func TestACredentialThatIsRevokedAlreadyIsNotMarked(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		key := s.newKey(portal.NewCredentialInput{WorkspaceIDs: []uuid.UUID{s.workspace}})
		if err := s.portal.RevokeCredential(t.Context(), models.CredentialAPIKey, key.id); err != nil {
			t.Fatal(err)
		}
		s.reports(key.text)
		same(t, "the events", num(s.data(`{events(filter: {type: CREDENTIAL_LEAKED}){totalCount}}`, nil), "events.totalCount"), 0)
	})
}
