// Package server puts the whole server together and runs it: database, verbs,
// GraphQL and the routes, from the first start to the last answer.
package server

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/portico-portal/portico/internal/config"
	"github.com/portico-portal/portico/internal/outbound"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/seal"
	"github.com/portico-portal/portico/internal/webhook"
)

// Options are what a server runs with. Only Config is required.
type Options struct {
	Config config.Config
	// Log takes what the server logs; see NewLogger. Nil discards it.
	Log *slog.Logger
	// Stderr is where a first start shows the key if Terminal says that a person
	// reads it. Else the key goes into a file.
	Stderr   io.Writer
	Terminal bool
	// Version is logged at the start.
	Version string
	// Clock tells the time; nil is the system's clock.
	Clock func() time.Time
	// Timeouts end what takes too long; one that is zero is as in DefaultTimeouts.
	Timeouts Timeouts
	// Ready, unless nil, is called once, when the server answers at baseURL.
	Ready func(baseURL string)
}

// Run migrates the database and serves until ctx ends; then it answers what it
// has accepted, and returns. The error tells why it could not start or go on.
func Run(ctx context.Context, o Options) (err error) {
	o.fillIn()
	trusted, err := o.trustedDocuments()
	if err != nil {
		return err
	}
	if err := o.checkFirstKey(); err != nil {
		return err
	}
	database, err := o.openDatabase(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, database.Close()) }()

	keyring, err := o.keyring()
	if err != nil {
		return err
	}
	// Before the first workspace is made: a start that fails for its port must
	// not use up the one time that the key is shown.
	listener, err := listen(ctx, o.Config.Listen)
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }() // it is closed already, unless the start failed
	o.Config = o.Config.WithPort(portOf(listener))

	profiling, err := o.listenForProfiles(ctx)
	if err != nil {
		return err
	}
	if profiling != nil {
		defer func() { _ = profiling.Close() }() // it is closed already, unless the start failed
	}
	tracer, endTracing, err := o.startTracing(ctx)
	if err != nil {
		return err
	}
	defer endTracing()
	counts, err := o.metrics(database)
	if err != nil {
		return err
	}
	calls := outbound.New(o.Config.AllowPrivateOutbound)
	verbs := portal.New(portal.Settings{
		Outbound: calls, Store: database, Keyring: keyring, PublicURL: o.Config.PublicURL.Origin,
		LinkTTL: o.Config.Lifetimes.Link, SessionTTL: o.Config.Lifetimes.Session, IdempotencyWindow: o.Config.Keep.IdempotencyKeys,
		Clock: o.Clock, Random: rand.Reader, Log: o.Log, Metrics: counts,
	})
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTimeout)
		defer cancel()
		verbs.Close(ctx)
	}()
	if err := verbs.ResealWebhookSecrets(ctx); err != nil {
		return err
	}
	if err := verbs.ResealAccountSecrets(ctx); err != nil {
		return err
	}
	first, err := verbs.CreateFirst(ctx)
	if err != nil {
		return err
	}
	o.announce(ctx, listener, first)
	running := o.newRunning(listener)
	running.http = o.httpServer(o.handler(database, verbs, keyring, trusted, counts, tracer, running), running.connections)
	sender := webhook.NewSender(webhook.Settings{
		Queue: database, Client: calls, Sealer: seal.New(keyring, rand.Reader), Clock: o.Clock, Log: o.Log, Metrics: counts, Tracer: tracer,
	})
	return o.serve(ctx, running,
		func(ctx context.Context) { o.prune(ctx, database) },
		func(ctx context.Context) { o.timeOutActions(ctx, verbs) },
		func(ctx context.Context) { o.countWaiting(ctx, database, counts) },
		func(ctx context.Context) { o.serveProfiles(ctx, profiling) },
		sender.Run)
}

// closeTimeout bounds what is left to store when all requests have ended.
const closeTimeout = 5 * time.Second

// serve runs the server with what has to go on beside it.
func (o *Options) serve(ctx context.Context, running *running, besides ...func(context.Context)) error {
	var beside sync.WaitGroup
	ctx, stop := context.WithCancel(ctx)
	defer beside.Wait()
	defer stop()
	for _, goesOn := range besides {
		beside.Go(func() { goesOn(ctx) })
	}
	if o.Ready != nil {
		o.Ready(baseURL(running.listener))
	}
	return running.until(ctx)
}

func (o *Options) fillIn() {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Stderr == nil {
		o.Stderr = io.Discard
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	o.Timeouts.fillIn()
}
