package graph

import (
	"context"
	"sync"

	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

// acting is for whom a request reads: its caller, or the session that it has started by
// redeeming a link. There is one a request.
type acting struct {
	mu sync.Mutex
	// redeemed is nil until a link is redeemed.
	redeemed *models.PortalSession
	found    bool
	sight    *store.Sight
}

type actingKey struct{}

func withActing(ctx context.Context) context.Context {
	return context.WithValue(ctx, actingKey{}, &acting{})
}

// actAs has the rest of the request read what the session sees, whoever called.
func actAs(ctx context.Context, session *models.PortalSession) {
	a := ctx.Value(actingKey{}).(*acting)
	a.mu.Lock()
	defer a.mu.Unlock()
	a.redeemed, a.found, a.sight = session, false, nil
}

// actingSession is the session that the request reads for; nil for a workspace.
func actingSession(ctx context.Context) *models.PortalSession {
	a := ctx.Value(actingKey{}).(*acting)
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.session(ctx)
}

func (a *acting) session(ctx context.Context) *models.PortalSession {
	if a.redeemed != nil {
		return a.redeemed
	}
	if caller := auth.FromContext(ctx); caller.Kind == auth.Portal {
		return &caller.Session
	}
	return nil
}

// scope is what the request may see: for a business its workspace, for a portal session
// its customer, or what its link leaves of that. It is looked for once a request.
func (r *Resolver) scope(ctx context.Context) (store.Scope, error) {
	a := ctx.Value(actingKey{}).(*acting)
	a.mu.Lock()
	defer a.mu.Unlock()
	session := a.session(ctx)
	if session == nil {
		return store.Scope{WorkspaceID: tenant(ctx).WorkspaceID}, nil
	}
	if !a.found {
		sight, err := r.Store.SightOf(ctx, session.WorkspaceID, session.CustomerID, &session.Settings)
		if err != nil {
			return store.Scope{}, err
		}
		a.found, a.sight = true, sight
	}
	return store.Scope{WorkspaceID: session.WorkspaceID, CustomerID: session.CustomerID, Sight: a.sight}, nil
}
