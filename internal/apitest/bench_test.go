package apitest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"syscall"
	"testing"
	"time"

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
			b.ReportAllocs()
			for b.Loop() {
				s.serve(b, portalDocument, obj{"input": obj{"customerData": data}})
			}
		})
	}
}

const linksDocument = `{ magicLinks(first: 100) { nodes { id url status createdAt expiresAt
  customer { key spaces(first: 10) { nodes { id kind key name } } accessGrants(first: 10) { nodes { id kind key name startsAt endsAt } } }
} } }`

// BenchmarkMagicLinks is a page of links with what a list of them would show. Its CPU is
// the server's alone on PostgreSQL.
func BenchmarkMagicLinks(b *testing.B) {
	for _, engine := range testdb.Engines() {
		b.Run(string(engine), func(b *testing.B) {
			s := start(b, testdb.New(b, engine, migrate))
			s.log.deaf.Store(true)
			for i := range 100 {
				data := hotelData(5, 5, 5)
				data["customerKey"] = fmt.Sprintf("hotel-%d", i)
				s.serve(b, portalDocument, obj{"input": obj{"customerData": data}})
			}
			b.ReportAllocs()
			before := cpuTime(b)
			for b.Loop() {
				s.serve(b, linksDocument, nil)
			}
			b.ReportMetric(float64(cpuTime(b)-before)/float64(b.N), "cpu-ns/op")
		})
	}
}

// serve has a document answered without a network.
func (s *server) serve(b *testing.B, document string, variables obj) {
	body, err := json.Marshal(obj{"query": document, "variables": variables})
	if err != nil {
		b.Fatal(err)
	}
	r := httptest.NewRequestWithContext(b.Context(), http.MethodPost, publicURL+"/graphql", bytes.NewReader(body))
	r.Header = s.header.Clone()
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	if w.Code != http.StatusOK || bytes.Contains(w.Body.Bytes(), []byte(`"errors"`)) {
		b.Fatal(w.Code, w.Body)
	}
}

// cpuTime is what the process has taken of the cores.
func cpuTime(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
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
