package playground

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/portico-portal/portico/internal/web/built"
)

// served is one for all tests: it keeps nothing of a request.
var served = Handler()

func get(t *testing.T, method, target, acceptEncoding string) *http.Response {
	t.Helper()
	request := httptest.NewRequest(method, target, nil)
	if acceptEncoding != "" {
		request.Header.Set("Accept-Encoding", acceptEncoding)
	}
	recorder := httptest.NewRecorder()
	served.ServeHTTP(recorder, request)
	return recorder.Result()
}

func body(t *testing.T, response *http.Response) []byte {
	t.Helper()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	content, err := dist.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func unzip(t *testing.T, zipped []byte) []byte {
	t.Helper()
	reader, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestIndex(t *testing.T) {
	response := get(t, "GET", "/playground", "gzip")
	if response.StatusCode != 200 {
		t.Fatalf("status %d", response.StatusCode)
	}
	for name, want := range map[string]string{
		"Content-Type":           "text/html; charset=utf-8",
		"Cache-Control":          "no-cache",
		"X-Content-Type-Options": "nosniff",
		"Referrer-Policy":        "no-referrer",
	} {
		if got := response.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if !bytes.Contains(body(t, response), []byte("<title>Portico playground</title>")) {
		t.Error("the page has no title")
	}
}

func TestContentSecurityPolicy(t *testing.T) {
	for _, target := range []string{"/playground", "/playground/assets/none.js", "/playground/licenses.md"} {
		policy := get(t, "GET", target, "").Header.Get("Content-Security-Policy")
		for directive := range strings.SplitSeq(policy, ";") {
			name, sources, _ := strings.Cut(strings.TrimSpace(directive), " ")
			for source := range strings.FieldsSeq(sources) {
				allowed := source == "'self'" || source == "'none'" ||
					name == "style-src" && source == "'unsafe-inline'" ||
					name == "img-src" && source == "data:"
				if !allowed {
					t.Errorf("%s: %s lets in %s", target, name, source)
				}
			}
		}
		for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: the policy lacks %s", target, want)
			}
		}
	}
}

func TestEveryAddressOfTheIndexIsServed(t *testing.T) {
	index := read(t, "dist/index.html")
	found := regexp.MustCompile(`(?:src|href)="([^"]+)"`).FindAllSubmatch(index, -1)
	if len(found) < 3 {
		t.Fatalf("the page names %d files only", len(found))
	}
	for _, match := range found {
		if response := get(t, "GET", string(match[1]), "gzip"); response.StatusCode != 200 {
			t.Errorf("%s: status %d", match[1], response.StatusCode)
		}
	}
	if regexp.MustCompile(`<script(?:\s+(?:type|crossorigin)[^\s>]*)*>|<style|\son\w+=|\sstyle=`).Match(index) {
		t.Error("the page has an inline script or style")
	}
}

func TestAssets(t *testing.T) {
	assets := built.LoadAll(dist, "dist/assets")
	if len(assets) < 10 {
		t.Fatalf("only %d assets", len(assets))
	}
	hashed := regexp.MustCompile(`-[\w-]{8}\.\w+$`)
	types := map[string]string{
		".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".ttf": "font/ttf",
	}
	for name := range assets {
		if !hashed.MatchString(name) {
			t.Errorf("%s may be cached for ever, yet has no hash in its name", name)
		}
		packed := read(t, "dist/assets/"+name+".gz")
		plain := unzip(t, packed)
		for acceptEncoding, zipped := range map[string]bool{
			"": false, "identity": false, "br": false, "gzip;q=0": false, "*;q=1, gzip;q=0": false, "gzip;q=x": false,
			"gzip": true, "br, GZIP ; q=0.5": true, "*": true, "deflate, gzip, br, zstd": true,
		} {
			response := get(t, "GET", "/playground/assets/"+name, acceptEncoding)
			content, want := body(t, response), plain
			if got := response.Header.Get("Content-Length"); got != strconv.Itoa(len(content)) {
				t.Errorf("%s, %q: Content-Length is %s for %d bytes", name, acceptEncoding, got, len(content))
			}
			if (response.Header.Get("Content-Encoding") == "gzip") != zipped {
				t.Errorf("%s, %q: Content-Encoding is %q", name, acceptEncoding, response.Header.Get("Content-Encoding"))
			} else if zipped {
				want = packed
			}
			if !bytes.Equal(content, want) {
				t.Errorf("%s, %q: not the asset", name, acceptEncoding)
			}
			for header, want := range map[string]string{
				"Cache-Control":          "public, max-age=31536000, immutable",
				"Vary":                   "Accept-Encoding",
				"Content-Type":           types[path.Ext(name)],
				"X-Content-Type-Options": "nosniff",
			} {
				if got := response.Header.Get(header); got != want {
					t.Errorf("%s: %s is %q, want %q", name, header, got, want)
				}
			}
		}
	}
}

func TestHead(t *testing.T) {
	server := httptest.NewServer(served)
	defer server.Close()
	targets := []string{"/playground"}
	for name := range built.LoadAll(dist, "dist/assets") {
		targets = append(targets, "/playground/assets/"+name)
	}
	for _, target := range targets {
		for _, acceptEncoding := range []string{"gzip", "identity"} {
			lengths := map[string]int64{}
			for _, method := range []string{"GET", "HEAD"} {
				request, err := http.NewRequest(method, server.URL+target, nil)
				if err != nil {
					t.Fatal(err)
				}
				request.Header.Set("Accept-Encoding", acceptEncoding)
				response, err := server.Client().Do(request)
				if err != nil {
					t.Fatal(err)
				}
				if err := response.Body.Close(); err != nil {
					t.Fatal(err)
				}
				if response.StatusCode != 200 {
					t.Errorf("%s %s: status %d", method, target, response.StatusCode)
				}
				lengths[method] = response.ContentLength
			}
			if lengths["HEAD"] != lengths["GET"] || lengths["GET"] <= 0 {
				t.Errorf("%s, %s: lengths %v", target, acceptEncoding, lengths)
			}
		}
	}
}

func TestUnknown(t *testing.T) {
	for _, target := range []string{
		"/playground/assets/", "/playground/assets/none.js", "/playground/none",
		"/playground/assets/..%2findex.html", "/playground/assets/icon.svg.gz", "/playground/index.html",
	} {
		response := get(t, "GET", target, "gzip")
		if response.StatusCode != 404 {
			t.Errorf("%s: status %d", target, response.StatusCode)
		}
		if strings.Contains(response.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: what is missing now may come with the next version, yet is cached for ever", target)
		}
	}
}

func TestTrailingSlashLeadsToThePage(t *testing.T) {
	response := get(t, "GET", "/playground/", "")
	if response.StatusCode != 302 || response.Header.Get("Location") != "/playground" {
		t.Errorf("status %d to %q", response.StatusCode, response.Header.Get("Location"))
	}
}

func TestOtherMethods(t *testing.T) {
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS"} {
		for _, target := range []string{"/playground", "/playground/assets/none.js"} {
			response := get(t, method, target, "")
			if response.StatusCode != 405 || response.Header.Get("Allow") != "GET, HEAD" {
				t.Errorf("%s %s: status %d, Allow %q", method, target, response.StatusCode, response.Header.Get("Allow"))
			}
		}
	}
}

