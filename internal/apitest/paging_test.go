package apitest_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// pagedData fills a customer with lists of which many items have equal names
// or equal ends.
func pagedData(customerKey string) obj {
	names := []string{"Zoo", "ann", "Ann", "ANN", "ägypt", "Ägypt", "a_b", "a%b", "éa", "z", "中", "😀"}
	ends := []any{nil, "2027-01-01T00:00:00Z", "2027-01-01T01:00:00+01:00", "2026-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"}
	rooms, units, guests, tenants, stays, bookings := arr{}, arr{}, arr{}, arr{}, arr{}, arr{}
	for i := range 14 {
		key, name := fmt.Sprint("k", i), names[i%len(names)]
		rooms = append(rooms, obj{"roomKey": key, "name": name})
		units = append(units, obj{"unitKey": key, "name": names[(i*5)%3+1]})
		guests = append(guests, obj{"guestKey": key, "name": name})
		tenants = append(tenants, obj{"tenantKey": key, "name": "ann"})
		stays = append(stays, obj{"reservationKey": key, "endsAt": ends[i%len(ends)]})
		bookings = append(bookings, obj{"bookingKey": key, "endsAt": ends[(i*3)%len(ends)]})
	}
	return obj{
		"customerKey": customerKey, "rooms": rooms, "units": units, "guests": guests, "tenants": tenants,
		"reservations": stays, "bookings": bookings,
	}
}

// connection is a list that can be paged: the document around it, the path to
// it, its nodes' fields, and its order.
type connection struct {
	document, path, fields string
	compare                func(a, b any) int
}

func ofHotel(field string) string { return `customer(key:"hotel"){` + field + `%s}` }

func connectionsOf() map[string]connection {
	byName := func(a, b any) int {
		return cmp.Or(strings.Compare(str(a, "kind"), str(b, "kind")),
			strings.Compare(strings.ToLower(str(a, "name")), strings.ToLower(str(b, "name"))),
			strings.Compare(str(a, "id"), str(b, "id")))
	}
	byEnd := func(a, b any) int {
		end := func(v any) string { return cmp.Or(str(v, "endsAt"), "9999-12-31T23:59:59.999999Z") }
		return cmp.Or(strings.Compare(end(a), end(b)), strings.Compare(str(a, "id"), str(b, "id")))
	}
	newest := func(a, b any) int { return strings.Compare(str(b, "id"), str(a, "id")) }
	return map[string]connection{
		"magicLinks":              {"magicLinks%s", "magicLinks", "id", newest},
		"customers":               {"customers%s", "customers", "id key", func(a, b any) int { return strings.Compare(str(a, "key"), str(b, "key")) }},
		"customer.spaces":         {ofHotel("spaces"), "customer.spaces", "id kind name", byName},
		"customer.userIdentities": {ofHotel("userIdentities"), "customer.userIdentities", "id kind name", byName},
		"customer.accessGrants":   {ofHotel("accessGrants"), "customer.accessGrants", "id endsAt", byEnd},
		"customer.magicLinks":     {ofHotel("magicLinks"), "customer.magicLinks", "id", newest},
		"customer.portalSessions": {ofHotel("portalSessions"), "customer.portalSessions", "id", newest},
	}
}

// page reads a page of a connection.
func (c client) page(l connection, args string) any {
	c.t.Helper()
	selection := `(` + args + `){totalCount pageInfo{hasNextPage hasPreviousPage startCursor endCursor} edges{cursor node{` + l.fields + `}} nodes{id}}`
	page := at(c.data(`{`+fmt.Sprintf(l.document, selection)+`}`, nil), l.path)
	edges := items(page, "edges")
	if len(edges) != len(items(page, "nodes")) {
		c.t.Errorf("%d edges, %d nodes", len(edges), len(items(page, "nodes")))
	}
	for i, edge := range edges {
		same(c.t, "a node and its edge's", str(page, fmt.Sprintf("nodes.%d.id", i)), str(edge, "node.id"))
	}
	if n := len(edges); n > 0 {
		same(c.t, "startCursor", at(page, "pageInfo.startCursor"), at(edges[0], "cursor"))
		same(c.t, "endCursor", at(page, "pageInfo.endCursor"), at(edges[n-1], "cursor"))
	} else {
		same(c.t, "cursors of an empty page", []any{at(page, "pageInfo.startCursor"), at(page, "pageInfo.endCursor")}, []any{nil, nil})
	}
	return page
}

func ids(page any) []string { return strs(page, "edges", "node.id") }

