package main

import (
	"context"
	"fmt"

	"github.com/portico-portal/portico/bench/bare"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/models"
)

// pageQuery asks for a page of links, with what a list of them would show.
const pageQuery = `query($after: String) { magicLinks(first: 100, after: $after) { nodes { id url status createdAt expiresAt
  customer { key spaces(first: 10) { nodes { id kind key name } } accessGrants(first: 10) { nodes { id kind key name startsAt endsAt } } }
} } }`

const (
	pageName = "page"
	// pageSize is the most that a page may have.
	pageSize = 100
	// ofEach is how many places, people and grants a customer of the page has.
	ofEach = 5
)

// newPage makes a workload of reading one workspace, the same for all sides,
// whose answers must be alike.
func newPage(connections ...int) workload {
	r := graphQL(pageQuery, map[string]any{})
	var read *tenant
	return workload{
		name: pageName, about: "a page of 100 links, each with its customer, that customer's 5 places and 5 grants",
		connections: connections, alike: true, good: goodPage(pageSize, "/p/pl_"),
		requests: map[string]*request{sidePortico: r, sideOther: r, sideBare: newRequest(bare.PagePath, map[string]any{})},
		entries: func(ctx context.Context, s *side) ([]entry, error) {
			if read == nil {
				t, err := readable(ctx, s.db.url())
				if err != nil {
					return nil, err
				}
				read = &t
			}
			return []entry{{key: read.key}}, nil
		},
	}
}

// readable makes a workspace with a page of links.
func readable(ctx context.Context, databaseURL string) (tenant, error) {
	t, err := newTenant(ctx, databaseURL, "read")
	if err != nil {
		return t, err
	}
	_, err = newLinks(ctx, databaseURL, []tenant{t}, pageSize, shownCustomer)
	return t, err
}

// shownCustomer is a customer with a few of everything.
func shownCustomer(i int) portal.CustomerData {
	d := portal.CustomerData{CustomerKey: fmt.Sprintf("hotel-%d", i)}
	for n := range ofEach {
		start, end := stay(n)
		name, guest := fmt.Sprintf("Stay %d", n), guestKey(n)
		d.Rooms = append(d.Rooms, models.Space{Key: roomKey(n), Name: fmt.Sprintf("Room %d", n)})
		d.Guests = append(d.Guests, models.UserIdentity{Key: guest, Name: fmt.Sprintf("Guest %d", n)})
		d.Reservations = append(d.Reservations, models.SentAccessGrant{
			AccessGrant: models.AccessGrant{Key: fmt.Sprintf("stay-%d", n), Name: &name, StartsAt: &start, EndsAt: &end},
			References:  models.References{GuestKey: &guest, RoomKeys: []string{roomKey(n)}},
		})
	}
	return d
}
