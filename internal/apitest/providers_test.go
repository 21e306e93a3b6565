package apitest_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/portico-portal/portico/internal/oauth/oauthtest"
)

const (
	providerFields         = `id key name logoUrl issuer authorizationUrl tokenUrl revocationUrl clientId hasClientSecret scopes createdAt updatedAt`
	createProviderDocument = `mutation($input: CreateProviderInput!){createProvider(input: $input){provider{` + providerFields + `}}}`
	updateProviderDocument = `mutation($input: UpdateProviderInput!){updateProvider(input: $input){provider{` + providerFields + `}}}`
	deleteProviderDocument = `mutation($id: ID!){deleteProvider(input: {id: $id}){deleted}}`
	providerDocument       = `query($id: ID!){provider(id: $id){` + providerFields + `} node(id: $id){id ... on Provider{key}}}`
	providersDocument      = `{providers(first: 2){nodes{key} totalCount pageInfo{hasNextPage endCursor}}}`
)

// newService gives a running provider.
func newService(t *testing.T) *oauthtest.Provider {
	t.Helper()
	p := oauthtest.New()
	t.Cleanup(p.Close)
	return p
}

// newProvider stores a provider by its issuer and gives its id.
func (c client) newProvider(key string, of *oauthtest.Provider) string {
	c.t.Helper()
	return str(c.data(createProviderDocument, obj{"input": issuerInput(key, of)}), "createProvider.provider.id")
}

func issuerInput(key string, of *oauthtest.Provider) obj {
	return obj{
		"key": key, "name": "Service " + key, "issuer": of.URL,
		"clientId": oauthtest.ClientID, "clientSecret": oauthtest.ClientSecret, "scopes": arr{"email", "offline_access"},
	}
}

func urlsInput(key string, of *oauthtest.Provider) obj {
	return obj{
		"key": key, "name": "Service " + key, "authorizationUrl": of.URL + "/authorize", "tokenUrl": of.URL + "/token", "revocationUrl": of.URL + "/revoke",
		"clientId": oauthtest.ClientID, "clientSecret": oauthtest.ClientSecret, "scopes": arr{"read"},
	}
}

func TestAProviderIsReadBackWithoutItsSecretAndChanges(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service, other := newService(t), newService(t)
		input := issuerInput("one", service)
		input["logoUrl"] = "https://example.com/logo.svg"
		made := at(s.data(createProviderDocument, obj{"input": input}), "createProvider.provider")
		for field, want := range map[string]any{
			"key": "one", "name": "Service one", "logoUrl": "https://example.com/logo.svg", "issuer": service.URL, "clientId": oauthtest.ClientID,
			"hasClientSecret": true, "scopes": arr{"email", "offline_access"}, "authorizationUrl": nil, "tokenUrl": nil, "revocationUrl": nil,
		} {
			same(t, field, at(made, field), want)
		}
		id := str(made, "id")
		read := s.data(providerDocument, obj{"id": id})
		same(t, "read back", at(read, "provider"), made)
		same(t, "as a node", at(read, "node"), obj{"id": id, "key": "one"})

		changed := at(s.data(updateProviderDocument, obj{"input": obj{
			"id": id, "name": "Uno", "logoUrl": "", "issuer": other.URL, "clientSecret": "", "scopes": arr{},
		}}), "updateProvider.provider")
		for field, want := range map[string]any{
			"key": "one", "name": "Uno", "logoUrl": nil, "issuer": other.URL, "hasClientSecret": false, "scopes": arr{}, "clientId": oauthtest.ClientID,
		} {
			same(t, "changed, "+field, at(changed, field), want)
		}
		urls := str(s.data(createProviderDocument, obj{"input": urlsInput("two", service)}), "createProvider.provider.id")
		changed = at(s.data(updateProviderDocument, obj{"input": obj{"id": urls, "tokenUrl": other.URL + "/token", "revocationUrl": "", "clientSecret": "again"}}), "updateProvider.provider")
		same(t, "other URLs", []any{at(changed, "tokenUrl"), at(changed, "revocationUrl"), at(changed, "hasClientSecret")}, []any{other.URL + "/token", nil, true})

		s.newProvider("three", service)
		listed := s.data(providersDocument, nil)
		same(t, "the list", listed, obj{"providers": obj{
			"nodes": arr{obj{"key": "one"}, obj{"key": "two"}}, "totalCount": 3.0, "pageInfo": obj{"hasNextPage": true, "endCursor": str(listed, "providers.pageInfo.endCursor")},
		}})
		same(t, "deleted", []bool{
			yes(s.data(deleteProviderDocument, obj{"id": id}), "deleteProvider.deleted"), yes(s.data(deleteProviderDocument, obj{"id": id}), "deleteProvider.deleted"),
		}, []bool{true, false})
		same(t, "it has gone", at(s.data(providerDocument, obj{"id": id}), "provider"), nil)
	})
}

