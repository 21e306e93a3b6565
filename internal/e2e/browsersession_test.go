package e2e_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
)

func TestOpeningAnotherCustomersLinkNamesBothAndReplacesTheSession(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	key := s.firstKey()
	_, sun := s.portal(key, obj{"customerData": stay("hotel_sun", "Ada Lovelace", "Room 101")})
	_, moon := s.portal(key, obj{"customerData": stay("hotel_moon", "Grace Hopper", "Room 900")})
	p := open(t, sun, desktop)
	p.enter()
	shows(t, p, "hotel_sun", "Ada Lovelace")

	p.visit(moon)
	if warning := p.text(mark("other-customer")); !strings.Contains(warning, "hotel_sun") || !strings.Contains(warning, "hotel_moon") {
		t.Errorf("before the session is replaced: %q", warning)
	}
	p.screenshot("link of another customer")
	p.enter()
	shows(t, p, "hotel_moon", "Grace Hopper")
	p.visit(s.public() + "/portal")
	p.usable()
	shows(t, p, "hotel_moon", "Grace Hopper")

	p.visit(sun)
	if warning := p.text(mark("other-customer")); p.has("continues") || !strings.Contains(warning, "hotel_moon") {
		t.Errorf("at the first link again: %q", warning)
	}
	var answer struct {
		Sun, Moon struct{ PortalSessions struct{ Nodes []obj } }
	}
	s.must(key, `{ sun: customer(key: "hotel_sun") { portalSessions { nodes { id } } } moon: customer(key: "hotel_moon") { portalSessions { nodes { id } } } }`, nil, &answer)
	if len(answer.Sun.PortalSessions.Nodes) != 0 || len(answer.Moon.PortalSessions.Nodes) != 1 {
		t.Errorf("%d sessions of the first customer and %d of the second go on", len(answer.Sun.PortalSessions.Nodes), len(answer.Moon.PortalSessions.Nodes))
	}
}

// shows checks whose portal it is.
func shows(t *testing.T, p *page, customer, guest string) {
	t.Helper()
	p.awaitMark("entry")
	if named, entry := p.text(mark("customer")), p.text(mark("entry")); named != customer || !strings.Contains(entry, guest) {
		t.Errorf("the portal of %s shows %q and %q", customer, named, entry)
	}
}

func TestTheSameLinkAgainGoesOnWithoutAnotherRedemption(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	key := s.firstKey()
	id, url := s.portal(key, obj{"customerData": stay("hotel", "Ada Lovelace", "Room 101"), "maxRedemptions": 1})
	p := open(t, url, phone)
	p.enter()
	p.visit(url)
	p.awaitMark("continues")
	p.enter()
	shows(t, p, "hotel", "Ada Lovelace")
	if n := s.redeemed(key, id); n != 1 {
		t.Errorf("the link is redeemed %d times", n)
	}
}

const (
	stormSize = 1000
	stormers  = 16
)

func TestAfterAStormOfScannersAOneTimeLinkOpensForAPerson(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	key := s.firstKey()
	id, url := s.portal(key, obj{"customerData": stay("hotel", "Ada Lovelace", "Room 101"), "maxRedemptions": 1})
	if err := storm(s.base + pathOf(url)); err != nil {
		t.Error(err)
	}
	if n := s.redeemed(key, id); n != 0 {
		t.Errorf("the storm redeemed the link %d times", n)
	}
	p := open(t, url, phone)
	p.enter()
	shows(t, p, "hotel", "Ada Lovelace")
	if n := s.redeemed(key, id); n != 1 {
		t.Errorf("the person redeemed the link %d times", n)
	}
}

// storm follows a link as scanners, previews and browsers do that nobody sits at.
func storm(address string) error {
	transport := &http.Transport{MaxIdleConnsPerHost: stormers}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport}
	var running sync.WaitGroup
	found := make([]error, stormers)
	for i := range stormers {
		running.Go(func() {
			for n := i; n < stormSize && found[i] == nil; n += stormers {
				found[i] = scan(client, n, address)
			}
		})
	}
	running.Wait()
	return errors.Join(found...)
}

func scan(client *http.Client, number int, address string) error {
	method := http.MethodGet
	if number%3 == 0 {
		method = http.MethodHead
	}
	request, err := http.NewRequest(method, address, http.NoBody)
	if err != nil {
		return err
	}
	if number%3 == 1 {
		request.Header.Set("Sec-Purpose", "prefetch")
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	if response.StatusCode != http.StatusOK || len(response.Cookies()) > 0 {
		return fmt.Errorf("%s was answered with %s and %d cookies", method, response.Status, len(response.Cookies()))
	}
	return err
}
