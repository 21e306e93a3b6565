package apitest_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/portico-portal/portico/internal/oauth/oauthtest"
)

const (
	connectDocument       = `mutation($input: ConnectAccountInput!){connectAccount(input: $input){url authorization{id status failure expiresAt connectedAccount{id}}}}`
	authorizationDocument = `query($id: ID!){accountAuthorization(id: $id){id status failure expiresAt connectedAccount{id name status provider{key}}}}`
	accountDocument       = `query($id: ID!){connectedAccount(id: $id){id name status scopes accessToken expiresAt createdAt updatedAt provider{key} customer{key}}}`
	accountsDocument      = `query($filter: ConnectedAccountFilter){connectedAccounts(filter: $filter){nodes{id name status provider{key} customer{key}} totalCount}}`
	disconnectDocument    = `mutation($id: ID!){disconnectAccount(input: {id: $id}){connectedAccount{id status}}}`
	ownAccountsDocument   = `{portal{customer{connectedAccounts{nodes{id name status scopes provider{key name}} totalCount}}}}`
)

// begin begins to connect an account, and gives the start URL.

func (c client) begin(input obj) (id, start string) {
	c.t.Helper()
	begun := at(c.data(connectDocument, obj{"input": input}), "connectAccount")
	if str(begun, "authorization.status") != "PENDING" {
		c.t.Errorf("it began as %v", begun)
	}
	return str(begun, "authorization.id"), str(begun, "url")
}

func (c client) authorization(id string) any {
	c.t.Helper()
	return at(c.data(authorizationDocument, obj{"id": id}), "accountAuthorization")
}

// outcome is an authorization's status and failure.

func (c client) outcome(id string) string {
	c.t.Helper()
	a := c.authorization(id)
	return str(a, "status") + " " + str(a, "failure")
}

// connects has an account of the guest's connected, and gives its id.

func (s *server) connects(guest client, provider string) string {
	s.t.Helper()
	id, start := guest.begin(obj{"providerId": provider})
	v := s.visitor()
	v.get(v.comesBack(start))
	account := str(guest.authorization(id), "connectedAccount.id")
	if account == "" {
		s.t.Fatalf("nothing was connected: %s", guest.outcome(id))
	}
	return account
}

func (c client) account(id string) any {
	c.t.Helper()
	return at(c.data(accountDocument, obj{"id": id}), "connectedAccount")
}

// guestOf mints a link and gives the session that it opens.

func (s *server) guestOf(customer string) client {
	s.t.Helper()
	_, url := s.mint(customer, nil)
	guest, _ := s.redeem(url)
	return guest
}

// failures lists the failures of the workspace's events, the newest first.

func (c client) failures() []string {
	c.t.Helper()
	return strs(c.data(`{events(filter: {type: CONNECTED_ACCOUNT_FAILED}){nodes{failure}}}`, nil), "events.nodes", "failure")
}

func TestAnAccountIsConnectedAndItsTokenCanBeRead(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service := newService(t)
		provider := s.newProvider("one", service)
		_, link := s.mint("hotel", obj{"openedFor": "Ann of support"})
		guest, opened := s.redeem(link)
		id, start := guest.begin(obj{"providerId": provider})
		v := s.visitor()
		back := v.comesBack(start)
		if c := v.flowCookie(); len(v.cookies) != 1 || c == nil || !c.HttpOnly || c.MaxAge != 600 {
			t.Errorf("the cookies are %v", v.cookies)
		}
		page := v.get(back)
		page.says(t, 200, "You can close this window")
		same(t, "the cookies afterwards", len(v.cookies), 0)
		authorization := guest.authorization(id)
		same(t, "the authorization", []string{str(authorization, "status"), str(authorization, "connectedAccount.name"), str(authorization, "connectedAccount.provider.key")},
			[]string{"CONNECTED", "Ann Archer", "one"})
		account := s.account(str(authorization, "connectedAccount.id"))
		for field, want := range map[string]any{"name": "Ann Archer", "status": "CONNECTED", "scopes": arr{"openid", "email", "offline_access"}} {
			same(t, field, at(account, field), want)
		}
		same(t, "whose and where", []string{str(account, "customer.key"), str(account, "provider.key")}, []string{"hotel", "one"})
		same(t, "the token", str(account, "accessToken"), service.Issued()[0])
		same(t, "as a node", at(s.data(`query($id: ID!){node(id: $id){... on ConnectedAccount{name}}}`, obj{"id": str(account, "id")}), "node.name"), "Ann Archer")
		same(t, "in the portal", guest.data(ownAccountsDocument, nil), obj{"portal": obj{"customer": obj{"connectedAccounts": obj{
			"nodes": arr{obj{"id": str(account, "id"), "name": "Ann Archer", "status": "CONNECTED", "scopes": arr{"openid", "email", "offline_access"},
				"provider": obj{"key": "one", "name": "Service one"}}}, "totalCount": 1.0,
		}}}})
		e := at(s.data(`{events(filter: {type: CONNECTED_ACCOUNT_CONNECTED}){nodes{subjectId actor{type id openedFor addressHash}}}}`, nil), "events.nodes.0")
		same(t, "the event", []string{str(e, "subjectId"), str(e, "actor.type"), str(e, "actor.openedFor")}, []string{str(account, "id"), "PORTAL_SESSION", "Ann of support"})
		if str(e, "actor.id") == "" || str(e, "actor.addressHash") == "" || str(opened, "session.token") == str(e, "actor.id") {
			t.Errorf("the actor is %v", at(e, "actor"))
		}
		guest.refused(`{portal{customer{connectedAccounts{nodes{accessToken}}}}}`, nil, "FORBIDDEN")
	})
}

