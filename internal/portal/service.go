// Package portal holds the verbs: creating a customer's portal, pushing and
// deleting data, and managing magic links and workspaces. It checks what it is
// given and is the only writer. It knows no transport: GraphQL and REST call
// the same verbs.
//
// A verb's error is a fault.List or *fault.Error where the caller is to blame;
// any other error is internal.
package portal

import (
	"cmp"
	"io"
	"log/slog"
	"time"

	"github.com/google/uuid"
	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/sync/singleflight"

	"github.com/portico-portal/portico/internal/metrics"
	"github.com/portico-portal/portico/internal/oauth"
	"github.com/portico-portal/portico/internal/outbound"
	"github.com/portico-portal/portico/internal/seal"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/token"
)

// Service carries out the verbs. It is safe for use by many goroutines.
type Service struct {
	store   *store.Store
	keyring *token.Keyring
	// publicURL is the base of every link, without a slash at its end.
	publicURL string
	// linkTTL is the lifetime of a link that names none.
	linkTTL time.Duration
	// sessionTTL is the lifetime of a portal session.
	sessionTTL time.Duration
	// idempotencyWindow is how long an idempotency key stands for its call.
	idempotencyWindow time.Duration
	clock             func() time.Time
	random            io.Reader
	log               *slog.Logger
	metrics           *metrics.Metrics
	refusals          refusals
	sealer            *seal.Sealer
	outbound          *outbound.Client
	oauth             *oauth.Client
	// refreshing has the callers of this process that ask for one account's token share
	// one refresh.
	refreshing singleflight.Group
	// unopened remembers what was logged of secrets that don't open.
	unopened *lru.Cache[string, struct{}]
}

// Settings are what a Service is made with.
type Settings struct {
	Store   *store.Store
	Keyring *token.Keyring
	// PublicURL is the base of every link, without a slash at its end.
	PublicURL string
	// LinkTTL is the lifetime of a link that names none.
	LinkTTL time.Duration
	// SessionTTL is the lifetime of a portal session, never past its link's expiry.
	SessionTTL time.Duration
	// IdempotencyWindow is how long an idempotency key stands for its call; 0 is 24 hours.
	IdempotencyWindow time.Duration
	// Clock tells the time; Random gives secrets their randomness.
	Clock  func() time.Time
	Random io.Reader
	// Log is told what an operator must know of.
	Log *slog.Logger
	// Outbound judges the URLs that this server is to call; nil for one that reaches
	// public addresses alone.
	Outbound *outbound.Client
	// Metrics count what becomes of links; nil where nobody reads them.
	Metrics *metrics.Metrics
}

// New makes a Service.
func New(s Settings) *Service {
	calls := cmp.Or(s.Outbound, outbound.New(false))
	unopened, err := lru.New[string, struct{}](loggedUnopened)
	if err != nil {
		panic(err) // of a size below one
	}
	made := &Service{
		store: s.Store, keyring: s.Keyring, publicURL: s.PublicURL, linkTTL: s.LinkTTL, sessionTTL: s.SessionTTL,
		idempotencyWindow: cmp.Or(s.IdempotencyWindow, idempotencyWindow), clock: s.Clock, random: s.Random, log: s.Log, metrics: cmp.Or(s.Metrics, metrics.New()),
		outbound: calls, sealer: seal.New(s.Keyring, s.Random), oauth: oauth.New(calls, s.PublicURL+CallbackPath, s.Clock), unopened: unopened,
	}
	made.refusals.tell = made.tellOfRefusal
	return made
}

// Now is the time that decides what has had its time.
func (s *Service) Now() time.Time { return s.now() }

// now is the time as both engines keep it: UTC, in microseconds.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }

func newID() (uuid.UUID, error) { return uuid.NewV7() }
