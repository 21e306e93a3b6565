package portal

import (
	"context"
	"errors"
	"time"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/oauth"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

const (
	// refreshBefore is how long before its end an access token is refreshed; of one that
	// lives for less than twice as long, half of its life.
	refreshBefore = time.Minute
	// refreshPatience bounds a refresh with all of its calls, and refreshLease is how long
	// no other process tries: longer by a minute, so that the two never do at once though
	// their clocks differ.
	refreshPatience = 20 * time.Second
	refreshLease    = refreshPatience + time.Minute
	// refreshLook is how often it is looked whether another process has done it.
	refreshLook = 100 * time.Millisecond
)

// AccountAccess is an account with its access token, of one and the same moment.
type AccountAccess struct {
	Account *models.ConnectedAccount
	// Token is nil where the account isn't connected.
	Token *string
}

// AccessToken gives an account's access token, which it refreshes where it is about to
// expire: however many ask, once; and the account as it then is, also beside an error.
// CONFLICT where the token has expired and the provider gives no other one just now, and
// where none of this server's secrets opens it.
func (s *Service) AccessToken(ctx context.Context, a *models.ConnectedAccount) (*AccountAccess, error) {
	if a.Status != models.AccountConnected {
		return &AccountAccess{Account: a}, nil
	}
	if !s.isDue(a) {
		return s.openAccess(ctx, a)
	}
	// The first to ask may leave; what it began is for all of them.
	shared := s.refreshing.DoChan(a.WorkspaceID.String()+a.ID.String(), func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), refreshPatience)
		defer cancel()
		return s.refreshed(ctx, a)
	})
	select {
	case result := <-shared:
		if access, ok := result.Val.(*AccountAccess); ok && access != nil {
			return access, result.Err
		}
		return &AccountAccess{Account: a}, result.Err
	case <-ctx.Done():
		return &AccountAccess{Account: a}, ctx.Err()
	}
}

// isDue tells whether an access token is about to expire.
func (s *Service) isDue(a *models.ConnectedAccount) bool {
	if a.ExpiresAt == nil {
		return false
	}
	before := min(refreshBefore, a.ExpiresAt.Sub(a.ObtainedAt)/2)
	return !s.now().Before(a.ExpiresAt.Add(-before))
}

func (s *Service) hasExpired(a *models.ConnectedAccount) bool {
	return a.ExpiresAt != nil && !s.now().Before(*a.ExpiresAt)
}

// openAccess gives the token that an account has. One that no secret of this server
// opens stays: another process may know the secret, and this one tomorrow.
func (s *Service) openAccess(ctx context.Context, a *models.ConnectedAccount) (*AccountAccess, error) {
	opened, err := s.open(ctx, a.SealedAccessToken, aboutAccess(a.ID))
	if err != nil {
		return &AccountAccess{Account: a}, conflictOfSecret(err)
	}
	token := string(opened)
	return &AccountAccess{Account: a, Token: &token}, nil
}

// conflictOfSecret tells of what this server can't open; another error stays.
func conflictOfSecret(err error) error {
	if errors.Is(err, errOtherSecret) {
		return fault.New(fault.Conflict, "The token is sealed by a secret that this server doesn't have: see PORTICO_SECRET. Nothing is lost; the account stays as it is.")
	}
	return err
}

// endAccount says that an account's consent has ended, and gives the account as it then is.
func (s *Service) endAccount(ctx context.Context, a *models.ConnectedAccount) (*AccountAccess, error) {
	ctx, cancel := lasting(ctx)
	defer cancel()
	if err := s.store.EndAccount(ctx, a, models.ConnectionEnded, s.toldByServer()); err != nil {
		return &AccountAccess{Account: a}, err
	}
	return s.present(ctx, a)
}

// present gives an account as it is stored: with its token where it has another one since.
func (s *Service) present(ctx context.Context, a *models.ConnectedAccount) (*AccountAccess, error) {
	now, err := s.store.ConnectedAccount(ctx, a.WorkspaceID, a.ID)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return withoutAccount(a), nil
	case err != nil:
		return &AccountAccess{Account: a}, err
	case now.Status != models.AccountConnected:
		return &AccountAccess{Account: &now}, nil
	default:
		return s.openAccess(ctx, &now)
	}
}

// withoutAccount stands for an account that was deleted while it was read.
func withoutAccount(a *models.ConnectedAccount) *AccountAccess {
	gone := *a
	gone.Status, gone.ExpiresAt = models.AccountDisconnected, nil
	return &AccountAccess{Account: &gone}
}

// toldByServer is what events say of what the server does by itself.
func (s *Service) toldByServer() *store.Told {
	server := models.ActorServer
	return &store.Told{Actor: models.Actor{Type: &server}, Now: s.now()}
}

