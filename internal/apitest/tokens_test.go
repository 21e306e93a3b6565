package apitest_test

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/portico-portal/portico/internal/oauth/oauthtest"
)

const tokenDocument = `query($id: ID!){connectedAccount(id: $id){accessToken}}`

func (c client) token(account string) string {
	c.t.Helper()
	return str(c.data(tokenDocument, obj{"id": account}), "connectedAccount.accessToken")
}

// due connects an account and lets the time come at which its token is refreshed.
func due(t *testing.T, s *server) (service *oauthtest.Provider, account string) {
	t.Helper()
	service = newService(t)
	service.Now = s.clock.now
	account = s.connects(s.guestOf("hotel"), s.newProvider("one", service))
	first := s.token(account)
	s.clock.advance(58 * time.Minute)
	same(t, "two minutes before its end", s.token(account), first)
	s.clock.advance(90 * time.Second)
	return service, account
}

func TestATokenIsRefreshedShortlyBeforeItsEndOnceForAllWhoAsk(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service, account := due(t, s)
		former := service.Issued()[0]
		// Another process on the same database, and fifty callers of the two.
		other := s.restarted(secret("s"))
		other.clock.ahead.Store(s.clock.ahead.Load())
		service.Answer("/token", func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(300 * time.Millisecond) // so that all of them ask meanwhile
			service.Answer("/token", nil)
			service.Config.Handler.ServeHTTP(w, r)
		})
		before := service.Count("/token")
		tokens := make([]string, 50)
		var asking sync.WaitGroup
		for i := range tokens {
			asking.Go(func() {
				from := s.client
				if i%2 == 1 {
					from = other.client
				}
				a, err := from.try(tokenDocument, obj{"id": account})
				if err != nil || len(a.Errors) > 0 {
					t.Errorf("%v %s", err, a.Body)
					return
				}
				tokens[i] = str(a.Data, "connectedAccount.accessToken")
			})
		}
		asking.Wait()
		slices.Sort(tokens)
		if all := slices.Compact(tokens); len(all) != 1 || all[0] == "" || all[0] == former {
			t.Errorf("they got %v", all)
		}
		// One that the gate hands on is counted twice.
		same(t, "the requests to refresh", service.Count("/token")-before, 2)
		same(t, "the tokens", len(service.Issued()), 4)
		s.clock.advance(59*time.Minute + 30*time.Second)
		if again := s.token(account); again == "" || again == tokens[0] {
			t.Errorf("refreshed again: %q", again)
		}
	})
}

func TestAConsentThatHasEndedAsksForAnotherOne(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service, account := due(t, s)
		service.Forget()
		same(t, "the token", s.token(account), "")
		same(t, "the status", str(s.account(account), "status"), "RECONNECT_REQUIRED")
		same(t, "told once", s.failures(), []string{"CONSENT_ENDED"})
		same(t, "of the account", str(s.event("CONNECTED_ACCOUNT_FAILED"), "subjectId"), account)
		same(t, "by the server", str(s.event("CONNECTED_ACCOUNT_FAILED"), "actor.type"), "SERVER")
		before := service.Count("/token")
		same(t, "asked again", s.token(account), "")
		same(t, "the provider isn't", service.Count("/token"), before)
		guest := s.guestOf("hotel")
		_, start := guest.begin(obj{"providerId": str(s.data(`{providers{nodes{id}}}`, nil), "providers.nodes.0.id"), "accountId": account})
		v := s.visitor()
		v.get(v.comesBack(start)).says(t, 200, "is connected")
		if s.token(account) == "" {
			t.Error("connected again, it has no token")
		}
	})
}

func TestWhileAProviderIsDownATokenIsGoodUntilItsEnd(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service, account := due(t, s)
		first := service.Issued()[0]
		service.Answer("/token", oauthtest.Status(503, ""))
		same(t, "before its end", s.token(account), first)
		s.clock.advance(time.Minute)
		a := s.refused(tokenDocument, obj{"id": account}, "CONFLICT")
		same(t, "the rest is answered", a.HasData, true)
		same(t, "the status", str(s.data(`query($id: ID!){connectedAccount(id: $id){status}}`, obj{"id": account}), "connectedAccount.status"), "CONNECTED")
		same(t, "nothing is told", s.failures(), []string{})
		service.Answer("/token", nil)
		if token := s.token(account); token == "" || token == first {
			t.Errorf("when it is back: %q", token)
		}
	})
}

