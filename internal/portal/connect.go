package portal

import (
	"context"
	"crypto/sha256"
	"errors"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/oauth"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/token"
	"github.com/portico-portal/portico/models"
)

// connect turns a provider's answer into an account. The error is an *oauth.Error where
// the provider or the customer is to blame.
func (s *Service) connect(ctx context.Context, a *models.AccountAuthorization, provider *models.Provider, answer *ProviderAnswer, state token.FlowToken) error {
	spoken, err := s.spoken(ctx, provider)
	if err != nil {
		return err
	}
	// First of all: an answer of another provider is none, whatever it says.
	if err := s.oauth.CheckAnswerer(ctx, spoken, answer.Issuer); err != nil {
		return err
	}
	if answer.Error != "" {
		return &oauth.Error{Failure: oauth.AnswerFailure(answer.Error)}
	}
	verifier, err := s.sealer.Open(a.SealedVerifier, aboutVerifier(state.Hash()))
	if err != nil || answer.Code == "" {
		return &oauth.Error{Failure: models.ConnectionInvalid}
	}
	seen, err := s.store.AccountGenerations(ctx, a.WorkspaceID, a.CustomerID, a.ProviderID)
	if err != nil {
		return err
	}
	found, err := s.oauth.Exchange(ctx, spoken, answer.Code, string(verifier), func(nonce string) bool {
		return token.Equal(sha256.Sum256([]byte(nonce)), [32]byte(a.NonceHash))
	})
	if found == nil {
		return err
	}
	lasts, cancel := lasting(ctx)
	defer cancel()
	if err == nil {
		err = s.storeAccount(lasts, a, found, seen)
	}
	if err != nil && !s.isConnected(lasts, a, found) {
		s.revoke(ctx, spoken, provider.ID, &found.Tokens) // nobody will use them
	}
	return err
}

// isConnected tells whether the customer has that very account connected already: with
// the new tokens some providers would revoke its own. Without a subject it is taken for the
// one that was to be connected again.
func (s *Service) isConnected(ctx context.Context, a *models.AccountAuthorization, found *oauth.Account) bool {
	var there models.ConnectedAccount
	var err error
	switch {
	case found.Subject != nil:
		there, err = s.store.AccountBySubject(ctx, a.WorkspaceID, a.CustomerID, a.ProviderID, *found.Subject)
	case a.AccountID != nil:
		there, err = s.store.ConnectedAccount(ctx, a.WorkspaceID, *a.AccountID)
	default:
		return false
	}
	return err == nil && there.Status == models.AccountConnected
}

// storeAccount stores an account that was found. The same one of a customer gets the new
// tokens; which that is, the issuer's subject says. seen are the generations of the
// accounts that were there before the provider was asked.
func (s *Service) storeAccount(ctx context.Context, a *models.AccountAuthorization, found *oauth.Account, seen map[uuid.UUID]int) error {
	for try := 1; ; try++ {
		account, err := s.accountFor(ctx, a, found)
		if err != nil {
			return err
		}
		if err := s.sealTokens(account, &found.Tokens); err != nil {
			return err
		}
		account.UpdatedAt, account.Generation = account.ObtainedAt, seen[account.ID]
		err = s.store.ConnectAccount(ctx, a, account, s.secrets(), s.toldBySession(ctx, a))
		if errors.Is(err, store.ErrDuplicate) && try == 1 {
			continue // another authorization has stored it since: now it is there
		}
		return orUnknown(err)
	}
}

// accountFor is the account that an authorization is about, with its id: tokens are
// sealed for it.
func (s *Service) accountFor(ctx context.Context, a *models.AccountAuthorization, found *oauth.Account) (*models.ConnectedAccount, error) {
	there, err := s.accountThere(ctx, a, found)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	if err != nil {
		id, err := newID()
		if err != nil {
			return nil, err
		}
		there = models.ConnectedAccount{WorkspaceID: a.WorkspaceID, ID: id, CustomerID: a.CustomerID, ProviderID: a.ProviderID, CreatedAt: s.now()}
	}
	there.Subject, there.Status = found.Subject, models.AccountConnected
	if found.Name != nil || there.Subject == nil {
		there.Name = orElse(found.Name, there.Name)
	}
	return &there, nil
}

// accountThere is the account to connect again, or the customer's that is the same
// there. Another one than that to connect again is a failure: the business would take it
// for the same. The error is store.ErrNotFound where it is a new one.
func (s *Service) accountThere(ctx context.Context, a *models.AccountAuthorization, found *oauth.Account) (models.ConnectedAccount, error) {
	if a.AccountID == nil {
		if found.Subject == nil {
			return models.ConnectedAccount{}, store.ErrNotFound
		}
		return s.store.AccountBySubject(ctx, a.WorkspaceID, a.CustomerID, a.ProviderID, *found.Subject)
	}
	there, err := s.store.ConnectedAccount(ctx, a.WorkspaceID, *a.AccountID)
	if errors.Is(err, store.ErrNotFound) || err == nil && there.Subject != nil && (found.Subject == nil || *there.Subject != *found.Subject) {
		return there, &oauth.Error{Failure: models.ConnectionInvalid}
	}
	return there, err
}
