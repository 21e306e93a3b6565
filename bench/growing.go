package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/portico-portal/portico/bench/load"
)

// The queries of the growth, beside the page of links.
const (
	customerQuery = `query($key: String!) { customer(key: $key) { key createdAt spaces(first: 10) { nodes { key name } }
  accessGrants(first: 10) { nodes { key endsAt userIdentity { name } spaces { name } } } magicLinks(first: 10) { nodes { id url status } } } }`
	customersQuery = `query($after: String) { customers(first: 20, after: $after) { nodes { key createdAt } } }`
	// A cursor in the middle of a list is one of a customer that stands there.
	middleLinkQuery     = `query($key: String!) { customer(key: $key) { magicLinks(first: 5) { edges { cursor } } } }`
	middleCustomerQuery = `query($key: String!) { customers(first: 1, filter: {keyPrefix: $key}) { edges { cursor } } }`
)

// readCustomers is how many customers of a side are read in turn, and
// deepPages how many places of a list.
const (
	readCustomers = 2000
	deepPages     = 20
)

// growthWorkloads are the calls whose speed must not follow the size of the database.
func growthWorkloads() []workload {
	ofSides := func(r *request) map[string]*request {
		return map[string]*request{sideEmpty: r, sideFull: r, sideGiant: r}
	}
	small := newCreating(smallName, "small call", []int{32}, hotel{}, growthSides...)
	stays := newCreating(hotelName, "hotel call", []int{8}, aHotel, growthSides...)
	redeem := newRedeeming(32)
	redeem.requests = ofSides(redeem.requests[sidePortico])
	reading := func(name, about, document string, variables map[string]any, good func([]byte) error, entries func(context.Context, *side) ([]entry, error)) workload {
		return workload{
			name: name, about: about, connections: []int{8}, good: good, entries: entries,
			requests: ofSides(graphQL(document, variables)),
		}
	}
	links, customers := goodPage(pageSize, "/p/pl_"), goodPage(20, `"createdAt"`)
	after := map[string]any{"after": mark}
	return []workload{
		small, stays, redeem,
		reading("customer", "a customer with its lists, 2,000 in turn", customerQuery, map[string]any{"key": mark}, goodPage(1, `"key":"customer-`), customersInTurn),
		reading("links", "the first page of 100 links", pageQuery, nil, links, fromTheStart),
		reading("deep-links", "a page of 100 links in the middle of all", pageQuery, after, links, fromTheMiddle(middleLinkQuery)),
		reading("customers", "the first page of 20 customers", customersQuery, nil, customers, fromTheStart),
		reading("deep-customers", "a page of 20 customers in the middle of all", customersQuery, after, customers, fromTheMiddle(middleCustomerQuery)),
	}
}

// customersEach tells how many filled customers a workspace of the side has.
func (s *side) customersEach() int {
	if s.customers > 0 {
		return s.customers
	}
	return customersEach
}

func customersInTurn(_ context.Context, s *side) ([]entry, error) {
	entries := make([]entry, readCustomers)
	for i := range entries {
		n := i * s.customersEach() / readCustomers * 7919 % s.customersEach()
		entries[i] = entry{key: s.tenants[i%len(s.tenants)].key, text: customerKey("customer", int64(n))}
	}
	return entries, nil
}

func fromTheStart(_ context.Context, s *side) ([]entry, error) {
	entries := make([]entry, len(s.tenants))
	for i, t := range s.tenants {
		entries[i].key = t.key
	}
	return entries, nil
}

// fromTheMiddle asks for cursors of customers that stand in the middle of a
// workspace's.
func fromTheMiddle(query string) func(context.Context, *side) ([]entry, error) {
	return func(ctx context.Context, s *side) ([]entry, error) {
		entries := make([]entry, deepPages)
		for i := range entries {
			key := s.tenants[i%len(s.tenants)].key
			middle := s.customersEach()/2 - i
			text, err := cursor(ctx, s, key, query, customerKey("customer", int64(middle)))
			if err != nil {
				return nil, err
			}
			entries[i] = entry{key: key, text: text}
		}
		return entries, nil
	}
}

// cursor gives the last cursor in an answer.
func cursor(ctx context.Context, s *side, key, query, customer string) (string, error) {
	call := load.Call{Key: key}
	graphQL(query, map[string]any{"key": mark}).with(&call, customer)
	answer, err := load.Once(ctx, load.Target{Addr: s.process.addr, Path: graphQLPath}, &call)
	if err != nil {
		return "", err
	}
	type edges struct {
		Edges []struct{ Cursor string }
	}
	var told struct {
		Data struct {
			Customer  struct{ MagicLinks edges }
			Customers edges
		}
	}
	if err := json.Unmarshal(answer, &told); err != nil {
		return "", err
	}
	all := slices.Concat(told.Data.Customer.MagicLinks.Edges, told.Data.Customers.Edges)
	if len(all) == 0 {
		return "", fmt.Errorf("no cursor of %s: %.500s", customer, answer)
	}
	return all[len(all)-1].Cursor, nil
}
