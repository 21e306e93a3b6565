package e2e_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/libtnb/sqlite" // the driver "sqlite"
)

// expire lets a link's time be over.
func (s *server) expire(id string) {
	s.t.Helper()
	s.changeOne("UPDATE magic_links SET expires_at = created_at WHERE id = ?", id)
}

// expireActions lets the time of the action that waits be over.
func (s *server) expireActions() {
	s.t.Helper()
	s.changeOne("UPDATE device_actions SET expires_at = created_at WHERE status = 'PENDING'")
}

// changeOne changes a row in the database itself: nobody would wait the minute that what
// expires lives at least.
func (s *server) changeOne(statement string, args ...any) {
	s.t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(s.setup.folder, "data", "portico.db")+"?_pragma=busy_timeout(10000)")
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close()
	changed, err := db.ExecContext(s.t.Context(), statement, args...)
	if err != nil {
		s.t.Fatal(err)
	}
	if n, err := changed.RowsAffected(); n != 1 || err != nil {
		s.t.Fatalf("%d rows changed: %v", n, err)
	}
}

func TestALinkThatOpensNothingSaysSoAndLeadsToANewOne(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	key, site := s.firstKey(), business(t)
	refresh := site + "/new-link"
	once := obj{"customerData": stay("hotel", "Ada Lovelace", "Room 101"), "refreshUrl": refresh, "maxRedemptions": 1}
	for _, c := range []struct {
		name   string
		input  obj
		end    func(t *testing.T, id, url string) (dead string)
		status int
		leads  bool
	}{
		{"used up", once, func(t *testing.T, _, url string) string {
			open(t, url, desktop).enter()
			return url
		}, 410, true},
		{"revoked", obj{"customerData": stay("hotel", "Ada", "Room 101"), "refreshUrl": refresh}, func(_ *testing.T, id, url string) string {
			s.revoke(key, id)
			return url
		}, 410, true},
		{"expired", obj{"customerData": stay("hotel", "Ada", "Room 101"), "refreshUrl": refresh}, func(_ *testing.T, id, url string) string {
			s.expire(id)
			return url
		}, 410, true},
		{"revoked, with nowhere to go", obj{"customerData": stay("hotel", "Ada", "Room 101")}, func(_ *testing.T, id, url string) string {
			s.revoke(key, id)
			return url
		}, 410, false},
		// Nothing has the address any more.
		{"rotated", obj{"customerData": stay("hotel", "Ada", "Room 101"), "refreshUrl": refresh}, func(t *testing.T, id, url string) string {
			open(t, s.rotate(key, id), desktop).enter()
			return url
		}, 404, false},
		{"what the API shows of a dead link", once, func(_ *testing.T, id, _ string) string {
			s.revoke(key, id)
			var answer struct{ MagicLink struct{ URL string } }
			s.must(key, "query ($id: ID!) { magicLink(id: $id) { url } }", obj{"id": id}, &answer)
			return answer.MagicLink.URL
		}, 404, false},
		{"unknown", once, func(_ *testing.T, _, url string) string {
			return url[:len(url)-8] + strings.Repeat("0", 8)
		}, 404, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			id, url := s.portal(key, c.input)
			p := open(t, c.end(t, id, url), phone)
			p.allow(site)
			p.answers(c.status)
			if heading := p.text("h1"); heading != "This link no longer opens" || p.has("open") {
				t.Errorf("the page says %q, and has a button: %t", heading, p.has("open"))
			}
			if leads := p.has("refresh"); leads != c.leads {
				t.Fatalf("it leads to a new link: %t", leads)
			}
			p.fits("a dead link's page")
			if c.leads {
				p.click(mark("refresh"))
				p.await(fmt.Sprintf("location.href === %q", refresh))
			}
		})
	}
}

func TestAPortalInUseEndsWithItsLinkAndSaysWhereANewOneIs(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	key, site := s.firstKey(), business(t)
	id, url := s.portal(key, obj{"customerData": stay("hotel", "Ada Lovelace", "Room 101"), "refreshUrl": site + "/new-link"})
	p := open(t, url, phone)
	p.allow(site)
	p.enter()
	s.revoke(key, id)
	p.click(mark("section-people"))
	p.awaitMark("ended")
	p.expect("a status of 401")
	if heading := p.text("h1"); heading != "Your session has ended" || p.has("people-row") {
		t.Errorf("a revoked link's portal says %q, and shows people: %t", heading, p.has("people-row"))
	}
	p.visit(s.public() + "/portal")
	p.answers(401)
	p.click(mark("refresh"))
	p.await(fmt.Sprintf("location.href === %q", site+"/new-link"))
}

// The page that refuses is seen by whoever is led to a link's form from elsewhere.
func TestAnotherSitesFormOpensNoLink(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	key := s.firstKey()
	id, url := s.portal(key, obj{"customerData": stay("hotel", "Ada", "Room 101")})
	p := open(t, business(t)+"/evil", desktop)
	p.allow(s.public())
	p.sendForm(url)
	p.awaitMark("message")
	p.answers(403)
	if n := s.redeemed(key, id); n != 0 {
		t.Errorf("the link is redeemed %d times", n)
	}
	p.visit(s.public() + "/portal")
	p.answers(401)
	p.awaitMark("ended")
}

// sendForm sends a form to an address, as any site may.
func (p *page) sendForm(address string) {
	p.t.Helper()
	eval[bool](p, fmt.Sprintf(`((form) => {
		form.method = "post"
		form.action = %q
		document.body.append(form)
		form.submit()
		return true
	})(document.createElement("form"))`, address))
}
