package portal

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/oauth"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/token"
	"github.com/portico-portal/portico/models"
)

const (
	// StartPath is where a browser leaves for a provider.
	StartPath = "/oauth/start/"
	// CallbackPath is where it comes back: the one redirect URI.
	CallbackPath = "/oauth/callback"
	// AuthorizationTTL is how long a start URL is good, and then how long the provider's
	// answer may take.
	AuthorizationTTL = 10 * time.Minute
	// AuthorizationKept is how long it can be read what became of an authorization.
	AuthorizationKept = 24 * time.Hour
	// answerPatience bounds the calls that an answer takes, and storePatience what is
	// then stored of it.
	answerPatience = 20 * time.Second
	storePatience  = 5 * time.Second
)

// lasting is a context for what has to be stored whoever has left, and however long the
// calls before it took.
func lasting(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), storePatience)
}

// ErrAuthorizationUnknown says that a step belongs to no authorization that waits for
// it, or to another browser's. Nothing was stored for it.
var ErrAuthorizationUnknown = errors.New("portal: no authorization waits for this")

// ConnectAccountInput is what ConnectAccount takes.
type ConnectAccountInput struct {
	ProviderID string
	// AccountID is the account to connect again; nil for another one.
	AccountID *string
}

// AccountConnection is an authorization that was begun, with the URL to follow.
type AccountConnection struct {
	Authorization models.AccountAuthorization
	URL           string `json:"-"`
}

// ConnectAccount begins an authorization for the session's customer. Its URL is good
// once.
func (s *Service) ConnectAccount(ctx context.Context, tenant models.Tenant, session *models.PortalSession, in ConnectAccountInput) (*AccountConnection, error) {
	id, err := newID()
	if err != nil {
		return nil, err
	}
	start, err := token.NewFlowToken(s.random, tenant.Code)
	if err != nil {
		return nil, err
	}
	provider, _ := ParseID(in.ProviderID) // the zero id is nobody's
	if err := s.checkOffered(ctx, session, provider); err != nil {
		return nil, err
	}
	hash, now := start.Hash(), s.now()
	a := models.AccountAuthorization{
		WorkspaceID: tenant.WorkspaceID, ID: id, CustomerID: session.CustomerID, ProviderID: provider,
		SessionID: session.ID, OpenedFor: session.OpenedFor, Status: models.AuthorizationPending,
		StartHash: hash[:], CreatedAt: now, ExpiresAt: now.Add(AuthorizationTTL),
	}
	if in.AccountID != nil {
		account, _ := ParseID(*in.AccountID)
		a.AccountID = &account
	}
	err = s.store.CreateAuthorization(ctx, &a, s.secrets())
	switch {
	case errors.Is(err, store.ErrNoAccount):
		return nil, noSuchAccount("accountId")
	case errors.Is(err, store.ErrTooManyAccounts):
		return nil, fault.New(fault.LimitExceeded, "A customer has at most %d accounts.", store.MaxAccounts)
	case errors.Is(err, store.ErrTooMany):
		return nil, fault.New(fault.LimitExceeded, "At most %d accounts of a customer are being connected at once: finish one, or wait for %d minutes.",
			store.MaxPendingAuthorizations, AuthorizationTTL/time.Minute)
	case err != nil:
		return nil, orNoProvider(err, "providerId")
	}
	return &AccountConnection{Authorization: a, URL: s.publicURL + StartPath + start.Reveal()}, nil
}

// checkOffered refuses a provider that the session's portal doesn't offer as one that
// isn't there.
func (s *Service) checkOffered(ctx context.Context, session *models.PortalSession, id uuid.UUID) error {
	if session.Settings.IsZero() {
		return nil
	}
	provider, err := s.store.Provider(ctx, session.WorkspaceID, id)
	if err == nil && !offers(&session.Settings, &provider) {
		err = store.ErrNotFound
	}
	return orNoProvider(err, "providerId")
}

