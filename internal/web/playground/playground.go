// Package playground serves the API explorer. All of it comes from the binary,
// since a self-hosted server must not depend on, nor tell of itself to, a CDN.
package playground

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/binary"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
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

// The types are listed here because those of the mime package depend on the
// machine, and with nosniff a wrong one keeps a script from running.
var contentTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
	".ttf": "font/ttf",
}

// Handler serves whole paths, /playground and below, so that the router mounts
// it without having to strip what the built page's own addresses contain.
func Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /playground", page("dist/index.html", "text/html; charset=utf-8"))
	mux.Handle("GET /playground/{$}", http.RedirectHandler("/playground", http.StatusFound))
	mux.Handle("GET /playground/licenses.md", page("dist/licenses.md", "text/plain; charset=utf-8"))
	assets := loadAssets()
	mux.HandleFunc("GET /playground/assets/{name}", func(w http.ResponseWriter, r *http.Request) {
		asset, known := assets[r.PathValue("name")]
		if !known {
			http.NotFound(w, r)
			return
		}
		asset.ServeHTTP(w, r)
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentSecurityPolicy)
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		mux.ServeHTTP(w, r)
	})
}

func page(file, contentType string) http.HandlerFunc {
	body := mustRead(file)
	return func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h.Set("Content-Type", contentType)
		h.Set("Cache-Control", "no-cache")
		h.Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body)
	}
}

type asset struct {
	contentType string
	zipped      []byte
}

func loadAssets() map[string]asset {
	files, err := fs.Glob(dist, "dist/assets/*.gz")
	if err != nil {
		panic(err)
	}
	assets := make(map[string]asset, len(files))
	for _, file := range files {
		name := strings.TrimSuffix(path.Base(file), ".gz")
		assets[name] = asset{contentTypes[path.Ext(name)], mustRead(file)}
	}
	return assets
}

func (a asset) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", a.contentType)
	// A changed asset has another name, so a copy is good for ever.
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	if acceptsGzip(r) {
		h.Set("Content-Encoding", "gzip")
		h.Set("Content-Length", strconv.Itoa(len(a.zipped)))
		_, _ = w.Write(a.zipped)
		return
	}
	h.Set("Content-Length", strconv.Itoa(a.size()))
	if r.Method == http.MethodHead {
		return
	}
	plain, err := gzip.NewReader(bytes.NewReader(a.zipped))
	if err != nil {
		panic(err)
	}
	_, _ = io.Copy(w, plain) //nolint:gosec // the assets are our own
}

// A gzip file ends in the length of what it holds, which spares unpacking it to know.
func (a asset) size() int {
	return int(binary.LittleEndian.Uint32(a.zipped[len(a.zipped)-4:]))
}

func acceptsGzip(r *http.Request) bool {
	accepted := false
	for part := range strings.SplitSeq(strings.Join(r.Header.Values("Accept-Encoding"), ","), ",") {
		coding, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		coding = strings.ToLower(strings.TrimSpace(coding))
		if coding != "gzip" && coding != "*" {
			continue
		}
		_, weight, weighted := strings.Cut(params, "=")
		q, err := strconv.ParseFloat(strings.TrimSpace(weight), 64)
		usable := !weighted || (err == nil && q > 0)
		if coding == "gzip" {
			// What is said of gzip by name outweighs the wildcard.
			return usable
		}
		accepted = usable
	}
	return accepted
}

// The files are part of the binary, so one that is missing is a fault of the
// build, which the package's tests catch.
func mustRead(file string) []byte {
	body, err := dist.ReadFile(file)
	if err != nil {
		panic(err)
	}
	return body
}
