package portalpage

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/binary"
	"encoding/json"
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

// The types are listed here because those of the mime package depend on the
// machine, and with nosniff a wrong one keeps a script from running.
var contentTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
	".md":  "text/plain; charset=utf-8",
}

const (
	// A changed asset has another name, so a copy is good for ever.
	cacheForEver = "public, max-age=31536000, immutable"
	// The embedding script's name stays: a new one arrives within minutes.
	cacheForMinutes = "public, max-age=300"
)

// assets are the built files.
type assets struct {
	files           map[string]file
	embed, licenses file
	// Script, Style and Icon are the addresses that the pages load.
	Script, Style, Icon string
	// page is the text of the query that the portal's first view is read by.
	page string
}

// file is one built file, kept compressed.
type file struct {
	contentType string
	zipped      []byte
}

func loadAssets() assets {
	names, err := fs.Glob(dist, "dist/assets/*.gz")
	if err != nil {
		panic(err)
	}
	a := assets{files: make(map[string]file, len(names)), embed: load("dist/embed.js.gz"), licenses: load("dist/licenses.md.gz")}
	for _, name := range names {
		a.files[strings.TrimSuffix(path.Base(name), ".gz")] = load(name)
	}
	var manifest struct{ Script, Style, Icon string }
	if err := json.Unmarshal(mustRead("dist/manifest.json"), &manifest); err != nil {
		panic(err)
	}
	a.Script, a.Style, a.Icon = manifest.Script, manifest.Style, manifest.Icon
	a.page = operations()["Page"]
	return a
}

// operations are the texts of the operations that the portal sends, by name.
func operations() map[string]string {
	var all map[string]string
	if err := json.Unmarshal(mustRead("dist/operations.json"), &all); err != nil {
		panic(err)
	}
	return all
}

// Documents lists the GraphQL documents that the portal sends, and the one that its page
// is written from, for a server that answers only documents it knows.
func Documents() []string {
	var texts []string
	for _, text := range operations() {
		texts = append(texts, text)
	}
	return texts
}

func load(name string) file {
	return file{contentTypes[path.Ext(strings.TrimSuffix(name, ".gz"))], mustRead(name)}
}

func (a *assets) serve(w http.ResponseWriter, r *http.Request) {
	found, known := a.files[r.PathValue("name")]
	if !known {
		http.NotFound(w, r)
		return
	}
	found.serve(w, r, cacheForEver)
}

// serveEmbed serves the embedding script, which pages of other origins load.
func (a *assets) serveEmbed(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	a.embed.serve(w, r, cacheForMinutes)
}

func (a *assets) serveLicenses(w http.ResponseWriter, r *http.Request) {
	a.licenses.serve(w, r, cacheForMinutes)
}

func (f file) serve(w http.ResponseWriter, r *http.Request, caching string) {
	h := w.Header()
	h.Set("Content-Type", f.contentType)
	h.Set("Cache-Control", caching)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Vary", "Accept-Encoding")
	if acceptsGzip(r) {
		h.Set("Content-Encoding", "gzip")
		h.Set("Content-Length", strconv.Itoa(len(f.zipped)))
		_, _ = w.Write(f.zipped) // it fails when the client has gone, and then nobody is left to tell
		return
	}
	// A gzip file ends in the length of what it holds.
	h.Set("Content-Length", strconv.Itoa(int(binary.LittleEndian.Uint32(f.zipped[len(f.zipped)-4:]))))
	if r.Method == http.MethodHead {
		return
	}
	plain, err := gzip.NewReader(bytes.NewReader(f.zipped))
	if err != nil {
		panic(err)
	}
	_, _ = io.Copy(w, plain) //nolint:gosec // the file is our own, and no bomb
}

// acceptsGzip reads Accept-Encoding: what it says of gzip by name outweighs
// the wildcard, and a weight of nought refuses.
func acceptsGzip(r *http.Request) bool {
	wildcard := false
	for part := range strings.SplitSeq(strings.Join(r.Header.Values("Accept-Encoding"), ","), ",") {
		coding, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		_, weight, weighted := strings.Cut(params, "=")
		q, err := strconv.ParseFloat(strings.TrimSpace(weight), 64)
		usable := !weighted || err == nil && q > 0
		switch strings.ToLower(strings.TrimSpace(coding)) {
		case "gzip":
			return usable
		case "*":
			wildcard = usable
		}
	}
	return wildcard
}

// mustRead reads a file of the binary: one that is missing is a fault of the
// build, which the package's tests catch.
func mustRead(name string) []byte {
	body, err := dist.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return body
}
