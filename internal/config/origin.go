package config

import (
	"errors"
	"net/netip"
	"strconv"
	"strings"
)

// origin is scheme://host[:port], the serialised form of RFC 6454, section 6.2,
// in lower case and without the scheme's default port.
type origin struct {
	scheme, host string
	port         string // empty: the scheme's default; a pattern may have "*"
}

var (
	errOriginShape = errors.New("is not scheme://host or scheme://host:port")
	errOriginPath  = errors.New("has more than scheme, host and port")
	errOriginUser  = errors.New("has a name or password in it")
	errOriginHost  = errors.New("has a host that is none (write other scripts as xn--…)")
	errOriginPort  = errors.New("has a port that is none")
)

// parseOrigin reads an origin. The port may be "*".
func parseOrigin(text string) (origin, error) {
	scheme, rest, found := strings.Cut(strings.ToLower(text), "://")
	switch {
	case !found || !isScheme(scheme) || rest == "":
		return origin{}, errOriginShape
	case strings.Contains(rest, "@"):
		return origin{}, errOriginUser
	case strings.ContainsAny(rest, "/?#\\"):
		return origin{}, errOriginPath
	}
	host, port, hasPort := cutPort(rest)
	if !isHost(host) {
		return origin{}, errOriginHost
	}
	if hasPort && port != "*" && !isPort(port) {
		return origin{}, errOriginPort
	}
	if scheme == "http" && port == "80" || scheme == "https" && port == "443" {
		port = ""
	}
	return origin{scheme, host, port}, nil
}

// String writes the origin as a browser sends it.
func (o origin) String() string {
	if o.port == "" {
		return o.scheme + "://" + o.host
	}
	return o.scheme + "://" + o.host + ":" + o.port
}

// cutPort takes the port from behind a host, whose own colons stand in brackets.
func cutPort(text string) (host, port string, found bool) {
	at := strings.LastIndexByte(text, ':')
	if at < 0 || strings.HasSuffix(text, "]") {
		return text, "", false
	}
	return text[:at], text[at+1:], true
}

// isScheme follows RFC 3986, section 3.1, for what is in lower case already.
func isScheme(s string) bool {
	return s != "" && 'a' <= s[0] && s[0] <= 'z' && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789+-.") == ""
}

// isHost takes names and IPv4 addresses, and IPv6 addresses in brackets.
func isHost(s string) bool {
	if inner, open := strings.CutPrefix(s, "["); open {
		inner, closed := strings.CutSuffix(inner, "]")
		address, err := netip.ParseAddr(inner)
		return closed && err == nil && address.Is6() && address.Zone() == ""
	}
	return isHostName(s)
}

// isHostName is looser than RFC 1123: an underscore is found in names of
// containers.
func isHostName(s string) bool {
	if s == "" || len(s) > 253 || strings.HasPrefix(s, ".") || strings.Contains(s, "..") {
		return false
	}
	return strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz0123456789-._") == ""
}

// isPort takes 1 to 65535, in digits without zeros before them.
func isPort(s string) bool {
	port, err := strconv.ParseUint(s, 10, 16)
	return err == nil && port > 0 && strconv.FormatUint(port, 10) == s
}
