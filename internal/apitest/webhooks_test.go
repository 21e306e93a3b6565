package apitest_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/portico-portal/portico/internal/outbound"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/seal"
	"github.com/portico-portal/portico/internal/token"
	"github.com/portico-portal/portico/internal/webhook"
	"github.com/portico-portal/portico/models"
)

const (
	endpointFields     = `id url eventTypes createdAt updatedAt failingSince disabledAt`
	createHookDocument = `mutation($input: CreateWebhookEndpointInput!){createWebhookEndpoint(input: $input){secret webhookEndpoint{` + endpointFields + `}}}`
	updateHookDocument = `mutation($input: UpdateWebhookEndpointInput!){updateWebhookEndpoint(input: $input){webhookEndpoint{` + endpointFields + `}}}`
	deleteHookDocument = `mutation($id: ID!){deleteWebhookEndpoint(input: {id: $id}){deleted}}`
	rotateHookDocument = `mutation($id: ID!){rotateWebhookSecret(input: {id: $id}){secret webhookEndpoint{id}}}`
	testHookDocument   = `mutation($id: ID!){sendTestEvent(input: {webhookEndpointId: $id}){webhookDelivery{eventId status}}}`
	anewDocument       = `mutation($event: ID!, $id: ID!){redeliverEvent(input: {eventId: $event, webhookEndpointId: $id}){webhookDelivery{eventId status attempts}}}`
	deliveriesDocument = `query($id: ID!, $filter: WebhookDeliveryFilter){webhookDeliveries(webhookEndpointId: $id, filter: $filter){
	nodes{eventId webhookEndpointId status attempts nextAttemptAt lastAttemptAt responseStatus error createdAt} totalCount}}`
)

// receiver takes webhooks, as a business would.
type receiver struct {
	*httptest.Server

	mu       sync.Mutex
	received []received
	// answers are the statuses of the next answers; then it answers 204.
	answers []int
}

type received struct {
	header http.Header
	body   []byte
	event  any
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		var event any
		_ = json.Unmarshal(body, &event)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.received = append(r.received, received{request.Header, body, event})
		status := http.StatusNoContent
		if len(r.answers) > 0 {
			status, r.answers = r.answers[0], r.answers[1:]
		}
		w.WriteHeader(status)
	}))
	t.Cleanup(r.Close)
	return r
}

// await waits until so many were received.
func (r *receiver) await(t *testing.T, n int) []received {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		r.mu.Lock()
		all := slices.Clone(r.received)
		r.mu.Unlock()
		if len(all) >= n {
			return all
		}
		if time.Now().After(end) {
			t.Fatalf("%d of %d were received", len(all), n)
		}
	}
}

// sendingWebhooks delivers the server's webhooks until the test ends.
func (s *server) sendingWebhooks() {
	s.t.Helper()
	keyring, err := token.NewKeyring([]string{secret("s")})
	if err != nil {
		s.t.Fatal(err)
	}
	sender := webhook.NewSender(webhook.Settings{
		Queue: s.store, Client: outbound.New(true), Sealer: seal.New(keyring, rand.Reader), Clock: time.Now, Log: slog.New(s.log),
	})
	ctx, stop := context.WithCancel(s.t.Context())
	var done sync.WaitGroup
	done.Go(func() { sender.Run(ctx) })
	s.t.Cleanup(func() {
		stop()
		done.Wait()
	})
}

func (c client) newHook(url string, types ...string) (id, secret string) {
	c.t.Helper()
	created := at(c.data(createHookDocument, obj{"input": obj{"url": url, "eventTypes": types}}), "createWebhookEndpoint")
	return str(created, "webhookEndpoint.id"), str(created, "secret")
}

