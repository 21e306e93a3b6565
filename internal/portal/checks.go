package portal

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/portico-portal/portico/internal/fault"
)

// The limits of what a caller sends.
const (
	// MaxKeyLength and MaxNameLength count characters.
	MaxKeyLength  = 255
	MaxNameLength = 255
	// MaxEmailAddressLength is RFC 5321's longest address; MaxPhoneNumberLength
	// leaves room for extensions and spaces.
	MaxEmailAddressLength = 320
	MaxPhoneNumberLength  = 64
	// MaxPlaces is how many places a grant or a member of staff may name.
	MaxPlaces = 100
	// MaxPreferredCodeLength and MaxAddressLength count characters.
	MaxPreferredCodeLength = 64
	MaxAddressLength       = 1000
	// MaxLatitude and MaxLongitude are in degrees, on either side of 0.
	MaxLatitude  = 90
	MaxLongitude = 180
	// MaxURLLength is what browsers and proxies carry without trouble.
	MaxURLLength = 2048
	// MaxEmbedOrigins and MaxOriginLength keep the header that lists them small; a
	// host's name has at most 253 characters.
	MaxEmbedOrigins = 20
	MaxOriginLength = len("https://") + 253 + len(":65535")
	// MinExpirySeconds and MaxExpirySeconds bound a link's lifetime.
	MinExpirySeconds = 60
	MaxExpirySeconds = 30 * 24 * 60 * 60
)

// checker collects every fault of an input.
type checker struct{ faults fault.List }

func (c *checker) add(at *fault.Path, format string, args ...any) {
	c.faults.Add(at, format, args...)
}

// key checks the business's own key of something.
func (c *checker) key(at *fault.Path, key string) {
	switch {
	case key == "":
		c.add(at, "must not be empty")
	case utf8.RuneCountInString(key) > MaxKeyLength:
		c.add(at, "must have at most %d characters", MaxKeyLength)
	case strings.TrimFunc(key, unicode.IsSpace) != key:
		c.add(at, "must not begin or end with white space")
	default:
		c.characters(at, key)
	}
}

// id checks that a text can be an id of what is named.
func (c *checker) id(at *fault.Path, id *string, of string) {
	if id == nil {
		return
	}
	if _, ok := ParseID(*id); !ok {
		c.add(at, "is no id of a %s: a UUID such as 01a20f0d-5d6e-7f80-9a1b-2c3d4e5f6071", of)
	}
}

// keys checks a list of keys.
func (c *checker) keys(at *fault.Path, keys []string) {
	for i, key := range keys {
		c.key(at.Index(i), key)
	}
}

// length checks the length of a text in characters, and tells whether it is
// right.
func (c *checker) length(at *fault.Path, text string, shortest, longest int) bool {
	length := utf8.RuneCountInString(text)
	switch {
	case length < shortest:
		c.add(at, "must not be empty")
	case length > longest:
		c.add(at, "must have at most %d characters", longest)
	}
	return shortest <= length && length <= longest
}

// text checks a text that is shown.
func (c *checker) text(at *fault.Path, text string, shortest, longest int) {
	if c.length(at, text, shortest, longest) {
		c.characters(at, text)
	}
}

func (c *checker) optionalText(at *fault.Path, text *string, shortest, longest int) {
	if text != nil {
		c.text(at, *text, shortest, longest)
	}
}

// expiry checks a lifetime in seconds.
func (c *checker) expiry(at *fault.Path, seconds *int) {
	if seconds != nil && (*seconds < MinExpirySeconds || *seconds > MaxExpirySeconds) {
		c.add(at, "must be %d to %d seconds (30 days)", MinExpirySeconds, MaxExpirySeconds)
	}
}

// clearableURL checks a URL of which an empty text clears what there was.
func (c *checker) clearableURL(at *fault.Path, text *string) {
	if text != nil && *text != "" {
		c.url(at, text)
	}
}

// url checks a URL that people will be led to.
func (c *checker) url(at *fault.Path, text *string) {
	if text == nil {
		return
	}
	if len(*text) > MaxURLLength {
		c.add(at, "must have at most %d characters", MaxURLLength)
		return
	}
	u, err := url.Parse(*text)
	switch {
	case err != nil || !hostPattern.MatchString(strings.ToLower(u.Host)) || !validPort(u.Port()) || strings.ContainsFunc(*text, notInURL):
		c.add(at, "must be an absolute URL such as https://example.com/page")
	case !safeScheme(u):
		c.add(at, "must begin with https:// (http:// only on localhost)")
	case u.User != nil:
		c.add(at, "must not hold a user name or password")
	}
}

// origins checks the sites that may frame a portal.
func (c *checker) origins(at *fault.Path, origins []string) {
	if len(origins) > MaxEmbedOrigins {
		c.add(at, "must name at most %d origins", MaxEmbedOrigins)
		return
	}
	for i, origin := range origins {
		if len(origin) > MaxOriginLength {
			c.add(at.Index(i), "must have at most %d characters", MaxOriginLength)
			continue
		}
		u, err := url.Parse(origin)
		switch {
		case err != nil || u.Host == "" || u.Scheme+"://"+u.Host != origin || !hostPattern.MatchString(u.Host) || !validPort(u.Port()):
			c.add(at.Index(i), "must be an origin such as https://app.example.com: a scheme, a host and maybe a port, without a path or wildcard")
		case !safeScheme(u):
			c.add(at.Index(i), "must begin with https:// (http:// only on localhost)")
		}
	}
}

// accentColor checks a colour; an empty one clears.
func (c *checker) accentColor(at *fault.Path, color *string) {
	if color != nil && *color != "" && !colorPattern.MatchString(*color) {
		c.add(at, "must be # and six hexadecimal digits, such as #0a7cff")
	}
}

var (
	colorPattern = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)
	hostPattern  = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\])(:[1-9][0-9]{0,4})?$`)
)

func validPort(text string) bool {
	_, err := strconv.ParseUint(text, 10, 16)
	return text == "" || err == nil
}

func notInURL(r rune) bool {
	return r <= ' ' || r == 0x7f || r == utf8.RuneError || strings.ContainsRune("\\\"<>^`{|}", r) || unicode.IsControl(r) || unicode.IsSpace(r)
}

// safeScheme allows plain HTTP on the developer's own machine only.
func safeScheme(u *url.URL) bool {
	switch u.Scheme {
	case "https":
		return true
	case "http":
		host := u.Hostname()
		return host == "localhost" || host == "127.0.0.1" || host == "::1"
	default:
		return false
	}
}
