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
// as far as it can be reached. Idempotent. NOT_FOUND where the scope has none such; a
// sight of one resource has none, though it shows those that its devices came with.
func (s *Service) DisconnectAccount(ctx context.Context, of store.Scope, id string) (*models.ConnectedAccount, error) {
	parsed, _ := ParseID(id) // the zero id is nobody's
	if of.Sight.Restricted() {
		return nil, noSuchAccount("id")
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

// revokeOf has the provider revoke the tokens that an account had, whoever has left.
func (s *Service) revokeOf(ctx context.Context, a *models.ConnectedAccount) {
	if a.SealedAccessToken == nil && a.SealedRefreshToken == nil {
		return
	}
	ctx, cancel := lasting(ctx)
	defer cancel()
	var tokens oauth.Tokens
	if err := s.openTokens(ctx, a, &tokens); err != nil {
		s.notRevoked(ctx, a.ProviderID, err)
	}
	provider, err := s.store.Provider(ctx, a.WorkspaceID, a.ProviderID)
	if err != nil {
		s.notRevoked(ctx, a.ProviderID, err)
		return
	}
	spoken, err := s.spoken(ctx, &provider)
	if err != nil {
		s.notRevoked(ctx, a.ProviderID, err)
		return
	}
	s.revoke(ctx, spoken, provider.ID, &tokens)
}

// openTokens opens what an account has, as far as it opens.
func (s *Service) openTokens(ctx context.Context, a *models.ConnectedAccount, t *oauth.Tokens) error {
	var failed error
	for _, one := range []struct {
		sealed []byte
		about  string
		token  *string
	}{{a.SealedAccessToken, aboutAccess(a.ID), &t.Access}, {a.SealedRefreshToken, aboutRefresh(a.ID), &t.Refresh}} {
		if one.sealed == nil {
			continue
		}
		opened, err := s.open(ctx, one.sealed, one.about)
		if err != nil {
			failed = err
		}
		*one.token = string(opened)
	}
	return failed
}

func (s *Service) notRevoked(ctx context.Context, provider uuid.UUID, reason error) {
	s.log.WarnContext(ctx, "a provider has not revoked the tokens of an account", "provider", provider, "reason", reason)
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
		s.notRevoked(ctx, id, err)
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
