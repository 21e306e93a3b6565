package e2e_test

import (
	"fmt"
	"testing"
)

// stored is a customer as the API reads it back.
type stored struct {
	Key            string
	Spaces         keyed
	UserIdentities keyed
	AccessGrants   struct {
		Nodes []struct {
			Key          string
			UserIdentity struct{ Key string }
			Spaces       []struct{ Key string }
		}
	}
	MagicLinks struct {
		Nodes []struct{ URL, Status string }
	}
}

type keyed struct{ Nodes []struct{ Key string } }

// whole tells what is missing of what a call stores; it stores all or nothing.
func (c *stored) whole() error {
	if len(c.Spaces.Nodes) != 1 || len(c.UserIdentities.Nodes) != 1 || len(c.AccessGrants.Nodes) != 1 || len(c.MagicLinks.Nodes) != 1 {
		return fmt.Errorf("%d spaces, %d people, %d grants, %d links", len(c.Spaces.Nodes), len(c.UserIdentities.Nodes),
			len(c.AccessGrants.Nodes), len(c.MagicLinks.Nodes))
	}
	grant := c.AccessGrants.Nodes[0]
	if c.Spaces.Nodes[0].Key != "room" || c.UserIdentities.Nodes[0].Key != "guest" || grant.Key != "reservation" ||
		grant.UserIdentity.Key != "guest" || len(grant.Spaces) != 1 || grant.Spaces[0].Key != "room" {
		return fmt.Errorf("%+v", *c)
	}
	return nil
}

const readCustomers = `query ($after: String) { customers(first: 100, after: $after) {
	nodes {
		key
		spaces(first: 2) { nodes { key } }
		userIdentities(first: 2) { nodes { key } }
		accessGrants(first: 2) { nodes { key userIdentity { key } spaces { key } } }
		magicLinks(first: 2) { nodes { url status } }
	}
	pageInfo { hasNextPage endCursor }
} }`

// customers reads all of them, by paging to the end.
func (s *server) customers(key string) map[string]stored {
	s.t.Helper()
	all := map[string]stored{}
	var after *string
	for {
		var page struct {
			Customers struct {
				Nodes    []stored
				PageInfo struct {
					HasNextPage bool
					EndCursor   *string
				}
			}
		}
		s.must(key, readCustomers, obj{"after": after}, &page)
		for i := range page.Customers.Nodes {
			c := page.Customers.Nodes[i]
			if _, twice := all[c.Key]; twice {
				s.t.Fatalf("%s comes twice", c.Key)
			}
			all[c.Key] = c
		}
		if !page.Customers.PageInfo.HasNextPage {
			return all
		}
		after = page.Customers.PageInfo.EndCursor
	}
}

// compare checks the calls of a load against what a new start reads: what was
// answered is there, and nothing is there by half.
func compare(t *testing.T, calls []call, found map[string]stored) {
	t.Helper()
	sent := map[string]bool{}
	for i := range calls {
		c := &calls[i]
		sent[c.customer] = c.outcome != refused
		if c.outcome != answered {
			continue
		}
		customer, there := found[c.customer]
		if !there {
			t.Errorf("%s was answered, and is not in the database", c.customer)
			continue
		}
		if links := customer.MagicLinks.Nodes; len(links) != 1 || pathOf(links[0].URL) != c.path || links[0].Status != "ACTIVE" {
			t.Errorf("%s was answered with %s; the database has %v", c.customer, c.path, links)
		}
	}
	for key := range found {
		customer := found[key]
		if err := customer.whole(); err != nil {
			t.Errorf("%s is there by half: %v", key, err)
		}
		if !sent[key] {
			t.Errorf("%s is there, and nobody sent it", key)
		}
	}
}
