package portalpage

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"strings"
)

// policy is what a page may load, send and be framed by. Its zero value allows
// nothing but the page's own styles and pictures.
type policy struct {
	// nonce is drawn for each answer: only elements that carry it are obeyed.
	nonce string
	// script lets the page's script run and call this server.
	script bool
	// form lets the page's form be sent to this server.
	form bool
	// logoURL is the business's logo, whose origin may send pictures.
	logoURL string
	// ancestors are the origins that may frame the page; none unless given.
	ancestors []string
}

func newPolicy() policy { return policy{nonce: rand.Text()} }

// set writes the headers that every page has: nothing may keep it, frame it,
// list it, or learn its address, which may open a portal.
func (p policy) set(header http.Header) {
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", p.String())
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Robots-Tag", "noindex")
	header.Set("X-Content-Type-Options", "nosniff")
}

// String is the Content-Security-Policy.
func (p policy) String() string {
	var b strings.Builder
	b.WriteString("default-src 'none'; style-src 'nonce-" + p.nonce + "'; img-src 'self'")
	if origin := originOf(p.logoURL); origin != "" {
		b.WriteString(" " + origin)
	}
	if p.script {
		b.WriteString("; script-src 'nonce-" + p.nonce + "'; connect-src 'self'")
	}
	b.WriteString("; base-uri 'none'; form-action ")
	if p.form {
		b.WriteString("'self'")
	} else {
		b.WriteString("'none'")
	}
	b.WriteString("; frame-ancestors ")
	if safe := safeOrigins(p.ancestors); len(safe) > 0 {
		b.WriteString(strings.Join(safe, " "))
	} else {
		b.WriteString("'none'")
	}
	return b.String()
}

// safeOrigins keeps what is a whole origin. The settings are checked when they
// are stored; a policy must not be open because an old row isn't.
func safeOrigins(origins []string) []string {
	var safe []string
	for _, origin := range origins {
		if origin != "" && originOf(origin) == origin {
			safe = append(safe, origin)
		}
	}
	return safe
}

// originOf is the origin of an http or https URL, in the form that a policy
// takes; empty where it has none.
func originOf(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" ||
		strings.ContainsAny(u.Host, " ;,*'\"\\") {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// safeLink passes a URL that a person may be led to; empty where it is none.
func safeLink(text *string) string {
	if text == nil || originOf(*text) == "" {
		return ""
	}
	return *text
}
