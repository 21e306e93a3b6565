package apitest_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/models"
)

const whoami = `{workspace{id}}`

// sending gives a client with these headers as they are.
func (s *server) sending(headers ...string) client {
	c := client{t: s.t, url: s.url, header: http.Header{"Accept": {mediaJSON}}}
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		c.header.Add(name, value)
	}
	return c
}

func TestEveryBadCredentialHasOneAnswer(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		other := s.newWorkspace("other")
		expired := s.newKey(portal.NewCredentialInput{WorkspaceIDs: []uuid.UUID{s.workspace}, Lifetime: time.Second})
		revoked := s.newKey(portal.NewCredentialInput{WorkspaceIDs: []uuid.UUID{s.workspace}})
		token := s.newAccessToken(s.workspace)
		deadToken := s.newAccessToken(s.workspace)
		for kind, id := range map[models.CredentialKind]uuid.UUID{models.CredentialAPIKey: revoked.id, models.CredentialPersonalAccessToken: deadToken.id} {
			if err := s.portal.RevokeCredential(t.Context(), kind, id); err != nil {
				t.Fatal(err)
			}
		}
		s.clock.advance(2 * time.Second)
		key := s.key
		first, _, _ := strings.Cut(key, "_")
		bad := map[string][]string{
			"nonsense":                       {"Bearer nonsense"},
			"another scheme":                 {"Basic " + key},
			"no scheme":                      {key},
			"nothing behind the scheme":      {"Bearer "},
			"an unknown short part":          {"Bearer " + first + "_22222222_" + key[len(key)-24:]},
			"a wrong long part":              {"Bearer " + key[:len(key)-24] + strings.Repeat("2", 24)},
			"a long part that is cut":        {"Bearer " + key[:len(key)-1]},
			"another prefix":                 {"Bearer seam" + strings.TrimPrefix(key, first)},
			"two keys":                       {"Bearer " + key + ", Bearer " + key},
			"a key with something behind it": {"Bearer " + key + " x"},
			"NUL":                            {"Bearer " + key[:10] + "%00"},
			"an expired key":                 {"Bearer " + expired.text},
			"a revoked key":                  {"Bearer " + revoked.text},
			"a revoked token":                {"Bearer " + deadToken.text, "seam-workspace: " + s.workspace.String()},
			"a token without a workspace":    {"Bearer " + token.text},
			"a token with an empty one":      {"Bearer " + token.text, "seam-workspace: "},
			"a token for another workspace":  {"Bearer " + token.text, "seam-workspace: " + other.String()},
			"a token for no workspace":       {"Bearer " + token.text, "seam-workspace: " + uuid.NewString()},
			"a token for a malformed one":    {"Bearer " + token.text, "seam-workspace: x"},
			"a key for another workspace":    {"Bearer " + key, "seam-workspace: " + other.String()},
			"a session that is none":         {"Bearer ps_" + strings.Repeat("a", 42)},
			"a link's token":                 {"Bearer " + s.newLinkToken()},
			"a very long one":                {"Bearer " + strings.Repeat("x", 8000)},
		}
		var answers []string
		for name, headers := range bad {
			for _, document := range []string{whoami, `{__schema{queryType{name}}}`, `nonsense`} {
				c := s.sending(append([]string{"Authorization: " + headers[0]}, headers[1:]...)...)
				a := c.call(document, nil)
				if a.Status != 401 || a.HasData || len(a.Errors) != 1 || a.Errors[0].String() != "UNAUTHENTICATED" || a.Header.Get("WWW-Authenticate") == "" {
					t.Errorf("%s: status %d, %s", name, a.Status, a.Body)
				}
				answers = append(answers, a.Body)
			}
		}
		slices.Sort(answers)
		if different := slices.Compact(answers); len(different) != 1 {
			t.Errorf("%d different answers: %q", len(different), different)
		}
		same(t, "under the other media type", s.sending("Authorization: Bearer x").with("Accept", mediaGraphQL).call(whoami, nil).Status, 401)
	})
}

// newLinkToken gives the token of a live link.
func (s *server) newLinkToken() string {
	url := str(s.newLink("link's", nil), "url")
	return url[strings.LastIndex(url, "/")+1:]
}

