package portalpage

import (
	"cmp"
	"slices"
	"time"

	"github.com/portico-portal/portico/internal/web/words"
	"github.com/portico-portal/portico/models"
)

// deepLink and landingPage are what the link says of where the portal opens, with what is there now.
type (
	deepLink struct {
		ResourceType models.DeepLinkResourceType `json:"resourceType"`
		resources
		Device *deviceName `json:"device"`
	}
	landingPage struct {
		Kind models.LandingPageKind `json:"kind"`
		resources
	}
	resources struct {
		Space       *place `json:"space"`
		AccessGrant *grant `json:"accessGrant"`
	}
	place struct {
		Kind string `json:"kind"`
		Key  string `json:"key"`
		Name string `json:"name"`
	}
	deviceName struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	}
)

// sectionLink leads to a section of the portal.
type sectionLink struct {
	Key, Name string
	// Current says that it is the one that shows.
	Current bool
}

// sections are those that the link's settings leave. web/portal/src/opening.ts says the same.
func (p *firstPortal) sections() []string {
	var left []string
	for _, section := range []struct {
		key  string
		left bool
	}{
		{"today", !p.Features.Manage.ExcludeReservationManagement}, {"access", !p.Features.Manage.ExcludeReservationManagement},
		{"devices", !p.Features.ManageDevices.Exclude}, {"places", !p.Features.Organize.Exclude}, {"people", true}, {"accounts", !p.Features.Connect.Exclude},
	} {
		if section.left {
			left = append(left, section.key)
		}
	}
	return left
}

// home is where the portal opens while its address names nothing else.
type home struct {
	section string
	// title is that of the one thing that shows; empty where the section's list does.
	title string
	// grant is that thing where it is a grant.
	grant *grant
	// missing says that a restricted link leads to what isn't there.
	missing bool
}

// home finds it. web/portal/src/opening.ts says the same.
func (p *firstPortal) home() home {
	sections, restricted := p.sections(), p.NavigationMode == string(models.NavigationRestricted)
	among, title, grant := p.target()
	on := slices.IndexFunc(among, func(name string) bool { return slices.Contains(sections, name) })
	alone := restricted && p.DeepLink != nil
	switch {
	case on >= 0:
		return home{section: among[on], title: title, grant: grant, missing: alone && title == ""}
	case alone:
		return home{section: among[0], title: title, grant: grant, missing: title == ""}
	default:
		return home{section: sections[0]}
	}
}

// target is what the link is to open at: the sections that it belongs to, the best first, and its
// title, if it is there. A deep link comes before a landing page.
func (p *firstPortal) target() (sections []string, title string, grant *grant) {
	switch to, landing := p.DeepLink, p.LandingPage; {
	case to != nil && to.ResourceType == models.DeepLinkDevice:
		if to.Device != nil {
			title = to.Device.Name
		}
		return []string{"devices"}, title, nil
	case to != nil:
		return to.target(to.ResourceType == models.DeepLinkReservation)
	case landing != nil:
		return landing.target(slices.Contains(landedGrants, landing.Kind))
	default:
		return nil, "", nil
	}
}

var landedGrants = []models.LandingPageKind{models.LandingPageReservation, models.LandingPageBooking, models.LandingPageAccessGrant}

func (r *resources) target(isGrant bool) (sections []string, title string, grant *grant) {
	switch {
	case isGrant && r.AccessGrant != nil:
		title = r.AccessGrant.title()
		fallthrough
	case isGrant:
		return []string{"access"}, title, r.AccessGrant
	case r.Space != nil:
		title = r.Space.Name
	}
	return []string{"places", "devices"}, title, nil
}

// grantView is a grant alone, as the first view shows it.
type grantView struct {
	Places   []string
	From, To moment
	// Name and Key are empty where they aren't to be shown.
	Name, Key string
	// Zone names the time zone where it isn't known to be the reader's.
	Zone string
}

// moment is a time in words; Machine is empty where there is none.
type moment struct{ Words, Machine string }

// open fills in what the page shows at first.
func (d *portalData) open(p *firstPortal, now time.Time, zone *time.Location, say words.Words) {
	at := p.home()
	names := map[string]string{"access": say.Text(p.Customer.accessName())}
	for _, key := range []string{"today", "devices", "places", "people", "accounts"} {
		names[key] = say.Text("sections." + key)
	}
	d.Title = cmp.Or(at.title, names[at.section])
	if p.NavigationMode != string(models.NavigationRestricted) {
		for _, key := range p.sections() {
			d.Sections = append(d.Sections, sectionLink{Key: key, Name: names[key], Current: key == at.section})
		}
	}
	switch {
	case at.missing:
		d.Missing = true
	case at.grant != nil:
		d.Grant = newGrantView(at.grant, p.Features.Manage.ExcludeReservationTechnicalDetails, now, zone, say)
	case at.title == "" && at.section == "today":
		listed := p.Customer.Agenda
		a := newAgenda(listed.Nodes, !listed.PageInfo.HasNextPage, now, zone, say)
		d.Agenda = &a
	}
}

func newGrantView(g *grant, brief bool, now time.Time, zone *time.Location, say words.Words) *grantView {
	v := &grantView{Places: g.places(), From: moment{Words: say.Text("noBeginning")}, To: moment{Words: say.Text("noEnd")}}
	if zone == nil {
		zone, v.Zone = time.UTC, "UTC"
	}
	for shown, at := range map[*moment]*time.Time{&v.From: g.StartsAt, &v.To: g.EndsAt} {
		if at != nil {
			local := at.In(zone)
			*shown = moment{Words: say.Day(local, now.In(zone)) + ", " + say.Clock(local), Machine: local.Format(time.RFC3339)}
		}
	}
	if g.Name != nil && *g.Name != g.title() {
		v.Name = *g.Name
	}
	if !brief {
		v.Key = g.Key
	}
	return v
}
