package portalpage_test

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/models"
)

var (
	heading  = regexp.MustCompile(`(?s)<h1 class="section-title">(.*?)</h1>(.*?)</main>`)
	sections = regexp.MustCompile(`<li><a href="#(\w+)"`)
)

// opened gives the heading, the content as text, and the sections of a portal's page before its script.
func opened(page answer) (title, content, ways string) {
	found := heading.FindStringSubmatch(page.body)
	plain := func(markup string) string {
		return strings.TrimSpace(space.ReplaceAllString(html.UnescapeString(tags.ReplaceAllString(markup, "")), " "))
	}
	var all []string
	for _, section := range sections.FindAllStringSubmatch(page.body, -1) {
		all = append(all, section[1])
	}
	return plain(found[1]), plain(found[2]), strings.Join(all, " ")
}

func TestFirstViewIsOfWhatTheLinkOpensAt(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		const all = "today access devices places people accounts"
		reservation := &models.DeepLink{ResourceType: models.DeepLinkReservation, ResourceKey: new("r-1")}
		for name, c := range map[string]struct {
			adjust               func(*portal.CreateCustomerPortalInput)
			title, content, ways string
		}{
			"a deep link": {func(in *portal.CreateCustomerPortalInput) { in.DeepLink = reservation }, "Ann <b>Archer</b>", "Times are in UTC. No beginning →to no end Room 101 Stay · r-1", all},
			"a restricted one, without technical details": {func(in *portal.CreateCustomerPortalInput) {
				in.DeepLink, in.NavigationMode = reservation, models.NavigationRestricted
				in.Features.Manage = &models.ManageFeature{ExcludeReservationTechnicalDetails: true}
			}, "Ann <b>Archer</b>", "Times are in UTC. No beginning →to no end Room 101 Stay", ""},
			"a restricted one to what isn't there": {func(in *portal.CreateCustomerPortalInput) {
				in.DeepLink, in.NavigationMode = &models.DeepLink{ResourceType: models.DeepLinkSpace, ResourceKey: new("none")}, models.NavigationRestricted
			}, "Places", "This isn’t here, or not yet.", ""},
			"a landing page": {func(in *portal.CreateCustomerPortalInput) {
				in.LandingPage = &portal.LandingPageInput{Manage: &portal.LandingPageResource{RoomKey: new("101")}}
			}, "Room 101", "Loading…", all},
			"a portal without reservations": {func(in *portal.CreateCustomerPortalInput) {
				in.Features.Manage = &models.ManageFeature{ExcludeReservationManagement: true}
			}, "Devices", "Loading…", "devices places people accounts"},
		} {
			_, path := s.link("hotel", func(in *portal.CreateCustomerPortalInput) {
				in.CustomerData.Rooms = []models.Space{{Key: "101", Name: "Room 101"}}
				in.CustomerData.Guests = []models.UserIdentity{{Key: "g", Name: "Ann <b>Archer</b>"}}
				guest := "g"
				in.CustomerData.Reservations = []models.SentAccessGrant{{
					AccessGrant: models.AccessGrant{Key: "r-1", Name: new("Stay")}, References: models.References{GuestKey: &guest, RoomKeys: []string{"101"}},
				}}
				c.adjust(in)
			})
			b := s.browser()
			b.open(path)
			page := b.get("/portal")
			if title, content, ways := opened(page); title != c.title || content != c.content || ways != c.ways {
				t.Errorf("%s: %q, %q, %q", name, title, content, ways)
			}
		}
	})
}

func TestAPageOfABrandHasItsStyleAndWords(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		profile, err := s.verbs.CreateCustomizationProfile(t.Context(), s.tenant, portal.CreateCustomizationProfileInput{Name: "Night", ProfileLooks: portal.ProfileLooks{
			SecondaryColor: new("#112233"), FontFamily: new("Inter"), MessageOverrides: models.JSONObject{"en-US": map[string]any{
				"portalReady": "Come <b>in</b>", "opensPortalOf": "<i>Of</i> {customer}", "sections.today": "Tonight", "signedOut": "Good night",
			}},
		}})
		if err != nil {
			t.Fatal(err)
		}
		_, path := s.link("hotel", func(in *portal.CreateCustomerPortalInput) { in.CustomizationProfileID = new(profile.ID.String()) })
		b := s.browser()
		for _, page := range []answer{b.get(path), b.open(path), b.get("/portal")} {
			if page.status == 200 && !strings.Contains(page.body, `;--second:#112233;--on-second:#ffffff;--font:"Inter"}`) {
				t.Errorf("the page lacks the style: %s", page.body)
			}
		}
		link := s.browser().get(path).body
		if !strings.Contains(link, "Come &lt;b&gt;in&lt;/b&gt;") || !strings.Contains(link, "&lt;i&gt;Of&lt;/i&gt; <strong") {
			t.Errorf("the link's page says %s", link)
		}
		page := b.get("/portal")
		if title, _, _ := opened(page); title != "Tonight" || !strings.Contains(boot.FindStringSubmatch(page.body)[1], `"today":"Tonight"`) {
			t.Errorf("the portal says %q", title)
		}
		if strings.Contains(page.body, "messageOverrides") || strings.Contains(page.body, "secondaryColor") {
			t.Error("the script is given what it has no use for")
		}
	})
}
