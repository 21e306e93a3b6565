package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/pprof"
	"net/netip"
	"strings"
)

// listenForProfiles takes the port that profiles are served on; nil where they are not.
func (o *Options) listenForProfiles(ctx context.Context) (net.Listener, error) {
	at := o.Config.Pprof
	if !at.IsValid() {
		return nil, nil
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", at.String())
	if err != nil {
		return nil, fmt.Errorf("PORTICO_PPROF_ADDRESS can't be listened on: %w", err)
	}
	return listener, nil
}

// serveProfiles serves Go's profiles until ctx ends. One that is being taken then is cut off.
func (o *Options) serveProfiles(ctx context.Context, listener net.Listener) {
	if listener == nil {
		return
	}
	serving := &http.Server{Handler: profiles(), ReadHeaderTimeout: o.Timeouts.Header, MaxHeaderBytes: maxHeaderBytes}
	defer context.AfterFunc(ctx, func() { _ = serving.Close() })() // nobody waits for a profile
	o.Log.InfoContext(ctx, "profiles are served", "url", "http://"+listener.Addr().String()+"/debug/pprof/")
	if err := serving.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		o.Log.ErrorContext(ctx, "profiles are served no longer", "error", err)
	}
}

func profiles() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// A page in a browser on this machine may have its own name lead here.
		if !namesLoopback(r.Host) {
			http.Error(w, "ask for an address of loopback", http.StatusForbidden)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

func namesLoopback(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	address, err := netip.ParseAddr(strings.Trim(name, "[]"))
	return name == "localhost" || err == nil && address.IsLoopback()
}
