package web_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/web"
	"github.com/portico-portal/portico/models"
)

// visited is a site that stays the same from one request to the next, at a time
// that the test sets.
type visited struct {
	*site

	handler http.Handler
	now     time.Time
}

const (
	here      = "192.0.2.1:4711"
	elsewhere = "198.51.100.1:4711"
)

func visit(t *testing.T, environment ...string) *visited {
	t.Helper()
	v := &visited{site: newSite(t, environment...), now: time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)}
	v.options.Clock = func() time.Time { return v.now }
	v.options.Portal = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status := map[string]int{"/p/known": 200, "/p/dead": 410, "/portal": 404}[r.URL.Path]
		if status == 0 {
			status = 404
		}
		const page = "<html>a page"
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Length", strconv.Itoa(len(page)))
		w.Header().Set("Referrer-Policy", "no-referrer")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, page)
	})
	v.options.Authenticate = func(r *http.Request) (auth.Caller, error) {
		session := models.PortalSession{ID: uuid.UUID{7}}
		if _, err := r.Cookie("session"); err == nil {
			return auth.Caller{Kind: auth.Portal, Session: session}, nil
		}
		switch header := strings.TrimSpace(r.Header.Get("Authorization")); {
		case header == "":
			return auth.Caller{}, nil
		case strings.HasSuffix(header, " good"), strings.HasSuffix(header, " better"):
			return auth.Caller{Kind: auth.Workspace}, nil
		case strings.HasSuffix(header, " session"):
			return auth.Caller{Kind: auth.Portal, Session: session}, nil
		case strings.HasSuffix(header, " other"):
			return auth.Caller{Kind: auth.Portal, Session: models.PortalSession{ID: uuid.UUID{8}}}, nil
		default:
			return auth.Caller{}, auth.ErrUnauthenticated
		}
	}
	return v
}

func (v *visited) ask(peer, method, path string, headers ...string) *httptest.ResponseRecorder {
	if v.handler == nil {
		v.handler = web.Handler(v.options)
	}
	r := httptest.NewRequest(method, path, http.NoBody)
	r.RemoteAddr = peer
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Add(name, value)
	}
	w := httptest.NewRecorder()
	v.handler.ServeHTTP(w, r)
	return w
}

// expect asks and compares the status.
func (v *visited) expect(t *testing.T, status int, peer, method, path string, headers ...string) {
	t.Helper()
	if w := v.ask(peer, method, path, headers...); w.Code != status {
		t.Errorf("%s %s by %s with %q: %d, not %d", method, path, peer, headers, w.Code, status)
	}
}

func TestACredentialThatCallsTooOftenWaitsAndNoOther(t *testing.T) {
	t.Parallel()
	v := visit(t, "PORTICO_RATE_CREDENTIAL=2")
	v.expect(t, 200, here, "POST", "/graphql", "Authorization: Bearer good")
	v.expect(t, 200, elsewhere, "GET", "/graphql", "Authorization: bearer   good ")
	w := v.ask(here, "POST", "/graphql", "Authorization: Bearer good", "Origin: http://localhost:5173")
	if w.Code != 429 || w.Header().Get("Retry-After") != "30" || !strings.HasPrefix(w.Body.String(), "RATE_LIMITED ") ||
		!strings.Contains(w.Header().Get("Access-Control-Expose-Headers"), "Retry-After") {
		t.Errorf("the third: %d %v %s", w.Code, w.Header(), w.Body)
	}
	v.expect(t, 200, here, "POST", "/graphql", "Authorization: Bearer better")
	for range 5 {
		v.expect(t, 200, here, "POST", "/graphql")
		v.expect(t, 204, here, "OPTIONS", "/graphql", "Authorization: Bearer good", "Origin: http://localhost:5173",
			"Access-Control-Request-Method: POST")
	}
	v.now = v.now.Add(30*time.Second + time.Millisecond)
	v.expect(t, 200, here, "POST", "/graphql", "Authorization: Bearer good")
	v.expect(t, 429, here, "POST", "/graphql", "Authorization: Bearer good")
}

func TestASessionCountsOnceByCookieAndByBearer(t *testing.T) {
	t.Parallel()
	v := visit(t, "PORTICO_RATE_CREDENTIAL=2")
	v.expect(t, 200, here, "POST", "/graphql", "Authorization: Bearer session")
	v.expect(t, 200, here, "POST", "/graphql", "Cookie: session=x")
	v.expect(t, 429, here, "POST", "/graphql", "Authorization: Bearer session")
	v.expect(t, 429, here, "POST", "/graphql", "Cookie: session=x")
	v.expect(t, 200, here, "POST", "/graphql", "Authorization: Bearer other")
}

func TestByDefaultACredentialMayCallAsOftenAsItLikes(t *testing.T) {
	t.Parallel()
	v := visit(t)
	for range 2000 {
		v.expect(t, 200, here, "POST", "/graphql", "Authorization: Bearer good")
	}
}

