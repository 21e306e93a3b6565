package portalpage_test

import (
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/portico-portal/portico/internal/auth"
)

func TestCookieCountsForPagesOfOursAlone(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		link, path := s.link("hotel", nil)
		b := s.browser()
		b.open(path)
		session := b.cookies["__Host-portico_session"]
		authenticator := auth.NewAuthenticator(s.store, s.verbs, func() time.Time { return s.now }, slog.New(slog.DiscardHandler))
		cookies := auth.Cookies{Secure: true, Origin: origin}
		call := func(header http.Header, name string) (auth.Caller, error) {
			request := httptest.NewRequest("POST", origin+"/graphql", nil)
			request.Header = header.Clone()
			request.AddCookie(&http.Cookie{Name: name, Value: "ps_nonsense"})
			request.AddCookie(&http.Cookie{Name: name, Value: session})
			return authenticator.AuthenticateRequest(request, cookies)
		}
		for name, try := range map[string]struct {
			header http.Header
			kind   auth.Kind
		}{
			"our page":                {http.Header{"Sec-Fetch-Site": {"same-origin"}}, auth.Portal},
			"our page, empty bearer":  {http.Header{"Sec-Fetch-Site": {"same-origin"}, "Authorization": {""}}, auth.Portal},
			"our origin":              {http.Header{"Origin": {origin}}, auth.Portal},
			"another site":            {http.Header{"Sec-Fetch-Site": {"cross-site"}, "Origin": {"https://evil.example"}}, auth.Anonymous},
			"another, our origin":     {http.Header{"Sec-Fetch-Site": {"cross-site"}, "Origin": {origin}}, auth.Anonymous},
			"the same site":           {http.Header{"Sec-Fetch-Site": {"same-site"}}, auth.Anonymous},
			"typed in":                {http.Header{"Sec-Fetch-Site": {"none"}}, auth.Anonymous},
			"two headers":             {http.Header{"Sec-Fetch-Site": {"same-origin", "cross-site"}}, auth.Anonymous},
			"an empty header":         {http.Header{"Sec-Fetch-Site": {""}, "Origin": {origin}}, auth.Anonymous},
			"another origin":          {http.Header{"Origin": {"https://evil.example"}}, auth.Anonymous},
			"an origin with our name": {http.Header{"Origin": {origin + ".evil.example"}}, auth.Anonymous},
			"a null origin":           {http.Header{"Origin": {"null"}}, auth.Anonymous},
			"nothing":                 {http.Header{}, auth.Anonymous},
		} {
			caller, err := call(try.header, cookies.Name())
			if err != nil || caller.Kind != try.kind || try.kind == auth.Portal && caller.Session.MagicLinkID != link.ID {
				t.Errorf("%s: %+v, %v", name, caller, err)
			}
		}
		ours := http.Header{"Sec-Fetch-Site": {"same-origin"}}
		if caller, err := call(ours, "portico_session"); err != nil || caller.Kind != auth.Anonymous {
			t.Errorf("the cookie of plain http counts on https: %+v, %v", caller, err)
		}
		// A credential that is given decides, right or wrong.
		wrong := http.Header{"Sec-Fetch-Site": {"same-origin"}, "Authorization": {"Bearer wrong"}}
		if _, err := call(wrong, cookies.Name()); !errors.Is(err, auth.ErrUnauthenticated) {
			t.Errorf("a wrong bearer beside the cookie: %v", err)
		}
		s.now = s.now.Add(13 * time.Hour)
		if caller, err := call(ours, cookies.Name()); err != nil || caller.Kind != auth.Anonymous {
			t.Errorf("the cookie of an ended session: %+v, %v", caller, err)
		}
	})
}

func TestPlainHTTPCookie(t *testing.T) {
	recorder := httptest.NewRecorder()
	auth.Cookies{Origin: "http://localhost:8080"}.Clear(recorder)
	if got := recorder.Header().Get("Set-Cookie"); got != "portico_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax" {
		t.Errorf("the cookie is %q", got)
	}
}