// Hosts that are named in messages, comments, links for a person to click, and
// as names of formats. One that isn't here may be a CDN, and wants a look.
var namedHosts = []string{
	"code.visualstudio.com", "commonmark.org", "en.wikipedia.org", "github.com", "json-schema.org",
	"microsoft.com", "prettier.io", "react.dev", "www.w3.org", "yarnpkg.com",
}

var (
	outsideHost = regexp.MustCompile(`(?:https?|wss?)://([A-Za-z0-9][A-Za-z0-9.-]*)`)
	outsideLoad = regexp.MustCompile(`(?:\bimport\s*\(?|\bfrom|\bimportScripts\s*\(|\bfetch\s*\(|\bsendBeacon\s*\(|` +
		`\bnew\s+(?:Worker|SharedWorker|EventSource|WebSocket|URL)\s*\(|\.(?:src|href)\s*=|\bsrc\s*[:=]|` +
		`\burl\(|@import|<(?:link|base|iframe)\b[^>]*\bhref\s*=)\s*` + "[\"'`]?" + `(?:(?:https?|wss?):)?//[\w\[]`)
)

func TestNothingComesFromOutside(t *testing.T) {
	files := map[string][]byte{"index.html": read(t, "dist/index.html")}
	for name := range built.LoadAll(dist, "dist/assets") {
		if !strings.HasSuffix(name, ".ttf") {
			files[name] = unzip(t, read(t, "dist/assets/"+name+".gz"))
		}
	}
	for name, content := range files {
		if load := outsideLoad.Find(content); load != nil {
			t.Errorf("%s loads from outside: %s", name, load)
		}
		for _, match := range outsideHost.FindAllSubmatch(content, -1) {
			if !slices.Contains(namedHosts, string(match[1])) {
				t.Errorf("%s names an outside host: %s", name, match[0])
			}
		}
	}
}

func TestTheSearchForOutsideLoadsFindsThem(t *testing.T) {
	for _, sample := range []string{
		`<script type="module" src="https://cdn.example/x.js">`, `<link rel="stylesheet" href='//cdn.example/x.css'>`,
		`import x from"https://cdn.example/x.js"`, "import(`https://cdn.example/x.js`)", `import "https://cdn.example/x.js"`,
		`fetch("https://example.com")`, `new Worker("https://cdn.example/w.js")`, `importScripts('//cdn.example/w.js')`,
		`s.src="https://cdn.example/x.js"`, `{src:"https://cdn.example/x.png"}`, `@import "https://cdn.example/x.css"`,
		`src:url(https://cdn.example/font.woff2)`, `new WebSocket("wss://example.com")`,
	} {
		if !outsideLoad.MatchString(sample) {
			t.Errorf("not found: %s", sample)
		}
	}
	for _, sample := range []string{
		`// see https://example.com`, `href:"https://example.com/docs"`, `xmlns:"http://www.w3.org/2000/svg"`,
		`import("./x.js")`, `from"/playground/assets/x.js"`, `src="/playground/assets/x.js"`,
	} {
		if outsideLoad.MatchString(sample) {
			t.Errorf("taken for a load: %s", sample)
		}
	}
}
