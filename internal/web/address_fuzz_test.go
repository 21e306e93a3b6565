package web

import (
	"net/netip"
	"testing"

	"github.com/portico-portal/portico/internal/config"
)

// FuzzClientAddress holds that nothing a client writes changes what its proxy
// says of it.
func FuzzClientAddress(f *testing.F) {
	for _, chain := range []string{"", "192.0.2.1", "1.1.1.1, 10.0.0.2", "[::1]:80,,", "unknown", ",", "fe80::1%eth0", "::ffff:10.0.0.1"} {
		f.Add(chain)
	}
	trusted := config.Prefixes{netip.MustParsePrefix("10.0.0.0/8")}
	peer, client := netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("192.0.2.1")
	f.Fuzz(func(t *testing.T, chain string) {
		for _, lines := range [][]string{{chain + ", 192.0.2.1"}, {chain, "192.0.2.1"}, {chain, "192.0.2.1,10.0.0.7"}} {
			if got := clientAddress(peer, lines, trusted); got != client {
				t.Errorf("%q: %v", lines, got)
			}
		}
		if got := clientAddress(client, []string{chain}, trusted); got != client {
			t.Errorf("%q from who isn't trusted: %v", chain, got)
		}
		if got := clientAddress(peer, []string{chain}, trusted); !got.IsValid() {
			t.Errorf("%q leads nowhere", chain)
		}
	})
}