func TestAnAddressThatGuessesCredentialsWaitsButAGoodOneStillGetsIn(t *testing.T) {
	t.Parallel()
	v := visit(t, "PORTICO_RATE_UNKNOWN_TOKENS=3")
	for i := range 3 {
		v.expect(t, 401, here, "POST", "/graphql", "Authorization: Bearer guess"+strconv.Itoa(i))
	}
	w := v.ask(here, "POST", "/graphql", "Authorization: Bearer guess")
	if w.Code != 429 || w.Header().Get("Retry-After") != "20" || w.Header().Get("WWW-Authenticate") != "" || !strings.HasPrefix(w.Body.String(), "RATE_LIMITED ") {
		t.Errorf("one too many: %d %v %s", w.Code, w.Header(), w.Body)
	}
	v.expect(t, 200, here, "POST", "/graphql", "Authorization: Bearer good")
	v.expect(t, 200, here, "POST", "/graphql")
	v.expect(t, 401, elsewhere, "POST", "/graphql", "Authorization: Bearer guess")
	v.now = v.now.Add(21 * time.Second)
	v.expect(t, 401, here, "POST", "/graphql", "Authorization: Bearer guess")
	v.expect(t, 429, here, "POST", "/graphql", "Authorization: Bearer guess")
}

func TestAnAddressThatGuessesLinksWaitsButAKnownLinkIsAlwaysAnswered(t *testing.T) {
	t.Parallel()
	v := visit(t, "PORTICO_RATE_UNKNOWN_TOKENS=3")
	for range 10 {
		v.expect(t, 200, here, "GET", "/p/known")
		v.expect(t, 410, here, "POST", "/p/dead")
		v.expect(t, 404, here, "GET", "/portal")
		v.expect(t, 404, here, "GET", "/nowhere")
	}
	v.expect(t, 404, here, "GET", "/p/guess1")
	v.expect(t, 404, here, "POST", "/p/guess2")
	v.expect(t, 401, here, "POST", "/graphql", "Authorization: Bearer guess3")
	w := v.ask(here, "GET", "/p/guess4")
	h := w.Header()
	if w.Code != 429 || h.Get("Retry-After") != "20" || strings.Contains(w.Body.String(), "<html>") || !strings.Contains(w.Body.String(), "try again in 20 seconds") {
		t.Errorf("one too many: %d %v %s", w.Code, h, w.Body)
	}
	if h.Get("Content-Length") != "" || h.Get("Content-Type") != "text/plain; charset=utf-8" || h.Get("Cache-Control") != "no-store" ||
		h.Get("Referrer-Policy") != "no-referrer" || h.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("its headers: %v", h)
	}
	v.expect(t, 429, here, "HEAD", "/p/guess5")
	v.expect(t, 429, here, "POST", "/graphql", "Authorization: Bearer guess6")
	v.expect(t, 200, here, "GET", "/p/known")
	v.expect(t, 410, here, "GET", "/p/dead")
	v.expect(t, 404, here, "GET", "/portal")
	v.expect(t, 404, elsewhere, "GET", "/p/guess7")
}

func TestAnAddressThatGuessesTheMetricsTokenWaitsButTheRightOneIsLetIn(t *testing.T) {
	t.Parallel()
	v := visit(t, "PORTICO_RATE_UNKNOWN_TOKENS=2", "PORTICO_METRICS_TOKEN=m3trics")
	v.expect(t, 401, here, "GET", "/metrics", "Authorization: Bearer guess")
	v.expect(t, 401, here, "GET", "/metrics")
	if w := v.ask(here, "GET", "/metrics", "Authorization: Bearer guess"); w.Code != 429 || w.Header().Get("Retry-After") != "30" {
		t.Errorf("one too many: %d %v", w.Code, w.Header())
	}
	v.expect(t, 200, here, "GET", "/metrics", "Authorization: Bearer m3trics")
	v.expect(t, 401, elsewhere, "GET", "/metrics", "Authorization: Bearer guess")
}

func TestThreeHundredGuessesAMinuteAreTheDefaultAndOffIsNoLimit(t *testing.T) {
	t.Parallel()
	for setting, refused := range map[string]int{"": 100, "off": 0} {
		v := visit(t, "PORTICO_RATE_UNKNOWN_TOKENS="+setting)
		got := 0
		for range 400 {
			if v.ask(here, "GET", "/p/guess").Code == 429 {
				got++
			}
		}
		if got != refused {
			t.Errorf("%q: %d of 400 refused", setting, got)
		}
	}
}

func TestARefusedLinkIsLoggedByItsRoute(t *testing.T) {
	t.Parallel()
	v := visit(t, "PORTICO_RATE_UNKNOWN_TOKENS=1")
	v.options.Portal = links()
	v.expect(t, 404, here, "GET", "/p/a/b")
	v.expect(t, 429, here, "GET", "/p/a/b")
	v.expect(t, 200, here, "GET", "/p/pl_secret")
	if log := v.log.String(); !strings.Contains(log, "route=/p/{token} status=200") || !strings.Contains(log, "status=429") || strings.Contains(log, "pl_secret") {
		t.Error(log)
	}
}
