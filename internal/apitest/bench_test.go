package apitest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/portico-portal/portico/internal/testdb"
)

const portalDocument = `mutation CreatePortal($input: CreateCustomerPortalInput!) {
  createCustomerPortal(input: $input) {
    magicLink { id url buildingBlockType customerKey workspaceId isEmbedded createdAt expiresAt }
  }
}`

// BenchmarkCreateCustomerPortal is the main call without a network: its
// allocations are the same on every machine.
func BenchmarkCreateCustomerPortal(b *testing.B) {
	for name, data := range map[string]obj{"small": {}, "hotel": hotelData(20, 40, 60)} {
		b.Run(name, func(b *testing.B) {
			s := start(b, testdb.New(b, testdb.SQLite, migrate))
			s.log.deaf.Store(true)
			data["customerKey"] = "hotel"
			body, err := json.Marshal(obj{"query": portalDocument, "variables": obj{"input": obj{"customerData": data}}})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				r := httptest.NewRequestWithContext(b.Context(), http.MethodPost, publicURL+"/graphql", bytes.NewReader(body))
				r.Header = s.header.Clone()
				r.Header.Set("Content-Type", "application/json")
				w := httptest.NewRecorder()
				s.handler.ServeHTTP(w, r)
				if w.Code != http.StatusOK || bytes.Contains(w.Body.Bytes(), []byte(`"errors"`)) {
					b.Fatal(w.Code, w.Body)
				}
			}
		})
	}
}

// hotelData is a customer of this size.
func hotelData(rooms, guests, reservations int) obj {
	var r, g, s arr
	for i := range rooms {
		r = append(r, obj{"roomKey": fmt.Sprintf("room-%d", i), "name": fmt.Sprintf("Room %d", i)})
	}
	for i := range guests {
		g = append(g, obj{"guestKey": fmt.Sprintf("guest-%d", i), "name": fmt.Sprintf("Guest %d", i), "emailAddress": fmt.Sprintf("guest%d@example.com", i)})
	}
	for i := range reservations {
		s = append(s, obj{
			"reservationKey": fmt.Sprintf("reservation-%d", i), "guestKey": fmt.Sprintf("guest-%d", i%guests),
			"roomKeys": arr{fmt.Sprintf("room-%d", i%rooms)}, "startsAt": "2026-12-01T15:00:00Z", "endsAt": "2026-12-03T11:00:00Z",
		})
	}
	return obj{"rooms": r, "guests": g, "reservations": s}
}
