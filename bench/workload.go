package main

import (
	"bytes"
	"encoding/json"
	"errors"
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

// redeemMutation asks for what opens a portal.
const redeemMutation = `mutation($token: String!) { redeemMagicLink(input: { token: $token }) { session { token expiresAt } } }`

const (
	graphQLPath    = "/graphql"
	bareRedeemPath = "/redeem"
	// redeemedLinks is how many links of a side are redeemed in turn.
	redeemedLinks = 2000
)

// workload is a kind of call.
type workload struct {
	name, about string
	connections []int
	// requests are what each side that takes part is sent; pgbench has its own script.
	requests map[string]*request
	// good asks for what was called for and no error.
	good func(answer []byte) error
	// links is how many are made beforehand, to be redeemed without a credential
	// in turn; zero where the call makes links itself.
	links int
}

func (w *workload) has(side string) bool { return w.requests[side] != nil }

func (w *workload) redeems() bool { return w.links > 0 }

// request is a call's body around the text that differs, and where it goes.
type request struct {
	path          string
	before, after []byte
}

// mark stands in a body where the text that differs comes in.
const mark = "hotel-KEY"

func newRequest(path string, in any) *request {
	body, err := json.Marshal(in)
	if err != nil {
		panic(err) // texts alone
	}
	before, after, _ := bytes.Cut(body, []byte(mark))
	return &request{path: path, before: before, after: after}
}

func newWorkload(name, about string, connections []int, lists map[string]any) workload {
	data := map[string]any{"customerKey": mark}
	maps.Copy(data, lists)
	r := newRequest(graphQLPath, map[string]any{"query": mutation, "variables": map[string]any{"input": map[string]any{
		"customerData": data,
		"features":     map[string]any{"connect": map[string]any{"exclude": false}, "organize": map[string]any{"exclude": true}},
		"isEmbedded":   false,
	}}})
	return workload{
		name: name, about: about, connections: connections, good: goodLink,
		requests: map[string]*request{sidePortico: r, sideOther: r, sideRows: r, sideBare: r},
	}
}

func newRedeeming() workload {
	r := newRequest(graphQLPath, map[string]any{"query": redeemMutation, "variables": map[string]any{"token": mark}})
	return workload{
		name: "redeem", about: fmt.Sprintf("redeem call: %d links in turn, without a credential", redeemedLinks),
		connections: []int{32}, good: goodSession, links: redeemedLinks,
		requests: map[string]*request{
			sidePortico: r, sideOther: r, sideBare: newRequest(bareRedeemPath, map[string]any{"token": mark}),
		},
	}
}

func workloads() []workload {
	small := newWorkload("small", "small call: a customer key and no lists", []int{1, 8, 32}, nil)
	small.requests[sidePgbench] = &request{}
	return []workload{
		small,
		newWorkload("hotel", "hotel call: 20 rooms, 40 guests, 60 reservations with guestKey and roomKeys", []int{1, 8}, hotel(20, 40, 60)),
		newRedeeming(),
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

// bodies gives the bodies of one side's calls, with the text that differs.
func (r *request) bodies(text func(into []byte) []byte) func(into []byte) []byte {
	return func(into []byte) []byte {
		return append(text(append(into, r.before...)), r.after...)
	}
}

// text appends what differs from call to call: customers, or links, take turns.
func (w *workload) text(s *side, customers int) func(into []byte) []byte {
	counter := s.turns[w.name]
	if w.redeems() {
		return func(into []byte) []byte {
			return append(into, s.tokens[counter.Add(1)%int64(len(s.tokens))]...)
		}
	}
	return func(into []byte) []byte {
		return fmt.Appendf(into, "%s-%d", w.name, counter.Add(1)%int64(customers))
	}
}

var (
	errNoLink    = errors.New("the answer is not a link")
	errNoSession = errors.New("the answer is not a session")
)

// goodLink asks for a live link and no error.
func goodLink(answer []byte) error {
	if !bytes.Contains(answer, []byte("/p/pl_")) || bytes.Contains(answer, []byte(`"errors"`)) {
		return errNoLink
	}
	return nil
}

// goodSession asks for a session's token with its end and no error.
func goodSession(answer []byte) error {
	if !bytes.Contains(answer, []byte(`"ps_`)) || !bytes.Contains(answer, []byte(`"expiresAt"`)) || bytes.Contains(answer, []byte(`"errors"`)) {
		return errNoSession
	}
	return nil
}
