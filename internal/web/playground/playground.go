// Package playground serves the API explorer. All of it comes from the binary,
// since a self-hosted server must not depend on, nor tell of itself to, a CDN.
package playground

import (
	"embed"
	"net/http"

	"github.com/portico-portal/portico/internal/web/built"
)

// all: because a bundler may begin a chunk's name with an underscore.
//
//go:embed all:dist
var dist embed.FS

// The editor puts its theme and the position of every line into style elements
// and attributes of its own, so inline styles must pass; inline scripts never do.
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
	"img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; " +
	"frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

// Handler serves whole paths, /playground and below, so that the router mounts
// it without having to strip what the built page's own addresses contain.
func Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /playground", page("dist/index.html"))
	mux.Handle("GET /playground/{$}", http.RedirectHandler("/playground", http.StatusFound))
	mux.Handle("GET /playground/licenses.md", page("dist/licenses.md"))
	assets := built.LoadAll(dist, "dist/assets")
	mux.HandleFunc("GET /playground/assets/{name}", func(w http.ResponseWriter, r *http.Request) {
		asset, known := assets[r.PathValue("name")]
		if !known {
			http.NotFound(w, r)
			return
		}
		asset.Serve(w, r, built.ForEver)
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentSecurityPolicy)
		h.Set("Referrer-Policy", "no-referrer")
		mux.ServeHTTP(w, r)
	})
}

func page(name string) http.HandlerFunc {
	file := built.Load(dist, name)
	return func(w http.ResponseWriter, r *http.Request) { file.Serve(w, r, built.Checked) }
}