func TestAKeyIsGoodForItsWorkspaceAndATokenForThoseItNames(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		second, third := s.newWorkspace("second"), s.newWorkspace("third")
		token := s.newAccessToken(s.workspace, second)
		seam := s.newKey(portal.NewCredentialInput{Prefix: "seam", WorkspaceIDs: []uuid.UUID{second}})
		for name, c := range map[string]struct {
			client
			want uuid.UUID
		}{
			"a key":                            {s.as(s.key), s.workspace},
			"a key with its workspace":         {s.as(s.key).with("seam-workspace", s.workspace.String()), s.workspace},
			"a key with an empty workspace":    {s.as(s.key).with("seam-workspace", ""), s.workspace},
			"a key with Seam's prefix":         {s.as(seam.text), second},
			"a token in one":                   {s.as(token.text).with("seam-workspace", s.workspace.String()), s.workspace},
			"the token in the other":           {s.as(token.text).with("seam-workspace", second.String()), second},
			"a scheme in lower case":           {s.sending("Authorization: bearer " + s.key), s.workspace},
			"spaces around the key":            {s.sending("Authorization:  Bearer   " + s.key + "  "), s.workspace},
			"an empty session token beside it": {s.as(s.key).with("client-session-token", ""), s.workspace},
		} {
			same(t, name, str(c.data(whoami, nil), "workspace.id"), c.want)
		}
		same(t, "the token in the third", s.as(token.text).with("seam-workspace", third.String()).call(whoami, nil).Status, 401)
		link := s.as(token.text).with("seam-workspace", second.String()).newLink("hotel", nil)
		same(t, "what it makes is the workspace's", str(link, "workspaceId"), second)
		same(t, "and no other's", s.link(str(link, "id")), nil)
	})
}

func TestWithoutACredentialOnlyTheSchemaIsOpen(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		for name, c := range map[string]client{
			"no header": s.as(""), "an empty header": s.sending("Authorization: "), "a blank header": s.sending("Authorization:   "),
			"empty ones of Seam's SDKs": s.sending("Authorization: ", "seam-workspace: ", "client-session-token: "),
			"a workspace alone":         s.sending("seam-workspace: " + s.workspace.String()),
		} {
			schema := c.data(`{__schema{types{name description fields{name description}}} __typename __type(name:"Query"){name}}`, nil)
			if n := len(items(schema, "__schema.types")); n < 50 {
				t.Errorf("%s: introspection gives %d types", name, n)
			}
			a := c.with("Accept", mediaGraphQL).call(whoami, nil)
			same(t, name, []any{a.Status, a.problems(), a.Data}, []any{200, []string{"UNAUTHENTICATED"}, nil})
		}
		before := s.rows()
		for _, document := range []string{
			`{workspace{id}}`, `{magicLinks{nodes{id}}}`, `{customers{nodes{id}}}`, `{customer(key:"x"){id}}`, `{magicLink(id:"x"){id}}`, `{node(id:"x"){id}}`, `{portal{expiresAt}}`,
			`mutation{createCustomerPortal(input:{customerData:{customerKey:"x"}}){magicLink{id}}}`, `mutation{pushCustomerData(input:{customerData:{customerKey:"x"}}){customer{id}}}`,
			`mutation{deleteCustomerData(input:{customerKeys:["x"]}){deletedCount}}`, `mutation{updateWorkspace(input:{name:"x"}){workspace{id}}}`,
			`mutation{revokeMagicLink(input:{id:"x"}){magicLink{id}}}`, `mutation{rotateMagicLink(input:{id:"x"}){magicLink{id}}}`, `mutation{updateMagicLink(input:{id:"x" expiresInSeconds:60}){magicLink{id}}}`,
		} {
			s.as("").refused(document, nil, "UNAUTHENTICATED")
		}
		same(t, "rows", s.rows(), before)
	})
}

func TestARevokedKeyIsDeadWithinASecond(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		key := s.newKey(portal.NewCredentialInput{WorkspaceIDs: []uuid.UUID{s.workspace}})
		s.as(key.text).data(whoami, nil)
		if err := s.portal.RevokeCredential(t.Context(), models.CredentialAPIKey, key.id); err != nil {
			t.Fatal(err)
		}
		s.clock.advance(time.Second)
		same(t, "status", s.as(key.text).call(whoami, nil).Status, 401)
		s.data(whoami, nil)
	})
}

