package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/portico-portal/portico/bench/parts"
	"github.com/portico-portal/portico/internal/outbound"
	"github.com/portico-portal/portico/internal/portal"
)

const (
	// hookedName is the small call of a workspace whose events go to a webhook endpoint, and
	// of one that has none, each over a database of its own: deliveries would else slow both.
	hookedName = "hooked"
	sideHooked = "hooked"
	sideSilent = "silent"
)

func newHooked() workload {
	return newCreating(hookedName, "small call, with a webhook endpoint and without", []int{32}, hotel{}, sideHooked, sideSilent)
}

// withWebhooks compares the two.
func withWebhooks(ctx context.Context, o *options, folder string, _ *database, found *results) error {
	w := []workload{newHooked()}
	if !o.wants(hookedName) {
		return nil
	}
	all := *o
	all.only = ""
	receiver, err := newReceiver(ctx)
	if err != nil {
		return err
	}
	defer receiver.close()
	var sides []*side
	defer func() { stopAll(sides) }()
	var last *database
	for _, name := range []string{sideSilent, sideHooked} {
		d, err := newDatabase(ctx, o.serverURL)
		if err != nil {
			return err
		}
		defer d.drop()
		last = d
		s, err := hookedSide(ctx, o, folder, d, name, receiver)
		if err != nil {
			return err
		}
		sides = append(sides, s)
	}
	tables, err := compare(ctx, &all, last.postmaster(ctx), w, sides)
	if err != nil {
		return err
	}
	found.tables = append(found.tables, tables...)
	if err := verify(ctx, sides); err != nil {
		return err
	}
	fmt.Printf("  %-12s %d deliveries taken meanwhile\n", sideHooked, receiver.taken.Load())
	if receiver.taken.Load() == 0 {
		return fmt.Errorf("%s: no delivery came", hookedName)
	}
	return nil
}

func hookedSide(ctx context.Context, o *options, folder string, d *database, name string, r *receiver) (*side, error) {
	t, err := newTenant(ctx, d.url(), name)
	if err != nil {
		return nil, err
	}
	if name == sideHooked {
		if err := hook(ctx, d.url(), t, r.url); err != nil {
			return nil, err
		}
	}
	s, err := newSide(ctx, name, d, t)
	if err != nil {
		return nil, err
	}
	if name == sideHooked {
		s.after = r.quiet
	}
	s.process, err = startServer(ctx, o, folder, sidePortico, d.url())
	return s, err
}

// hook has the workspace's events sent to a URL.
func hook(ctx context.Context, databaseURL string, t tenant, url string) error {
	p, err := parts.Open(ctx, databaseURL)
	if err != nil {
		return err
	}
	defer func() { _ = p.Store.Close() }() // nothing is lost
	_, err = p.Portal.CreateWebhookEndpoint(ctx, t.model(), portal.CreateWebhookEndpointInput{URL: url})
	return err
}

// receiver takes each delivery.
type receiver struct {
	url    string
	server *http.Server
	taken  atomic.Int64
}

func newReceiver(ctx context.Context) (*receiver, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &receiver{url: "http://" + listener.Addr().String() + "/"}
	r.server = &http.Server{ReadHeaderTimeout: outbound.Timeout, IdleTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		_, _ = io.Copy(io.Discard, request.Body) // so that the connection serves again
		r.taken.Add(1)
		w.WriteHeader(http.StatusNoContent)
	})}
	go func() { _ = r.server.Serve(listener) }() // until close
	return r, nil
}

// quiet waits until no delivery comes for longer than the server's sender sleeps.
func (r *receiver) quiet() {
	for last := int64(-1); last != r.taken.Load(); {
		last = r.taken.Load()
		time.Sleep(1200 * time.Millisecond)
	}
}

func (r *receiver) close() { _ = r.server.Close() } // the deliveries have ended
