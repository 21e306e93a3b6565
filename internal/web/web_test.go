package web_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/config"
	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/web"
)

// site is a handler whose neighbours are stand-ins, and what it logged.
type site struct {
	options web.Options
	log     bytes.Buffer
}

func newSite(t *testing.T, environment ...string) *site {
	t.Helper()
	settings := map[string]string{}
	for _, entry := range environment {
		name, value, _ := strings.Cut(entry, "=")
		settings[name] = value
	}
	loaded, err := config.Load(func(name string) string { return settings[name] }, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	s := &site{}
	s.options = web.Options{
		Config: loaded,
		GraphQL: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, map[auth.Kind]string{auth.Anonymous: "anonymous", auth.Workspace: "workspace"}[auth.FromContext(r.Context()).Kind])
		}),
		Refuse: func(w http.ResponseWriter, _ *http.Request, status int, code fault.Code, message string) {
			http.Error(w, string(code)+" "+message, status)
		},
		Authenticate: func(r *http.Request) (auth.Caller, error) {
			switch r.Header.Get("Authorization") {
			case "":
				return auth.Caller{}, nil
			case "Bearer good":
				return auth.Caller{Kind: auth.Workspace}, nil
			case "Bearer unlucky":
				return auth.Caller{}, errors.New("connection to 10.1.2.3 lost")
			default:
				return auth.Caller{}, auth.ErrUnauthenticated
			}
		},
		Portal:   links(),
		Schema:   "type Query { a: Int }\n",
		Ping:     func(context.Context) error { return nil },
		Draining: func() bool { return false },
		Log:      slog.New(slog.NewTextHandler(&s.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	return s
}

// links stands where the pages of links are mounted.
func links() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /p/{token}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, "a personal link")
	})
	return mux
}

// send sends a request with headers as "Name: value".
func (s *site) send(method, path string, headers ...string) *http.Response {
	return s.sendFrom("192.0.2.1:4711", method, path, headers...)
}

func (s *site) sendFrom(peer, method, path string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, path, http.NoBody)
	r.RemoteAddr = peer
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	web.Handler(s.options).ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	defer func() { _ = r.Body.Close() }()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestRoutesAnswer(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		method, path string
		status       int
		contentType  string
		holds        string
	}{
		{"GET", "/healthz", 200, "text/plain; charset=utf-8", "ok"},
		{"GET", "/readyz", 200, "text/plain; charset=utf-8", "ready"},
		{"GET", "/schema.graphqls", 200, "text/plain; charset=utf-8", "type Query"},
		{"POST", "/graphql", 200, "text/plain; charset=utf-8", "anonymous"},
		{"GET", "/graphql", 200, "text/plain; charset=utf-8", "anonymous"},
		{"GET", "/playground", 200, "text/html; charset=utf-8", "<html"},
		{"GET", "/p/anything", 200, "text/html; charset=utf-8", "personal link"},
		{"GET", "/nowhere", 404, "text/plain; charset=utf-8", "not found"},
		{"GET", "/p/", 404, "text/plain; charset=utf-8", "not found"},
		{"POST", "/healthz", 405, "text/plain; charset=utf-8", "Not Allowed"},
		{"OPTIONS", "/schema.graphqls", 405, "text/plain; charset=utf-8", "Not Allowed"},
	} {
		r := newSite(t).send(c.method, c.path)
		text := body(t, r)
		if r.StatusCode != c.status || r.Header.Get("Content-Type") != c.contentType || !strings.Contains(text, c.holds) {
			t.Errorf("%s %s: %d %s %q", c.method, c.path, r.StatusCode, r.Header.Get("Content-Type"), text)
		}
		if r.Header.Get("X-Content-Type-Options") != "nosniff" || r.Header.Get("X-Request-Id") == "" {
			t.Errorf("%s %s: headers %v", c.method, c.path, r.Header)
		}
		if c.status == http.StatusMethodNotAllowed && !strings.Contains(r.Header.Get("Allow"), "GET") {
			t.Errorf("%s %s: no Allow", c.method, c.path)
		}
	}
}

