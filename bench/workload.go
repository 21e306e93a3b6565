package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"sync/atomic"
	"time"
)

// mutation asks for what Seam's own call answers, and the link's id.
const mutation = `mutation CreatePortal($input: CreateCustomerPortalInput!) {
  createCustomerPortal(input: $input) {
    magicLink { id url buildingBlockType customerKey workspaceId isEmbedded createdAt expiresAt }
  }
}`

// workload is a kind of call.
type workload struct {
	name, about string
	connections []int
	// before and after are the call's body around the customer's number.
	before, after []byte
}

// keyMark stands in a body where the customer's key comes in.
const keyMark = "hotel-KEY"

func newWorkload(name, about string, connections []int, lists map[string]any) workload {
	data := map[string]any{"customerKey": keyMark}
	maps.Copy(data, lists)
	body, err := json.Marshal(map[string]any{"query": mutation, "variables": map[string]any{"input": map[string]any{
		"customerData": data,
		"features":     map[string]any{"connect": map[string]any{"exclude": false}, "organize": map[string]any{"exclude": true}},
		"isEmbedded":   false,
	}}})
	if err != nil {
		panic(err) // texts alone
	}
	before, after, _ := bytes.Cut(body, []byte(keyMark))
	return workload{name: name, about: about, connections: connections, before: before, after: after}
}

func workloads() []workload {
	return []workload{
		newWorkload("small", "small call: a customer key and no lists", []int{1, 8, 32}, nil),
		newWorkload("hotel", "hotel call: 20 rooms, 40 guests, 60 reservations with guestKey and roomKeys", []int{1, 8}, hotel(20, 40, 60)),
	}
}

func hotel(rooms, guests, reservations int) map[string]any {
	type item = map[string]any
	var r, g, s []item
	for i := range rooms {
		r = append(r, item{"roomKey": fmt.Sprintf("room-%d", i), "name": fmt.Sprintf("Room %d", 100+i)})
	}
	for i := range guests {
		g = append(g, item{
			"guestKey": fmt.Sprintf("guest-%d", i), "name": fmt.Sprintf("Guest Number %d", i),
			"emailAddress": fmt.Sprintf("guest%d@example.com", i), "phoneNumber": fmt.Sprintf("+1555%07d", i),
		})
	}
	arrival := time.Date(2026, 12, 1, 15, 0, 0, 0, time.UTC)
	for i := range reservations {
		s = append(s, item{
			"reservationKey": fmt.Sprintf("reservation-%d", i), "name": fmt.Sprintf("Reservation %d", i),
			"guestKey": fmt.Sprintf("guest-%d", i%guests), "roomKeys": []string{fmt.Sprintf("room-%d", i%rooms)},
			"startsAt": arrival.AddDate(0, 0, i).Format(time.RFC3339), "endsAt": arrival.AddDate(0, 0, i+2).Format(time.RFC3339),
		})
	}
	return item{"rooms": r, "guests": g, "reservations": s}
}

// bodies gives the bodies of one side's calls: customers take turns.
func (w *workload) bodies(counter *atomic.Int64, customers int) func(into []byte) []byte {
	return func(into []byte) []byte {
		into = append(into, w.before...)
		into = fmt.Appendf(into, "%s-%d", w.name, counter.Add(1)%int64(customers))
		return append(into, w.after...)
	}
}

var errNotGood = errors.New("the answer is not a link")

// good asks for a live link and no error.
func good(answer []byte) error {
	if !bytes.Contains(answer, []byte("/p/pl_")) || bytes.Contains(answer, []byte(`"errors"`)) {
		return errNotGood
	}
	return nil
}
