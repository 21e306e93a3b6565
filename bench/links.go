package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/portico-portal/portico/bench/parts"
	"github.com/portico-portal/portico/internal/portal"
)

// makers is how many links are made at once.
const makers = 16

// newLinks makes links as the product does, each of a customer of its own, and
// gives their tokens, which are good for any number of redemptions. Workspaces
// take turns.
func newLinks(ctx context.Context, databaseURL string, tenants []tenant, n int, data func(i int) portal.CustomerData) ([]string, error) {
	p, err := parts.Open(ctx, databaseURL)
	if err != nil {
		return nil, err
	}
	defer func() { _ = p.Store.Close() }() // nothing is lost
	tokens := make([]string, n)
	failures := make([]error, makers)
	var turn atomic.Int64
	var group sync.WaitGroup
	for maker := range makers {
		group.Go(func() {
			for i := int(turn.Add(1)) - 1; i < n && failures[maker] == nil; i = int(turn.Add(1)) - 1 {
				tokens[i], failures[maker] = newLink(ctx, p, tenants[i%len(tenants)], data(i))
			}
		})
	}
	group.Wait()
	return tokens, errors.Join(failures...)
}

func newLink(ctx context.Context, p *parts.Parts, t tenant, data portal.CustomerData) (string, error) {
	created, err := p.Portal.CreateCustomerPortal(ctx, t.model(), portal.CreateCustomerPortalInput{CustomerData: data})
	if err != nil {
		return "", err
	}
	link := &created.MagicLink
	text, ok := p.Keyring.LinkToken(p.Keyring.Current(), t.code, link.ID, link.Generation)
	if !ok {
		return "", errors.New("the secret makes no token")
	}
	return text.Reveal(), nil
}

// redeemedCustomer is the customer of a link that is made to be redeemed.
func redeemedCustomer(i int) portal.CustomerData {
	return portal.CustomerData{CustomerKey: fmt.Sprintf("redeem-%d", i)}
}