func TestTheRootLeadsToThePlaygroundIfThereIsOne(t *testing.T) {
	t.Parallel()
	r := newSite(t).send("GET", "/")
	_ = r.Body.Close()
	if r.StatusCode != http.StatusFound || r.Header.Get("Location") != "/playground" {
		t.Errorf("%d to %q", r.StatusCode, r.Header.Get("Location"))
	}
	without := newSite(t, "PORTICO_PLAYGROUND=false")
	for path, status := range map[string]int{"/": 200, "/playground": 404, "/playground/assets/x.js": 404} {
		r := without.send("GET", path)
		_ = r.Body.Close()
		if r.StatusCode != status {
			t.Errorf("%s without the playground: %d", path, r.StatusCode)
		}
	}
}

func TestTheLogHoldsALinksRouteAndNotItsPath(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	_ = s.send("GET", "/p/pl_3c186eRukD2EeIEaTtQYoRatypg1K5q1zZZJJ").Body.Close()
	if log := s.log.String(); strings.Contains(log, "3c186eRukD2E") || !strings.Contains(log, "route=/p/{token}") {
		t.Error(log)
	}
}

func TestARequestKeepsItsIDOrGetsOne(t *testing.T) {
	t.Parallel()
	for sent, kept := range map[string]bool{
		"a": true, "Root-1_67.x": true, strings.Repeat("a", 128): true,
		"": false, strings.Repeat("a", 129): false, strings.Repeat("a", 30_000): false, "a b": false, "ä": false, "a;b": false,
		"a\r\nSet-Cookie: x=y": false, "a\x00": false, "a\x1b[2J": false, "a,b": false, "<b>": false, `"`: false, "%0a": false,
	} {
		r := newSite(t).send("GET", "/healthz", "X-Request-Id: "+sent)
		_ = r.Body.Close()
		if got := r.Header.Get("X-Request-Id"); got == "" || (got == sent) != kept {
			t.Errorf("%q: %q", sent, got)
		}
	}
}

func TestEveryAnswerIsOneLineOfTheLog(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, path := range []string{"/graphql?query=secret", "/nowhere/secret", "/playground"} {
		_ = s.send("GET", path).Body.Close()
	}
	lines := strings.Split(strings.TrimSpace(s.log.String()), "\n")
	if len(lines) != 3 || strings.Contains(s.log.String(), "secret") {
		t.Fatal(s.log.String())
	}
	for i, route := range []string{"/graphql", "none", "/playground"} {
		if !strings.Contains(lines[i], "level=INFO msg=request method=GET route="+route+" status=") {
			t.Error(lines[i])
		}
	}
}

func TestALineOfTheLogIsShortWhateverTheMethod(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	_ = s.send(strings.Repeat("M", 30_000), "/healthz").Body.Close()
	if log := s.log.String(); len(log) > 300 || !strings.Contains(log, "method=none route=none status=405") {
		t.Errorf("%d bytes: %.300s", len(log), log)
	}
}

func TestAWrongCredentialIsRefusedAtOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	r := s.send("POST", "/graphql", "Authorization: Bearer bad")
	if text := body(t, r); r.StatusCode != 401 || r.Header.Get("WWW-Authenticate") != "Bearer" || !strings.HasPrefix(text, "UNAUTHENTICATED ") {
		t.Errorf("%d %s", r.StatusCode, text)
	}
	r = s.send("POST", "/graphql", "Authorization: Bearer good")
	if text := body(t, r); text != "workspace" {
		t.Error(text)
	}
}

