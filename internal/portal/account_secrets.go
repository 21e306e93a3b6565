package portal

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/oauth"
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

// spoken is what speaking with a provider takes.
func (s *Service) spoken(p *models.Provider) (*oauth.Provider, error) {
	secret := ""
	if p.SealedClientSecret != nil {
		opened, err := s.sealer.Open(p.SealedClientSecret, aboutClientSecret(p))
		if err != nil {
			return nil, &oauth.Error{Failure: models.ConnectionMisconfigured}
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
// of providers and accounts, so that this can be taken out of use.
func (s *Service) ResealAccountSecrets(ctx context.Context) error {
	providers, err := s.store.AllProviders(ctx)
	if err != nil {
		return err
	}
	for i := range providers {
		if err := s.resealClientSecret(ctx, &providers[i]); err != nil {
			return err
		}
	}
	var last models.ConnectedAccount
	for {
		accounts, err := s.store.AccountsToReseal(ctx, last.WorkspaceID, last.ID, s.sealer.CurrentID(), resealedAtOnce)
		if err != nil {
			return err
		}
		for _, a := range accounts {
			if err := s.resealAccount(ctx, a); err != nil {
				return err
			}
		}
		if len(accounts) < resealedAtOnce {
			return nil
		}
		last = *accounts[len(accounts)-1]
	}
}

func (s *Service) resealClientSecret(ctx context.Context, p *models.Provider) error {
	if p.SealedClientSecret == nil || s.sealer.Current(p.SealedClientSecret) {
		return nil
	}
	if sealed, err := s.sealedAnew(p.SealedClientSecret, aboutClientSecret(p)); err == nil {
		if err := s.store.ResealClientSecret(ctx, p, sealed); err != nil {
			return fmt.Errorf("seal the client secret of provider %s: %w", p.ID, err)
		}
		return nil
	}
	s.log.ErrorContext(ctx, "the client secret of a provider was sealed by a server's secret that is out of use: set it again by updateProvider", "provider", p.ID)
	return nil
}

func (s *Service) resealAccount(ctx context.Context, a *models.ConnectedAccount) error {
	access, err := s.sealedAnew(a.SealedAccessToken, aboutAccess(a.ID))
	if err == nil {
		var refresh []byte
		if refresh, err = s.sealedAnew(a.SealedRefreshToken, aboutRefresh(a.ID)); err == nil {
			if err := s.store.ResealAccount(ctx, a, access, refresh); err != nil {
				return fmt.Errorf("seal the tokens of account %s: %w", a.ID, err)
			}
			return nil
		}
	}
	s.log.WarnContext(ctx, "the tokens of an account were sealed by a server's secret that is out of use: its customer has to connect it again", "account", a.ID)
	return s.store.EndAccount(ctx, a, models.ConnectionEnded, s.toldByServer())
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
