package portal

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/oauth"
	"github.com/portico-portal/portico/internal/seal"
	"github.com/portico-portal/portico/models"
)

// What is sealed opens for its own row and purpose alone, so that no token can stand in
// for another.
func aboutClientSecret(p *models.Provider) string { return p.ID.String() + " client secret" }

func aboutAccess(account uuid.UUID) string { return account.String() + " access token" }

func aboutRefresh(account uuid.UUID) string { return account.String() + " refresh token" }

// aboutVerifier binds a verifier to the state that it belongs to.
func aboutVerifier(state [32]byte) string { return fmt.Sprintf("%x verifier", state) }

// sealTokens puts a provider's tokens into an account, whose id must be its own.
func (s *Service) sealTokens(a *models.ConnectedAccount, t *oauth.Tokens) (err error) {
	a.SealedRefreshToken = nil
	if a.SealedAccessToken, err = s.sealer.Seal([]byte(t.Access), aboutAccess(a.ID)); err != nil {
		return err
	}
	if t.Refresh != "" {
		a.SealedRefreshToken, err = s.sealer.Seal([]byte(t.Refresh), aboutRefresh(a.ID))
	}
	a.ExpiresAt, a.Scopes, a.ObtainedAt = t.ExpiresAt, t.Scopes, s.now()
	return err
}

// errOtherSecret says that something was sealed by a secret that this server doesn't
// have. It is never deleted for that: another process may have it.
var errOtherSecret = errors.New("it is sealed by a secret that this server doesn't have: see PORTICO_SECRET")

// loggedUnopened bounds what is remembered of having been logged.
const loggedUnopened = 1024

// open opens what is sealed. The error is errOtherSecret, which is logged once of each.
func (s *Service) open(ctx context.Context, sealed []byte, about string) ([]byte, error) {
	opened, err := s.sealer.Open(sealed, about)
	if err == nil {
		return opened, nil
	}
	if known, _ := s.unopened.ContainsOrAdd(about, struct{}{}); !known {
		s.log.ErrorContext(ctx, "a secret doesn't open", "of", about, "reason", errOtherSecret)
	}
	return nil, errOtherSecret
}

// spoken is what speaking with a provider takes. The error is errOtherSecret, and for
// who is being connected an *oauth.Error.
func (s *Service) spoken(ctx context.Context, p *models.Provider) (*oauth.Provider, error) {
	secret := ""
	if p.SealedClientSecret != nil {
		opened, err := s.open(ctx, p.SealedClientSecret, aboutClientSecret(p))
		if err != nil {
			return nil, errors.Join(err, &oauth.Error{Failure: models.ConnectionMisconfigured})
		}
		secret = string(opened)
	}
	return &oauth.Provider{
		Issuer: orEmpty(p.Issuer), AuthorizationURL: orEmpty(p.AuthorizationURL), TokenURL: orEmpty(p.TokenURL), RevocationURL: orEmpty(p.RevocationURL),
		ClientID: p.ClientID, ClientSecret: secret, Scopes: p.Scopes,
	}, nil
}

func orEmpty(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// resealedAtOnce is how many accounts are read at a time.
const resealedAtOnce = 500

// ResealAccountSecrets seals with the server's current secret what an earlier one sealed
// of providers and accounts, so that this can be taken out of use. What none of its
// secrets opens stays as it is: it may be a newer one's, which another process has.
func (s *Service) ResealAccountSecrets(ctx context.Context) error {
	unopenedProviders, err := s.resealClientSecrets(ctx)
	if err != nil {
		return err
	}
	unopenedAccounts := 0
	var last models.ConnectedAccount
	for {
		accounts, err := s.store.AccountsToReseal(ctx, last.WorkspaceID, last.ID, s.sealer.CurrentID(), resealedAtOnce)
		if err != nil {
			return err
		}
		for _, a := range accounts {
			opens, err := s.resealAccount(ctx, a)
			if err != nil {
				return err
			}
			if !opens {
				unopenedAccounts++
			}
		}
		if len(accounts) < resealedAtOnce {
			break
		}
		last = *accounts[len(accounts)-1]
	}
	if unopenedProviders > 0 || unopenedAccounts > 0 {
		s.log.ErrorContext(ctx, "secrets of providers and accounts don't open, and stay as they are", "providers", unopenedProviders, "accounts", unopenedAccounts, "reason", errOtherSecret)
	}
	return nil
}

// resealClientSecrets does so with the providers' secrets, and counts those that don't open.
func (s *Service) resealClientSecrets(ctx context.Context) (unopened int, err error) {
	providers, err := s.store.AllProviders(ctx)
	if err != nil {
		return 0, err
	}
	for i := range providers {
		p := &providers[i]
		if p.SealedClientSecret == nil || s.sealer.Current(p.SealedClientSecret) {
			continue
		}
		sealed, err := s.sealedAnew(p.SealedClientSecret, aboutClientSecret(p))
		if errors.Is(err, seal.ErrSealed) {
			unopened++
			continue
		}
		if err == nil {
			err = s.store.ResealClientSecret(ctx, p, sealed)
		}
		if err != nil {
			return unopened, fmt.Errorf("seal the client secret of provider %s: %w", p.ID, err)
		}
	}
	return unopened, nil
}

// resealAccount does so with both of an account's tokens, or none, and tells whether
// they open.
func (s *Service) resealAccount(ctx context.Context, a *models.ConnectedAccount) (opens bool, err error) {
	access, err := s.sealedAnew(a.SealedAccessToken, aboutAccess(a.ID))
	var refresh []byte
	if err == nil {
		refresh, err = s.sealedAnew(a.SealedRefreshToken, aboutRefresh(a.ID))
	}
	if errors.Is(err, seal.ErrSealed) {
		return false, nil
	}
	if err == nil {
		err = s.store.ResealAccount(ctx, a, access, refresh)
	}
	if err != nil {
		return true, fmt.Errorf("seal the tokens of account %s: %w", a.ID, err)
	}
	return true, nil
}

// sealedAnew seals what another secret may have sealed; nil stays nil.
func (s *Service) sealedAnew(sealed []byte, about string) ([]byte, error) {
	if sealed == nil {
		return nil, nil
	}
	plain, err := s.sealer.Open(sealed, about)
	if err != nil {
		return nil, err
	}
	return s.sealer.Seal(plain, about)
}
