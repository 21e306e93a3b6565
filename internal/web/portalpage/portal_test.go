package portalpage_test

import (
	"encoding/base64"
	"encoding/json"
	"html"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/models"
)

func at(text string) *time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return &t
}

// sample is a hotel with one of each who leaves, comes, stays and is long gone.
func sample(in *portal.CreateCustomerPortalInput) {
	in.CustomerData.Guests = []models.UserIdentity{{Key: "g1", Name: "Ada <b>Lovelace</b>"}, {Key: "g2", Name: "Grace Hopper"}}
	in.CustomerData.Rooms = []models.Space{{Key: "101", Name: "Room 101"}, {Key: "102", Name: "Room 102"}}
	stay := func(key, guest, from, until string, rooms ...string) models.SentAccessGrant {
		return models.SentAccessGrant{
			AccessGrant: models.AccessGrant{Key: key, StartsAt: at(from), EndsAt: at(until)},
			References:  models.References{GuestKey: &guest, RoomKeys: rooms},
		}
	}
	in.CustomerData.Reservations = []models.SentAccessGrant{
		stay("leaves", "g1", "2026-11-20T14:00:00Z", "2026-11-24T09:30:00Z", "101"),
		stay("comes", "g2", "2026-11-24T23:30:00Z", "2026-11-27T10:00:00Z", "101", "102"),
		stay("stays", "g1", "2026-11-20T14:00:00Z", "2026-12-01T10:00:00Z", "102"),
		stay("gone", "nobody", "2026-11-01T14:00:00Z", "2026-11-02T10:00:00Z", "102"),
	}
}

var (
	daySection = regexp.MustCompile(`(?s)<section class="day" aria-label="([^"]*)">(.*?)</section>`)
	tags       = regexp.MustCompile(`<[^>]*>`)
	withinLine = strings.NewReplacer("<bdi>", "", "</bdi>", "")
	space      = regexp.MustCompile(`\s+`)
)

// days reads what the page says of each day, as one line.
func days(a answer) map[string]string {
	read := map[string]string{}
	for _, match := range daySection.FindAllStringSubmatch(a.body, -1) {
		text := tags.ReplaceAllString(withinLine.Replace(match[2]), " ")
		read[match[1]] = strings.TrimSpace(space.ReplaceAllString(html.UnescapeString(text), " "))
	}
	return read
}

func TestFirstViewNeedsNoScript(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		if _, err := s.verbs.UpdateWorkspace(t.Context(), s.tenant.WorkspaceID, portal.UpdateWorkspaceInput{
			BrandName: new("Sunrise & Co"), ReturnURL: new("https://app.example.com/back"), AccentColor: new("#ffee00"),
		}); err != nil {
			t.Fatal(err)
		}
		_, path := s.link("hotel", sample)
		b := s.browser()
		b.open(path)
		page := b.get("/portal")
		want(t, "portal", page, 200, "customer", "return", "sign-out")
		for day, said := range map[string]string{
			"Tuesday, 24 November": "Tuesday 24 November " +
				"Arriving 1 23:30 Grace Hopper Room 101, Room 102 until Fri 27 Nov " +
				"Staying 1 Ada <b>Lovelace</b> Room 102 until Tue 1 Dec " +
				"Left earlier 1 09:30 Ada <b>Lovelace</b> Room 101",
			"Tomorrow, 25 November": "Tomorrow 25 November Nobody arrives or leaves.",
			"Thursday, 26 November": "Thursday 26 November Nobody arrives or leaves.",
		} {
			if got := days(page)[day]; got != said {
				t.Errorf("%s: %q, want %q", day, got, said)
			}
		}
		if !strings.Contains(page.body, "Times are in UTC") || !strings.Contains(page.body, "Sunrise &amp; Co") {
			t.Errorf("the page lacks the time zone or the brand: %s", page.body)
		}
		if strings.Contains(page.body, "<b>Lovelace") {
			t.Error("a name came through as markup")
		}

		// The browser's time zone moves what happens to other days.
		b.cookies["portico_zone"] = "Pacific/Auckland"
		page = b.get("/portal")
		if got := days(page)["Tomorrow, 25 November"]; !strings.Contains(got, "12:30 Grace") {
			t.Errorf("in Auckland: %q", got)
		}
		if got := days(page)["Tuesday, 24 November"]; !strings.Contains(got, "22:30 Ada") || strings.Contains(page.body, "Times are in") {
			t.Errorf("in Auckland: %q", got)
		}
		for _, zone := range []string{"../../etc/passwd", "Nowhere/Else", "Local"} {
			b.cookies["portico_zone"] = zone
			if page := b.get("/portal"); page.status != 200 || !strings.Contains(page.body, "Times are in UTC") {
				t.Errorf("zone %q: status %d", zone, page.status)
			}
		}
	})
}

var boot = regexp.MustCompile(`(?s)<script type="application/json" id="boot">(.*?)</script>`)