func TestAProviderThatCanNotBeCalledIsAFaultAndNothingIsStored(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service := newService(t)
		input := issuerInput("one", service)
		service.Mend["discovery"] = func(document map[string]any) { document["issuer"] = "https://elsewhere.example.com" }
		a := s.refused(createProviderDocument, obj{"input": input}, "BAD_USER_INPUT issuer")
		if !strings.Contains(a.Errors[0].Message, "names another issuer") {
			t.Errorf("the message is %q", a.Errors[0].Message)
		}
		for wrong, why := range map[string]string{
			"/authorize#here": "must have no fragment", "/authorize?client_id=another": "must not have client_id in its query", "/authorize?audience=b&redirect_uri=c": "must not have redirect_uri",
		} {
			service.Mend["discovery"] = func(document map[string]any) { document["authorization_endpoint"] = service.URL + wrong }
			a := s.refused(createProviderDocument, obj{"input": input}, "BAD_USER_INPUT issuer")
			if !strings.Contains(a.Errors[0].Message, "authorization_endpoint "+why) {
				t.Errorf("%s: the message is %q", wrong, a.Errors[0].Message)
			}
		}
		service.Mend["discovery"] = nil
		service.Answer("/.well-known/openid-configuration", oauthtest.Status(503, ""))
		s.refused(createProviderDocument, obj{"input": input}, "BAD_USER_INPUT issuer")
		service.Answer("/.well-known/openid-configuration", nil)
		id := s.newProvider("two", service)
		s.refused(updateProviderDocument, obj{"input": obj{"id": id, "issuer": service.URL + "/", "clientSecret": "again"}}, "BAD_USER_INPUT issuer")
		service.Close()
		s.refused(createProviderDocument, obj{"input": input}, "BAD_USER_INPUT issuer")
		same(t, "stored", strs(s.data(providersDocument, nil), "providers.nodes", "key"), []string{"two"})
		same(t, "its issuer", str(s.data(providerDocument, obj{"id": id}), "provider.issuer"), service.URL)
	})
}