func TestATokenThatCanNotBeRefreshedIsGoodUntilItsEnd(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service := newService(t)
		service.NoRefresh, service.Now = true, s.clock.now
		account := s.connects(s.guestOf("hotel"), s.newProvider("one", service))
		s.clock.advance(59*time.Minute + 30*time.Second)
		same(t, "before its end", s.token(account), service.Issued()[0])
		s.clock.advance(time.Minute)
		same(t, "after it", s.token(account), "")
		same(t, "the status", str(s.account(account), "status"), "RECONNECT_REQUIRED")
		same(t, "told", s.failures(), []string{"CONSENT_ENDED"})

		service.Subject, service.Lifetime = "endless", 0
		endless := s.connects(s.guestOf("hotel"), str(s.data(`{providers{nodes{id}}}`, nil), "providers.nodes.0.id"))
		s.clock.advance(1000 * time.Hour)
		same(t, "one without an end", s.token(endless), service.Issued()[1])
	})
}

func TestAProcessThatDiesWhileItRefreshesKeepsNobodyWaitingForLong(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service, account := due(t, s)
		// As a process leaves it that was killed before it heard from the provider.
		db := s.sql()
		defer db.Close()
		if _, err := db.ExecContext(t.Context(), "UPDATE connected_accounts SET leased_until = updated_at"); err != nil {
			t.Fatal(err)
		}
		if token := s.token(account); token == service.Issued()[0] || token == "" {
			t.Errorf("after the lease: %q", token)
		}
	})
}

func TestSecretsOfProvidersAndAccountsAreSealedAnewAfterARotation(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service := newService(t)
		service.Now = s.clock.now
		guest := s.guestOf("hotel")
		provider := s.newProvider("one", service)
		account := s.connects(guest, provider)
		service.Subject = "another"
		left := s.connects(guest, provider)

		both := s.restarted(secret("n"), secret("s"))
		if err := both.portal.ResealAccountSecrets(t.Context()); err != nil {
			t.Fatal(err)
		}
		without := s.restarted(secret("n"))
		same(t, "without the old one", without.token(account), service.Issued()[0])
		without.clock.advance(59*time.Minute + 30*time.Second)
		service.Now = without.clock.now
		if token := without.token(account); token == "" || token == service.Issued()[0] {
			t.Errorf("refreshed by the new one: %q", token)
		}

		// Taken out too early, what it sealed stays, and is said so once; put back, it opens.
		lost := s.restarted(secret("x"))
		lost.log.expectErrors()
		if err := lost.portal.ResealAccountSecrets(t.Context()); err != nil {
			t.Fatal(err)
		}
		same(t, "the log at the start", len(lost.log.errors()), 1)
		for range 2 {
			a := lost.refused(tokenDocument, obj{"id": left}, "CONFLICT")
			if !strings.Contains(a.Errors[0].Message, "PORTICO_SECRET") {
				t.Errorf("the message is %q", a.Errors[0].Message)
			}
		}
		same(t, "the log", len(lost.log.errors()), 2)
		same(t, "the status", str(lost.data(`query($id: ID!){connectedAccount(id: $id){status}}`, obj{"id": left}), "connectedAccount.status"), "CONNECTED")
		same(t, "nobody is told", lost.failures(), []string{})
		back := s.restarted(secret("x"), secret("n"))
		same(t, "put back", back.token(left), service.Issued()[2])
	})
}

func TestATokenThatANewerSecretHasSealedIsNotLostToAnOlderProcess(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service, account := due(t, s)
		newer := s.restarted(secret("n"), secret("s"))
		newer.clock.ahead.Store(s.clock.ahead.Load())
		if err := newer.portal.ResealAccountSecrets(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.log.expectErrors()
		if err := s.portal.ResealAccountSecrets(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.refused(tokenDocument, obj{"id": account}, "CONFLICT")
		s.clock.advance(time.Hour)
		s.refused(tokenDocument, obj{"id": account}, "CONFLICT")
		same(t, "nobody is told", s.failures(), []string{})
		if token := newer.token(account); token == "" || token == service.Issued()[0] {
			t.Errorf("the newer one refreshes it to %q", token)
		}
		s.guestOf("hotel").data(disconnectDocument, obj{"id": account})
		same(t, "disconnected by the older one", str(s.account(account), "status"), "DISCONNECTED")
		same(t, "without revoking", len(service.Revoked()), 0)
	})
}

