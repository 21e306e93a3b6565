package apitest_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// visitor is a person's browser, as far as following addresses goes.
type visitor struct {
	s       *server
	cookies map[string]*http.Cookie
	// site is where the browser says that it comes from, as in Sec-Fetch-Site.
	site string
}

func (s *server) visitor() *visitor {
	return &visitor{s: s, cookies: map[string]*http.Cookie{}, site: "same-origin"}
}

// visited is what an address answered.
type visited struct {
	status int
	// to is where it leads.
	to     string
	header http.Header
	body   string
}

var unled = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// get follows an address one step; this server's public one is where it listens.
func (v *visitor) get(address string) visited {
	v.s.t.Helper()
	own := strings.HasPrefix(address, publicURL)
	request, err := http.NewRequest(http.MethodGet, strings.Replace(address, publicURL, v.s.url, 1), http.NoBody)
	if err != nil {
		v.s.t.Fatal(err)
	}
	if own {
		request.Header.Set("Sec-Fetch-Site", v.site)
	}
	for _, cookie := range v.cookies {
		if own {
			request.AddCookie(cookie)
		}
	}
	response, err := unled.Do(request)
	if err != nil {
		v.s.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		v.s.t.Fatal(err)
	}
	for _, cookie := range response.Cookies() {
		if cookie.MaxAge < 0 {
			delete(v.cookies, cookie.Name)
		} else {
			v.cookies[cookie.Name] = cookie
		}
	}
	return visited{response.StatusCode, response.Header.Get("Location"), response.Header, string(body)}
}

// says tells whether a page says something; that it is never to be kept or framed goes
// without saying.
func (v visited) says(t *testing.T, status int, text string) {
	t.Helper()
	if v.status != status || !strings.Contains(v.body, text) {
		t.Errorf("status %d to %q, and not %d with %q: %s", v.status, v.to, status, text, v.body)
	}
	if v.header.Get("Cache-Control") != "no-store" || v.header.Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("the page has the headers %v", v.header)
	}
}

// comesBack follows a start URL to the provider, and gives the address that leads back.
func (v *visitor) comesBack(start string) (callback string) {
	v.s.t.Helper()
	left := v.get(start)
	if left.status != http.StatusSeeOther {
		v.s.t.Fatalf("the start URL answers %d: %s", left.status, left.body)
	}
	asked := v.get(left.to)
	if asked.status != http.StatusSeeOther || !strings.HasPrefix(asked.to, publicURL+"/oauth/callback?") {
		v.s.t.Fatalf("the provider answers %d, to %q: %s", asked.status, asked.to, asked.body)
	}
	return asked.to
}
