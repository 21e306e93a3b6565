package apitest_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

const (
	bigStays, bigGuests, bigRooms = 10_000, 5_000, 2_000
	mebibyte                      = 1 << 20
)

// sized is a hotel of so many rooms, guests and stays.
func sized(customerKey string, stays, guests, rooms int) obj {
	data := obj{"customerKey": customerKey}
	list := func(n int, item func(i int) obj) arr {
		all := make(arr, n)
		for i := range n {
			all[i] = item(i)
		}
		return all
	}
	data["rooms"] = list(rooms, func(i int) obj { return obj{"roomKey": fmt.Sprint("room-", i), "name": fmt.Sprint("Room ", i)} })
	data["guests"] = list(guests, func(i int) obj {
		return obj{
			"guestKey": fmt.Sprint("guest-", i), "name": fmt.Sprint("Guest ", i%997),
			"emailAddress": fmt.Sprintf("guest-%d@example.com", i), "phoneNumber": fmt.Sprintf("+4930%07d", i),
		}
	})
	begin := time.Date(2026, 12, 1, 15, 0, 0, 0, time.UTC)
	data["reservations"] = list(stays, func(i int) obj {
		at := begin.Add(time.Duration(i%400) * 24 * time.Hour)
		return obj{
			"reservationKey": fmt.Sprintf("reservation-%06d", i), "name": fmt.Sprint("Stay ", i),
			"startsAt": at.Format(time.RFC3339), "endsAt": at.Add(44 * time.Hour).Format(time.RFC3339),
			"guestKey": fmt.Sprint("guest-", i%guests), "roomKeys": arr{fmt.Sprint("room-", i%rooms)},
		}
	})
	return data
}

func TestTenThousandReservationsInOneCallAreStoredAndReadBackToTheEnd(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		tenth := s.log.statements(func() { s.create(obj{"customerData": sized("tenth", bigStays/10, bigGuests/10, bigRooms/10)}) })
		body, err := json.Marshal(obj{
			"query":     createDocument,
			"variables": obj{"input": obj{"customerData": sized("hotel", bigStays, bigGuests, bigRooms)}},
		})
		if err != nil || len(body) > 8*mebibyte {
			t.Fatalf("a body of %d bytes, %v", len(body), err)
		}
		var created answer
		begin := time.Now()
		big := s.log.statements(func() { created, err = s.post(body) })
		if err != nil || len(created.Errors) > 0 || len(items(created.Data, "createCustomerPortal.unresolvedReferences")) > 0 {
			t.Fatalf("%v %s", err, short(created.Body))
		}
		t.Logf("%.1f MiB stored in %s by %d statements", float64(len(body))/mebibyte, time.Since(begin).Round(time.Millisecond), len(big))
		if len(big) != len(tenth) || len(big) > 10 {
			t.Errorf("%d statements for the big call, %d for one of a tenth:\n%s", len(big), len(tenth), strings.Join(big, "\n\n"))
		}
		for list, want := range map[string]int{"accessGrants": bigStays, "userIdentities": bigGuests, "spaces": bigRooms} {
			t.Run(list, func(t *testing.T) { s.in(t).readToTheEnd(list, want) })
		}
	})
}

// readToTheEnd pages through a list of the hotel and counts what it finds.
func (c client) readToTheEnd(list string, want int) {
	c.t.Helper()
	extra := map[string]string{"accessGrants": "userIdentity{key} spaces{key}"}[list]
	document := `query($after:String){customer(key:"hotel"){` + list + `(first:100, after:$after){
		totalCount pageInfo{hasNextPage endCursor} nodes{key ` + extra + `}}}}`
	keys := map[string]bool{}
	for after := any(nil); ; {
		page := at(c.data(document, obj{"after": after}), "customer."+list)
		if total := num(page, "totalCount"); total != want {
			c.t.Fatalf("totalCount is %d, not %d", total, want)
		}
		for _, node := range items(page, "nodes") {
			keys[str(node, "key")] = true
			if extra != "" {
				var i int
				_, _ = fmt.Sscanf(str(node, "key"), "reservation-%d", &i)
				same(c.t, "references", []string{str(node, "userIdentity.key"), str(node, "spaces.0.key")}, []string{fmt.Sprint("guest-", i%bigGuests), fmt.Sprint("room-", i%bigRooms)})
			}
		}
		if !yes(page, "pageInfo.hasNextPage") {
			break
		}
		after = at(page, "pageInfo.endCursor")
	}
	if len(keys) != want {
		c.t.Errorf("%d different keys were read, not %d", len(keys), want)
	}
}

func TestAClientThatReadsOnlyOnceAllIsSentIsToldOfTheLimit(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		body := `{"query":"` + strings.Repeat(" ", 2*bodyLimit) + `"}`
		for _, path := range []string{"/graphql", restPush} {
			conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			_, err = fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", path, s.key, len(body), body)
			if err != nil {
				t.Errorf("%s: %v", path, err)
			}
			response, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil || response.StatusCode != http.StatusRequestEntityTooLarge {
				t.Errorf("%s: %v, %+v", path, err, response)
			}
			if response != nil {
				_ = response.Body.Close() // the connection is closed next
			}
			if err := conn.Close(); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestABodyOverTheLimitIsRefusedAndOneOfItIsNot(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		document := `{"query":"{workspace{id}}","extensions":{"x":"`
		for size, status := range map[int]int{bodyLimit: 200, bodyLimit + 1: 413} {
			a, err := s.post([]byte(document + strings.Repeat("x", size-len(document)-3) + `"}}`))
			if err != nil || a.Status != status {
				t.Errorf("%d bytes: status %d, %v %s", size, a.Status, err, short(a.Body))
			}
			if status == 413 {
				same(t, "code", a.problems(), []string{"LIMIT_EXCEEDED"})
			}
		}
	})
}
