package outbound

import (
	"errors"
	"net"
	"net/netip"
	"testing"
)

// The addresses of each kind; the first and the last of a range where it has some.
var (
	publicAddresses = []string{
		"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0",
		"172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
		"168.63.129.15", "168.63.129.17", "2606:4700::1111", "2a00:1450::1", "2001:4860:4860::8888",
	}
	privateAddresses = []string{
		"10.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.0", "192.168.255.255", // private use
		"100.64.0.0", "100.127.255.255", // shared address space, of carriers
		"127.0.0.1", "127.255.255.255", "::1", // this machine
		"fc00::", "fd12:3456:789a::1", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", // unique local
	}
	neverAddresses = []string{
		"0.0.0.0", "0.255.255.255", "::", // this machine, on many systems
		"169.254.0.0", "169.254.169.254", "169.254.170.2", "169.254.255.255", "fe80::", "fe80::1%eth0", "febf::1", // link-local
		"100.100.100.200", "168.63.129.16", "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254", "192.0.0.192", // clouds' metadata
		"192.0.0.0", "192.0.0.255", "192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.0", "198.19.255.255", "192.88.99.1",
		"224.0.0.1", "239.255.255.255", "240.0.0.0", "255.255.255.255", "ff02::1", "ff0e::1", // multicast, reserved, broadcast
		"fec0::1", "100::1", "2001:db8::1", "3fff::1", "2001:2::1", "2001:10::1", "5f00::1",
		"::ffff:10.0.0.1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:1.1.1.1", "::ffff:0:10.0.0.1", // mapped, translated
		"::10.0.0.1", "::127.0.0.1", // compatible
		"64:ff9b::10.0.0.1", "64:ff9b::169.254.169.254", "64:ff9b:1::10.0.0.1", // NAT64
		"2002:0a00:0001::", "2002:7f00:0001::1", "2002:a9fe:a9fe::1", // 6to4
		"2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", // Teredo
	}
)

func TestOnlyPublicAddressesAreConnectedTo(t *testing.T) {
	t.Parallel()
	closed, open := newGuard(false), newGuard(true)
	for _, c := range []struct {
		addresses            []string
		allowed, whenPrivate bool
	}{
		{publicAddresses, true, true},
		{privateAddresses, false, true},
		{neverAddresses, false, false},
	} {
		for _, text := range c.addresses {
			network := "tcp6"
			if netip.MustParseAddr(text).Is4() {
				network = "tcp4"
			}
			address := net.JoinHostPort(text, "443")
			for g, want := range map[*guard]bool{&closed: c.allowed, &open: c.whenPrivate} {
				err := g.control(network, address, nil)
				if (err == nil) != want || err != nil && !errors.Is(err, ErrAddress) {
					t.Errorf("%s, private ones allowed: %v: %v", text, g.allowPrivate, err)
				}
			}
		}
	}
}

func TestWhatIsNoAddressOrNoTCPIsNotConnectedTo(t *testing.T) {
	t.Parallel()
	g := newGuard(true)
	for network, address := range map[string]string{"unix": "/run/docker.sock", "udp4": "1.1.1.1:53", "tcp4": "localhost:80", "tcp6": ""} {
		if err := g.control(network, address, nil); !errors.Is(err, ErrAddress) {
			t.Errorf("%s %q: %v", network, address, err)
		}
	}
}

func TestAURLIsCheckedWhenItIsGiven(t *testing.T) {
	t.Parallel()
	closed, open := New(false), New(true)
	for text, want := range map[string]struct{ closed, open error }{
		"https://example.com/hook?x=1":         {},
		"https://example.com:8443/":            {},
		"https://example.com:65535/":           {},
		"https://example.com:1/":               {},
		"https://example.com:/":                {},
		"https://example.com:0/":               {ErrPort, ErrPort},
		"https://example.com:00/":              {ErrPort, ErrPort},
		"https://example.com:65536/":           {ErrPort, ErrPort},
		"https://example.com:99999/":           {ErrPort, ErrPort},
		"https://10.0.0.1:99999/":              {ErrPort, ErrPort},
		"https://1.1.1.1/":                     {},
		"https://localhost/":                   {}, // a name: judged at each call
		"http://example.com/":                  {ErrURL, nil},
		"http://localhost:3000/hook":           {ErrURL, nil},
		"https://10.0.0.1/":                    {ErrAddress, nil},
		"https://[::1]:8443/":                  {ErrAddress, nil},
		"https://169.254.169.254/latest/":      {ErrAddress, ErrAddress},
		"https://[fe80::1%25eth0]/":            {ErrAddress, ErrAddress},
		"https://[::ffff:169.254.169.254]/":    {ErrAddress, ErrAddress},
		"https://user:password@example.com/":   {ErrURL, ErrURL},
		"https://user@example.com/":            {ErrURL, ErrURL},
		"https://@example.com/":                {ErrURL, ErrURL},
		"ftp://example.com/":                   {ErrURL, ErrURL},
		"file:///etc/passwd":                   {ErrURL, ErrURL},
		"gopher://example.com/":                {ErrURL, ErrURL},
		"javascript:alert(1)":                  {ErrURL, ErrURL},
		"//example.com/":                       {ErrURL, ErrURL},
		"/hook":                                {ErrURL, ErrURL},
		"https:///hook":                        {ErrURL, ErrURL},
		"https:example.com":                    {ErrURL, ErrURL},
		"https://:443/":                        {ErrURL, ErrURL},
		"https://example.com/\r\nHost: x":      {ErrURL, ErrURL},
		"https://exa mple.com/":                {ErrURL, ErrURL},
		"https://example.com:port/":            {ErrURL, ErrURL},
		"":                                     {ErrURL, ErrURL},
		"http://10.0.0.1@169.254.169.254/":     {ErrURL, ErrURL},
		"https://[::ffff:127.0.0.1]:9/":        {ErrAddress, ErrAddress},
		"https://[64:ff9b::169.254.169.254]/x": {ErrAddress, ErrAddress},
	} {
		for client, want := range map[*Client]error{closed: want.closed, open: want.open} {
			if u, err := client.CheckURL(text); !errors.Is(err, want) || want == nil && (err != nil || u.String() != text) {
				t.Errorf("%q, private ones allowed: %v: %v", text, client.guard.allowPrivate, err)
			}
		}
	}
}