func TestAnEndpointHearsOfItsEventsSignedAndWithTheirCustomer(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		all, some := newReceiver(t), newReceiver(t)
		allID, allSecret := s.newHook(all.URL)
		someID, _ := s.newHook(some.URL, "PORTAL_SESSION_STARTED", "CUSTOMER_DELETED")
		s.sendingWebhooks()
		_, url := s.mint("hotel", obj{"openedFor": "Ann"})
		s.redeem(url)
		s.delete(obj{"customerKeys": []string{"hotel"}})

		heard := all.await(t, 5)
		verifier, err := standardwebhooks.NewWebhook(allSecret)
		if err != nil {
			t.Fatal(err)
		}
		types := map[string]any{}
		for _, r := range heard {
			if err := verifier.Verify(r.body, r.header); err != nil {
				t.Errorf("%v: %s", err, r.body)
			}
			same(t, "the message's id", r.header.Get("webhook-id"), str(r.event, "data.eventId"))
			types[str(r.event, "type")] = r.event
		}
		for _, what := range []string{"customer.updated", "magic_link.created", "magic_link.redeemed", "portal_session.started", "customer.deleted"} {
			if types[what] == nil {
				t.Errorf("%s is missing among %v", what, types)
			}
		}
		created, stored := types["magic_link.created"], s.event("MAGIC_LINK_CREATED")
		for _, field := range []string{"customerId", "subjectId", "actor.type", "actor.id", "actor.addressHash"} {
			same(t, field, str(created, "data."+field), str(stored, field))
		}
		same(t, "the operator", str(created, "data.actor.openedFor"), "Ann")
		same(t, "the time", str(created, "timestamp"), str(stored, "createdAt"))
		same(t, "what the other hears", len(some.await(t, 2)), 2)
		for id, want := range map[string]int{allID: 5, someID: 2} {
			eventually(t, func() bool {
				return num(s.data(deliveriesDocument, obj{"id": id, "filter": obj{"status": "DELIVERED"}}), "webhookDeliveries.totalCount") == want
			})
		}
	})
}

// eventually waits until something holds.
func eventually(t *testing.T, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !holds(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it never came to hold")
		}
	}
}

func TestAFailedDeliveryIsTriedAgainUnderTheSameIDAndCanBeSentAnew(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		r := newReceiver(t)
		r.answers = []int{500, 302}
		id, _ := s.newHook(r.URL)
		s.sendingWebhooks()
		delivery := at(s.data(testHookDocument, obj{"id": id}), "sendTestEvent.webhookDelivery")
		same(t, "at first", str(delivery, "status"), "PENDING")
		for _, try := range r.await(t, 3) {
			same(t, "the message's id", try.header.Get("webhook-id"), str(delivery, "eventId"))
			same(t, "the type", str(try.event, "type"), "webhook.test")
		}
		eventually(t, func() bool {
			return str(s.data(deliveriesDocument, obj{"id": id}), "webhookDeliveries.nodes.0.status") == "DELIVERED"
		})
		delivered := at(s.data(deliveriesDocument, obj{"id": id}), "webhookDeliveries.nodes.0")
		same(t, "the tries", num(delivered, "attempts"), 3)
		same(t, "the answer", num(delivered, "responseStatus"), 204)
		same(t, "the next try", at(delivered, "nextAttemptAt"), nil)
		anew := at(s.data(anewDocument, obj{"event": str(delivery, "eventId"), "id": id}), "redeliverEvent.webhookDelivery")
		same(t, "anew", []any{str(anew, "status"), num(anew, "attempts")}, []any{"PENDING", 0})
		same(t, "the message's id", r.await(t, 4)[3].header.Get("webhook-id"), str(delivery, "eventId"))
	})
}

func TestBothSecretsSignForADayAfterARotation(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		r := newReceiver(t)
		id, former := s.newHook(r.URL)
		rotated := str(s.data(rotateHookDocument, obj{"id": id}), "rotateWebhookSecret.secret")
		s.sendingWebhooks()
		s.data(testHookDocument, obj{"id": id})
		got := r.await(t, 1)[0]
		for _, secret := range []string{former, rotated} {
			verifier, err := standardwebhooks.NewWebhook(secret)
			if err != nil {
				t.Fatal(err)
			}
			if err := verifier.Verify(got.body, got.header); err != nil {
				t.Error(err)
			}
		}
		if former == rotated {
			t.Error("the secret stayed")
		}
	})
}

// The database holds an endpoint's secrets neither as bytes nor as text.
func TestAnEndpointsSecretIsStoredSealed(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		id, first := s.newHook("https://example.com/hook")
		second := str(s.data(rotateHookDocument, obj{"id": id}), "rotateWebhookSecret.secret")
		db := s.sql()
		defer db.Close()
		rows, err := db.QueryContext(t.Context(), "SELECT sealed_secret, sealed_former FROM webhook_endpoints")
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		var found []byte
		for rows.Next() {
			var secret, former []byte
			if err := rows.Scan(&secret, &former); err != nil {
				t.Fatal(err)
			}
			found = append(append(found, secret...), former...)
		}
		if err := rows.Err(); err != nil || len(found) < 2*(16+12+32+16) {
			t.Fatalf("%d bytes, %v", len(found), err)
		}
		if path, ok := strings.CutPrefix(s.database, "sqlite:"); ok {
			for _, name := range []string{path, path + "-wal"} {
				file, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				found = append(found, file...)
			}
		}
		for _, text := range []string{first, second} {
			plain, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(text, "whsec_"))
			if err != nil || len(plain) != 32 {
				t.Fatalf("%d bytes, %v", len(plain), err)
			}
			for _, form := range [][]byte{plain, []byte(strings.TrimPrefix(text, "whsec_")), []byte(hex.EncodeToString(plain))} {
				if bytes.Contains(found, form) {
					t.Errorf("the secret stands in the database")
				}
			}
		}
	})
}

