package portalpage

import (
	"embed"
	"encoding/json"
	"net/http"

	"github.com/portico-portal/portico/internal/web/built"
)

// all: because a bundler may begin a chunk's name with an underscore.
//
//go:embed all:dist
var dist embed.FS

// assets are the built files.
type assets struct {
	files           map[string]built.File
	embed, licenses built.File
	// Script, Style and Icon are the addresses that the pages load.
	Script, Style, Icon string
	// page is the text of the query that the portal's first view is read by.
	page string
}

func loadAssets() assets {
	a := assets{
		files: built.LoadAll(dist, "dist/assets"), embed: built.Load(dist, "dist/embed.js.gz"), licenses: built.Load(dist, "dist/licenses.md.gz"),
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

func (a *assets) serve(w http.ResponseWriter, r *http.Request) {
	found, known := a.files[r.PathValue("name")]
	if !known {
		http.NotFound(w, r)
		return
	}
	found.Serve(w, r, built.ForEver)
}

// serveEmbed serves the embedding script, which pages of other origins load.
func (a *assets) serveEmbed(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	a.embed.Serve(w, r, built.ForMinutes)
}

func (a *assets) serveLicenses(w http.ResponseWriter, r *http.Request) {
	a.licenses.Serve(w, r, built.ForMinutes)
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
