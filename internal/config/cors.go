package config

import (
	"errors"
	"slices"
)

// OriginPattern is an origin of browser apps. Its port may be any.
type OriginPattern struct{ origin origin }

// Origins are the patterns of PORTICO_CORS_ORIGINS.
type Origins []OriginPattern

var (
	errOriginAny  = errors.New("would let every site in: name each origin")
	errOriginNull = errors.New("stands for sandboxed frames and local files of anyone's: name each origin")
)

// ParseOriginPattern reads scheme://host, scheme://host:port or scheme://host:*,
// the last for any port and none. The scheme may be any, since apps in a shell
// have their own. "*" and "null" are refused: neither says who calls. Its error
// reads on after the value.
func ParseOriginPattern(text string) (OriginPattern, error) {
	switch text {
	case "*":
		return OriginPattern{}, errOriginAny
	case "null":
		return OriginPattern{}, errOriginNull
	}
	parsed, err := parseOrigin(text)
	return OriginPattern{parsed}, err
}

// String writes the pattern in lower case.
func (p OriginPattern) String() string { return p.origin.String() }

// Match reports whether the pattern covers what a browser sends as Origin.
func (p OriginPattern) Match(header string) bool {
	sent, err := parseOrigin(header)
	if err != nil || sent.port == "*" {
		return false
	}
	if p.origin.port == "*" {
		sent.port = "*"
	}
	return sent == p.origin
}

// Allow reports whether one of the patterns covers what a browser sends as Origin.
func (o Origins) Allow(header string) bool {
	return slices.ContainsFunc(o, func(p OriginPattern) bool { return p.Match(header) })
}
