package main

import (
	"context"
	"fmt"

	"github.com/portico-portal/portico/bench/bare"
)

// redeemMutation asks for what opens a portal.
const redeemMutation = `mutation($token: String!) { redeemMagicLink(input: { token: $token }) { session { token expiresAt } } }`

const (
	redeemName = "redeem"
	// redeemedLinks is how many links of a side are redeemed in turn.
	redeemedLinks = 2000
)

func newRedeeming(connections ...int) workload {
	r := graphQL(redeemMutation, map[string]any{"token": mark})
	return workload{
		name: redeemName, about: fmt.Sprintf("redeem call: %d links in turn, without a credential", redeemedLinks),
		connections: connections, effect: redeems, good: goodSession, entries: redeemable,
		requests: map[string]*request{
			sidePortico: r, sideOther: r, sideBare: newRequest(bare.RedeemPath, map[string]any{"token": mark}),
		},
	}
}

// redeemable makes the links that a side's calls redeem.
func redeemable(ctx context.Context, s *side) ([]entry, error) {
	tokens, err := newLinks(ctx, s.db.url(), s.tenants, redeemedLinks, redeemedCustomer)
	s.links += len(tokens)
	entries := make([]entry, len(tokens))
	for i, token := range tokens {
		entries[i].text = token
	}
	return entries, err
}
