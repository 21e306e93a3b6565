package server_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"testing"

	"github.com/portico-portal/portico/internal/testdb"
	"github.com/portico-portal/portico/models"
)

const (
	createLink = `mutation { createCustomerPortal(input: {customerData: {customerKey: "hotel"}}) { magicLink { id url } } }`
	// unknownLink has the shape and the checksum of a token.
	unknownLink = "pl_Ab3xY9AJvHuJ3xmMl92fpXLDLczWfvTBY3DQG"
)

// do sends a request and gives the answer with its body read.
func (s *instance) do(t *testing.T, method, path, body string, headers ...string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		request.Header.Add(name, value)
	}
	response, err := http.DefaultTransport.RoundTrip(request) // follows no redirect
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(text)
}

// ask sends a document to the API.
func (s *instance) ask(t *testing.T, document string, headers ...string) (*http.Response, string) {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": document})
	if err != nil {
		t.Fatal(err)
	}
	return s.do(t, "POST", "/graphql", string(body), append(headers, "Content-Type: application/json")...)
}

// link makes a link and gives its id and its token.
func (s *instance) link(t *testing.T, key string) (id, token string) {
	t.Helper()
	var answer struct {
		Data struct {
			CreateCustomerPortal struct{ MagicLink struct{ ID, URL string } }
		}
	}
	_, text := s.query(t, createLink, "Authorization: Bearer "+key)
	if err := json.Unmarshal([]byte(text), &answer); err != nil || answer.Data.CreateCustomerPortal.MagicLink.URL == "" {
		t.Fatalf("%v: %s", err, text)
	}
	made := answer.Data.CreateCustomerPortal.MagicLink
	return made.ID, path.Base(made.URL)
}

func redeeming(token string) string {
	return fmt.Sprintf("mutation { redeemMagicLink(input: {token: %q}) { session { token } } }", token)
}

// session redeems a link and gives the session's token.
func (s *instance) session(t *testing.T, token string) string {
	t.Helper()
	_, text := s.ask(t, redeeming(token))
	_, rest, _ := strings.Cut(text, `"token":"`)
	session, _, found := strings.Cut(rest, `"`)
	if !found {
		t.Fatal(text)
	}
	return session
}

// limited tells that an answer of the API is a refusal to be tried again.
func limited(t *testing.T, response *http.Response, text string) {
	t.Helper()
	seconds, err := strconv.Atoi(response.Header.Get("Retry-After"))
	if response.StatusCode != 429 || err != nil || seconds < 1 || seconds > 60 || strings.Count(text, `"code":"RATE_LIMITED"`) != 1 {
		t.Errorf("not limited: %d %v %s", response.StatusCode, response.Header, text)
	}
}

func TestEachCredentialHasItsRateInEveryMediaType(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrate, func(t *testing.T, url string) {
		const rate = 3
		s := start(t, load(t, url, "PORTICO_RATE_CREDENTIAL="+strconv.Itoa(rate)), true)
		key := s.firstKey(t)
		_, token := s.link(t, key)
		session := s.session(t, token)
		verbs, workspace := commands(t, url)
		other := newCredential(t, verbs, models.CredentialAPIKey, workspace, 0).text
		pat := newCredential(t, verbs, models.CredentialPersonalAccessToken, workspace, 0).text
		for name, c := range map[string]struct {
			document string
			headers  []string
			used     int
		}{
			"the first key": {"{ workspace { id } }", []string{"Authorization: Bearer " + key}, 1},
			"another key":   {"{ workspace { id } }", []string{"Authorization: Bearer " + other}, 0},
			"a token":       {"{ workspace { id } }", []string{"Authorization: Bearer " + pat, "seam-workspace: " + workspace.String()}, 0},
			"a session":     {"{ portal { expiresAt } }", []string{"Authorization: Bearer " + session}, 0},
		} {
			for range rate - c.used {
				if response, text := s.ask(t, c.document, c.headers...); response.StatusCode != 200 || strings.Contains(text, "errors") {
					t.Errorf("%s: %d %s", name, response.StatusCode, text)
				}
			}
			for _, media := range []string{"application/json", "application/graphql-response+json"} {
				response, text := s.ask(t, c.document, append(c.headers, "Accept: "+media)...)
				limited(t, response, text)
				if !strings.HasPrefix(response.Header.Get("Content-Type"), media) || strings.Contains(text, `"data"`) {
					t.Errorf("%s, %s: %s %s", name, media, response.Header.Get("Content-Type"), text)
				}
			}
		}
		if response, text := s.ask(t, "{ __typename }"); response.StatusCode != 200 {
			t.Errorf("without a credential: %d %s", response.StatusCode, text)
		}
	})
}