func TestAKeyThatExpiresWhileItIsCachedIsRefused(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		key := s.newKey(portal.NewCredentialInput{WorkspaceIDs: []uuid.UUID{s.workspace}, Lifetime: time.Hour})
		s.clock.advance(time.Hour - 900*time.Millisecond)
		first := s.as(key.text).call(whoami, nil).Status
		s.clock.advance(900 * time.Millisecond)
		same(t, "statuses", []int{first, s.as(key.text).call(whoami, nil).Status}, []int{200, 401})
	})
}

func TestANewKeyWorksAtOnceAfterItWasTriedInVain(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		key := s.newKey(portal.NewCredentialInput{WorkspaceIDs: []uuid.UUID{s.workspace}})
		wrong := key.text[:len(key.text)-24] + strings.Repeat("2", 24)
		same(t, "wrong", s.as(wrong).call(whoami, nil).Status, 401)
		s.as(key.text).data(whoami, nil)
		same(t, "wrong, with the right one cached", s.as(wrong).call(whoami, nil).Status, 401)
	})
}

// By its cost, too, nobody is to learn which short parts there are.
func TestAWrongShortPartCostsWhatAWrongLongPartCosts(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		key := s.newKey(portal.NewCredentialInput{WorkspaceIDs: []uuid.UUID{s.workspace}}).text
		pat := s.newAccessToken(s.workspace).text
		wrongLong := func(text string) string { return text[:len(text)-24] + strings.Repeat("2", 24) }
		wrong := map[string]string{
			"a long part": wrongLong(key), "a short part": "portico_" + strings.Repeat("2", 8) + "_" + key[len(key)-24:],
			"a token's long part": wrongLong(pat), "a token's short part": "portico_at1" + strings.Repeat("2", 8) + "_" + pat[len(pat)-24:],
		}
		for _, when := range []string{"unused", "while the right ones are in the cache"} {
			for name, text := range wrong {
				sent := s.log.allStatements(func() { same(t, name, s.as(text).call(whoami, nil).Status, 401) })
				if len(sent) != 1 || !strings.Contains(sent[0], "FROM credentials") {
					t.Errorf("%s, %s: %q", when, name, sent)
				}
			}
			s.as(key).data(whoami, nil)
			s.as(pat).with("seam-workspace", s.workspace.String()).data(whoami, nil)
		}
		same(t, "of the right one in the cache", len(s.log.allStatements(func() { s.as(key).data(`{__typename}`, nil) })), 0)
	})
}

func TestTheLastUseOfACredentialIsNotedOnceAMinute(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		key := s.newKey(portal.NewCredentialInput{WorkspaceIDs: []uuid.UUID{s.workspace}})
		lastUse := func() *time.Time {
			all, err := s.store.Credentials(t.Context(), models.CredentialAPIKey)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range all {
				if c.ID == key.id {
					return c.LastUsedAt
				}
			}
			t.Fatal("the key isn't listed")
			return nil
		}
		if used := lastUse(); used != nil {
			t.Errorf("a fresh key was used at %v", used)
		}
		s.as(key.text[:len(key.text)-24]+strings.Repeat("2", 24)).call(whoami, nil)
		if used := lastUse(); used != nil {
			t.Errorf("a wrong key was noted as use at %v", used)
		}
		s.clock.advance(time.Second) // what the wrong one left in the cache is over
		s.as(key.text).data(whoami, nil)
		first := lastUse()
		if first == nil || s.clock.now().Sub(*first).Abs() > 5*time.Second {
			t.Fatalf("last use is %v", first)
		}
		s.clock.advance(30 * time.Second)
		s.as(key.text).data(whoami, nil)
		same(t, "half a minute later", lastUse(), first)
		s.clock.advance(31 * time.Second)
		s.as(key.text).data(whoami, nil)
		if second := lastUse(); fmt.Sprint(second) == fmt.Sprint(first) {
			t.Errorf("a minute later the last use is still %v", second)
		}
	})
}