func TestAnAccountWithItsTokenIsOfOneMoment(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service, account := due(t, s)
		service.Mend["token"] = func(answer map[string]any) { answer["scope"] = "less" }
		for name, try := range map[string]struct{ document, at string }{
			"first":           {`query($id: ID!){connectedAccount(id: $id){accessToken expiresAt scopes status}}`, "connectedAccount"},
			"last":            {`query($id: ID!){connectedAccount(id: $id){expiresAt scopes status ...t}} fragment t on ConnectedAccount{accessToken}`, "connectedAccount"},
			"in a list":       {`{connectedAccounts{nodes{expiresAt scopes status accessToken}}}`, "connectedAccounts.nodes.0"},
			"of its edges":    {`{connectedAccounts{edges{node{scopes expiresAt token: accessToken status}}}}`, "connectedAccounts.edges.0.node"},
			"as a node":       {`query($id: ID!){node(id: $id){... on ConnectedAccount{scopes expiresAt status accessToken}}}`, "node"},
			"of its customer": {`{customers{nodes{connectedAccounts{nodes{expiresAt scopes status accessToken}}}}}`, "customers.nodes.0.connectedAccounts.nodes.0"},
		} {
			s.clock.advance(59*time.Minute + 30*time.Second)
			before := len(service.Issued())
			vars := obj{"id": account}
			if !strings.Contains(try.document, "$id") {
				vars = nil
			}
			got := at(s.data(try.document, vars), try.at)
			same(t, name+": refreshed", len(service.Issued()), before+2)
			token := at(got, "accessToken")
			if token == nil {
				token = at(got, "token")
			}
			end, err := time.Parse(time.RFC3339, str(got, "expiresAt"))
			if err != nil || end.Before(s.clock.now().Add(59*time.Minute)) {
				t.Errorf("%s: its end is %v", name, end)
			}
			same(t, name, []any{token, at(got, "scopes"), at(got, "status")}, []any{service.Issued()[before], arr{"less"}, "CONNECTED"})
		}
		before := len(service.Issued())
		s.clock.advance(2 * time.Hour)
		s.data(`query($id: ID!){connectedAccount(id: $id){expiresAt scopes status}}`, obj{"id": account})
		same(t, "without the token nothing is refreshed", len(service.Issued()), before)
		service.Forget()
		ended := at(s.data(`query($id: ID!){connectedAccount(id: $id){status expiresAt accessToken}}`, obj{"id": account}), "connectedAccount")
		same(t, "ended", ended, obj{"status": "RECONNECT_REQUIRED", "expiresAt": nil, "accessToken": nil})
	})
}

// meanwhile does something while the provider is asked for new tokens.
func meanwhile(service *oauthtest.Provider, do func()) {
	service.Answer("/token", func(w http.ResponseWriter, r *http.Request) {
		service.Answer("/token", nil)
		do()
		service.Config.Handler.ServeHTTP(w, r)
	})
}

func TestAnAccountThatEndsDuringARefreshHasItsNewTokensRevoked(t *testing.T) {
	for name, end := range map[string]func(s *server, account string){
		"disconnected": func(s *server, account string) { s.data(disconnectDocument, obj{"id": account}) },
		"its provider is deleted": func(s *server, _ string) {
			s.data(deleteProviderDocument, obj{"id": str(s.data(`{providers{nodes{id}}}`, nil), "providers.nodes.0.id")})
		},
		"its customer is deleted": func(s *server, _ string) { s.delete(obj{"customerKeys": arr{"hotel"}}) },
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, s *server) {
				service, account := due(t, s)
				meanwhile(service, func() { end(s, account) })
				same(t, "the token", s.token(account), "")
				same(t, "the tokens", len(service.Issued()), 4)
				if revoked := service.Revoked(); len(revoked) == 0 || revoked[len(revoked)-1] != service.Issued()[3] {
					t.Errorf("revoked are %v of %v", revoked, service.Issued())
				}
			})
		})
	}
}

func TestAnAccountThatIsConnectedAgainDuringARefreshKeepsItsOtherTokens(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service, account := due(t, s)
		guest, provider := s.guestOf("hotel"), str(s.data(`{providers{nodes{id}}}`, nil), "providers.nodes.0.id")
		meanwhile(service, func() { s.connects(guest, provider) })
		token := s.token(account)
		same(t, "the token", token, service.Issued()[2])
		same(t, "afterwards", s.token(account), token)
		same(t, "revoked", len(service.Revoked()), 0)
	})
}

func TestATokenOfUntoldLifeIsRefreshedAfterAnHour(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		service := newService(t)
		service.Now, service.Lifetime = s.clock.now, 0
		account := s.connects(s.guestOf("hotel"), s.newProvider("one", service))
		s.clock.advance(58 * time.Minute)
		same(t, "before", s.token(account), service.Issued()[0])
		s.clock.advance(2 * time.Minute)
		same(t, "after", s.token(account), service.Issued()[2])
	})
}