func TestOnlyTokensThatMatchNothingUseAnAddressUp(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrate, func(t *testing.T, databaseURL string) {
		const rate = 5
		s := start(t, load(t, databaseURL, "PORTICO_RATE_UNKNOWN_TOKENS="+strconv.Itoa(rate)), true)
		key := s.firstKey(t)
		_, token := s.link(t, key)
		deadID, dead := s.link(t, key)
		if _, text := s.query(t, fmt.Sprintf("mutation { revokeMagicLink(input: {id: %q}) { magicLink { status } } }", deadID), "Authorization: Bearer "+key); !strings.Contains(text, "REVOKED") {
			t.Fatal(text)
		}
		known := func(when string) {
			t.Helper()
			for range 2 * rate {
				if response, text := s.do(t, "GET", "/p/"+token, ""); response.StatusCode != 200 {
					t.Errorf("%s, a known link: %d %s", when, response.StatusCode, text)
				}
				if response, text := s.do(t, "GET", "/p/"+dead, ""); response.StatusCode != 410 {
					t.Errorf("%s, a dead link: %d %s", when, response.StatusCode, text)
				}
				if response, text := s.ask(t, redeeming(dead)); response.StatusCode != 200 || !strings.Contains(text, "MAGIC_LINK_INVALID") {
					t.Errorf("%s, redeeming a dead link: %d %s", when, response.StatusCode, text)
				}
			}
			if response, text := s.do(t, "POST", "/p/"+token, "", "Sec-Fetch-Site: same-origin"); response.StatusCode != 303 {
				t.Errorf("%s, pressing the button: %d %s", when, response.StatusCode, text)
			}
			if session := s.session(t, token); session == "" {
				t.Errorf("%s, redeeming: no session", when)
			}
			if response, text := s.ask(t, "{ workspace { id } }", "Authorization: Bearer "+key); response.StatusCode != 200 || strings.Contains(text, "errors") {
				t.Errorf("%s, a key: %d %s", when, response.StatusCode, text)
			}
		}
		known("before")
		guesses := []func() (int, *http.Response, string){
			func() (int, *http.Response, string) {
				r, text := s.do(t, "GET", "/p/"+unknownLink, "")
				return 404, r, text
			},
			func() (int, *http.Response, string) {
				r, text := s.do(t, "POST", "/p/"+unknownLink, "", "Sec-Fetch-Site: same-origin")
				return 404, r, text
			},
			func() (int, *http.Response, string) { r, text := s.ask(t, redeeming(unknownLink)); return 200, r, text },
			func() (int, *http.Response, string) { r, text := s.ask(t, redeeming("nothing")); return 200, r, text },
			func() (int, *http.Response, string) {
				r, text := s.ask(t, "{ workspace { id } }", "Authorization: Bearer "+key[:len(key)-4]+"xxxx")
				return 401, r, text
			},
		}
		for i, guess := range guesses {
			if want, response, text := guess(); response.StatusCode != want || response.Header.Get("Retry-After") != "" {
				t.Errorf("guess %d: %d %s", i, response.StatusCode, text)
			}
		}
		for i, guess := range guesses {
			if _, response, text := guess(); response.StatusCode != 429 || response.Header.Get("Retry-After") == "" {
				t.Errorf("guess %d, one too many: %d %s", i, response.StatusCode, text)
			}
		}
		for _, media := range []string{"application/json", "application/graphql-response+json"} {
			response, text := s.ask(t, redeeming(unknownLink), "Accept: "+media)
			limited(t, response, text)
		}
		known("after")
	})
}

func TestSeveralGuessesInOneRequestAreRefused(t *testing.T) {
	t.Parallel()
	s := start(t, load(t, testdb.New(t, testdb.SQLite, migrate)), true)
	var many strings.Builder
	many.WriteString("mutation {")
	for i := range 10 {
		fmt.Fprintf(&many, " a%d: redeemMagicLink(input: {token: %q}) { session { token } }", i, unknownLink)
	}
	if _, text := s.ask(t, many.String()+" }"); strings.Count(text, "BAD_USER_INPUT") != 1 || strings.Contains(text, "MAGIC_LINK_INVALID") {
		t.Errorf("%s", text)
	}
}

// A wait that only reports of unknown tokens met would tell the real ones apart.
func TestReportsOfLeakedTokensCountWhetherRealOrNot(t *testing.T) {
	t.Parallel()
	s := start(t, load(t, testdb.New(t, testdb.SQLite, migrate), "PORTICO_RATE_UNKNOWN_TOKENS=3"), true)
	_, token := s.link(t, s.firstKey(t))
	const report = "mutation { reportLeakedToken(input: {token: %q}) { received } }"
	for _, text := range []string{unknownLink, "nonsense", unknownLink} {
		if response, answer := s.ask(t, fmt.Sprintf(report, text)); response.StatusCode != 200 || strings.Contains(answer, "errors") {
			t.Errorf("%q: %d %s", text, response.StatusCode, answer)
		}
	}
	var answers []string
	for _, text := range []string{token, unknownLink} {
		response, answer := s.ask(t, fmt.Sprintf(report, text))
		limited(t, response, answer)
		answers = append(answers, answer)
	}
	if answers[0] != answers[1] {
		t.Errorf("%q", answers)
	}
	s.session(t, token)
}