func (s *server) pagedWorkspace() {
	s.t.Helper()
	s.push(pagedData("hotel"))
	s.push(pagedData("other")) // nothing of it may show up in hotel's lists
	for i := range 9 {
		_, url := s.mint("hotel", nil)
		s.redeem(url)
		s.mint(fmt.Sprintf("c%d é", i), nil)
	}
}

func TestEveryConnectionPagesThroughAllOfItForwardAndBackward(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.pagedWorkspace()
		for name, l := range connectionsOf() {
			t.Run(name, func(t *testing.T) {
				c := s.in(t)
				whole := c.page(l, "first:100")
				want := ids(whole)
				if len(want) < 9 {
					t.Fatalf("only %d items", len(want))
				}
				same(t, "totalCount", num(whole, "totalCount"), len(want))
				if !slices.IsSortedFunc(nodesOf(whole), l.compare) {
					t.Errorf("not in order: %v", nodesOf(whole))
				}
				same(t, "more than the whole", []any{at(whole, "pageInfo.hasNextPage"), at(whole, "pageInfo.hasPreviousPage")}, []any{false, false})
				for _, size := range []int{1, 4, len(want) - 1, len(want)} {
					same(t, fmt.Sprint("forward by ", size), c.forward(l, size), want)
					same(t, fmt.Sprint("backward by ", size), c.backward(l, size), want)
				}
				same(t, "the last 100", ids(c.page(l, "last:100")), want)
				same(t, "the default", ids(c.page(l, `after:null`)), want[:min(20, len(want))])
			})
		}
	})
}

func nodesOf(page any) []any {
	var all []any
	for _, edge := range items(page, "edges") {
		all = append(all, at(edge, "node"))
	}
	return all
}

// forward reads a whole list by pages from its front.
func (c client) forward(l connection, size int) []string {
	c.t.Helper()
	var all []string
	for after := "null"; ; {
		page := c.page(l, fmt.Sprintf(`first:%d, after:%s`, size, after))
		same(c.t, "hasPreviousPage", at(page, "pageInfo.hasPreviousPage"), after != "null")
		all = append(all, ids(page)...)
		if !yes(page, "pageInfo.hasNextPage") {
			return all
		}
		same(c.t, "page size", len(ids(page)), size)
		after = fmt.Sprintf("%q", str(page, "pageInfo.endCursor"))
	}
}

// backward reads a whole list by pages from its back.
func (c client) backward(l connection, size int) []string {
	c.t.Helper()
	var all []string
	for before := "null"; ; {
		page := c.page(l, fmt.Sprintf(`last:%d, before:%s`, size, before))
		same(c.t, "hasNextPage", at(page, "pageInfo.hasNextPage"), before != "null")
		all = append(ids(page), all...)
		if !yes(page, "pageInfo.hasPreviousPage") {
			return all
		}
		same(c.t, "page size", len(ids(page)), size)
		before = fmt.Sprintf("%q", str(page, "pageInfo.startCursor"))
	}
}

func TestAPageBetweenTwoCursorsHoldsWhatIsBetweenThem(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.pagedWorkspace()
		for name, l := range connectionsOf() {
			t.Run(name, func(t *testing.T) {
				whole := s.in(t).page(l, "first:100")
				want, end := ids(whole), len(ids(whole))-2
				window := fmt.Sprintf(`after:%q, before:%q`, str(whole, "edges.1.cursor"), str(whole, fmt.Sprintf("edges.%d.cursor", end)))
				same(t, "all of it", ids(s.in(t).page(l, "first:100, "+window)), want[2:end])
				same(t, "its front", ids(s.in(t).page(l, "first:2, "+window)), want[2:4])
				same(t, "its back", ids(s.in(t).page(l, "last:2, "+window)), want[end-2:end])
				turned := fmt.Sprintf(`first:5, after:%q, before:%q`, str(whole, "edges.3.cursor"), str(whole, "edges.1.cursor"))
				same(t, "turned around", ids(s.in(t).page(l, turned)), []string{})
			})
		}
	})
}

func TestACursorStaysGoodWhenItsItemGoes(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.pagedWorkspace()
		l := connectionsOf()["customer.spaces"]
		whole := s.page(l, "first:100")
		cursor, keys := str(whole, "edges.3.cursor"), arr{}
		for i := range 14 {
			keys = append(keys, fmt.Sprint("k", i))
		}
		s.delete(obj{"customerKey": "hotel", "roomKeys": keys})
		rest := ids(s.page(l, fmt.Sprintf("first:100, after:%q", cursor)))
		same(t, "what was after it", rest, ids(s.page(l, "last:15"))) // the rooms that mint made, and the units
	})
}
