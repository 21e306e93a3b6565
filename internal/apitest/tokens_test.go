package apitest_test

import (
	"net/http"
	"slices"
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

		// Taken out too early, what it sealed is lost, and said so.
		s.log.expectErrors()
		lost := s.restarted(secret("x"))
		lost.log.expectErrors()
		if err := lost.portal.ResealAccountSecrets(t.Context()); err != nil {
			t.Fatal(err)
		}
		same(t, "the status", str(lost.account(left), "status"), "RECONNECT_REQUIRED")
		same(t, "the log", len(lost.log.errors()), 1)
	})
}