func TestBehindATrustedProxyEachClientHasItsOwnCount(t *testing.T) {
	t.Parallel()
	database := testdb.New(t, testdb.SQLite, migrate)
	for _, c := range []struct {
		environment string
		apart       bool
	}{{"", false}, {"PORTICO_TRUSTED_PROXIES=127.0.0.1", true}} {
		s := start(t, load(t, database, c.environment, "PORTICO_RATE_UNKNOWN_TOKENS=1"), true)
		status := func(chain string) int {
			response, _ := s.do(t, "GET", "/p/"+unknownLink, "", "X-Forwarded-For: "+chain)
			return response.StatusCode
		}
		if first, second := status("192.0.2.1"), status("1.1.1.1, 192.0.2.1"); first != 404 || second != 429 {
			t.Errorf("%q, one client: %d, %d", c.environment, first, second)
		}
		if other := status("192.0.2.1, 192.0.2.2"); (other == 404) != c.apart {
			t.Errorf("%q, another client: %d", c.environment, other)
		}
		if log := s.log.String(); (strings.Count(log, "PORTICO_TRUSTED_PROXIES") == 1) == c.apart {
			t.Errorf("%q: %s", c.environment, log)
		}
		s.stop(t)
	}
}

func TestACookieFromAForeignSiteCountsAsNone(t *testing.T) {
	t.Parallel()
	s := start(t, load(t, testdb.New(t, testdb.SQLite, migrate)), true)
	_, token := s.link(t, s.firstKey(t))
	opened, text := s.do(t, "POST", "/p/"+token, "", "Sec-Fetch-Site: same-origin")
	if opened.StatusCode != 303 || len(opened.Cookies()) == 0 {
		t.Fatalf("%d %s", opened.StatusCode, text)
	}
	cookie := "Cookie: " + opened.Cookies()[0].Name + "=" + opened.Cookies()[0].Value
	ours := s.publicURL()
	for name, c := range map[string]struct {
		headers []string
		known   bool
	}{
		"our page":                                {[]string{"Sec-Fetch-Site: same-origin"}, true},
		"our page, by its origin":                 {[]string{"Origin: " + ours}, true},
		"another site":                            {[]string{"Sec-Fetch-Site: cross-site"}, false},
		"another site, by its origin":             {[]string{"Origin: https://evil.example"}, false},
		"a sibling":                               {[]string{"Sec-Fetch-Site: same-site"}, false},
		"the address bar":                         {[]string{"Sec-Fetch-Site: none"}, false},
		"another site that forges our origin":     {[]string{"Sec-Fetch-Site: cross-site", "Origin: " + ours}, false},
		"two claims":                              {[]string{"Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: cross-site"}, false},
		"a page without an origin":                {[]string{"Origin: null"}, false},
		"an app that is allowed to call, by CORS": {[]string{"Origin: http://localhost:5173"}, false},
		"nobody says where it comes from":         {nil, false},
	} {
		response, text := s.ask(t, "{ portal { customer { key } } }", append(c.headers, cookie)...)
		if known := strings.Contains(text, `"key":"hotel"`); known != c.known || response.StatusCode != 200 {
			t.Errorf("%s: %d %s", name, response.StatusCode, text)
		}
		if !c.known && !strings.Contains(text, `"code":"UNAUTHENTICATED"`) {
			t.Errorf("%s: not as one whom nobody knows: %s", name, text)
		}
		if response, text := s.ask(t, "mutation { endPortalSession { ended } }", append(c.headers, cookie)...); !c.known && !strings.Contains(text, `"code":"UNAUTHENTICATED"`) {
			t.Errorf("%s ends the session: %d %s", name, response.StatusCode, text)
		} else if c.known {
			opened, _ := s.do(t, "POST", "/p/"+token, "", "Sec-Fetch-Site: same-origin")
			cookie = "Cookie: " + opened.Cookies()[0].Name + "=" + opened.Cookies()[0].Value
		}
	}
	get := "/graphql?query=" + url.QueryEscape("{ portal { customer { key } } }")
	if _, text := s.do(t, "GET", get, "", cookie, "Sec-Fetch-Site: cross-site"); !strings.Contains(text, `"code":"UNAUTHENTICATED"`) {
		t.Errorf("GET: %s", text)
	}
}