func TestEveryFaultOfAProviderIsTold(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service := newService(t)
		for name, try := range map[string]struct {
			change obj
			want   []string
		}{
			"nothing of it": {obj{"key": "", "name": "", "clientId": "", "clientSecret": "", "logoUrl": "http://example.com", "scopes": arr{""}}, []string{
				"BAD_USER_INPUT key", "BAD_USER_INPUT name", "BAD_USER_INPUT logoUrl", "BAD_USER_INPUT clientId", "BAD_USER_INPUT clientSecret", "BAD_USER_INPUT scopes[0]",
			}},
			"both":                {obj{"authorizationUrl": "https://example.com", "tokenUrl": "https://example.com"}, []string{"BAD_USER_INPUT authorizationUrl", "BAD_USER_INPUT tokenUrl"}},
			"neither":             {obj{"issuer": nil}, []string{"BAD_USER_INPUT issuer"}},
			"one URL":             {obj{"issuer": nil, "tokenUrl": "https://example.com"}, []string{"BAD_USER_INPUT authorizationUrl"}},
			"no URLs":             {obj{"issuer": nil, "authorizationUrl": "ftp://example.com", "tokenUrl": "https://u:p@example.com", "revocationUrl": "x"}, []string{"BAD_USER_INPUT authorizationUrl", "BAD_USER_INPUT tokenUrl", "BAD_USER_INPUT revocationUrl"}},
			"no such ports":       {obj{"issuer": nil, "authorizationUrl": "https://example.com:0", "tokenUrl": "https://example.com:99999"}, []string{"BAD_USER_INPUT authorizationUrl", "BAD_USER_INPUT tokenUrl"}},
			"a machine's secrets": {obj{"issuer": "http://169.254.169.254"}, []string{"BAD_USER_INPUT issuer"}},
			"what is asked for": {obj{"issuer": nil, "authorizationUrl": "https://example.com/?client_id=a&audience=b&state=c#d", "tokenUrl": "https://example.com"}, []string{
				"BAD_USER_INPUT authorizationUrl", "BAD_USER_INPUT authorizationUrl", "BAD_USER_INPUT authorizationUrl",
			}},
			"a query":          {obj{"issuer": "https://example.com/?x=1"}, []string{"BAD_USER_INPUT issuer"}},
			"a long URL":       {obj{"issuer": "https://example.com/" + strings.Repeat("x", 2029)}, []string{"BAD_USER_INPUT issuer"}},
			"a long key":       {obj{"key": strings.Repeat("k", 256)}, []string{"BAD_USER_INPUT key"}},
			"a long client":    {obj{"clientId": strings.Repeat("c", 2049), "clientSecret": strings.Repeat("s", 2049)}, []string{"BAD_USER_INPUT clientId", "BAD_USER_INPUT clientSecret"}},
			"another alphabet": {obj{"clientId": "é", "clientSecret": "a\tb"}, []string{"BAD_USER_INPUT clientId", "BAD_USER_INPUT clientSecret"}},
			"scopes":           {obj{"scopes": arr{"a b", "a", "a", strings.Repeat("s", 256), `"`}}, []string{"BAD_USER_INPUT scopes[0]", "BAD_USER_INPUT scopes[2]", "BAD_USER_INPUT scopes[3]", "BAD_USER_INPUT scopes[4]"}},
			"fifty-one scopes": {obj{"scopes": scopes(51)}, []string{"BAD_USER_INPUT scopes"}},
		} {
			input := issuerInput("one", service)
			maps.Copy(input, try.change)
			if a := s.refused(createProviderDocument, obj{"input": input}, try.want...); t.Failed() {
				t.Fatalf("%s: %s", name, a.Body)
			}
		}
		issuer := s.newProvider("one", service)
		urls := str(s.data(createProviderDocument, obj{"input": urlsInput("two", service)}), "createProvider.provider.id")
		s.refused(createProviderDocument, obj{"input": issuerInput("one", service)}, "CONFLICT key")
		s.refused(updateProviderDocument, obj{"input": obj{"id": issuer, "tokenUrl": "https://example.com"}}, "BAD_USER_INPUT tokenUrl")
		s.refused(updateProviderDocument, obj{"input": obj{"id": urls, "issuer": service.URL}}, "BAD_USER_INPUT issuer")
		s.refused(updateProviderDocument, obj{"input": obj{"id": urls, "authorizationUrl": service.URL + "/?redirect_uri=x"}}, "BAD_USER_INPUT authorizationUrl")
		s.refused(updateProviderDocument, obj{"input": obj{"id": issuer, "name": "", "clientId": "", "scopes": arr{" "}}}, "BAD_USER_INPUT name", "BAD_USER_INPUT clientId", "BAD_USER_INPUT scopes[0]")
		s.refused(updateProviderDocument, obj{"input": obj{"id": "none", "name": "x"}}, "NOT_FOUND id")
		longest := issuerInput("three", service)
		longest["scopes"], longest["clientSecret"] = scopes(50), strings.Repeat("s", 2048)
		s.data(createProviderDocument, obj{"input": longest})
	})
}

func scopes(n int) arr {
	all := arr{}
	for i := range n {
		all = append(all, fmt.Sprintf("scope-%d", i))
	}
	return all
}

func TestAWorkspaceHasAtMostFiftyProvidersOfItsOwn(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service := newService(t)
		var last string
		for i := range 50 {
			last = str(s.data(createProviderDocument, obj{"input": urlsInput(fmt.Sprint(i), service)}), "createProvider.provider.id")
		}
		s.refused(createProviderDocument, obj{"input": urlsInput("one more", service)}, "LIMIT_EXCEEDED")
		other := s.second()
		other.data(createProviderDocument, obj{"input": urlsInput("0", service)})
		same(t, "another's", at(other.data(providerDocument, obj{"id": last}), "provider"), nil)
		same(t, "another's as a node", at(other.data(providerDocument, obj{"id": last}), "node"), nil)
		other.refused(updateProviderDocument, obj{"input": obj{"id": last, "name": "x"}}, "NOT_FOUND id")
		same(t, "another's isn't deleted", yes(other.data(deleteProviderDocument, obj{"id": last}), "deleteProvider.deleted"), false)
	})
}

func TestAPortalSeesOfAProviderWhatItShows(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service := newService(t)
		s.newProvider("b", service)
		s.data(createProviderDocument, obj{"input": func() obj { in := urlsInput("a", service); in["name"] = "alpha"; return in }()})
		_, url := s.mint("hotel", nil)
		guest, _ := s.redeem(url)
		same(t, "the providers", guest.data(`{portal{providers{key name logoUrl}}}`, nil), obj{"portal": obj{"providers": arr{
			obj{"key": "a", "name": "alpha", "logoUrl": nil}, obj{"key": "b", "name": "Service b", "logoUrl": nil},
		}}})
		for _, field := range []string{"issuer", "clientId", "scopes", "tokenUrl", "hasClientSecret", "createdAt"} {
			guest.refused(`{portal{providers{`+field+`}}}`, nil, "FORBIDDEN", "FORBIDDEN") // of each of the two
		}
		_, url = s.mint("motel", obj{"features": obj{"connect": obj{"exclude": true}}})
		without, _ := s.redeem(url)
		without.refused(`{portal{providers{key}}}`, nil, "FORBIDDEN")
		without.refused(`{portal{customer{connectedAccounts{totalCount}}}}`, nil, "FORBIDDEN")
		without.refused(connectDocument, obj{"input": obj{"providerId": "none"}}, "FORBIDDEN")
		guest.refused(createProviderDocument, obj{"input": issuerInput("c", service)}, "FORBIDDEN")
	})
}

