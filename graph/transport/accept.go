package transport

import (
	"strconv"
	"strings"
)

// The media types of a response. A client that takes mediaGraphQL knows that
// the body is a GraphQL response whatever the status, so faults in the request
// may be 400 there; mediaJSON is for clients that expect 200.
const (
	mediaGraphQL = "application/graphql-response+json"
	mediaJSON    = "application/json"
)

// How closely a range of the Accept header names a media type
// (RFC 9110, section 12.5.1: the most specific range decides).
const (
	matchNone = iota
	matchAny
	matchFamily
	matchExact
)

// offer is a media type with what the header says of it.
type offer struct {
	name    string
	match   int
	quality float64
}

// negotiate picks the response's media type. ok is false if the client wants
// neither; the type is then the one to say so in.
//
// The higher quality wins. At the same quality the type that is named more
// closely wins; if both are named, mediaGraphQL, for whoever names it
// understands it and the order of a list has no meaning (RFC 9110). Without a
// header, and for a wildcard alone, it is mediaJSON: that is what audits 80D8
// and 47DE ask for, and the safe one for clients that know nothing of the other.
func negotiate(header []string) (media string, ok bool) {
	graphQL, plain := offer{name: mediaGraphQL}, offer{name: mediaJSON}
	empty := true
	for _, line := range header {
		for element := range strings.SplitSeq(line, ",") {
			if element = strings.TrimSpace(element); element == "" {
				continue
			}
			empty = false
			name, quality, valid := parseRange(element)
			if valid {
				graphQL.consider(name, quality)
				plain.consider(name, quality)
			}
		}
	}
	if empty {
		return mediaJSON, true
	}
	if graphQL.quality == 0 && plain.quality == 0 {
		return mediaJSON, false
	}
	if graphQL.beats(plain) {
		return mediaGraphQL, true
	}
	return mediaJSON, true
}

// consider takes a range into account. Of two that name the type equally
// closely, the one with the higher quality counts.
func (o *offer) consider(name string, quality float64) {
	match := matchOf(name, o.name)
	if match == matchNone || match < o.match {
		return
	}
	if match > o.match || quality > o.quality {
		o.match, o.quality = match, quality
	}
}

func (o *offer) beats(other offer) bool {
	if o.quality != other.quality {
		return o.quality > other.quality
	}
	if o.match != other.match {
		return o.match > other.match
	}
	return o.match == matchExact
}

func matchOf(name, media string) int {
	switch name {
	case media:
		return matchExact
	case "application/*":
		return matchFamily
	case "*/*":
		return matchAny
	default:
		return matchNone
	}
}

// parseRange takes an element of the header apart. An element that is
// malformed, or wants another charset than UTF-8, is not valid and counts for
// nothing; parameters other than charset and q are ignored.
func parseRange(element string) (name string, quality float64, valid bool) {
	name, params, _ := strings.Cut(element, ";")
	quality = 1
	for param := range strings.SplitSeq(params, ";") {
		key, value, _ := strings.Cut(strings.TrimSpace(param), "=")
		switch strings.ToLower(key) {
		case "q":
			var err error
			quality, err = strconv.ParseFloat(value, 64)
			if err != nil || !(quality >= 0 && quality <= 1) {
				return "", 0, false
			}
		case "charset":
			if charset := strings.Trim(value, `"`); charset != "*" && !strings.EqualFold(charset, "utf-8") {
				return "", 0, false
			}
		}
	}
	return strings.ToLower(strings.TrimSpace(name)), quality, true
}
