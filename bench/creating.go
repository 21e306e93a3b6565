package main

import (
	"fmt"
	"maps"
	"time"
)

// mutation asks for what Seam's own call answers, and the link's id.
const mutation = `mutation CreatePortal($input: CreateCustomerPortalInput!) {
  createCustomerPortal(input: $input) {
    magicLink { id url buildingBlockType customerKey workspaceId isEmbedded createdAt expiresAt }
  }
}`

// The workloads that create, by name.
const (
	smallName = "small"
	hotelName = "hotel"
	bulkName  = "bulk"
)

// hotel is how many rows of each list a call brings.
type hotel struct{ rooms, guests, reservations int }

var (
	aHotel = hotel{20, 40, 60}
	// seventeenThousand is the largest call that the product's tests make.
	seventeenThousand = hotel{2_000, 5_000, 10_000}
)

func (h hotel) items() int { return h.rooms + h.guests + h.reservations }

// newCreating makes a workload of the main call for the sides named.
func newCreating(name, about string, connections []int, h hotel, sides ...string) workload {
	data := map[string]any{"customerKey": mark}
	maps.Copy(data, h.lists())
	input := map[string]any{"customerData": data, "features": features, "isEmbedded": false}
	r := graphQL(mutation, map[string]any{"input": input})
	w := workload{
		name: name, about: about, connections: connections, effect: makesLink, good: goodLink, items: h.items(),
		requests: map[string]*request{sidePostGraphile: postGraphileRequest(input)},
	}
	for _, side := range sides {
		w.requests[side] = r
	}
	return w
}

var features = map[string]any{"connect": map[string]any{"exclude": false}, "organize": map[string]any{"exclude": true}}

func newSmall(connections ...int) workload {
	w := newCreating(smallName, "small call: a customer key and no lists", connections, hotel{},
		sidePortico, sideOther, sideRows, sideBare)
	w.requests[sidePgbench] = ownLoad
	return w
}

func newHotel(connections ...int) workload {
	return newCreating(hotelName, "hotel call: 20 rooms, 40 guests, 60 reservations with guestKey and roomKeys", connections, aHotel,
		sidePortico, sideOther, sideRows, sideBare)
}

func newBulk() workload {
	w := newCreating(bulkName, "17,000 rows in one call: 2,000 rooms, 5,000 guests, 10,000 reservations, each time of a new customer",
		[]int{1}, seventeenThousand, sidePortico, sideOther, sideBare)
	w.fresh = true
	w.requests[sideCopy] = ownLoad
	return w
}

type item = map[string]any

// lists are what the call brings; a list without a row is left out.
func (h hotel) lists() map[string]any {
	lists := map[string]any{}
	add := func(name string, n int, row func(i int) item) {
		var rows []item
		for i := range n {
			rows = append(rows, row(i))
		}
		if n > 0 {
			lists[name] = rows
		}
	}
	add("rooms", h.rooms, func(i int) item { return item{"roomKey": roomKey(i), "name": fmt.Sprintf("Room %d", 100+i)} })
	add("guests", h.guests, func(i int) item {
		return item{
			"guestKey": guestKey(i), "name": fmt.Sprintf("Guest Number %d", i),
			"emailAddress": fmt.Sprintf("guest%d@example.com", i), "phoneNumber": fmt.Sprintf("+1555%07d", i),
		}
	})
	add("reservations", h.reservations, func(i int) item {
		start, end := stay(i)
		return item{
			"reservationKey": fmt.Sprintf("reservation-%d", i), "name": fmt.Sprintf("Reservation %d", i),
			"guestKey": guestKey(i % h.guests), "roomKeys": []string{roomKey(i % h.rooms)},
			"startsAt": start.Format(time.RFC3339), "endsAt": end.Format(time.RFC3339),
		}
	})
	return lists
}

func roomKey(i int) string { return fmt.Sprintf("room-%d", i) }

func guestKey(i int) string { return fmt.Sprintf("guest-%d", i) }

func stay(i int) (start, end time.Time) {
	start = time.Date(2026, 12, 1, 15, 0, 0, 0, time.UTC).AddDate(0, 0, i%400)
	return start, start.AddDate(0, 0, 2)
}
