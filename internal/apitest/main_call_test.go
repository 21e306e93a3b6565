package apitest_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/portico-portal/portico/graph"
	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/testdb"
	"github.com/portico-portal/portico/internal/token"
)

func migrate(ctx context.Context, url string) error {
	return store.Migrate(ctx, url, slog.New(slog.DiscardHandler))
}

func TestSmoke(t *testing.T) {
	testdb.Each(t, migrate, func(t *testing.T, url string) {
		ctx := t.Context()
		log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug}))
		s, err := store.Open(ctx, url, log)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		keyring, _ := token.NewKeyring([]string{strings.Repeat("s", 32)})
		p := portal.New(portal.Settings{Store: s, Keyring: keyring, PublicURL: "http://localhost:8080", LinkTTL: 24 * time.Hour, Clock: time.Now, Random: rand.Reader})
		first, err := p.CreateFirst(ctx)
		if err != nil {
			t.Fatal(err)
		}
		a := auth.NewAuthenticator(s, time.Now, log)
		h := graph.Handler(graph.Options{Resolver: &graph.Resolver{Portal: p, Store: s}, Log: log, Introspection: true, TokenLimit: 15000})
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			c, err := a.Authenticate(r.Context(), r.Header)
			if err != nil {
				http.Error(w, err.Error(), 401)
				return
			}
			h.ServeHTTP(w, r.WithContext(auth.WithCaller(r.Context(), c)))
		}))
		defer srv.Close()
		call := func(q string, vars any) string {
			b, _ := json.Marshal(map[string]any{"query": q, "variables": vars})
			req, _ := http.NewRequest("POST", srv.URL, bytes.NewReader(b))
			req.Header.Set("Authorization", "Bearer "+first.Key.Reveal())
			req.Header.Set("Content-Type", "application/json")
			res, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			out, _ := io.ReadAll(res.Body)
			return res.Status + " " + string(out)
		}
		t.Log(call(`mutation($i: CreateCustomerPortalInput!){createCustomerPortal(input:$i){magicLink{id url status expiresAt createdAt embedOrigins returnUrl features{connect{exclude}} buildingBlockType customerKey} customer{id key createdAt spaces{totalCount nodes{kind key name}} userIdentities{nodes{kind key name emailAddress}} accessGrants{edges{cursor node{kind key name startsAt endsAt userIdentity{name} spaces{key kind}}}}} unresolvedReferences{path key} warnings{code message field}}}`,
			map[string]any{"i": map[string]any{"isEmbedded": true, "idempotencyKey": "a", "customerData": map[string]any{"customerKey": "hotel", "guests": []any{map[string]any{"guestKey": "g1", "name": "Ann", "emailAddress": "a@x"}}, "rooms": []any{map[string]any{"roomKey": "1", "name": "Room 1"}}, "reservations": []any{map[string]any{"reservationKey": "r1", "guestKey": "g1", "roomKeys": []string{"1", "nope"}, "spaceKeys": []string{"1"}, "startsAt": "2026-11-24T15:04:05+01:00", "endsAt": "2026-11-25T15:04:05Z"}}}}}))
		t.Log(call(`{magicLinks(first:2){totalCount nodes{id url customer{key spaces{nodes{name}} accessGrants{nodes{key spaces{name}}}}}} customers{nodes{key magicLinks{nodes{customerKey}}}} workspace{id name embedOrigins} node(id:"x"){id}}`, nil))
		t.Log(call(`mutation {createCustomerPortal(input:{customerData:{customerKey:"", rooms:[{roomKey:5},{roomKey:"a", name:"\ud800"}], reservations:[{reservationKey:"r", startsAt:"x", endsAt:"2026-11-25T15:04:05Z"},{reservationKey:"r", startsAt:"2026-11-25T15:04:05Z", endsAt:"2026-11-25T15:04:05Z"}]}, expiresInSeconds: 3.0, features:{connect:{exclude:true},manageDevices:{exclude:true},organize:{exclude:true}}}){magicLink{id}}}`, nil))
		t.Log(call(`{customers(first:0, after:"zz"){nodes{key}} }`, nil))
		t.Log(call(`{customers(first:2, foo: 1){nodes{key}} }`, nil))
	})
}
