package server_test

import (
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/portico-portal/portico/internal/rest"
	"github.com/portico-portal/portico/internal/testdb"
)

// route is a route and what its answer's headers must say.
type route struct {
	method, path, body string
	headers            []string
	status             int
	// caching is the whole of Cache-Control.
	caching string
	// policy is what the Content-Security-Policy lets in, beside 'none' and the answer's own nonce.
	policy []string
	// shared tells whose origins may read the answer: "" nobody's, "apps" those of PORTICO_CORS_ORIGINS, "*" all.
	shared string
}

const (
	noStore = "no-store"
	noCache = "no-cache"
	forEver = "public, max-age=31536000, immutable"
	asBody  = "Content-Type: application/json"
)

// routes lists every route of a server with a known link, a dead one and a
// session, by what they are to a browser.
func routes(key, link, dead, session, playgroundAsset, portalAsset string) map[string]route {
	bearer, cookie := "Authorization: Bearer "+key, "Cookie: __Host-portico_session="+session
	const workspace = `{"query":"{ workspace { id } }"}`
	ours := "Sec-Fetch-Site: same-origin"
	page := []string{"'self'"}
	all := map[string]route{
		"the API":                   {"POST", "/graphql", workspace, []string{bearer, asBody}, 200, noStore, nil, "apps"},
		"the API by GET":            {"GET", "/graphql?query=%7B__typename%7D", "", []string{bearer}, 200, noStore, nil, "apps"},
		"the API, links":            {"POST", "/graphql", `{"query":"{ magicLinks { nodes { url } } }"}`, []string{bearer, asBody}, 200, noStore, nil, "apps"},
		"the API, a bad credential": {"POST", "/graphql", workspace, []string{"Authorization: Bearer x", asBody}, 401, noStore, nil, "apps"},
		"the API, no request":       {"POST", "/graphql", "{", []string{bearer, asBody}, 400, noStore, nil, "apps"},
		"the API, another method":   {"PUT", "/graphql", workspace, []string{bearer, asBody}, 405, noStore, nil, ""},
		"the schema":                {"GET", "/schema.graphqls", "", nil, 200, noCache, nil, "apps"},
		"OPTIONS of the schema":     {"OPTIONS", "/schema.graphqls", "", nil, 405, noCache, nil, "apps"},
		"the OpenAPI document":      {"GET", "/openapi.json", "", nil, 200, noCache, nil, "apps"},
		"OPTIONS of the document":   {"OPTIONS", "/openapi.json", "", nil, 405, noCache, nil, "apps"},
		"a REST call":               {"POST", "/customers/push_data", `{"customer_key":"h"}`, []string{bearer, asBody}, 200, noStore, nil, "apps"},
		"REST, a bad credential":    {"POST", "/customers/push_data", "{}", []string{"Authorization: Bearer x", asBody}, 401, noStore, nil, "apps"},
		"REST, another method":      {"PUT", "/customers/push_data", "{}", []string{bearer, asBody}, 405, noStore, nil, ""},
		"a link":                    {"GET", "/p/" + link, "", nil, 200, noStore, page, ""},
		"a link with a slash":       {"GET", "/p/" + link + "/", "", nil, 200, noStore, page, ""},
		"a link's button":           {"POST", "/p/" + link, "", []string{ours}, 303, noStore, nil, ""},
		"the button with a slash":   {"POST", "/p/" + link + "/", "", []string{ours}, 303, noStore, nil, ""},
		"a foreign form":            {"POST", "/p/" + link, "", []string{"Sec-Fetch-Site: cross-site"}, 403, noStore, page, ""},
		"a dead link":               {"GET", "/p/" + dead, "", nil, 410, noStore, page, ""},
		"an unknown link":           {"GET", "/p/" + unknownLink, "", nil, 404, noStore, page, ""},
		"below a link":              {"GET", "/p/a/b", "", nil, 404, noStore, nil, ""},
		"the portal":                {"GET", "/portal", "", []string{cookie}, 200, noStore, page, ""},
		"the portal, no session":    {"GET", "/portal", "", nil, 401, noStore, page, ""},
		"signing out":               {"POST", "/portal/end", "", []string{ours}, 200, noStore, page, ""},
		"the portal's assets":       {"GET", portalAsset, "", nil, 200, forEver, nil, ""},
		"the portal's licences":     {"GET", "/portal/licenses.md", "", nil, 200, "public, max-age=300", nil, ""},
		"below the portal":          {"GET", "/portal/none", "", nil, 404, "", nil, ""},
		"the way to a provider":     {"GET", "/oauth/start/none", "", nil, 404, noStore, page, ""},
		"the way back":              {"GET", "/oauth/callback?state=none", "", nil, 400, noStore, page, ""},
		"below the way":             {"GET", "/oauth/none", "", nil, 404, noStore, nil, ""},
		"the embedding script":      {"GET", "/embed.js", "", nil, 200, "public, max-age=300", nil, "*"},
		"the root":                  {"GET", "/", "", nil, 302, "", nil, ""},
		"the playground":            {"GET", "/playground", "", nil, 200, noCache, []string{"'self'", "'unsafe-inline'", "data:"}, ""},
		"the playground, a slash":   {"GET", "/playground/", "", nil, 302, "", []string{"'self'", "'unsafe-inline'", "data:"}, ""},
		"the playground's assets":   {"GET", playgroundAsset, "", nil, 200, forEver, []string{"'self'", "'unsafe-inline'", "data:"}, ""},
		"the playground's licences": {"GET", "/playground/licenses.md", "", nil, 200, noCache, []string{"'self'", "'unsafe-inline'", "data:"}, ""},
		"alive":                     {"GET", "/healthz", "", nil, 200, noCache, nil, ""},
		"ready":                     {"GET", "/readyz", "", nil, 200, noCache, nil, ""},
		"metrics":                   {"GET", "/metrics", "", []string{"Authorization: Bearer m3trics"}, 200, "", nil, ""},
		"metrics, no token":         {"GET", "/metrics", "", nil, 401, noCache, nil, ""},
		"nothing":                   {"GET", "/none", "", nil, 404, "", nil, ""},
		"another method":            {"POST", "/healthz", "", nil, 405, "", nil, ""},
	}
	for _, path := range rest.Paths() {
		all["REST, "+path] = route{"POST", path, "{}", []string{bearer, asBody}, 400, noStore, nil, "apps"}
	}
	return all
}