func TestTheSameAccountAgainIsTheSameAndAnotherIsAnother(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service := newService(t)
		provider, guest, other := s.newProvider("one", service), s.guestOf("hotel"), s.guestOf("motel")
		first := s.connects(guest, provider)
		before := str(s.account(first), "accessToken")
		same(t, "the same again", s.connects(guest, provider), first)
		if after := str(s.account(first), "accessToken"); after == before {
			t.Error("it has its former token")
		}
		if s.connects(other, provider) == first {
			t.Error("two customers share an account")
		}
		service.Subject = "another"
		second := s.connects(guest, provider)
		if second == first {
			t.Error("two accounts are one")
		}
		for name, try := range map[string]struct {
			filter obj
			want   int
		}{
			"all": {nil, 3}, "of a customer": {obj{"customerKey": "hotel"}, 2}, "of a provider": {obj{"providerKey": "one"}, 3}, "of none": {obj{"providerKey": "two"}, 0},
			"connected": {obj{"status": "CONNECTED", "customerKey": "motel"}, 1}, "disconnected": {obj{"status": "DISCONNECTED"}, 0},
		} {
			listed := s.data(accountsDocument, obj{"filter": try.filter})
			same(t, name, []int{len(items(listed, "connectedAccounts.nodes")), num(listed, "connectedAccounts.totalCount")}, []int{try.want, try.want})
		}
		same(t, "the newest first", str(s.data(accountsDocument, nil), "connectedAccounts.nodes.0.id"), second)
		batched := s.data(`{customers{nodes{key connectedAccounts(first: 1, filter: {status: CONNECTED}){nodes{id provider{name}} totalCount pageInfo{hasNextPage}}}}}`, nil)
		same(t, "those of customers", []any{at(batched, "customers.nodes.0.connectedAccounts.nodes.0.id"), at(batched, "customers.nodes.0.connectedAccounts.totalCount"),
			at(batched, "customers.nodes.0.connectedAccounts.pageInfo.hasNextPage"), at(batched, "customers.nodes.1.connectedAccounts.totalCount")},
			[]any{second, 2.0, true, 1.0})
	})
}

func TestAProviderWithoutAnIssuerConnectsToo(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service := newService(t)
		provider := str(s.data(createProviderDocument, obj{"input": urlsInput("plain", service)}), "createProvider.provider.id")
		guest := s.guestOf("hotel")
		first, second := s.connects(guest, provider), s.connects(guest, provider)
		if first == second {
			t.Error("nothing tells that they are one, and yet they are")
		}
		same(t, "the account", []any{at(s.account(first), "name"), at(s.account(first), "scopes")}, []any{nil, arr{"read"}})
		_, start := guest.begin(obj{"providerId": provider, "accountId": first})
		v := s.visitor()
		v.get(v.comesBack(start))
		same(t, "connected again", num(s.data(accountsDocument, nil), "connectedAccounts.totalCount"), 2)
	})
}

func TestTokensOfWhoCanNotBeTrustedAreRevoked(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service := newService(t)
		service.Mend["claims"] = func(c map[string]any) { c["aud"] = "another" }
		id, start := s.guestOf("hotel").begin(obj{"providerId": s.newProvider("one", service)})
		v := s.visitor()
		v.get(v.comesBack(start)).says(t, 502, "can’t be used")
		same(t, "the authorization", s.outcome(id), "FAILED RESPONSE_INVALID")
		same(t, "revoked", service.Revoked(), []string{service.Issued()[1]})
	})
}

func TestConnectingAgainAsAnotherLeavesThatOneConnected(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service := newService(t)
		provider, guest := s.newProvider("one", service), s.guestOf("hotel")
		first := s.connects(guest, provider)
		service.Subject = "another"
		second := s.connects(guest, provider)
		_, start := guest.begin(obj{"providerId": provider, "accountId": first})
		v := s.visitor()
		v.get(v.comesBack(start)).says(t, 502, "the same account")
		same(t, "revoked", len(service.Revoked()), 0)
		s.data(disconnectDocument, obj{"id": second})
		_, start = guest.begin(obj{"providerId": provider, "accountId": first})
		v.get(v.comesBack(start)).says(t, 502, "the same account")
		same(t, "of one that isn't connected", len(service.Revoked()), 2)
	})
}

