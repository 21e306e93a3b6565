package portal

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/oauth"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

// revokePatience bounds what disconnecting waits for a provider.
const revokePatience = 5 * time.Second

// DisconnectAccount deletes an account's tokens, and then has the provider revoke them
// as far as it can be reached. Idempotent. NOT_FOUND where the scope has none such.
func (s *Service) DisconnectAccount(ctx context.Context, of store.Scope, id string) (*models.ConnectedAccount, error) {
	parsed, _ := ParseID(id) // the zero id is nobody's
	if of.Sight != nil {
		found, err := s.store.ConnectedAccountsByID(ctx, of, []uuid.UUID{parsed})
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, noSuchAccount("id")
		}
	}
	var customer *uuid.UUID
	if of.CustomerID != uuid.Nil {
		customer = &of.CustomerID
	}
	before, err := s.store.DisconnectAccount(ctx, of.WorkspaceID, customer, parsed, s.told(ctx))
	if errors.Is(err, store.ErrNotFound) {
		return nil, noSuchAccount("id")
	}
	if err != nil {
		return nil, err
	}
	s.revokeOf(ctx, &before)
	after, err := s.store.ConnectedAccount(ctx, of.WorkspaceID, parsed)
	if errors.Is(err, store.ErrNotFound) {
		return nil, noSuchAccount("id") // it was deleted since
	}
	return &after, err
}

func noSuchAccount(field string) error {
	return &fault.Error{Code: fault.NotFound, Field: field, Message: "there is no connected account with this id"}
}

// revokeOf has the provider revoke the tokens that an account had.
func (s *Service) revokeOf(ctx context.Context, a *models.ConnectedAccount) {
	var tokens oauth.Tokens
	if opened, err := s.sealer.Open(a.SealedAccessToken, aboutAccess(a.ID)); err == nil {
		tokens.Access = string(opened)
	}
	if opened, err := s.sealer.Open(a.SealedRefreshToken, aboutRefresh(a.ID)); err == nil {
		tokens.Refresh = string(opened)
	}
	provider, err := s.store.Provider(ctx, a.WorkspaceID, a.ProviderID)
	if err != nil {
		return
	}
	spoken, err := s.spoken(&provider)
	if err != nil {
		return
	}
	s.revoke(ctx, spoken, provider.ID, &tokens)
}

// revoke has a provider end tokens as far as it can be reached: whoever asked for it
// has what was asked for, since this server has forgotten them. With the refresh token
// ends what came of it.
func (s *Service) revoke(ctx context.Context, p *oauth.Provider, id uuid.UUID, t *oauth.Tokens) {
	token, hint := t.Refresh, "refresh_token"
	if token == "" {
		token, hint = t.Access, "access_token"
	}
	if token == "" {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), revokePatience)
	defer cancel()
	if err := s.oauth.Revoke(ctx, p, token, hint); err != nil {
		s.log.WarnContext(ctx, "a provider has not revoked the tokens of an account", "provider", id, "reason", err)
	}
}

// providersByName reads all of the workspace's providers, as a portal shows them.
func (s *Service) providersByName(ctx context.Context, workspace uuid.UUID) ([]*models.Provider, error) {
	all, err := s.store.Providers(ctx, workspace, store.Page{Limit: store.MaxProviders})
	slices.SortFunc(all.Items, func(a, b *models.Provider) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), bytes.Compare(a.ID[:], b.ID[:]))
	})
	return all.Items, err
}
