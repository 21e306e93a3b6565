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

	"github.com/portico-portal/portico/internal/web"
)

const (
	// linger is how long each of the two steps towards the end lasts. In the
	// first, all goes on but the readiness, so that a load balancer stops sending
	// new connections. In the second, no connection is taken, and each answer
	// closes its own: a client that is sending just now on an idle connection
	// still gets its answer.
	linger = 250 * time.Millisecond
	// drainPatience is how long what was accepted may take to be answered:
	// orchestrators kill after 30 seconds.
	drainPatience = 25 * time.Second
)

// running is a server that serves.
type running struct {
	http     *http.Server
	listener net.Listener
	draining atomic.Bool
	closing  atomic.Bool
	log      *slog.Logger
}

// until serves until ctx ends and all is answered, or serving fails.
func (s *running) until(ctx context.Context) error {
	failed := make(chan error, 1)
	go func() { failed <- s.http.Serve(web.Metered(s.listener)) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
		return s.drain(context.WithoutCancel(ctx))
	}
}

// drain answers what was accepted, and cuts off what takes too long.
func (s *running) drain(ctx context.Context) error {
	s.draining.Store(true)
	s.log.InfoContext(ctx, "shutting down: answering what was accepted")
	time.Sleep(linger)
	s.closing.Store(true)
	if err := s.listener.Close(); err != nil {
		s.log.WarnContext(ctx, "the listener did not close", "error", err)
	}
	time.Sleep(linger)
	ctx, cancel := context.WithTimeout(ctx, drainPatience)
	defer cancel()
	err := s.http.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		s.log.WarnContext(ctx, "some requests took too long and were cut off")
		err = s.http.Close()
	}
	return err
}
