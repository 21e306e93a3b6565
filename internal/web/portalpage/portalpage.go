// Package portalpage is what people see: the page of a magic link, the portal
// that it opens, and the script that embeds a portal in the business's own
// site. All of it comes from the binary.
package portalpage

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/token"
)

// Options are what the handler is made with.
type Options struct {
	Portal  *portal.Service
	Keyring *token.Keyring
	// GraphQL serves the API; it finds the caller in the request's context. The
	// portal's first view is read through it, like every later one.
	GraphQL http.Handler
	// PublicURL is the origin that browsers reach the server at.
	PublicURL string
	// Secure says that it is https.
	Secure bool
	Log    *slog.Logger
	Clock  func() time.Time
}

// handler answers all requests of the package.
type handler struct {
	Options
	cookies auth.Cookies
	assets  assets
}

// Handler serves /p/{token}, /portal and what lies below it, /oauth/start/{token},
// /oauth/callback, and /embed.js. It takes whole paths, so that the router mounts it without stripping any.
func Handler(o Options) http.Handler {
	h := &handler{
		Options: o,
		cookies: auth.Cookies{Secure: o.Secure, Origin: o.PublicURL},
		assets:  loadAssets(),
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /p/{token}", h.showLink)
	mux.HandleFunc("GET /p/{token}/{$}", h.showLink)
	mux.HandleFunc("POST /p/{token}", h.openLink)
	mux.HandleFunc("POST /p/{token}/{$}", h.openLink)
	mux.HandleFunc("GET /portal", h.showPortal)
	mux.HandleFunc("POST /portal/end", h.endSession)
	mux.HandleFunc("GET /oauth/start/{token}", h.startConnection)
	mux.HandleFunc("GET /oauth/callback", h.finishConnection)
	mux.HandleFunc("GET /portal/assets/{name}", h.assets.serve)
	mux.HandleFunc("GET /portal/licenses.md", h.assets.serveLicenses)
	mux.HandleFunc("GET /embed.js", h.assets.serveEmbed)
	return mux
}
