package outbound

import (
	"net/netip"
	"testing"
)

// FuzzCheckURL holds that what passes is https, holds no credential, and names
// no address that another look at it would call private.
func FuzzCheckURL(f *testing.F) {
	for _, text := range []string{
		"https://example.com/", "https://1.1.1.1:8443/x?y#z", "https://[2606:4700::1111]/", "https://[::ffff:10.0.0.1]/", "https://[fe80::1%25eth0]/",
		"https://0x7f.1/", "https://2130706433/", "https://a:b@c/", "HTTPS://EXAMPLE.COM", "https://example.com:/", "http://10.0.0.1/", "https://[::]/", "https://①.com",
	} {
		f.Add(text)
	}
	client := New(false)
	f.Fuzz(func(t *testing.T, text string) {
		u, err := client.CheckURL(text)
		if err != nil {
			return
		}
		if u.Scheme != "https" || u.User != nil || u.Hostname() == "" {
			t.Errorf("%q passes", text)
		}
		address, err := netip.ParseAddr(u.Hostname())
		if address = address.Unmap(); err == nil && (address.IsPrivate() || !address.IsGlobalUnicast()) {
			t.Errorf("%q passes, and leads to %s", text, address)
		}
	})
}
