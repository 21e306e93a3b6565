package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/portico-portal/portico/internal/config"
	"github.com/portico-portal/portico/internal/web"
)

const (
	// aloneLinger is the drain of a server on SQLite, whose calls no other process can
	// take: the sooner it has ended, the sooner the next one answers.
	aloneLinger = 250 * time.Millisecond
	// keptPatience is how long clients have to use or to close the connections that
	// they keep. Each answer closes its own meanwhile, and a proxy ends those that
	// stay idle: closed from here, one could just be carrying a call, which nobody
	// may send again.
	keptPatience = 5 * time.Second
	// drainPatience is how long after the signal what was accepted may take to be
	// answered: orchestrators kill after 30 seconds.
	drainPatience = 25 * time.Second
	// stepTime is how often the end looks whether it can go on.
	stepTime = 5 * time.Millisecond
)

// running is a server that serves.
type running struct {
	http        *http.Server
	listener    net.Listener
	connections *connections
	draining    atomic.Bool
	// linger is how long all goes on at least but the readiness, and patience for
	// connections that bring no call.
	linger, patience time.Duration
	log              *slog.Logger
}

// newRunning needs its http set before it serves.
func (o *Options) newRunning(listener net.Listener) *running {
	s := &running{listener: listener, connections: newConnections(), linger: o.Timeouts.Drain, patience: keptPatience, log: o.Log}
	if o.Config.Database.Engine == config.SQLite {
		s.linger, s.patience = aloneLinger, aloneLinger
	}
	return s
}

// until serves until ctx ends and all is answered, or serving fails.
func (s *running) until(ctx context.Context) error {
	served := make(chan error, 1)
	go func() { served <- s.http.Serve(web.Listener(s.listener)) }()
	select {
	case err := <-served:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
		return s.drain(context.WithoutCancel(ctx), served)
	}
}

// drain answers what was accepted, and cuts off what takes too long. It takes new
// connections until the kept ones have gone, and then waits for those, since
// Shutdown closes what is idle and doesn't answer what it reads from then on.
func (s *running) drain(ctx context.Context, served <-chan error) error {
	begin := time.Now()
	s.draining.Store(true)
	s.log.InfoContext(ctx, "shutting down: answering what was accepted")
	ctx, cancel := context.WithDeadline(ctx, begin.Add(drainPatience))
	defer cancel()
	time.Sleep(s.linger)
	awaitWithin(s.patience-s.linger, func() bool { return !s.connections.any(begin.After) })
	if err := closeDoor(s.listener); err != nil {
		s.log.WarnContext(ctx, "the listener did not close as it should", "error", err)
	}
	if err := <-served; !errors.Is(err, net.ErrClosed) {
		s.log.WarnContext(ctx, "serving did not end as it should", "error", err)
	}
	awaitWithin(s.patience, func() bool { return !s.connections.any(begin.Before) })
	err := s.http.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		s.log.WarnContext(ctx, "some requests took too long and were cut off")
		err = s.http.Close()
	}
	return err
}

// awaitWithin waits until done, or for as long as it may.
func awaitWithin(patience time.Duration, done func() bool) {
	for end := time.Now().Add(patience); !done() && time.Now().Before(end); {
		time.Sleep(stepTime)
	}
}
