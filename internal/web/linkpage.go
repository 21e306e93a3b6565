package web

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"net/http"
	"strings"
)

// linkHTML is the page of a magic link until the portal is here.
//
//go:embed link.html
var linkHTML string

// linkPage serves one page, the same for every token: who tries tokens learns
// nothing. Nothing may keep, frame or pass on the address, which opens a portal.
func linkPage() http.Handler {
	policy := "default-src 'none'; style-src '" + styleHash(linkHTML) + "'; " +
		"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Security-Policy", policy)
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		h.Set("X-Robots-Tag", "noindex")
		_, _ = w.Write([]byte(linkHTML)) // it fails when the client has gone, and then nobody is left to tell
	})
}

// styleHash names the page's one style element to the policy.
func styleHash(page string) string {
	_, rest, _ := strings.Cut(page, "<style>")
	style, _, _ := strings.Cut(rest, "</style>")
	sum := sha256.Sum256([]byte(style))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
