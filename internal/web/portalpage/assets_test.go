package portalpage_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/portico-portal/portico/internal/web/portalpage"
)

// maxScript is how much script, compressed, the portal may have.
const maxScript = 25 << 10

func assetHandler() http.Handler {
	return portalpage.Handler(portalpage.Options{PublicURL: origin, Secure: true, Log: slog.New(slog.DiscardHandler), Clock: time.Now})
}

func fetch(t *testing.T, path, acceptEncoding string) answer {
	t.Helper()
	request := httptest.NewRequest("GET", origin+path, nil)
	request.Header.Set("Accept-Encoding", acceptEncoding)
	recorder := httptest.NewRecorder()
	assetHandler().ServeHTTP(recorder, request)
	return answer{status: recorder.Code, header: recorder.Header(), body: recorder.Body.String()}
}

func unzip(t *testing.T, text string) string {
	t.Helper()
	reader, err := gzip.NewReader(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}

// built lists the addresses of all built assets.
func built(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir("dist/assets")
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, entry := range entries {
		paths = append(paths, "/portal/assets/"+strings.TrimSuffix(entry.Name(), ".gz"))
	}
	return paths
}

func TestAssets(t *testing.T) {
	hashed := regexp.MustCompile(`-[\w-]{8}\.(js|css|svg)$`)
	paths := built(t)
	if len(paths) != 3 {
		t.Errorf("the portal has the assets %v, but should be usable after one script and one style", paths)
	}
	for _, path := range paths {
		if !hashed.MatchString(path) {
			t.Errorf("%s has no hash in its name, yet may be kept for ever", path)
		}
		zipped, plain := fetch(t, path, "br, gzip"), fetch(t, path, "identity")
		if zipped.header.Get("Content-Encoding") != "gzip" || plain.header.Get("Content-Encoding") != "" || unzip(t, zipped.body) != plain.body {
			t.Errorf("%s isn't the same with and without gzip", path)
		}
		for _, got := range []answer{zipped, plain} {
			if got.header.Get("Content-Length") != strconv.Itoa(len(got.body)) || got.header.Get("Vary") != "Accept-Encoding" ||
				got.header.Get("Cache-Control") != "public, max-age=31536000, immutable" || got.header.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("%s: %v", path, got.header)
			}
		}
		if strings.HasSuffix(path, ".js") && len(zipped.body) > maxScript {
			t.Errorf("the script has %d bytes compressed, more than %d", len(zipped.body), maxScript)
		}
	}
	for _, path := range []string{"/portal/assets/none.js", "/portal/assets/..%2fmanifest.json", "/portal/assets/", "/portal/manifest.json"} {
		if got := fetch(t, path, "gzip"); got.status != 404 || got.header.Get("Cache-Control") != "" {
			t.Errorf("%s: status %d, %v", path, got.status, got.header)
		}
	}
}

func TestEmbeddingScript(t *testing.T) {
	got := fetch(t, "/embed.js", "gzip")
	for header, want := range map[string]string{
		"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin",
		"Cache-Control": "public, max-age=300", "Content-Type": "text/javascript; charset=utf-8", "X-Content-Type-Options": "nosniff",
	} {
		if value := got.header.Get(header); value != want {
			t.Errorf("%s is %q, want %q", header, value, want)
		}
	}
	if script := unzip(t, got.body); !strings.Contains(script, "portico-portal") {
		t.Error("the script defines no element")
	}
	if got := fetch(t, "/portal/licenses.md", ""); got.status != 200 || !strings.Contains(got.body, "preact") {
		t.Errorf("licenses: status %d: %s", got.status, got.body)
	}
}

func TestNothingComesFromOutside(t *testing.T) {
	host := regexp.MustCompile(`(?:https?|wss?)://([A-Za-z0-9][A-Za-z0-9.-]*)`)
	// Names of formats, which nobody loads.
	named := []string{"www.w3.org"}
	for _, path := range append(built(t), "/embed.js") {
		for _, match := range host.FindAllStringSubmatch(fetch(t, path, "").body, -1) {
			if !slices.Contains(named, match[1]) {
				t.Errorf("%s names an outside host: %s", path, match[0])
			}
		}
	}
}

func TestDocumentsAreThoseOfTheScriptAndTheServersPage(t *testing.T) {
	var script bytes.Buffer
	for _, path := range built(t) {
		script.WriteString(fetch(t, path, "").body)
	}
	documents := portalpage.Documents()
	if len(documents) < 5 {
		t.Fatalf("only %d documents", len(documents))
	}
	name := regexp.MustCompile(`(?:query|mutation) (\w+)`)
	for _, document := range documents {
		if inScript := name.FindString(document) != "query Page"; inScript != strings.Contains(script.String(), name.FindString(document)) {
			t.Errorf("is %s sent by the script? %t", name.FindString(document), !inScript)
		}
	}
}
