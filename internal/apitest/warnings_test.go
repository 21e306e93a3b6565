package apitest_test

import (
	"fmt"
	"testing"
)

const updateWorkspaceDocument = `mutation($input: UpdateWorkspaceInput!){updateWorkspace(input:$input){workspace{
	id name embedOrigins returnUrl refreshUrl brandName logoUrl accentColor createdAt updatedAt}}}`

// workspaceIs changes the settings of the workspace and gives them all.
func (c client) workspaceIs(input obj) any {
	c.t.Helper()
	return at(c.data(updateWorkspaceDocument, obj{"input": input}), "updateWorkspace.workspace")
}

func TestAnEmbeddedPortalThatNoSiteMayFrameIsWarnedOf(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		warnings := func(settings obj) []string {
			settings["customerData"] = obj{"customerKey": "hotel"}
			return strs(s.create(settings), "warnings", "code")
		}
		none, missing := []string{}, []string{"EMBED_ORIGINS_MISSING"}
		same(t, "not embedded", warnings(obj{}), none)
		same(t, "embedded", warnings(obj{"isEmbedded": true}), missing)
		same(t, "an empty list", warnings(obj{"isEmbedded": true, "embedOrigins": arr{}}), missing)
		same(t, "an origin of its own", warnings(obj{"isEmbedded": true, "embedOrigins": arr{"https://a.example.com"}}), none)
		first := s.create(obj{"customerData": obj{"customerKey": "hotel"}, "isEmbedded": true, "idempotencyKey": "k"})
		same(t, "its field", str(first, "warnings.0.field"), "embedOrigins")
		same(t, "a replay's", s.create(obj{"customerData": obj{"customerKey": "hotel"}, "isEmbedded": true, "idempotencyKey": "k"}), first)
		s.workspaceIs(obj{"embedOrigins": arr{"https://b.example.com"}})
		same(t, "the workspace's origin", warnings(obj{"isEmbedded": true}), none)
		s.workspaceIs(obj{"embedOrigins": arr{}})
		same(t, "the workspace's cleared", warnings(obj{"isEmbedded": true}), missing)
	})
}

func TestAProviderThatTheWorkspaceDoesNotHaveIsWarnedOf(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.newProvider("one", newService(t))
		input := func(connect obj) obj {
			return obj{"customerData": obj{"customerKey": "hotel"}, "features": obj{"connect": connect}}
		}
		for want, connect := range map[string]obj{
			"[]": {"acceptedProviders": arr{"one"}, "excludedProviders": arr{}},
			"[UNKNOWN_PROVIDER features.connect.acceptedProviders[1]: The workspace has no provider with the key \"two\" yet. " +
				"UNKNOWN_PROVIDER features.connect.excludedProviders[0]: The workspace has no provider with the key \"three\" yet.]": {
				"acceptedProviders": arr{"one", "two"}, "excludedProviders": arr{"three", "one"},
			},
		} {
			told := []string{}
			for _, w := range items(s.create(input(connect)), "warnings") {
				told = append(told, str(w, "code")+" "+str(w, "field")+": "+str(w, "message"))
			}
			same(t, "the warnings", fmt.Sprint(told), want)
			same(t, "of the dry run", len(items(s.check(input(connect)), "warnings")), len(told))
		}
		count := func(settings obj) int {
			return len(s.log.statements(func() { s.newLink("hotel", settings) }))
		}
		same(t, "more statements", count(obj{"features": obj{"connect": obj{"acceptedProviders": arr{"one"}}}})-count(nil), 1)
	})
}

func TestALinkWithoutSettingsHasTheWorkspaces(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		plain := str(s.newLink("hotel", nil), "id")
		own := str(s.newLink("hotel", obj{"returnUrl": "https://own.example.com/r", "refreshUrl": "https://own.example.com/f", "embedOrigins": arr{"https://own.example.com"}}), "id")
		settings := func(id string) []any {
			link := s.link(id)
			return []any{at(link, "returnUrl"), at(link, "refreshUrl"), at(link, "embedOrigins")}
		}
		ownSettings := []any{"https://own.example.com/r", "https://own.example.com/f", arr{"https://own.example.com"}}
		same(t, "before", settings(plain), []any{nil, nil, arr{}})
		s.workspaceIs(obj{"returnUrl": "https://ws.example.com/r", "refreshUrl": "http://localhost:3000/f", "embedOrigins": arr{"https://ws.example.com", "http://localhost:3000"}})
		same(t, "the workspace's", settings(plain), []any{"https://ws.example.com/r", "http://localhost:3000/f", arr{"https://ws.example.com", "http://localhost:3000"}})
		same(t, "its own", settings(own), ownSettings)
		s.workspaceIs(obj{"returnUrl": "", "refreshUrl": "", "embedOrigins": arr{}})
		same(t, "cleared", settings(plain), []any{nil, nil, arr{}})
		same(t, "its own, still", settings(own), ownSettings)
	})
}

func TestUpdatingAWorkspaceChangesWhatIsNamedAndClearsWhatIsEmpty(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		full := obj{
			"name": "Résumé", "embedOrigins": arr{"https://a.example.com:8443"}, "returnUrl": "https://a.example.com", "refreshUrl": "https://a.example.com/x",
			"brandName": "Brand", "logoUrl": "https://a.example.com/logo.svg", "accentColor": "#0A7cff",
		}
		changed := s.workspaceIs(full)
		for field, want := range full {
			same(t, field, at(changed, field), want)
		}
		same(t, "read back", at(s.data(`{workspace{id name embedOrigins returnUrl refreshUrl brandName logoUrl accentColor createdAt updatedAt}}`, nil), "workspace"), changed)
		one := s.workspaceIs(obj{"brandName": "Other"})
		for field, want := range full {
			if field == "brandName" {
				want = "Other"
			}
			same(t, field, at(one, field), want)
		}
		cleared := s.workspaceIs(obj{"embedOrigins": arr{}, "returnUrl": "", "refreshUrl": "", "brandName": "", "logoUrl": "", "accentColor": ""})
		for field := range full {
			want := any(nil)
			switch field {
			case "name":
				want = "Résumé"
			case "embedOrigins":
				want = arr{}
			}
			same(t, field+", cleared", at(cleared, field), want)
		}
	})
}
