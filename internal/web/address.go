package web

import (
	"net/http"
	"net/netip"
	"strings"
	"sync"

	"github.com/portico-portal/portico/internal/actor"
	"github.com/portico-portal/portico/internal/config"
	"github.com/portico-portal/portico/internal/rate"
	"github.com/portico-portal/portico/models"
)

const forwardedHeader = "X-Forwarded-For"

// locating counts what the request's client sends that matches nothing under
// the client's address. An X-Forwarded-For that doesn't count is logged, once:
// behind a proxy that isn't named, all clients would share that proxy's limit.
func (o *Options) locating(next http.Handler, unknown *rate.Limiter[netip.Addr]) http.Handler {
	var once sync.Once
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		peer := peerAddress(r)
		client := peer
		if forwarded := r.Header[forwardedHeader]; len(forwarded) > 0 {
			if o.Config.TrustedProxies.Contains(peer) {
				client = clientAddress(peer, forwarded, o.Config.TrustedProxies)
			} else {
				once.Do(func() {
					o.Log.WarnContext(r.Context(), "ignored an X-Forwarded-For, and will ignore others like it: if its sender is your proxy, name its address in PORTICO_TRUSTED_PROXIES", "sender", peer)
				})
			}
		}
		misses := rate.NewMisses(unknown, client)
		ctx := actor.With(r.Context(), actor.Actor{Type: models.ActorAnonymous, Address: misses.Client()})
		next.ServeHTTP(w, r.WithContext(rate.WithMisses(ctx, misses)))
	})
}

// peerAddress is who opened the connection; the zero address where the server
// was not told.
func peerAddress(r *http.Request) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return peer.Addr()
}

// clientAddress follows the chain of proxies from the peer to the first that
// isn't trusted: that one is the client, for whatever stands further left is
// only what the client says. Where the chain breaks off, its last is as far as
// we know.
func clientAddress(peer netip.Addr, forwarded []string, trusted config.Prefixes) netip.Addr {
	client, chain := peer, strings.Join(forwarded, ",")
	for chain != "" && trusted.Contains(client) {
		hop := chain
		if comma := strings.LastIndexByte(chain, ','); comma >= 0 {
			chain, hop = chain[:comma], chain[comma+1:]
		} else {
			chain = ""
		}
		address, ok := parseHop(strings.TrimSpace(hop))
		if !ok {
			break
		}
		client = address
	}
	return client
}

// parseHop takes an address as proxies write it: some add the port.
func parseHop(text string) (netip.Addr, bool) {
	if address, err := netip.ParseAddr(strings.Trim(text, "[]")); err == nil {
		return address, true
	}
	hop, err := netip.ParseAddrPort(text)
	return hop.Addr(), err == nil
}
