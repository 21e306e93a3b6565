package outbound

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"syscall"

	"code.dny.dev/ssrf"
)

var (
	// ErrURL says that a URL can't be called.
	ErrURL = errors.New("must be an absolute https URL without a user name or password")
	// ErrPort says that a URL's port is none.
	ErrPort = errors.New("must have a port from 1 to 65535, or none")
	// ErrAddress says that an address isn't one of the public Internet.
	ErrAddress = errors.New("leads to an address that is not public")
)

// private is what may be reached if private addresses may. Link-local addresses
// are not among them: a cloud's machines get their credentials there.
var (
	private4 = prefixes("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
	private6 = prefixes("::1/128", "fc00::/7")
)

// metadata are where clouds give their machines credentials, and are refused
// even if private addresses may be reached. Those on link-local addresses, such
// as 169.254.169.254, are refused as such.
var metadata = prefixes(
	"100.100.100.200/32", // Alibaba Cloud
	"168.63.129.16/32",   // Azure, a public address that means another thing inside
	"fd00:ec2::/32",      // AWS
	"fd20:ce::254/128",   // Google Cloud
)

func prefixes(texts ...string) []netip.Prefix {
	all := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		all[i] = netip.MustParsePrefix(text)
	}
	return all
}

// guard decides what may be called.
type guard struct {
	allowPrivate bool
	// public refuses what IANA's registries set aside. Of IPv6 it lets through
	// global unicast addresses alone, less those that hold an IPv4 address
	// (6to4, Teredo); so mapped and translated ones are refused as well.
	public *ssrf.Guardian
}

func newGuard(allowPrivate bool) guard {
	options := []ssrf.Option{ssrf.WithAnyPort()}
	if allowPrivate {
		options = append(options, ssrf.WithAllowedV4Prefixes(private4...), ssrf.WithAllowedV6Prefixes(private6...))
	}
	return guard{allowPrivate, ssrf.New(options...)}
}

// control judges the address that a connection is about to be made to. It is
// called for each address that a name has.
func (g guard) control(network, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || network != "tcp4" && network != "tcp6" {
		return ErrAddress
	}
	return g.checkAddress(at.Addr())
}

func (g guard) checkAddress(address netip.Addr) error {
	address = address.WithZone("")
	for _, prefix := range metadata {
		if prefix.Contains(address) {
			return ErrAddress
		}
	}
	if err := g.public.SafeAddr(address); err != nil {
		return fmt.Errorf("%w: %w", ErrAddress, err)
	}
	return nil
}

// checkURL judges what a URL says by itself.
func (g guard) checkURL(u *url.URL) error {
	safe := u.Scheme == "https" || u.Scheme == "http" && g.allowPrivate
	if !safe || u.Hostname() == "" || u.User != nil {
		return ErrURL
	}
	if port := u.Port(); port != "" {
		if number, err := strconv.ParseUint(port, 10, 16); err != nil || number == 0 {
			return ErrPort
		}
	}
	if address, err := netip.ParseAddr(u.Hostname()); err == nil {
		return g.checkAddress(address)
	}
	return nil
}
