package auth

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/token"
	"github.com/portico-portal/portico/models"
)

const (
	// WorkspaceHeader says which workspace a personal access token is used for.
	WorkspaceHeader = "seam-workspace"
	// cacheTTL is how long a credential may be used after it was revoked.
	cacheTTL = time.Second
	// cacheSize bounds the credentials that are kept; a server that is called
	// with more of them reads them again.
	cacheSize = 4096
	// touchEvery is how exact a credential's last use is noted.
	touchEvery = time.Minute
)

// ErrUnauthenticated is the one answer for every credential that is wrong,
// revoked, expired, or lacks its workspace.
var ErrUnauthenticated = fault.New(fault.Unauthenticated,
	"The credential is not valid. Send an API key as \"Authorization: Bearer <key>\", or a personal access token and its workspace's id in the header seam-workspace.")

// Sessions knows the portal sessions.
type Sessions interface {
	// Session gives the session that is going on under a token; the error is
	// store.ErrNotFound where there is none.
	Session(ctx context.Context, token token.SessionToken) (models.PortalSession, error)
}

// Authenticator knows credentials. It is safe for use by many goroutines.
type Authenticator struct {
	store    *store.Store
	sessions Sessions
	clock    func() time.Time
	log      *slog.Logger

	mu    sync.Mutex
	cache map[cacheKey]cached
}

// cacheKey is a whole credential, not its short part alone: a wrong long part
// must find nothing here, so that it costs as much as a wrong short part, however
// lately the right one was used.
type cacheKey struct {
	short string
	long  [32]byte
}

// cached is what the database said about a credential that was right.
type cached struct {
	grants []store.Grant
	until  time.Time
}

// NewAuthenticator makes an Authenticator.
func NewAuthenticator(s *store.Store, sessions Sessions, clock func() time.Time, log *slog.Logger) *Authenticator {
	return &Authenticator{store: s, sessions: sessions, clock: clock, log: log, cache: map[cacheKey]cached{}}
}

// Authenticate tells who sent the headers. The error is ErrUnauthenticated, or
// an internal one where the database doesn't answer.
func (a *Authenticator) Authenticate(ctx context.Context, header http.Header) (Caller, error) {
	bearer, present := bearerToken(header)
	if !present {
		return Caller{}, nil
	}
	if session, err := token.ParseSessionToken(bearer); err == nil {
		return a.session(ctx, session)
	}
	credential, err := token.ParseCredential(bearer)
	if err != nil {
		return Caller{}, ErrUnauthenticated
	}
	key := cacheKey{credential.Short, credential.Hash()}
	grants, fresh, err := a.grants(ctx, key)
	if err != nil {
		return Caller{}, err
	}
	grant, ok := a.match(grants, credential.Prefix, header.Get(WorkspaceHeader))
	if !ok {
		return Caller{}, ErrUnauthenticated
	}
	if fresh {
		a.touch(ctx, grant.ID, grant.LastUsedAt)
	}
	return Caller{Kind: Workspace, CredentialID: grant.ID, Tenant: models.Tenant{WorkspaceID: grant.WorkspaceID, Code: grant.WorkspaceCode}}, nil
}

// session tells whose portal session the token is. It is read at every
// request, so that an ended session is refused at once.
func (a *Authenticator) session(ctx context.Context, secret token.SessionToken) (Caller, error) {
	session, err := a.sessions.Session(ctx, secret)
	if errors.Is(err, store.ErrNotFound) {
		return Caller{}, ErrUnauthenticated
	}
	if err != nil {
		return Caller{}, err
	}
	return Caller{
		Kind: Portal, Session: session,
		Tenant: models.Tenant{WorkspaceID: session.WorkspaceID, Code: secret.WorkspaceCode()},
	}, nil
}

// bearerToken reads the Authorization header; an empty one counts as absent,
// since some SDKs always send it.
func bearerToken(header http.Header) (string, bool) {
	values := header.Values("Authorization")
	text := strings.TrimSpace(strings.Join(values, ","))
	if text == "" {
		return "", false
	}
	scheme, bearer, _ := strings.Cut(text, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return "", true
	}
	return strings.TrimSpace(bearer), true
}

// match finds the grant that a credential of this prefix opens in a workspace.
func (a *Authenticator) match(grants []store.Grant, prefix, workspace string) (store.Grant, bool) {
	if len(grants) == 0 {
		return store.Grant{}, false
	}
	first := &grants[0]
	if !first.Usable(a.clock()) || first.Prefix != prefix {
		return store.Grant{}, false
	}
	if first.Kind == models.CredentialAPIKey {
		// The key names its workspace; a header that names another is a mistake to tell.
		return *first, workspace == "" || workspace == first.WorkspaceID.String()
	}
	for _, grant := range grants {
		if workspace == grant.WorkspaceID.String() {
			return grant, true
		}
	}
	return store.Grant{}, false
}

// grants gives a credential's grants, and whether they were read just now and
// not a moment ago; none where it isn't right. Whatever is wrong with it costs
// one statement and one comparison.
func (a *Authenticator) grants(ctx context.Context, key cacheKey) (grants []store.Grant, fresh bool, err error) {
	now := a.clock()
	a.mu.Lock()
	kept, ok := a.cache[key]
	a.mu.Unlock()
	if ok && now.Before(kept.until) {
		return kept.grants, false, nil
	}
	grants, err = a.store.Grants(ctx, key.short)
	if err != nil {
		return nil, false, err
	}
	var stored [32]byte
	if len(grants) > 0 {
		copy(stored[:], grants[0].SecretHash)
	}
	if !token.Equal(key.long, stored) || len(grants) == 0 {
		return nil, false, nil
	}
	a.keep(key, cached{grants: grants, until: now.Add(cacheTTL)})
	return grants, true, nil
}

func (a *Authenticator) keep(key cacheKey, c cached) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.cache) >= cacheSize {
		clear(a.cache)
	}
	a.cache[key] = c
}

// touch notes that a credential is used; a failure only leaves the note out.
func (a *Authenticator) touch(ctx context.Context, id uuid.UUID, last *time.Time) {
	now := a.clock()
	before := now.Add(-touchEvery)
	if last != nil && last.After(before) {
		return
	}
	if err := a.store.TouchCredential(ctx, id, now.UTC().Truncate(time.Microsecond), before.UTC()); err != nil && !errors.Is(err, context.Canceled) {
		a.log.WarnContext(ctx, "a credential's last use wasn't noted", "credential", id, "error", err)
	}
}