func TestADatabaseThatDoesNotAnswerIsToldByTheRequestsID(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	r := s.send("POST", "/graphql", "Authorization: Bearer unlucky", "X-Request-Id: id-7")
	text := body(t, r)
	if r.StatusCode != 503 || r.Header.Get("Retry-After") != "5" || !strings.HasPrefix(text, "INTERNAL ") || !strings.Contains(text, "id-7") || strings.Contains(text, "10.1.2.3") {
		t.Errorf("%d %s", r.StatusCode, text)
	}
	if !strings.Contains(s.log.String(), "10.1.2.3") {
		t.Errorf("the cause isn't in the log: %s", &s.log)
	}
}

func TestAPanicIsToldByTheRequestsID(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.options.GraphQL = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("the cause") })
	s.options.Ping = func(context.Context) error { panic("the cause") }
	for path, begin := range map[string]string{"/graphql": "INTERNAL Internal error.", "/readyz": "Internal error."} {
		r := s.send("GET", path, "X-Request-Id: id-7")
		text := body(t, r)
		if r.StatusCode != 500 || !strings.HasPrefix(text, begin) || !strings.Contains(text, "id-7") || strings.Contains(text, "cause") {
			t.Errorf("%s: %d %s", path, r.StatusCode, text)
		}
	}
	if got := strings.Count(s.log.String(), `cause="the cause"`); got != 2 {
		t.Errorf("the cause stands %d times in the log", got)
	}
}

func TestAnAnswerThatBrokeOffIsNotTakenForWhole(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.options.GraphQL = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "half")
		_ = http.NewResponseController(w).Flush()
		panic("the cause")
	})
	s.options.Log = slog.New(slog.DiscardHandler)
	server := httptest.NewUnstartedServer(web.Handler(s.options))
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	server.Start()
	defer server.Close()
	r, err := http.Get(server.URL + "/graphql")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	if text, err := io.ReadAll(r.Body); err == nil {
		t.Errorf("read to the end: %q", text)
	}
}

func TestReadinessFollowsTheDatabaseAndTheEnd(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.options.Ping = func(context.Context) error { return errors.New("connection to 10.1.2.3 lost") }
	r := s.send("GET", "/readyz")
	if text := body(t, r); r.StatusCode != 503 || text != "the database does not answer\n" {
		t.Errorf("%d %q", r.StatusCode, text)
	}
	s = newSite(t)
	s.options.Draining = func() bool { return true }
	r = s.send("GET", "/readyz")
	if text := body(t, r); r.StatusCode != 503 || text != "shutting down\n" || r.Header.Get("Connection") != "close" {
		t.Errorf("%d %q", r.StatusCode, text)
	}
	if r = s.send("GET", "/healthz"); r.StatusCode != 200 {
		t.Errorf("alive while draining: %d", r.StatusCode)
	}
	_ = r.Body.Close()
}

func TestMetricsAnswerWhoMayAsk(t *testing.T) {
	t.Parallel()
	const local, remote = "127.0.0.1:9", "192.0.2.1:9"
	for name, c := range map[string]struct {
		token, peer, header string
		status              int
	}{
		"no token, from here":                    {"", local, "", 200},
		"no token, from here by IPv6":            {"", "[::1]:9", "", 200},
		"no token, from here as mapped IPv4":     {"", "[::ffff:127.0.0.1]:9", "", 200},
		"no token, from elsewhere":               {"", remote, "", 403},
		"no token, from elsewhere, with a claim": {"", remote, "X-Forwarded-For: 127.0.0.1", 403},
		"no token, through a proxy that is here": {"", local, "X-Forwarded-For: 192.0.2.7", 403},
		"token, from elsewhere":                  {"m3trics", remote, "Authorization: Bearer m3trics", 200},
		"token in another case of the scheme":    {"m3trics", remote, "Authorization: bearer m3trics", 200},
		"token, none sent":                       {"m3trics", local, "", 401},
		"token, a wrong one":                     {"m3trics", local, "Authorization: Bearer m3tric", 401},
		"token, another scheme":                  {"m3trics", local, "Authorization: Basic m3trics", 401},
	} {
		s := newSite(t, "PORTICO_METRICS_TOKEN="+c.token)
		var headers []string
		if c.header != "" {
			headers = append(headers, c.header)
		}
		r := s.sendFrom(c.peer, "GET", "/metrics", headers...)
		text := body(t, r)
		if r.StatusCode != c.status || strings.Contains(text, "go_goroutines") != (c.status == 200) {
			t.Errorf("%s: %d %.80s", name, r.StatusCode, text)
		}
	}
}

