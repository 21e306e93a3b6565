package main

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// kind is what a call does.
type kind string

// The kinds. The last of each group is asked when all faults are over.
const (
	push           kind = "push"
	deleteItems    kind = "delete items"
	deleteCustomer kind = "delete customer"
	read           kind = "read"
	auditCustomer  kind = "audit customer"

	create    kind = "create"
	redeem    kind = "redeem"
	revoke    kind = "revoke"
	rotate    kind = "rotate"
	look      kind = "look"
	visit     kind = "visit"
	auditLink kind = "audit link"
)

// changes tells whether a call of the kind may change what is stored.
func (k kind) changes() bool {
	switch k {
	case read, look, visit, auditCustomer, auditLink:
		return false
	default:
		return true
	}
}

// step is one of a client's calls, as the seed has it.
type step struct {
	kind kind
	// subject numbers the customer or the link.
	subject int
	// contents are what a push brings, or what a deletion names.
	contents contents
	// list is the one that is read.
	list int
	// choice picks one of the tokens that are known when the call is made.
	choice uint64
	// think is the pause before the call.
	think time.Duration
}

const (
	// stepsOfSubject is after how many steps a client goes on to the next subjects: a
	// history is checked for each, and grows hard to check with the calls in doubt.
	stepsOfSubject = 40
	customersAtOnce,
	linksAtOnce = 2, 4
	mostThought = 14 * time.Millisecond
)

var kinds = []kind{
	push, push, push, push, deleteItems, deleteItems, deleteCustomer, read, read, read,
	create, create, redeem, redeem, redeem, redeem, revoke, rotate, look, look, visit, visit,
}

// planned draws the steps of a client, one after the other and always the same for a seed.
type planned struct {
	random *rand.Rand
	client int
	drawn  int
}

func plan(seed uint64, client int) *planned {
	return &planned{random: rand.New(rand.NewPCG(seed, uint64(client))), client: client} //nolint:gosec // numbers that a seed repeats
}

func (p *planned) next() step {
	age := p.drawn / stepsOfSubject
	s := step{kind: kinds[p.random.IntN(len(kinds))]}
	s.think = time.Duration(p.random.Int64N(int64(mostThought)))
	s.choice, s.list = p.random.Uint64(), p.random.IntN(lists)
	customer, link := age*customersAtOnce+p.random.IntN(customersAtOnce), age*linksAtOnce+p.random.IntN(linksAtOnce)
	for list := range lists {
		for item := range items {
			if p.random.IntN(2) == 0 {
				s.contents.names[list][item] = fmt.Sprintf("%d of %d", p.drawn, p.client)
			}
		}
	}
	// A push names something of each list, so that half of it shows.
	for list := range lists {
		s.contents.names[list][p.random.IntN(items)] = fmt.Sprintf("%d of %d", p.drawn, p.client)
	}
	switch s.kind {
	case push, deleteItems, deleteCustomer, read:
		s.subject = customer
	default:
		s.subject = link
	}
	p.drawn++
	return s
}

// mostRedemptions is how often the link of a number may be redeemed; 0 is without end.
func mostRedemptions(link int) int { return []int{1, 3, 0, 1}[link%linksAtOnce] }

func customerKey(number int) string { return fmt.Sprintf("customer-%d", number) }

// linkKey is the customer of a link's own, and its idempotency key.
func linkKey(number int) string { return fmt.Sprintf("link-%d", number) }
