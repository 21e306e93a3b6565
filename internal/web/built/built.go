// Package built serves files that were built from web/ and are part of the binary.
package built

import (
	"compress/gzip"
	"embed"
	"io"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// The types are listed here because those of the mime package depend on the
// machine, and with nosniff a wrong one keeps a script from running.
var contentTypes = map[string]string{
	".css":  "text/css; charset=utf-8",
	".html": "text/html; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".md":   "text/plain; charset=utf-8",
	".svg":  "image/svg+xml",
	".ttf":  "font/ttf",
}

// How long browsers keep a file.
const (
	// ForEver is for what has another name once it changes.
	ForEver = "public, max-age=31536000, immutable"
	// ForMinutes is for what keeps its name, and comes anew within minutes.
	ForMinutes = "public, max-age=300"
	// Checked is for what is asked for each time.
	Checked = "no-cache"
)

// File is a file of the binary.
type File struct {
	content
	contentType string
	// unpacked is how much a file holds that is kept compressed; none where it isn't.
	unpacked int64
}

// Load finds a file; one whose name ends in .gz is kept compressed.
func Load(files embed.FS, name string) File {
	plain, zipped := strings.CutSuffix(name, ".gz")
	f := File{contentType: contentTypes[path.Ext(plain)], content: contentOf(files, name)}
	if zipped {
		f.unpacked = f.unpackedSize()
	}
	return f
}

// LoadAll finds the files of a folder that are kept compressed, by their names without .gz.
func LoadAll(files embed.FS, folder string) map[string]File {
	entries, err := files.ReadDir(folder)
	if err != nil {
		panic(err)
	}
	all := make(map[string]File, len(entries))
	for _, entry := range entries {
		if name, zipped := strings.CutSuffix(entry.Name(), ".gz"); zipped {
			all[name] = Load(files, path.Join(folder, entry.Name()))
		}
	}
	return all
}

// Serve answers with the file: compressed if it is kept so and the browser takes that.
func (f File) Serve(w http.ResponseWriter, r *http.Request, caching string) {
	h := w.Header()
	h.Set("Content-Type", f.contentType)
	h.Set("Cache-Control", caching)
	h.Set("X-Content-Type-Options", "nosniff")
	if f.unpacked > 0 {
		h.Set("Vary", "Accept-Encoding")
		if !acceptsGzip(r) {
			f.serveUnpacked(w, r)
			return
		}
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", strconv.FormatInt(f.size, 10))
	_, _ = io.Copy(w, f.reader()) // it fails when the client has gone, and then nobody is left to tell
}

func (f File) serveUnpacked(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Length", strconv.FormatInt(f.unpacked, 10))
	if r.Method == http.MethodHead {
		return
	}
	plain, err := gzip.NewReader(f.reader())
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
