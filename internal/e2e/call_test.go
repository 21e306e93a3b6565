package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// obj and arr are JSON.
type (
	obj = map[string]any
	arr = []any
)

const createPortal = `mutation ($input: CreateCustomerPortalInput!) {
	createCustomerPortal(input: $input) { magicLink { id url status } customer { key } } }`

// portalFor is the input of a call with one guest, one room and one reservation.
func portalFor(customer string) obj {
	return obj{"input": obj{"customerData": obj{
		"customerKey": customer,
		"guests":      arr{obj{"guestKey": "guest", "name": "Ada Lovelace"}},
		"rooms":       arr{obj{"roomKey": "room", "name": "Room 101"}},
		"reservations": arr{obj{"reservationKey": "reservation", "guestKey": "guest", "roomKeys": arr{"room"},
			"startsAt": "2030-06-01T15:00:00Z", "endsAt": "2030-06-05T11:00:00Z"}},
	}}}
}

func body(query string, variables obj) []byte {
	text, err := json.Marshal(obj{"query": query, "variables": variables})
	if err != nil {
		panic(err)
	}
	return text
}

// ask sends a document with a key and gives the status and the answer.
func (s *server) ask(key, query string, variables obj) (status int, answer string) {
	s.t.Helper()
	request, err := http.NewRequest(http.MethodPost, s.base+"/graphql", bytes.NewReader(body(query, variables)))
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+key)
	return s.do(request)
}

func (s *server) get(path string) (status int, answer string) {
	s.t.Helper()
	request, err := http.NewRequest(http.MethodGet, s.base+path, http.NoBody)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.do(request)
}

// Connections are not kept: they would outlive their server.
var unkept = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}

func (s *server) do(request *http.Request) (status int, answer string) {
	s.t.Helper()
	response, err := unkept.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

// must sends a document that may not fail, and reads its data.
func (s *server) must(key, query string, variables obj, data any) {
	s.t.Helper()
	status, answer := s.ask(key, query, variables)
	if err := parse(status, []byte(answer), data); err != nil {
		s.t.Fatal(err)
	}
}

// parse reads the data of an answer without errors.
func parse(status int, answer []byte, data any) error {
	var parts struct {
		Data   json.RawMessage
		Errors json.RawMessage
	}
	err := json.Unmarshal(answer, &parts)
	if status != http.StatusOK || err != nil || parts.Errors != nil {
		return fmt.Errorf("status %d, %v: %s", status, err, short(string(answer)))
	}
	return json.Unmarshal(parts.Data, data)
}

// made is what createPortal answers.
type made struct {
	CreateCustomerPortal struct {
		MagicLink struct{ ID, URL, Status string }
		Customer  struct{ Key string }
	}
}

// link makes a portal and gives its magic link.
func (s *server) link(key, customer string) (id, url string) {
	s.t.Helper()
	var answer made
	s.must(key, createPortal, portalFor(customer), &answer)
	return answer.CreateCustomerPortal.MagicLink.ID, answer.CreateCustomerPortal.MagicLink.URL
}

// pathOf is a link without its server, which is another at each start.
func pathOf(url string) string {
	_, path, _ := strings.Cut(url, "/p/")
	return "/p/" + path
}

func short(text string) string {
	const most = 1500
	if len(text) > most {
		return text[:most] + "…"
	}
	return text
}