// Authorization reads what became of an authorization, with a customer if it is theirs.
// The error is store.ErrNotFound where there is none such.
func (s *Service) Authorization(ctx context.Context, workspace uuid.UUID, customer *uuid.UUID, id uuid.UUID) (*models.AccountAuthorization, error) {
	a, err := s.store.Authorization(ctx, workspace, id)
	if err == nil && customer != nil && a.CustomerID != *customer {
		err = store.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	end := a.ExpiresAt
	if a.AnsweredAt != nil {
		end = a.AnsweredAt.Add(answerPatience + revokePatience + 2*storePatience)
	}
	if a.Status == models.AuthorizationPending && !s.now().Before(end) {
		a.Status = models.AuthorizationFailed
	}
	return &a, nil
}

// AuthorizationStep is what a step of an authorization came to.
type AuthorizationStep struct {
	// SessionID is that of the session that began it.
	SessionID uuid.UUID
	// Provider is the provider's name.
	Provider string
	Brand    Brand
	// Failure is why it brings no account; nil where it goes on, or has brought one.
	Failure *models.ConnectionFailure
	// URL is where the browser goes next, and State and Cookie what it must bring back.
	URL    string          `json:"-"`
	State  token.FlowToken `json:"-"`
	Cookie token.FlowToken `json:"-"`
}

// StartAuthorization takes the first step: the browser follows the start URL. The error
// is ErrAuthorizationUnknown where it is no such URL any more.
func (s *Service) StartAuthorization(ctx context.Context, text string) (*AuthorizationStep, error) {
	start, err := token.ParseFlowToken(text)
	if err != nil {
		return nil, ErrAuthorizationUnknown
	}
	code, now := start.WorkspaceCode(), s.now()
	state, err := token.NewFlowToken(s.random, code)
	if err != nil {
		return nil, err
	}
	cookie, err := token.NewFlowToken(s.random, code)
	if err != nil {
		return nil, err
	}
	nonce, err := token.NewFlowToken(s.random, code)
	if err != nil {
		return nil, err
	}
	verifier := oauth.NewVerifier()
	sealed, err := s.sealer.Seal([]byte(verifier), aboutVerifier(state.Hash()))
	if err != nil {
		return nil, err
	}
	a, err := s.store.StartAuthorization(ctx, store.AuthorizationStart{
		Code: code, StartHash: start.Hash(), StateHash: state.Hash(), CookieHash: cookie.Hash(), NonceHash: nonce.Hash(),
		SealedVerifier: sealed, Now: now, Until: now.Add(AuthorizationTTL), Secrets: s.secrets(),
	})
	if err != nil {
		return nil, orUnknown(err)
	}
	step, provider, err := s.step(ctx, &a)
	if err != nil {
		return nil, err
	}
	spoken, err := s.spoken(ctx, provider)
	if err == nil {
		step.State, step.Cookie = state, cookie
		step.URL, err = s.oauth.AuthorizationURL(ctx, spoken, oauth.Authorization{State: state.Reveal(), Nonce: nonce.Reveal(), Verifier: verifier})
	}
	return step, s.failed(ctx, &a, step, err)
}

func orUnknown(err error) error {
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrRefused) {
		return ErrAuthorizationUnknown
	}
	return err
}

// step is what a page tells of an authorization, and its provider.
func (s *Service) step(ctx context.Context, a *models.AccountAuthorization) (*AuthorizationStep, *models.Provider, error) {
	provider, err := s.store.Provider(ctx, a.WorkspaceID, a.ProviderID)
	if err != nil {
		return nil, nil, orUnknown(err)
	}
	workspace, err := s.store.Workspace(ctx, a.WorkspaceID)
	if err != nil {
		return nil, nil, err
	}
	return &AuthorizationStep{SessionID: a.SessionID, Provider: provider.Name, Brand: brandOf(&workspace)}, &provider, nil
}

// failed stores why an authorization brings no account, where that is what err says.
func (s *Service) failed(ctx context.Context, a *models.AccountAuthorization, step *AuthorizationStep, err error) error {
	failed, ok := errors.AsType[*oauth.Error](err)
	if !ok {
		return err
	}
	ctx, cancel := lasting(ctx)
	defer cancel()
	step.Failure = &failed.Failure
	s.log.WarnContext(ctx, "an account was not connected", "authorization", a.ID, "provider", a.ProviderID, "failure", failed.Failure, "reason", failed)
	return s.store.FailAuthorization(ctx, a, failed.Failure, s.toldBySession(ctx, a))
}

// toldBySession is what events say that the session makes which began an authorization.
func (s *Service) toldBySession(ctx context.Context, a *models.AccountAuthorization) *store.Told {
	by, session := s.actor(ctx), models.ActorPortalSession
	by.Type, by.ID, by.OpenedFor = &session, &a.SessionID, a.OpenedFor
	return &store.Told{Actor: by, Now: s.now()}
}

// ProviderAnswer is what a browser brings back from a provider.
type ProviderAnswer struct {
	State  string
	Code   string
	Error  string
	Issuer string
	// Cookie is what it was given when it left.
	Cookie string
}

// FinishAuthorization takes the last step: the browser comes back. The error is
// ErrAuthorizationUnknown where no authorization waits for it in this browser.
func (s *Service) FinishAuthorization(ctx context.Context, answer ProviderAnswer) (*AuthorizationStep, error) {
	state, err := token.ParseFlowToken(answer.State)
	if err != nil {
		return nil, ErrAuthorizationUnknown
	}
	told := s.toldBySession(ctx, &models.AccountAuthorization{})
	take := store.AuthorizationAnswer{Code: state.WorkspaceCode(), StateHash: state.Hash(), Secrets: s.secrets(), Told: told}
	if cookie, err := token.ParseFlowToken(answer.Cookie); err == nil {
		take.CookieHash = cookie.Hash()
	}
	a, err := s.store.AnswerAuthorization(ctx, take)
	if err != nil {
		return nil, orUnknown(err)
	}
	// Who leaves now has consented all the same.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerPatience)
	defer cancel()
	step, provider, err := s.step(ctx, &a)
	if err != nil {
		return nil, err
	}
	return step, s.failed(ctx, &a, step, s.connect(ctx, &a, provider, &answer, state))
}
