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
	// no other process tries: longer, so that the two never do at once.
	refreshPatience = 20 * time.Second
	refreshLease    = 30 * time.Second
	// refreshLook is how often it is looked whether another process has done it.
	refreshLook = 100 * time.Millisecond
)

// AccessToken gives an account's access token, which it refreshes where it is about to
// expire: however many ask, once. Nil where the account isn't connected. CONFLICT where
// it has expired and the provider gives no other one just now.
func (s *Service) AccessToken(ctx context.Context, a *models.ConnectedAccount) (*string, error) {
	if a.Status != models.AccountConnected {
		return nil, nil
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
		token, _ := result.Val.(*string)
		return token, result.Err
	case <-ctx.Done():
		return nil, ctx.Err()
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
// opens is lost for good.
func (s *Service) openAccess(ctx context.Context, a *models.ConnectedAccount) (*string, error) {
	opened, err := s.sealer.Open(a.SealedAccessToken, aboutAccess(a.ID))
	if err != nil {
		return nil, s.endAccount(ctx, a)
	}
	token := string(opened)
	return &token, nil
}

// endAccount says that an account's consent has ended.
func (s *Service) endAccount(ctx context.Context, a *models.ConnectedAccount) error {
	ctx, cancel := lasting(ctx)
	defer cancel()
	return s.store.EndAccount(ctx, a, models.ConnectionEnded, s.toldByServer())
}

// toldByServer is what events say of what the server does by itself.
func (s *Service) toldByServer() *store.Told {
	server := models.ActorServer
	return &store.Told{Actor: models.Actor{Type: &server}, Now: s.now()}
}

// refreshed gives an account's token once this process, or another, has refreshed it.
// seen is the account as it was when the token was asked for.
func (s *Service) refreshed(ctx context.Context, seen *models.ConnectedAccount) (*string, error) {
	for {
		a, err := s.store.ConnectedAccount(ctx, seen.WorkspaceID, seen.ID)
		if errors.Is(err, store.ErrNotFound) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		switch {
		case a.Status != models.AccountConnected:
			return nil, nil
		case !s.isDue(&a), a.Generation != seen.Generation && !s.hasExpired(&a):
			return s.openAccess(ctx, &a)
		case a.SealedRefreshToken == nil && !s.hasExpired(&a):
			return s.openAccess(ctx, &a)
		case a.SealedRefreshToken == nil:
			return nil, s.endAccount(ctx, &a)
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
			return s.orPresent(ctx, &a)
		}
	}
}

// refresh gets new tokens of an account, which this process alone does until the lease ends.
func (s *Service) refresh(ctx context.Context, a *models.ConnectedAccount, until time.Time) (*string, error) {
	tokens, err := s.askForTokens(ctx, a)
	if err == nil {
		return s.keepTokens(ctx, a, tokens)
	}
	failed, ok := errors.AsType[*oauth.Error](err)
	if ok && failed.Failure == models.ConnectionEnded {
		return nil, s.endAccount(ctx, a)
	}
	// Also where the time is up: another one need not wait for the lease to end.
	lasts, cancel := lasting(ctx)
	defer cancel()
	if err := s.store.ReleaseAccount(lasts, a.WorkspaceID, a.ID, a.Generation, until); err != nil {
		return nil, err
	}
	if !ok {
		return nil, err
	}
	s.log.WarnContext(ctx, "an account's tokens were not refreshed", "account", a.ID, "provider", a.ProviderID, "failure", failed.Failure, "reason", failed)
	return s.orPresent(ctx, a)
}

// askForTokens asks the account's provider. The error is an *oauth.Error, or an internal one.
func (s *Service) askForTokens(ctx context.Context, a *models.ConnectedAccount) (*oauth.Tokens, error) {
	refresh, err := s.sealer.Open(a.SealedRefreshToken, aboutRefresh(a.ID))
	if err != nil {
		return nil, &oauth.Error{Failure: models.ConnectionEnded}
	}
	provider, err := s.store.Provider(ctx, a.WorkspaceID, a.ProviderID)
	if err != nil {
		return nil, err
	}
	spoken, err := s.spoken(&provider)
	if err != nil {
		return nil, err
	}
	return s.oauth.Refresh(ctx, spoken, string(refresh), a.Scopes)
}

// keepTokens stores new tokens, both at once, and gives the access token. Nil where the
// account was disconnected in the meantime.
func (s *Service) keepTokens(ctx context.Context, a *models.ConnectedAccount, tokens *oauth.Tokens) (*string, error) {
	if err := s.sealTokens(a, tokens); err != nil {
		return nil, err
	}
	a.UpdatedAt = a.ObtainedAt
	// The former tokens may be worth nothing now, so these are stored also where the time is up.
	lasts, cancel := lasting(ctx)
	defer cancel()
	stored, err := s.store.RefreshAccount(lasts, a)
	if err != nil || !stored {
		return nil, err
	}
	return &tokens.Access, nil
}

// orPresent gives the token that an account has as long as it is good, and else says
// that there is none just now.
func (s *Service) orPresent(ctx context.Context, a *models.ConnectedAccount) (*string, error) {
	if !s.hasExpired(a) {
		return s.openAccess(ctx, a)
	}
	return nil, fault.New(fault.Conflict, "The access token has expired, and the provider gives no other one just now. Try again later; the account stays connected.")
}