func TestEveryRouteHasItsHeaders(t *testing.T) {
	t.Parallel()
	const app, stranger = "https://app.example.com", "https://evil.example"
	s := start(t, load(t, testdb.New(t, testdb.SQLite, migrate), "PORTICO_PUBLIC_URL=https://portal.example.com",
		"PORTICO_CORS_ORIGINS="+app, "PORTICO_METRICS_TOKEN=m3trics"), true)
	key := s.firstKey(t)
	_, link := s.link(t, key)
	deadID, dead := s.link(t, key)
	if _, text := s.query(t, fmt.Sprintf("mutation { revokeMagicLink(input: {id: %q}) { magicLink { status } } }", deadID), "Authorization: Bearer "+key); !strings.Contains(text, "REVOKED") {
		t.Fatal(text)
	}
	all := routes(key, link, dead, s.session(t, link), s.assetOf(t, "/playground"), s.assetOf(t, "/p/"+link))
	for name, want := range all {
		for _, origin := range []string{"", app, stranger} {
			headers := append([]string{}, want.headers...)
			if origin != "" {
				headers = append(headers, "Origin: "+origin)
			}
			response, text := s.do(t, want.method, want.path, want.body, headers...)
			if response.StatusCode != want.status {
				t.Errorf("%s: %d %.200s", name, response.StatusCode, text)
			}
			want.check(t, name, origin, response)
			if allowed := response.Header.Get("Access-Control-Allow-Origin"); (allowed != "") != (want.shared == "*" || want.shared == "apps" && origin == app) {
				t.Errorf("%s: to %q it is shared with %q", name, origin, allowed)
			}
		}
	}
	for _, pattern := range mounted(t) {
		if !slices.ContainsFunc(slices.Collect(paths(all)), pattern.MatchString) {
			t.Errorf("no route of the table is %s", pattern)
		}
	}
}

// check holds what every answer says, and what this one's says beyond.
func (want *route) check(t *testing.T, name, origin string, response *http.Response) {
	t.Helper()
	h := response.Header
	for header, value := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Strict-Transport-Security": "max-age=31536000", "Cache-Control": want.caching,
		"Access-Control-Allow-Credentials": "", "Server": "", "X-Powered-By": "",
	} {
		if got := h.Get(header); got != value || len(h.Values(header)) > 1 {
			t.Errorf("%s, from %q: %s is %q, not %q", name, origin, header, h.Values(header), value)
		}
	}
	if h.Get("X-Request-Id") == "" {
		t.Errorf("%s: no request id", name)
	}
	if page := strings.HasPrefix(want.path, "/p/") || strings.HasPrefix(want.path, "/portal"); page && want.caching == noStore && h.Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("%s: Referrer-Policy is %q", name, h.Get("Referrer-Policy"))
	}
	policy := h.Get("Content-Security-Policy")
	for _, needed := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action '"} {
		if !strings.Contains(policy, needed) || len(h.Values("Content-Security-Policy")) != 1 {
			t.Errorf("%s: the policy %q lacks %s", name, policy, needed)
		}
	}
	for directive := range strings.SplitSeq(policy, ";") {
		for _, source := range strings.Fields(directive)[1:] {
			if source != "'none'" && !strings.HasPrefix(source, "'nonce-") && !slices.Contains(want.policy, source) ||
				source == "'unsafe-inline'" && !strings.HasPrefix(strings.TrimSpace(directive), "style-src ") {
				t.Errorf("%s: the policy lets in %s: %s", name, source, directive)
			}
		}
	}
}

// assetOf finds the first script that a page loads.
func (s *instance) assetOf(t *testing.T, page string) string {
	t.Helper()
	_, text := s.get(t, page)
	found := regexp.MustCompile(`"(/(?:playground|portal)/assets/[^"]+)"`).FindStringSubmatch(text)
	if found == nil {
		t.Fatalf("%s loads nothing: %s", page, text)
	}
	return found[1]
}

func paths(all map[string]route) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for _, r := range all {
			path, _, _ := strings.Cut(r.path, "?")
			if !yield(r.method+" "+path) || !yield(path) {
				return
			}
		}
	}
}

// mounted gives every pattern that the source mounts, so that a route which is
// new can't be left out of the table.
func mounted(t *testing.T) []*regexp.Regexp {
	t.Helper()
	var all []*regexp.Regexp
	for _, file := range []string{"../web/web.go", "../web/portalpage/portalpage.go", "../web/playground/playground.go"} {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range regexp.MustCompile(`mux\.Handle(?:Func)?\("([^"]+)"`).FindAllSubmatch(source, -1) {
			pattern := strings.NewReplacer(`\{\$\}`, "", `\{token\}`, "[^/]+", `\{name\}`, "[^/]+").Replace(regexp.QuoteMeta(string(call[1])))
			if strings.HasSuffix(pattern, "/") && !strings.HasSuffix(string(call[1]), "{$}") {
				pattern += ".*"
			}
			all = append(all, regexp.MustCompile("^"+pattern+"$"))
		}
	}
	if len(all) < 20 {
		t.Errorf("only %d routes are mounted", len(all))
	}
	return all
}