func TestScriptBeginsWithWhatThePageWasMadeOf(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		link, path := s.link("hotel", sample)
		b := s.browser()
		b.open(path)
		page := b.get("/portal")
		var got struct {
			Mode, Form string
			First      struct {
				Portal struct {
					ExpiresAt string
					Customer  struct {
						Key    string
						Agenda struct {
							Nodes    []struct{ Key string }
							PageInfo struct{ HasNextPage bool }
						}
						Reservations struct{ TotalCount int }
					}
				}
			}
		}
		if err := json.Unmarshal([]byte(boot.FindStringSubmatch(page.body)[1]), &got); err != nil {
			t.Fatal(err)
		}
		seen := got.First.Portal
		if got.Mode != "portal" || got.Form == "" || seen.Customer.Key != "hotel" || len(seen.Customer.Agenda.Nodes) != 3 ||
			seen.Customer.Reservations.TotalCount != 4 || seen.ExpiresAt != "2026-11-24T22:00:00.000000Z" {
			t.Errorf("the script begins with %+v", got)
		}
		for _, secret := range []string{b.cookies["__Host-portico_session"], strings.TrimPrefix(path, "/p/"), link.ID.String()} {
			if strings.Contains(page.body, secret) {
				t.Error("the page holds what the script must not see")
			}
		}
	})
}

func TestSigningOut(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		link, path := s.link("hotel", func(in *portal.CreateCustomerPortalInput) {
			in.ReturnURL, in.RefreshURL = new("https://app.example.com/back"), new("https://app.example.com/new")
		})
		b := s.browser()
		b.open(path)
		form := b.get("/portal").formToken()
		for name, header := range map[string]map[string]string{
			"another site": {"Sec-Fetch-Site": "cross-site"}, "our origin alone": {"Origin": origin}, "nothing": nil,
		} {
			want(t, name, b.send("POST", "/portal/end", nil, header), 403)
		}
		if s.sessions(link) != 1 {
			t.Fatal("a foreign form has ended the session")
		}
		b.silent = true
		got := b.submit("/portal", "/portal/end")
		want(t, "signing out", got, 200, "ended", "return", "refresh")
		if cookie := got.cookie["__Host-portico_session"]; cookie == nil || cookie.MaxAge != -1 || !cookie.Secure || s.sessions(link) != 0 {
			t.Errorf("cookie %v, %d sessions", cookie, s.sessions(link))
		}
		want(t, "afterwards", b.get("/portal"), 401, "ended", "!refresh")
		if form == "" {
			t.Error("the portal's form isn't signed")
		}
		want(t, "signing out twice", b.send("POST", "/portal/end", nil, map[string]string{"Sec-Fetch-Site": "same-origin"}), 200, "ended")
	})
}

func TestEndedSessionsFindTheWayOn(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		_, path := s.link("hotel", func(in *portal.CreateCustomerPortalInput) { in.RefreshURL = new("https://app.example.com/new") })
		_, plain := s.link("hotel", nil)
		b := s.browser()
		b.open(path)
		s.now = s.now.Add(13 * time.Hour)
		got := b.get("/portal")
		want(t, "ended", got, 401, "ended", "refresh")
		if !strings.Contains(got.body, `href="https://app.example.com/new"`) {
			t.Errorf("no way on: %s", got.body)
		}
		want(t, "never opened", s.browser().get("/portal"), 401, "ended", "!refresh")
		b.cookies["__Host-portico_refresh"] = base64.RawURLEncoding.EncodeToString([]byte("javascript:alert(1)"))
		want(t, "a false way", b.get("/portal"), 401, "!refresh")
		b.open(plain)
		s.now = s.now.Add(13 * time.Hour)
		want(t, "a link without", b.get("/portal"), 401, "!refresh")
	})
}

func TestBusinessEndsSessions(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		_, path := s.link("hotel", nil)
		b := s.browser()
		b.open(path)
		if _, err := s.verbs.EndPortalSessions(t.Context(), s.tenant, portal.EndPortalSessionsInput{CustomerKey: "hotel"}); err != nil {
			t.Fatal(err)
		}
		want(t, "ended", b.get("/portal"), 401, "ended")
		want(t, "the link", b.get(path), 200, "open", "!continues", "!other-customer")
	})
}

func TestPortalIsQuick(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		_, path := s.link("hotel", sample)
		b := s.browser()
		b.open(path)
		s.statements.Store(0)
		b.get("/portal")
		if asked := s.statements.Load(); asked > 14 {
			t.Errorf("%d statements", asked)
		}
	})
}

func TestTheSectionOfPlacesFollowsTheFeatureOrganize(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		for _, excluded := range []bool{false, true} {
			_, path := s.link("hotel", func(in *portal.CreateCustomerPortalInput) {
				sample(in)
				in.Features.Organize.Exclude = excluded
			})
			b := s.browser()
			b.open(path)
			if page := b.get("/portal").body; strings.Contains(page, `href="#places"`) == excluded {
				t.Errorf("organize excluded: %v: %s", excluded, page)
			}
		}
	})
}