func TestMetricsCountRequestsByRouteAndStatus(t *testing.T) {
	t.Parallel()
	handler := web.Handler(newSite(t).options)
	ask := func(path string) string {
		r := httptest.NewRequest(http.MethodGet, path, http.NoBody)
		r.RemoteAddr = "127.0.0.1:9"
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w.Body.String()
	}
	for _, path := range []string{"/p/one", "/p/two", "/no/such", "/nor/such", "/graphql"} {
		ask(path)
	}
	text := ask("/metrics")
	for _, line := range []string{
		`portico_http_request_duration_seconds_count{route="/p/{token}",status="200"} 2`,
		`portico_http_request_duration_seconds_count{route="none",status="404"} 2`,
		`portico_http_request_duration_seconds_count{route="/graphql",status="200"} 1`,
		"process_start_time_seconds ",
	} {
		if !strings.Contains(text, line) {
			t.Errorf("lacks %s", line)
		}
	}
}

func TestBrowserAppsOfTheListedOriginsMayCall(t *testing.T) {
	t.Parallel()
	s := newSite(t, "PORTICO_CORS_ORIGINS=https://app.example.com,http://localhost:*")
	preflight := func(origin string) http.Header {
		r := s.send("OPTIONS", "/graphql", "Origin: "+origin, "Access-Control-Request-Method: POST",
			"Access-Control-Request-Headers: accept,authorization,client-session-token,content-type,portico-debug,"+
				"seam-lts-version,seam-sdk-name,seam-sdk-version,seam-workspace,x-request-id")
		_ = r.Body.Close()
		if r.StatusCode != http.StatusNoContent {
			t.Errorf("preflight: %d", r.StatusCode)
		}
		return r.Header
	}
	for origin, allowed := range map[string]bool{
		"https://app.example.com": true, "http://localhost:5173": true,
		"https://evil.example": false, "https://app.example.com.evil.example": false, "null": false,
	} {
		h := preflight(origin)
		got := h.Get("Access-Control-Allow-Origin") == origin && h.Get("Access-Control-Allow-Headers") != ""
		if got != allowed || h.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s: %v", origin, h)
		}
	}
	r := s.send("OPTIONS", "/graphql", "Origin: https://app.example.com", "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: x-other")
	_ = r.Body.Close()
	if got := r.Header.Get("Access-Control-Allow-Headers"); got != "" {
		t.Errorf("another header: %q", got)
	}
	r = s.send("POST", "/graphql", "Origin: https://app.example.com", "Authorization: Bearer bad")
	_ = r.Body.Close()
	if r.StatusCode != 401 || r.Header.Get("Access-Control-Allow-Origin") == "" || r.Header.Get("Access-Control-Expose-Headers") == "" {
		t.Errorf("a refusal that the app can't read: %v", r.Header)
	}
	r = s.send("GET", "/p/x", "Origin: https://app.example.com")
	_ = r.Body.Close()
	if r.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Error("a link's page is shared")
	}
}

func TestHTTPSIsAskedForWhereThePublicURLHasIt(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]string{"https://portal.example.com": "max-age=31536000", "http://localhost:8080": ""} {
		r := newSite(t, "PORTICO_PUBLIC_URL="+url).send("GET", "/healthz")
		_ = r.Body.Close()
		if got := r.Header.Get("Strict-Transport-Security"); got != want {
			t.Errorf("%s: %q", url, got)
		}
	}
}
