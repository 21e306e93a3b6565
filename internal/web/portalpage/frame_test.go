package portalpage_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/portico-portal/portico/internal/portal"
)

var inFrame = map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "iframe"}

func ancestors(a answer) string {
	_, rest, _ := strings.Cut(a.header.Get("Content-Security-Policy"), "frame-ancestors ")
	return rest
}

func TestFraming(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		const allowed = "https://app.example.com http://localhost:3000"
		_, embedded := s.link("hotel", func(in *portal.CreateCustomerPortalInput) {
			in.IsEmbedded, in.EmbedOrigins = true, strings.Fields(allowed)
		})
		_, homeless := s.link("hotel", func(in *portal.CreateCustomerPortalInput) { in.IsEmbedded = true })
		_, plain := s.link("hotel", func(in *portal.CreateCustomerPortalInput) { in.EmbedOrigins = strings.Fields(allowed) })
		for name, try := range map[string]struct {
			path   string
			header map[string]string
			script bool
			frames string
		}{
			"embedded, framed":              {embedded, inFrame, true, allowed},
			"embedded, not framed":          {embedded, map[string]string{"Sec-Fetch-Dest": "document"}, false, allowed},
			"embedded, without the header":  {embedded, nil, false, allowed},
			"embedded, in an object":        {embedded, map[string]string{"Sec-Fetch-Dest": "object"}, false, allowed},
			"embedded nowhere, framed":      {homeless, inFrame, false, "'none'"},
			"not embedded, framed":          {plain, inFrame, false, "'none'"},
			"what can't be a token, framed": {"/p/x", inFrame, false, "'none'"},
		} {
			got := s.browser().send("GET", try.path, nil, try.header)
			if script := strings.Contains(got.body, `<script type="module"`); script != try.script || got.shows("open") == (try.script || try.path == "/p/x") {
				t.Errorf("%s: script %v: %s", name, script, got.body)
			}
			if frames := ancestors(got); frames != try.frames {
				t.Errorf("%s: may be framed by %s", name, frames)
			}
			if len(got.cookie) > 0 {
				t.Errorf("%s: cookies %v", name, got.cookie)
			}
			if try.path == embedded && strings.Contains(got.body, strings.TrimPrefix(embedded, "/p/")) {
				t.Errorf("%s: the page holds the token", name)
			}
		}
		// The workspace's sites count where the link names none.
		if _, err := s.verbs.UpdateWorkspace(t.Context(), s.tenant.WorkspaceID, portal.UpdateWorkspaceInput{EmbedOrigins: []string{"https://shop.example.com"}}); err != nil {
			t.Fatal(err)
		}
		got := s.browser().send("GET", homeless, nil, inFrame)
		if ancestors(got) != "https://shop.example.com" || !strings.Contains(got.body, `"origins":["https://shop.example.com"]`) {
			t.Errorf("framed by %s: %s", ancestors(got), got.body)
		}
		b := s.browser()
		b.open(embedded)
		if got := b.get("/portal"); ancestors(got) != "'none'" {
			t.Errorf("the portal may be framed by %s", ancestors(got))
		}
	})
}

func TestFramedDeadLinksSaySo(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		embedded := func(in *portal.CreateCustomerPortalInput) {
			in.IsEmbedded, in.EmbedOrigins, in.RefreshURL = true, []string{"https://app.example.com"}, new("https://app.example.com/new")
			in.ExpiresInSeconds, in.MaxRedemptions = new(60), new(1)
		}
		_, path := s.link("hotel", embedded)
		if _, err := s.verbs.Redeem(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		// A session in this frame may go on, which only the script can tell.
		want(t, "used up", s.browser().send("GET", path, nil, inFrame), 200, "!dead")
		s.now = s.now.Add(time.Minute)
		got := s.browser().send("GET", path, nil, inFrame)
		want(t, "expired", got, 410, "dead", "refresh")
		if ancestors(got) != "https://app.example.com" || !strings.Contains(got.body, `"dead":true`) {
			t.Errorf("framed by %s: %s", ancestors(got), got.body)
		}
	})
}

var nonce = regexp.MustCompile(`nonce-[A-Z2-7]{26}`)

func TestHeaders(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		if _, err := s.verbs.UpdateWorkspace(t.Context(), s.tenant.WorkspaceID, portal.UpdateWorkspaceInput{LogoURL: new("https://cdn.example.com/logo.svg?v=1")}); err != nil {
			t.Fatal(err)
		}
		_, plain := s.link("hotel", nil)
		_, embedded := s.link("hotel", func(in *portal.CreateCustomerPortalInput) {
			in.IsEmbedded, in.EmbedOrigins = true, []string{"https://app.example.com"}
		})
		b := s.browser()
		b.open(plain)
		const (
			begin  = "default-src 'none'; style-src 'nonce'; img-src 'self'"
			logo   = " https://cdn.example.com"
			script = "; script-src 'nonce'; connect-src 'self'"
		)
		for name, try := range map[string]struct {
			got    answer
			policy string
		}{
			"link":     {b.get(plain), begin + logo + script + "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
			"dead":     {b.get("/p/x"), begin + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
			"refused":  {b.send("POST", plain, nil, nil), begin + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
			"portal":   {b.get("/portal"), begin + logo + script + "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
			"ended":    {s.browser().get("/portal"), begin + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
			"embedded": {b.send("GET", embedded, nil, inFrame), begin + script + "; base-uri 'none'; form-action 'none'; frame-ancestors https://app.example.com"},
		} {
			first := nonce.FindString(try.got.header.Get("Content-Security-Policy"))
			for header, want := range map[string]string{
				"Content-Security-Policy": strings.ReplaceAll(try.policy, "'nonce'", "'"+first+"'"),
				"Referrer-Policy":         "no-referrer",
				"Cache-Control":           "no-store",
				"X-Robots-Tag":            "noindex",
				"X-Content-Type-Options":  "nosniff",
				"Content-Type":            "text/html; charset=utf-8",
			} {
				if got := try.got.header.Get(header); got != want || first == "" {
					t.Errorf("%s: %s is\n%q, want\n%q", name, header, got, want)
				}
			}
		}
		if again := b.get(plain); nonce.FindString(again.header.Get("Content-Security-Policy")) == nonce.FindString(b.get(plain).header.Get("Content-Security-Policy")) {
			t.Error("two answers have one nonce")
		}
	})
}