// refreshed gives an account's token once this process, or another, has refreshed it.
// seen is the account as it was when the token was asked for.
func (s *Service) refreshed(ctx context.Context, seen *models.ConnectedAccount) (*AccountAccess, error) {
	for {
		a, err := s.store.ConnectedAccount(ctx, seen.WorkspaceID, seen.ID)
		if errors.Is(err, store.ErrNotFound) {
			return withoutAccount(seen), nil
		}
		if err != nil {
			return nil, err
		}
		switch {
		case a.Status != models.AccountConnected:
			return &AccountAccess{Account: &a}, nil
		case !s.isDue(&a), a.Generation != seen.Generation && !s.hasExpired(&a):
			return s.openAccess(ctx, &a)
		case a.SealedRefreshToken == nil && !s.hasExpired(&a):
			return s.openAccess(ctx, &a)
		case a.SealedRefreshToken == nil:
			return s.endAccount(ctx, &a)
		}
		until := s.now().Add(refreshLease)
		leased, err := s.store.LeaseAccount(ctx, a.WorkspaceID, a.ID, a.Generation, s.now(), until)
		if err != nil {
			return nil, err
		}
		if leased {
			return s.refresh(ctx, &a, until)
		}
		select {
		case <-time.After(refreshLook):
		case <-ctx.Done():
			return s.orPresent(ctx, &a, errNoOther)
		}
	}
}

// refresh gets new tokens of an account, which this process alone does until the lease ends.
func (s *Service) refresh(ctx context.Context, a *models.ConnectedAccount, until time.Time) (*AccountAccess, error) {
	spoken, tokens, err := s.askForTokens(ctx, a)
	if err == nil {
		return s.keepTokens(ctx, a, spoken, tokens)
	}
	if errors.Is(err, store.ErrNotFound) {
		return withoutAccount(a), nil // the provider was deleted, and the account with it
	}
	failed, ok := errors.AsType[*oauth.Error](err)
	if ok && failed.Failure == models.ConnectionEnded {
		return s.endAccount(ctx, a)
	}
	// Also where the time is up: another one need not wait for the lease to end.
	lasts, cancel := lasting(ctx)
	defer cancel()
	if err := s.store.ReleaseAccount(lasts, a.WorkspaceID, a.ID, a.Generation, until); err != nil {
		return nil, err
	}
	switch {
	case errors.Is(err, errOtherSecret):
		return s.orPresent(ctx, a, conflictOfSecret(err))
	case !ok:
		return nil, err
	}
	s.log.WarnContext(ctx, "an account's tokens were not refreshed", "account", a.ID, "provider", a.ProviderID, "failure", failed.Failure, "reason", failed)
	return s.orPresent(ctx, a, errNoOther)
}

// askForTokens asks the account's provider. The error is an *oauth.Error, errOtherSecret,
// store.ErrNotFound where the provider was deleted, or an internal one.
func (s *Service) askForTokens(ctx context.Context, a *models.ConnectedAccount) (*oauth.Provider, *oauth.Tokens, error) {
	refresh, err := s.open(ctx, a.SealedRefreshToken, aboutRefresh(a.ID))
	if err != nil {
		return nil, nil, err
	}
	provider, err := s.store.Provider(ctx, a.WorkspaceID, a.ProviderID)
	if err != nil {
		return nil, nil, err
	}
	spoken, err := s.spoken(ctx, &provider)
	if err != nil {
		return nil, nil, err
	}
	tokens, err := s.oauth.Refresh(ctx, spoken, string(refresh), a.Scopes)
	return spoken, tokens, err
}

// keepTokens stores new tokens, both at once, and gives the access token. Where the
// account was disconnected in the meantime nobody will use them, and the provider is to
// revoke them; where it was connected again it has others.
func (s *Service) keepTokens(ctx context.Context, a *models.ConnectedAccount, spoken *oauth.Provider, tokens *oauth.Tokens) (*AccountAccess, error) {
	kept := *a
	if err := s.sealTokens(&kept, tokens); err != nil {
		return nil, err
	}
	kept.UpdatedAt = kept.ObtainedAt
	// The former tokens may be worth nothing now, so these are stored also where the time is up.
	lasts, cancel := lasting(ctx)
	defer cancel()
	stored, err := s.store.RefreshAccount(lasts, &kept)
	if err != nil {
		return nil, err
	}
	if stored {
		return &AccountAccess{Account: &kept, Token: &tokens.Access}, nil
	}
	present, err := s.present(lasts, a)
	if err == nil && present.Account.Status != models.AccountConnected {
		s.revoke(ctx, spoken, a.ProviderID, tokens)
	}
	return present, err
}

// errNoOther says that an expired token has no other one in its place just now.
var errNoOther = fault.New(fault.Conflict, "The access token has expired, and the provider gives no other one just now. Try again later; the account stays connected.")

// orPresent gives the token that an account has as long as it is good, and else says
// why there is none just now.
func (s *Service) orPresent(ctx context.Context, a *models.ConnectedAccount, otherwise error) (*AccountAccess, error) {
	if !s.hasExpired(a) {
		return s.openAccess(ctx, a)
	}
	return &AccountAccess{Account: a}, otherwise
}