func TestAnEndpointIsListedChangedSwitchedOffAndDeleted(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		id, _ := s.newHook("https://example.com/hook", "CUSTOMER_DELETED")
		changed := at(s.data(updateHookDocument, obj{"input": obj{"id": id, "url": "https://example.com/other", "eventTypes": []string{}}}), "updateWebhookEndpoint.webhookEndpoint")
		same(t, "the URL", str(changed, "url"), "https://example.com/other")
		same(t, "the types", at(changed, "eventTypes"), nil)
		listed := s.data(`{webhookEndpoints{nodes{id} totalCount}}`, nil)
		same(t, "the list", strs(listed, "webhookEndpoints.nodes", "id"), []string{id})
		same(t, "its count", num(listed, "webhookEndpoints.totalCount"), 1)
		same(t, "the node", str(s.data(nodeDocument, obj{"id": id}), "node.__typename"), "WebhookEndpoint")

		s.newLink("hotel", nil)
		off := at(s.data(updateHookDocument, obj{"input": obj{"id": id, "enabled": false}}), "updateWebhookEndpoint.webhookEndpoint")
		if at(off, "disabledAt") == nil {
			t.Error("it isn't switched off")
		}
		same(t, "what waited", str(s.data(deliveriesDocument, obj{"id": id}), "webhookDeliveries.nodes.0.status"), "FAILED")
		s.newLink("hotel", nil)
		same(t, "what came while it was off", num(s.data(deliveriesDocument, obj{"id": id}), "webhookDeliveries.totalCount"), 1)
		s.refused(testHookDocument, obj{"id": id}, "CONFLICT webhookEndpointId")
		on := at(s.data(updateHookDocument, obj{"input": obj{"id": id, "enabled": true}}), "updateWebhookEndpoint.webhookEndpoint")
		same(t, "switched on", at(on, "disabledAt"), nil)

		for _, want := range []bool{true, false} {
			same(t, "deleted", yes(s.data(deleteHookDocument, obj{"id": id}), "deleteWebhookEndpoint.deleted"), want)
		}
		same(t, "its deliveries", num(s.data(deliveriesDocument, obj{"id": id}), "webhookDeliveries.totalCount"), 0)
		same(t, "itself", at(s.data(`query($id: ID!){webhookEndpoint(id: $id){id}}`, obj{"id": id}), "webhookEndpoint"), nil)
	})
}

func TestAnotherWorkspacesEndpointsAreNotThere(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		id, _ := s.newHook("https://example.com/hook")
		s.newLink("hotel", nil)
		event := str(s.event("MAGIC_LINK_CREATED"), "id")
		other := s.second()
		otherID, _ := other.newHook("https://example.com/hook")
		same(t, "the endpoint", at(other.data(`query($id: ID!){webhookEndpoint(id: $id){id}}`, obj{"id": id}), "webhookEndpoint"), nil)
		same(t, "its deliveries", num(other.data(deliveriesDocument, obj{"id": id}), "webhookDeliveries.totalCount"), 0)
		same(t, "what it hears", num(other.data(deliveriesDocument, obj{"id": otherID}), "webhookDeliveries.totalCount"), 0)
		other.refused(updateHookDocument, obj{"input": obj{"id": id, "enabled": false}}, "NOT_FOUND id")
		other.refused(rotateHookDocument, obj{"id": id}, "NOT_FOUND id")
		other.refused(testHookDocument, obj{"id": id}, "NOT_FOUND webhookEndpointId")
		other.refused(anewDocument, obj{"event": event, "id": otherID}, "NOT_FOUND eventId")
		other.refused(anewDocument, obj{"event": str(s.event("MAGIC_LINK_CREATED"), "id"), "id": id}, "NOT_FOUND eventId")
		s.refused(anewDocument, obj{"event": event, "id": otherID}, "NOT_FOUND webhookEndpointId")
		s.refused(anewDocument, obj{"event": "x", "id": id}, "NOT_FOUND eventId")
		same(t, "deleted", yes(other.data(deleteHookDocument, obj{"id": id}), "deleteWebhookEndpoint.deleted"), false)
	})
}