func TestAnAccountIsConnectedAgainByItselfAlone(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service := newService(t)
		provider, second, guest := s.newProvider("one", service), s.newProvider("two", service), s.guestOf("hotel")
		account := s.connects(guest, provider)
		s.data(disconnectDocument, obj{"id": account})

		again := func() (string, visited) {
			id, start := guest.begin(obj{"providerId": provider, "accountId": account})
			v := s.visitor()
			return id, v.get(v.comesBack(start))
		}
		service.Subject = "another"
		id, page := again()
		page.says(t, 502, "the same account")
		same(t, "as another", guest.outcome(id), "FAILED RESPONSE_INVALID")
		same(t, "it stays", str(s.account(account), "status"), "DISCONNECTED")
		if revoked := service.Revoked(); len(revoked) != 2 || revoked[1] != service.Issued()[3] {
			t.Errorf("revoked are %v of %v", revoked, service.Issued())
		}
		service.Subject = "subject"
		id, _ = again()
		same(t, "as itself", str(guest.authorization(id), "connectedAccount.id"), account)
		same(t, "its status", str(s.account(account), "status"), "CONNECTED")

		motel := s.guestOf("motel")
		motel.refused(connectDocument, obj{"input": obj{"providerId": provider, "accountId": account}}, "NOT_FOUND accountId")
		guest.refused(connectDocument, obj{"input": obj{"providerId": second, "accountId": account}}, "NOT_FOUND accountId")
		guest.refused(connectDocument, obj{"input": obj{"providerId": account}}, "NOT_FOUND providerId")
	})
}

func TestDisconnectingRevokesOnceAndStaysWithItsCustomer(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service := newService(t)
		provider, guest, motel := s.newProvider("one", service), s.guestOf("hotel"), s.guestOf("motel")
		account := s.connects(guest, provider)
		authorization, _ := guest.begin(obj{"providerId": provider})
		other := s.second()
		motel.refused(disconnectDocument, obj{"id": account}, "NOT_FOUND id")
		other.refused(disconnectDocument, obj{"id": account}, "NOT_FOUND id")
		same(t, "another workspace's", at(other.data(accountDocument, obj{"id": account}), "connectedAccount"), nil)
		same(t, "another customer's authorization", motel.authorization(authorization), nil)
		same(t, "another workspace's authorization", other.authorization(authorization), nil)
		same(t, "the business reads it", str(s.authorization(authorization), "status"), "PENDING")

		want := obj{"disconnectAccount": obj{"connectedAccount": obj{"id": account, "status": "DISCONNECTED"}}}
		same(t, "disconnected", guest.data(disconnectDocument, obj{"id": account}), want)
		same(t, "by the business as well", s.data(disconnectDocument, obj{"id": account}), want)
		same(t, "revoked", service.Revoked(), []string{service.Issued()[1]})
		same(t, "the events", len(items(s.data(`{events(filter: {type: CONNECTED_ACCOUNT_DISCONNECTED}){nodes{id}}}`, nil), "events.nodes")), 1)
		same(t, "the token", []any{at(s.account(account), "accessToken"), at(s.account(account), "expiresAt")}, []any{nil, nil})

		again := s.connects(guest, provider)
		same(t, "connected again", again, account)
		service.Answer("/revoke", oauthtest.Status(503, ""))
		same(t, "though it isn't revoked", guest.data(disconnectDocument, obj{"id": account}), want)
	})
}

func TestAProviderAndACustomerTakeTheirAccountsAlong(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service := newService(t)
		provider, guest, motel := s.newProvider("one", service), s.guestOf("hotel"), s.guestOf("motel")
		first, second := s.connects(guest, provider), s.connects(motel, provider)
		service.Subject = "another"
		gone := s.connects(guest, provider)
		s.data(disconnectDocument, obj{"id": gone})
		s.delete(obj{"customerKeys": arr{"motel"}})
		same(t, "a customer's", at(s.data(accountDocument, obj{"id": second}), "connectedAccount"), nil)
		_, start := guest.begin(obj{"providerId": provider})
		v := s.visitor()
		back := v.comesBack(start)
		s.data(deleteProviderDocument, obj{"id": provider})
		same(t, "a provider's", num(s.data(accountsDocument, nil), "connectedAccounts.totalCount"), 0)
		told := strs(s.data(`{events(filter: {type: CONNECTED_ACCOUNT_DISCONNECTED}){nodes{subjectId}}}`, nil), "events.nodes", "subjectId")
		same(t, "told of", told, []string{first, gone})
		v.get(back).says(t, 400, "can’t be finished")
	})
}

