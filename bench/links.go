package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/portico-portal/portico/bench/parts"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/models"
)

// makers is how many links are made at once.
const makers = 16

// newLinks makes links as the product does, each of a customer of its own and
// good for any number of redemptions, and gives their tokens.
func (d *database) newLinks(ctx context.Context, t tenant, n int) ([]string, error) {
	p, err := parts.Open(ctx, d.url)
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
				tokens[i], failures[maker] = newLink(ctx, p, t, fmt.Sprintf("redeem-%d", i))
			}
		})
	}
	group.Wait()
	return tokens, errors.Join(failures...)
}

func newLink(ctx context.Context, p *parts.Parts, t tenant, customerKey string) (string, error) {
	created, err := p.Portal.CreateCustomerPortal(ctx, models.Tenant{WorkspaceID: t.id, Code: t.code},
		portal.CreateCustomerPortalInput{CustomerData: portal.CustomerData{CustomerKey: customerKey}})
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
