package config

import (
	"errors"
	"net/netip"
	"slices"
	"strings"
)

// Prefixes are ranges of addresses.
type Prefixes []netip.Prefix

var errPrefix = errors.New("is neither an address nor a range such as 10.0.0.0/8")

// Contains reports whether an address is in one of the ranges. An IPv4 address
// that is written as IPv6 counts as itself, and a zone is left out.
func (p Prefixes) Contains(address netip.Addr) bool {
	address = address.Unmap().WithZone("")
	return slices.ContainsFunc(p, func(r netip.Prefix) bool { return r.Contains(address) })
}

// parsePrefix takes one address, or a range in CIDR form. Bits behind the length
// of a range are dropped.
func parsePrefix(text string) (netip.Prefix, error) {
	if !strings.Contains(text, "/") {
		address, err := netip.ParseAddr(text)
		if err != nil || address.Zone() != "" {
			return netip.Prefix{}, errPrefix
		}
		address = address.Unmap()
		return netip.PrefixFrom(address, address.BitLen()), nil
	}
	prefix, err := netip.ParsePrefix(text)
	// A range within ::ffff:0:0/96 would match nothing, as addresses are unmapped.
	if err != nil || prefix.Addr().Is4In6() {
		return netip.Prefix{}, errPrefix
	}
	return prefix.Masked(), nil
}