func TestACustomerHasAtMostAHundredAccountsAndTwentyUnderWay(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service := newService(t)
		provider, guest := s.newProvider("one", service), s.guestOf("hotel")
		account := ""
		for i := range 99 {
			service.Subject = "subject " + string(rune('A'+i))
			account = s.connects(guest, provider)
		}
		_, start := guest.begin(obj{"providerId": provider})
		guest.refused(connectDocument, obj{"input": obj{"providerId": provider}}, "LIMIT_EXCEEDED") // it waits for the hundredth
		guest.begin(obj{"providerId": provider, "accountId": account})
		service.Subject = "the hundredth"
		v := s.visitor()
		v.get(v.comesBack(start)).says(t, 200, "is connected")
		s.clock.advance(11 * time.Minute)
		guest.refused(connectDocument, obj{"input": obj{"providerId": provider}}, "LIMIT_EXCEEDED")
		for range 20 {
			guest.begin(obj{"providerId": provider, "accountId": account})
		}
		limit := guest.refused(connectDocument, obj{"input": obj{"providerId": provider, "accountId": account}}, "LIMIT_EXCEEDED")
		if text := limit.Errors[0].Message; !strings.Contains(text, "wait for 10 minutes.") {
			t.Errorf("the message is %q", text)
		}
		s.guestOf("motel").begin(obj{"providerId": provider})
		another := s.guestOf("hotel")
		another.refused(connectDocument, obj{"input": obj{"providerId": provider, "accountId": account}}, "LIMIT_EXCEEDED") // they are the customer's
		guest.data(`mutation{endPortalSession{ended}}`, nil)
		for range 20 {
			another.begin(obj{"providerId": provider, "accountId": account})
		}
		another.refused(connectDocument, obj{"input": obj{"providerId": provider, "accountId": account}}, "LIMIT_EXCEEDED")
		s.clock.advance(11 * time.Minute)
		another.begin(obj{"providerId": provider, "accountId": account})
	})
}

func TestWhatTheBrowserBringsIsStoredAsHashesAndTokensAreSealed(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service := newService(t)
		provider, guest := s.newProvider("one", service), s.guestOf("hotel")
		account := s.connects(guest, provider)
		_, start := guest.begin(obj{"providerId": provider})
		v := s.visitor()
		back := v.comesBack(start)
		query, err := url.Parse(back)
		if err != nil {
			t.Fatal(err)
		}
		secrets := append(service.Issued(), oauthtest.ClientSecret, start[strings.LastIndex(start, "/")+1:], query.Query().Get("state"), v.flowCookie().Value)
		if len(secrets) < 6 || str(s.account(account), "accessToken") != secrets[0] {
			t.Fatalf("the secrets are %v", secrets)
		}
		for _, value := range s.everyStoredText() {
			for _, secret := range secrets {
				if strings.Contains(value, secret) {
					t.Errorf("%s is stored in clear", secret)
				}
			}
		}
		for _, line := range s.log.lines() {
			for _, secret := range secrets {
				if strings.Contains(line, secret) {
					t.Errorf("%s is logged: %s", secret, line)
				}
			}
		}
	})
}

func TestADeviceNamesAnAccountOfItsOwnCustomer(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		provider := s.newProvider("one", newService(t))
		account := s.connects(s.guestOf("hotel"), provider)
		s.pushDevices("hotel", device("l", "Lock", obj{"connectedAccountId": account}))
		same(t, "the account", str(s.devices("hotel", nil), "0.connectedAccountId"), account)
		for _, foreign := range []string{account, "01a20f0d-2257-784d-98a8-00bf6c88459b", "none"} {
			s.refused(pushDevicesDocument, obj{"input": obj{"customerKey": "inn", "devices": arr{device("a", "A", nil), device("l", "Lock", obj{"connectedAccountId": foreign})}}},
				"BAD_USER_INPUT devices[1].connectedAccountId")
		}
		same(t, "devices stored", s.scalar("SELECT count(*) FROM devices"), 1)
		kept := s.connects(s.guestOf("hotel"), s.newProvider("two", newService(t)))
		s.pushDevices("hotel", device("m", "Another", obj{"connectedAccountId": kept}))
		s.data(deleteProviderDocument, obj{"id": provider})
		devices := s.devices("hotel", nil)
		same(t, "with its provider deleted", []any{at(devices, "0.connectedAccountId"), at(devices, "1.connectedAccountId")}, []any{kept, nil})
		s.refused(pushDevicesDocument, obj{"input": obj{"customerKey": "hotel", "devices": arr{device("l", "Lock", obj{"connectedAccountId": account})}}},
			"BAD_USER_INPUT devices[0].connectedAccountId")
	})
}
