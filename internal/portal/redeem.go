package portal

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/actor"
	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/requestid"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/token"
	"github.com/portico-portal/portico/models"
)

// ErrMagicLinkInvalid is the one answer for a link that is unknown, expired,
// revoked or used up.
var ErrMagicLinkInvalid = fault.New(fault.MagicLinkInvalid, "This link opens nothing: it is unknown, expired, revoked or used up. Ask for a new one.")

// Redeemed is what Redeem gives.
type Redeemed struct {
	// Session is the session that was started, with its token.
	Session models.PortalSession
	// Token is the session's token.
	Token token.SessionToken `json:"-"`
	// Portal is what the session opens.
	Portal View
}

// Redeem opens a portal by a link's token, or by the link's whole URL, and
// starts a session in it. The error is ErrMagicLinkInvalid, whatever the
// reason; a text that can't be a token is refused before any query.
func (s *Service) Redeem(ctx context.Context, text string) (*Redeemed, error) {
	link, err := token.LinkTokenFromURL(text)
	if err != nil {
		s.metrics.LinkRefused()
		return nil, ErrMagicLinkInvalid
	}
	secret, err := token.NewSessionToken(s.random, link.WorkspaceCode())
	if err != nil {
		return nil, err
	}
	id, err := newID()
	if err != nil {
		return nil, err
	}
	now, hash := s.now(), secret.Hash()
	session := models.PortalSession{ID: id, TokenHash: hash[:], CreatedAt: now, ExpiresAt: now.Add(s.sessionTTL)}
	redeemedEvent, err := newID()
	if err != nil {
		return nil, err
	}
	startedEvent, err := newID()
	if err != nil {
		return nil, err
	}
	redeemed, err := s.store.Redeem(ctx, &store.Redemption{
		RedeemedEvent: redeemedEvent, StartedEvent: startedEvent, AddressHash: s.addressHash(actor.From(ctx).Address),
		Code: link.WorkspaceCode(), LinkHash: link.Hash(), Secrets: s.secrets(), Session: session, Now: now,
	})
	if errors.Is(err, store.ErrNotFound) {
		s.metrics.LinkRefused()
		s.refused(ctx, link)
		return nil, ErrMagicLinkInvalid
	}
	if err != nil {
		return nil, err
	}
	s.metrics.LinkRedeemed()
	requestid.SetWorkspace(ctx, redeemed.WorkspaceID)
	return s.started(ctx, &redeemed, session, secret), nil
}

// started completes what a redemption gives.
func (s *Service) started(ctx context.Context, redeemed *store.Redeemed, session models.PortalSession, secret token.SessionToken) *Redeemed {
	text, link := secret.Reveal(), &redeemed.MagicLink
	session.WorkspaceID, session.CustomerID, session.MagicLinkID = link.WorkspaceID, link.CustomerID, link.ID
	session.Features, session.Settings = link.Features, link.Settings
	session.OpenedFor, session.Token, session.ExpiresAt = link.OpenedFor, &text, earlier(session.ExpiresAt, link.ExpiresAt)
	brand, err := s.brand(ctx, link, &redeemed.Workspace)
	if err != nil { // the session has started, and its token must not be lost
		s.log.WarnContext(ctx, "a portal shows without its customization profile", "link", link.ID, "error", err)
	}
	return &Redeemed{
		Session: session, Token: secret,
		Portal: s.newView(link, &redeemed.Customer, &redeemed.Workspace, brand, session.ExpiresAt),
	}
}

// Session reads the session that is going on under a token. The error is
// store.ErrNotFound where there is none.
func (s *Service) Session(ctx context.Context, secret token.SessionToken) (models.PortalSession, error) {
	return s.store.SessionByToken(ctx, secret.WorkspaceCode(), secret.Hash(), s.secrets(), s.now())
}

// EndSession ends a session and tells whether it was going on.
func (s *Service) EndSession(ctx context.Context, workspace, id uuid.UUID) (bool, error) {
	return s.store.EndSession(ctx, workspace, id, s.told(ctx))
}

// EndPortalSessionsInput is what EndPortalSessions takes.
type EndPortalSessionsInput struct {
	CustomerKey string
}

// Faults lists everything that is wrong with the input.
func (in EndPortalSessionsInput) Faults() fault.List {
	var c checker
	c.key(fault.At("customerKey"), in.CustomerKey)
	return c.faults
}

// EndPortalSessions ends all sessions of a customer and tells how many were
// going on. NOT_FOUND where the workspace has no such customer.
func (s *Service) EndPortalSessions(ctx context.Context, tenant models.Tenant, in EndPortalSessionsInput) (int, error) {
	if err := in.Faults().Err(); err != nil {
		return 0, err
	}
	customer, err := s.store.CustomerByKey(ctx, tenant.WorkspaceID, in.CustomerKey)
	if errors.Is(err, store.ErrNotFound) {
		return 0, &fault.Error{Code: fault.NotFound, Field: "customerKey", Message: "this workspace has no customer with this key"}
	}
	if err != nil {
		return 0, err
	}
	return s.store.EndCustomersSessions(ctx, tenant.WorkspaceID, customer.ID, s.GoingOn(), s.told(ctx))
}

// GoingOn says which sessions are going on now.
func (s *Service) GoingOn() store.GoingOn { return store.GoingOn{Now: s.now(), Secrets: s.secrets()} }

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
