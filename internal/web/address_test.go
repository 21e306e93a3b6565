package web_test

import (
	"net/http"
	"strings"
	"testing"
)

const trusting = "PORTICO_TRUSTED_PROXIES=10.0.0.0/8,fd00::/8"

// sameClient tells whether two requests count as one client's.
func sameClient(t *testing.T, environment, firstPeer, firstChain, secondPeer, secondChain string) bool {
	t.Helper()
	v := visit(t, environment, "PORTICO_RATE_UNKNOWN_TOKENS=1")
	send := func(peer, chain string) int {
		var headers []string
		for line := range strings.SplitSeq(chain, "|") {
			if line != "" {
				headers = append(headers, "X-Forwarded-For: "+line)
			}
		}
		return v.ask(peer, "GET", "/p/guess", headers...).Code
	}
	if status := send(firstPeer, firstChain); status != http.StatusNotFound {
		t.Fatalf("the first guess: %d", status)
	}
	return send(secondPeer, secondChain) == http.StatusTooManyRequests
}

func TestClientsAreToldApartByTheirAddress(t *testing.T) {
	t.Parallel()
	const proxy, proxy6, stranger = "10.0.0.1:80", "[fd00::1]:80", "203.0.113.9:80"
	for name, c := range map[string]struct {
		environment                                     string
		firstPeer, firstChain, secondPeer, secondsChain string
		same                                            bool
	}{
		"another port":                                   {"", "192.0.2.1:1", "", "192.0.2.1:2", "", true},
		"another address":                                {"", "192.0.2.1:1", "", "192.0.2.2:1", "", false},
		"the same IPv6 network":                          {"", "[2001:db8::1]:1", "", "[2001:db8::2:1]:1", "", true},
		"another IPv6 network":                           {"", "[2001:db8::1]:1", "", "[2001:db8:0:1::1]:1", "", false},
		"a claim where no proxy is trusted":              {"", stranger, "192.0.2.1", stranger, "192.0.2.2", true},
		"a claim that doesn't come from the proxy":       {trusting, stranger, "192.0.2.1", stranger, "192.0.2.2", true},
		"two clients of the proxy":                       {trusting, proxy, "192.0.2.1", proxy, "192.0.2.2", false},
		"one client of the proxy":                        {trusting, proxy, "192.0.2.1", proxy, "192.0.2.1", true},
		"one client by two proxies":                      {trusting, proxy, "192.0.2.1", proxy6, "192.0.2.1", true},
		"a client by the proxy and directly":             {trusting, proxy, "192.0.2.1", "192.0.2.1:9", "", true},
		"a mapped proxy":                                 {trusting, "[::ffff:10.0.0.1]:80", "192.0.2.1", proxy, "192.0.2.2", false},
		"spoofed on the left":                            {trusting, proxy, "1.1.1.1, 192.0.2.1", proxy, "2.2.2.2, 192.0.2.1", true},
		"spoofed as a proxy's":                           {trusting, proxy, "10.1.1.1, 192.0.2.1", proxy, "10.2.2.2, 192.0.2.1", true},
		"spoofed in a line of its own":                   {trusting, proxy, "1.1.1.1|192.0.2.1", proxy, "2.2.2.2|192.0.2.1", true},
		"two clients behind two proxies":                 {trusting, proxy, "192.0.2.1, 10.0.0.2", proxy, "192.0.2.2, 10.0.0.2", false},
		"one client behind two proxies":                  {trusting, proxy, "192.0.2.1, 10.0.0.2", proxy, "192.0.2.1,10.0.0.3", true},
		"two machines of the proxies' own network":       {trusting, proxy, "10.9.9.9", proxy, "10.9.9.8", false},
		"addresses with their ports":                     {trusting, proxy, "192.0.2.1:5", proxy, "192.0.2.1:6", true},
		"IPv6 with brackets, with a port and without":    {trusting, proxy, "[2001:db8::1]", proxy, "[2001:db8::1]:6", true},
		"what is no address counts as the proxy":         {trusting, proxy, "192.0.2.1, unknown", proxy, "", true},
		"nonsense on the left of the client":             {trusting, proxy, "<script>, 192.0.2.1", proxy, "192.0.2.1", true},
		"empty places":                                   {trusting, proxy, "192.0.2.1,", proxy, "", true},
		"a peer without an address, as by a Unix socket": {trusting, "@", "192.0.2.1", "", "192.0.2.2", true},
	} {
		if got := sameClient(t, c.environment, c.firstPeer, c.firstChain, c.secondPeer, c.secondsChain); got != c.same {
			t.Errorf("%s: one client: %v", name, got)
		}
	}
}

func TestAnXForwardedForThatIsIgnoredIsLoggedOnce(t *testing.T) {
	t.Parallel()
	v := visit(t, trusting, "PORTICO_RATE_UNKNOWN_TOKENS=off")
	v.expect(t, 200, here, "GET", "/healthz")
	v.expect(t, 200, "10.0.0.1:80", "GET", "/healthz", "X-Forwarded-For: 192.0.2.1")
	if log := v.log.String(); strings.Contains(log, "WARN") {
		t.Errorf("nothing was ignored: %s", log)
	}
	for range 3 {
		v.expect(t, 200, here, "GET", "/p/known", "X-Forwarded-For: 203.0.113.77")
		v.expect(t, 200, elsewhere, "GET", "/healthz", "X-Forwarded-For: 203.0.113.77")
	}
	log := v.log.String()
	if strings.Count(log, "level=WARN") != 1 || !strings.Contains(log, "PORTICO_TRUSTED_PROXIES") || !strings.Contains(log, "sender=192.0.2.1") ||
		strings.Contains(log, "203.0.113.77") {
		t.Error(log)
	}
}
