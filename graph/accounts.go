package graph

import (
	"context"
	"fmt"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"

	"github.com/portico-portal/portico/graph/model"
	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

func (r *Resolver) providers(ctx context.Context, args pageArgs) (*model.Connection[models.Provider], error) {
	p := args.page(providerCursor)
	items, err := r.Store.Providers(ctx, tenant(ctx).WorkspaceID, p)
	if err != nil {
		return nil, err
	}
	return connect(providerCursor, p, items, store.ProviderPosition, func(ctx context.Context) (int, error) {
		return r.Store.CountProviders(ctx, tenant(ctx).WorkspaceID)
	}), nil
}

func (r *Resolver) connectedAccounts(ctx context.Context, args pageArgs, filter *store.ConnectedAccountFilter) (*model.Connection[models.ConnectedAccount], error) {
	f, p := orZero(filter), args.page(connectedAccountCursor)
	items, err := r.Store.ConnectedAccounts(ctx, tenant(ctx).WorkspaceID, f, p)
	if err != nil {
		return nil, err
	}
	c := connect(connectedAccountCursor, p, items, store.ConnectedAccountPosition, func(ctx context.Context) (int, error) {
		return r.Store.CountConnectedAccounts(ctx, tenant(ctx).WorkspaceID, f)
	})
	remember(ctx, c.Nodes)
	return c, nil
}

func (r *Resolver) connectedAccountList(filter *store.ConnectedAccountFilter) childList[models.Customer, models.ConnectedAccount] {
	return newSeenList[models.Customer](r, connectedAccountCursor, store.ConnectedAccountPosition, orZero(filter),
		r.Store.CustomersConnectedAccounts, r.Store.CountCustomersConnectedAccounts)
}

// providerOf reads an account's provider, together with those of the accounts that it
// was loaded with.
func (r *Resolver) providerOf(ctx context.Context, account *models.ConnectedAccount) (*models.Provider, error) {
	found, err := loadTogether(ctx, account, "provider", func(ctx context.Context, accounts []*models.ConnectedAccount) (map[uuid.UUID]*models.Provider, error) {
		rows, err := r.Store.ProvidersByID(ctx, account.WorkspaceID, idsFrom(accounts, func(a *models.ConnectedAccount) uuid.UUID { return a.ProviderID }))
		return byOwnID(rows), err
	})
	if err == nil && found[account.ProviderID] == nil {
		err = fmt.Errorf("the provider of account %s was deleted while it was read", account.ID)
	}
	return found[account.ProviderID], err
}

// customerOfAccount reads an account's customer, likewise.
func (r *Resolver) customerOfAccount(ctx context.Context, account *models.ConnectedAccount) (*models.Customer, error) {
	found, err := loadTogether(ctx, account, "customer", func(ctx context.Context, accounts []*models.ConnectedAccount) (map[uuid.UUID]*models.Customer, error) {
		rows, err := r.Store.CustomersByID(ctx, account.WorkspaceID, idsFrom(accounts, func(a *models.ConnectedAccount) uuid.UUID { return a.CustomerID }))
		remember(ctx, rows)
		return byOwnID(rows), err
	})
	if err == nil && found[account.CustomerID] == nil {
		err = fmt.Errorf("the customer of account %s was deleted while it was read", account.ID)
	}
	return found[account.CustomerID], err
}

// idsFrom lists an id of each item, each once.
func idsFrom[T any](items []*T, id func(*T) uuid.UUID) []uuid.UUID {
	seen := make(map[uuid.UUID]bool, len(items))
	var ids []uuid.UUID
	for _, item := range items {
		if of := id(item); !seen[of] {
			seen[of] = true
			ids = append(ids, of)
		}
	}
	return ids
}

func byOwnID[T model.Node](rows []T) map[uuid.UUID]T {
	found := make(map[uuid.UUID]T, len(rows))
	for _, row := range rows {
		found[row.GetID()] = row
	}
	return found
}

func (r *Resolver) authorization(ctx context.Context, id string) (*models.AccountAuthorization, error) {
	of, err := r.scope(ctx)
	if err != nil || of.Sight.Restricted() { // such a session has begun none
		return nil, err
	}
	found, err := byID(id, func(id uuid.UUID) (*models.AccountAuthorization, error) {
		return r.Portal.Authorization(ctx, tenant(ctx).WorkspaceID, ownCustomer(ctx), id)
	})
	if found == nil {
		return nil, err
	}
	return *found, err
}

// accountOf reads the account that an authorization brought; null where it brought none,
// or it was deleted since.
func (r *Resolver) accountOf(ctx context.Context, a *models.AccountAuthorization) (*models.ConnectedAccount, error) {
	if a.ConnectedAccountID == nil {
		return nil, nil
	}
	account, err := r.Store.ConnectedAccount(ctx, a.WorkspaceID, *a.ConnectedAccountID)
	return orNull(&account, err)
}

// ownCustomer is the customer that the caller's session reaches; nil where it is a
// workspace, which reaches all of its own.
func ownCustomer(ctx context.Context) *uuid.UUID {
	caller := auth.FromContext(ctx)
	if caller.Kind != auth.Portal {
		return nil
	}
	return &caller.Session.CustomerID
}

// session is the caller's portal session; @access made sure that it has one.
func session(ctx context.Context) *models.PortalSession {
	caller := auth.FromContext(ctx)
	return &caller.Session
}

// accessOf is an account as its answer is to show it: where its access token is asked
// for as well, with that, so that all of it is of one moment.
func (r *Resolver) accessOf(ctx context.Context, account *models.ConnectedAccount) (*portal.AccountAccess, error) {
	if ownCustomer(ctx) != nil || !besides(ctx, "accessToken") {
		return &portal.AccountAccess{Account: account}, nil
	}
	return loadTogether(ctx, account, nameOf("access", account.ID), func(ctx context.Context, _ []*models.ConnectedAccount) (*portal.AccountAccess, error) {
		return r.Portal.AccessToken(ctx, account)
	})
}

// presentOf is the same without the token, whose error is told by its own field.
func (r *Resolver) presentOf(ctx context.Context, account *models.ConnectedAccount) *models.ConnectedAccount {
	access, _ := r.accessOf(ctx, account)
	if access == nil {
		return account
	}
	return access.Account
}

// besides tells whether the object whose field is resolved is asked for another field.
func besides(ctx context.Context, name string) bool {
	of := graphql.GetFieldContext(ctx)
	object := of.Object
	for of = of.Parent; of != nil && of.Field.Field == nil; {
		of = of.Parent // an item of a list
	}
	if of == nil {
		return false
	}
	return slices.ContainsFunc(graphql.CollectFields(graphql.GetOperationContext(ctx), of.Field.Selections, []string{object, "Node"}), func(f graphql.CollectedField) bool {
		return f.Name == name
	})
}
