package config

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

var errPublicHTTP = errors.New("is plain http on another machine's name, where cookies could not be safe")

// parsePublicURL takes an origin, and drops one slash at its end. A path isn't
// allowed: the session's __Host- cookie has to have Path=/, so every other thing
// on the same host would be sent it.
func parsePublicURL(text string) (PublicURL, error) {
	parsed, err := parseOrigin(strings.TrimSuffix(text, "/"))
	if err != nil {
		return PublicURL{}, err
	}
	local := slices.Contains([]string{"localhost", "127.0.0.1", "[::1]"}, parsed.host)
	switch {
	case parsed.port == "*":
		return PublicURL{}, errOriginPort
	case parsed.scheme == "https", parsed.scheme == "http" && local:
		return PublicURL{Origin: parsed.String()}, nil
	case parsed.scheme == "http":
		return PublicURL{}, errPublicHTTP
	default:
		return PublicURL{}, errOriginShape
	}
}

func defaultPublicURL(port int) string {
	return origin{"http", "localhost", portUnlessDefault(port)}.String()
}

// portUnlessDefault leaves out 80, as browsers do.
func portUnlessDefault(port int) string {
	if port == 80 {
		return ""
	}
	return strconv.Itoa(port)
}