func TestABadEndpointIsRefusedWithItsField(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		for name, c := range map[string]struct {
			input obj
			want  []string
		}{
			"no URL":          {obj{"url": ""}, []string{"BAD_USER_INPUT url"}},
			"no scheme":       {obj{"url": "example.com"}, []string{"BAD_USER_INPUT url"}},
			"another scheme":  {obj{"url": "ftp://example.com"}, []string{"BAD_USER_INPUT url"}},
			"a password":      {obj{"url": "https://a:b@example.com"}, []string{"BAD_USER_INPUT url"}},
			"no such port":    {obj{"url": "https://example.com:99999/"}, []string{"BAD_USER_INPUT url"}},
			"port 0":          {obj{"url": "https://example.com:0/"}, []string{"BAD_USER_INPUT url"}},
			"link-local":      {obj{"url": "https://169.254.169.254/"}, []string{"BAD_USER_INPUT url"}},
			"link-local IPv6": {obj{"url": "https://[fe80::1]/"}, []string{"BAD_USER_INPUT url"}},
			"mapped":          {obj{"url": "https://[::ffff:169.254.169.254]/"}, []string{"BAD_USER_INPUT url"}},
			"too long":        {obj{"url": "https://example.com/" + strings.Repeat("x", 2048)}, []string{"BAD_USER_INPUT url"}},
			"a type twice":    {obj{"url": "https://example.com", "eventTypes": arr{"CUSTOMER_DELETED", "CUSTOMER_DELETED"}}, []string{"BAD_USER_INPUT eventTypes[1]"}},
			"the test's type": {obj{"url": "https://example.com", "eventTypes": arr{"WEBHOOK_TEST"}}, []string{"BAD_USER_INPUT eventTypes[0]"}},
			"both":            {obj{"url": "", "eventTypes": arr{"WEBHOOK_TEST"}}, []string{"BAD_USER_INPUT url", "BAD_USER_INPUT eventTypes[0]"}},
		} {
			t.Run(name, func(t *testing.T) { s.in(t).refused(createHookDocument, obj{"input": c.input}, c.want...) })
		}
		same(t, "what is stored", num(s.data(`{webhookEndpoints{totalCount}}`, nil), "webhookEndpoints.totalCount"), 0)
		for i := range 20 {
			s.newHook(fmt.Sprintf("https://example.com/%d", i))
		}
		s.refused(createHookDocument, obj{"input": obj{"url": "https://example.com/20"}}, "LIMIT_EXCEEDED")
		first := str(s.data(`{webhookEndpoints{nodes{id}}}`, nil), "webhookEndpoints.nodes.0.id")
		s.refused(updateHookDocument, obj{"input": obj{"id": first, "url": "https://example.com:65536/"}}, "BAD_USER_INPUT url")
	})
}

func TestAPrivateAddressIsRefusedUnlessTheOperatorAllowsIt(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		keyring, err := token.NewKeyring([]string{secret("s")})
		if err != nil {
			t.Fatal(err)
		}
		strict := portal.New(portal.Settings{Store: s.store, Keyring: keyring, Clock: time.Now, Random: rand.Reader, Log: slog.New(slog.DiscardHandler)})
		for _, url := range []string{"https://10.0.0.1/", "https://127.0.0.1/", "https://[::1]/", "https://192.168.1.1:8443/", "http://example.com/"} {
			if _, err := strict.CreateWebhookEndpoint(t.Context(), models.Tenant{WorkspaceID: s.workspace}, portal.CreateWebhookEndpointInput{URL: url}); err == nil {
				t.Errorf("%s is taken", url)
			}
		}
	})
}

func TestASecretSealedByAnEarlierSecretIsSealedAnewAndWorksOn(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		r := newReceiver(t)
		id, text := s.newHook(r.URL)
		both := s.restarted(secret("n"), secret("s"))
		if err := both.portal.ResealWebhookSecrets(t.Context()); err != nil {
			t.Fatal(err)
		}
		keyring, err := token.NewKeyring([]string{secret("n")})
		if err != nil {
			t.Fatal(err)
		}
		sealer := seal.New(keyring, rand.Reader)
		endpoints, err := s.store.AllWebhookEndpoints(t.Context())
		if err != nil || len(endpoints) != 1 {
			t.Fatal(endpoints, err)
		}
		plain, err := sealer.Open(endpoints[0].SealedSecret, id)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "the secret", webhook.SecretText(plain), text)
	})
}