func TestAStoredSecretIsNotSentElsewhere(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service, other := newService(t), newService(t)
		issuer := s.newProvider("one", service)
		urls := str(s.data(createProviderDocument, obj{"input": urlsInput("two", service)}), "createProvider.provider.id")
		for _, elsewhere := range []obj{
			{"id": issuer, "issuer": other.URL}, {"id": urls, "tokenUrl": other.URL + "/token"}, {"id": urls, "revocationUrl": other.URL + "/revoke"},
		} {
			s.refused(updateProviderDocument, obj{"input": elsewhere}, "BAD_USER_INPUT clientSecret")
		}
		for _, change := range []obj{
			{"id": issuer, "issuer": service.URL}, {"id": urls, "tokenUrl": service.URL + "/other"}, {"id": urls, "authorizationUrl": other.URL},
			{"id": urls, "revocationUrl": ""}, {"id": urls, "tokenUrl": other.URL, "clientSecret": "again"}, {"id": urls, "tokenUrl": service.URL, "clientSecret": ""},
			{"id": urls, "tokenUrl": other.URL}, // there is none any more
		} {
			s.data(updateProviderDocument, obj{"input": change})
		}
	})
}

func TestAProviderWithAccountsKeepsItsIssuer(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service, other := newService(t), newService(t)
		provider := s.newProvider("one", service)
		account := s.connects(s.guestOf("hotel"), provider)
		elsewhere := obj{"input": obj{"id": provider, "issuer": other.URL, "clientSecret": "again"}}
		s.refused(updateProviderDocument, elsewhere, "CONFLICT issuer")
		s.data(disconnectDocument, obj{"id": account})
		s.refused(updateProviderDocument, elsewhere, "CONFLICT issuer") // it could be connected again as somebody else
		same(t, "its issuer", str(s.data(providerDocument, obj{"id": provider}), "provider.issuer"), service.URL)
		s.data(updateProviderDocument, obj{"input": obj{"id": provider, "issuer": service.URL, "name": "x"}})
		s.delete(obj{"customerKeys": arr{"hotel"}})
		s.data(updateProviderDocument, elsewhere)
	})
}

func TestWhatIsBeingConnectedEndsWhereEndpointsChange(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service := newService(t)
		provider := str(s.data(createProviderDocument, obj{"input": urlsInput("one", service)}), "createProvider.provider.id")
		guest := s.guestOf("hotel")
		waits, _ := guest.begin(obj{"providerId": provider})
		id, start := guest.begin(obj{"providerId": provider})
		v := s.visitor()
		back := v.comesBack(start)
		s.data(updateProviderDocument, obj{"input": obj{"id": provider, "name": "Uno", "scopes": arr{}}})
		same(t, "another name", guest.outcome(id), "PENDING ")
		s.data(updateProviderDocument, obj{"input": obj{"id": provider, "authorizationUrl": service.URL + "/authorize?x=y"}})
		for _, ended := range []string{waits, id} {
			same(t, "another place", guest.outcome(ended), "FAILED PROVIDER_MISCONFIGURED")
		}
		same(t, "told", s.failures(), []string{"PROVIDER_MISCONFIGURED", "PROVIDER_MISCONFIGURED"})
		same(t, "by whom", str(s.event("CONNECTED_ACCOUNT_FAILED"), "actor.type"), "CREDENTIAL")
		v.get(back).says(t, 400, "can’t be finished")
		id, start = guest.begin(obj{"providerId": provider})
		back = v.comesBack(start)
		s.data(updateProviderDocument, obj{"input": obj{"id": provider, "clientId": "another"}})
		v.get(back).says(t, 400, "can’t be finished")
		same(t, "another client", guest.outcome(id), "FAILED PROVIDER_MISCONFIGURED")
		same(t, "accounts", num(s.data(accountsDocument, nil), "connectedAccounts.totalCount"), 0)
		s.data(updateProviderDocument, obj{"input": obj{"id": provider, "clientId": oauthtest.ClientID}})
		s.connects(guest, provider)
	})
}
