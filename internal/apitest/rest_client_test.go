package apitest_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/rest"
)

// The paths of Seam's calls.
const (
	restCreate   = "/customers/create_portal"
	restPush     = "/customers/push_data"
	restDelete   = "/customers/delete_data"
	restDeepLink = "/customers/reservations/create_deep_link"
	restBlocks   = "/unstable_partner/building_blocks/"
	restOpen     = "/seam/customer/v1/customers/open_portal"
)

// contract finds what the OpenAPI document says of a request.
var contract = sync.OnceValues(func() (routers.Router, error) {
	document, err := openapi3.NewLoader().LoadFromData(rest.OpenAPI)
	if err != nil {
		return nil, err
	}
	return gorillamux.NewRouter(document)
})

// restAnswer is what came back of a call of Seam's.
type restAnswer struct {
	Status int
	Header http.Header
	Text   string
	JSON   any
}

// kind is the error's type; empty where there is none.
func (a restAnswer) kind() string { return str(a.JSON, "error.type") }

// warned lists the warnings as their codes and fields.
func (a restAnswer) warned() []string {
	all := []string{}
	for _, w := range items(a.JSON, "warnings") {
		all = append(all, strings.TrimSpace(str(w, "warning_code")+" "+str(w, "field")))
	}
	return all
}

// rest sends a call of Seam's with a body as JSON; nil is none, and a text is sent as it is.
func (c client) rest(method, path string, body any) restAnswer {
	c.t.Helper()
	var sent []byte
	switch b := body.(type) {
	case nil:
	case string:
		sent = []byte(b)
	default:
		var err error
		if sent, err = json.Marshal(b); err != nil {
			c.t.Fatal(err)
		}
	}
	request, err := http.NewRequestWithContext(c.t.Context(), method, c.url+path, bytes.NewReader(sent))
	if err != nil {
		c.t.Fatal(err)
	}
	request.Header = c.header.Clone()
	if _, set := request.Header["Content-Type"]; !set && sent != nil {
		request.Header.Set("Content-Type", mediaJSON)
	}
	response, err := connections.Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	a := restAnswer{Status: response.StatusCode, Header: response.Header, Text: string(text)}
	if err := json.Unmarshal(text, &a.JSON); err != nil {
		c.t.Fatalf("%s %s: status %d, body %q: %v", method, path, a.Status, short(a.Text), err)
	}
	holdContract(c.t, request, response, text)
	if id := a.Header.Get("seam-request-id"); uuid.Validate(id) != nil || a.Status != 200 && str(a.JSON, "error.request_id") != id {
		c.t.Errorf("%s %s: request id %q, body %s", method, path, id, short(a.Text))
	}
	if !strings.HasPrefix(a.Header.Get("Content-Type"), mediaJSON) || !strings.HasSuffix(strings.TrimSpace(a.Text), `"ok":`+map[bool]string{true: "true", false: "false"}[a.Status == 200]+"}") {
		c.t.Errorf("%s %s: not Seam's envelope: %s %s", method, path, a.Header.Get("Content-Type"), short(a.Text))
	}
	return a
}

// holdContract holds an answer against the OpenAPI document. One to a method that the
// document doesn't have is held against what it has for POST.
func holdContract(t testing.TB, request *http.Request, response *http.Response, text []byte) {
	t.Helper()
	router, err := contract()
	if err != nil {
		t.Fatal(err)
	}
	asked := request.Clone(t.Context())
	if request.Method != http.MethodDelete || asked.URL.Path != restDelete {
		asked.Method = http.MethodPost
	}
	route, path, err := router.FindRoute(asked)
	if err != nil {
		t.Fatalf("%s is not in openapi.json: %v", request.URL.Path, err)
	}
	err = openapi3filter.ValidateResponse(t.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: asked, PathParams: path, Route: route},
		Status:                 response.StatusCode, Header: response.Header, Body: io.NopCloser(bytes.NewReader(text)),
		Options: &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
	})
	if err != nil {
		t.Errorf("%s %s is not as openapi.json says: %v\n%s", request.Method, request.URL.Path, err, short(string(text)))
	}
}

// does sends a call that must succeed.
func (c client) does(path string, body any) restAnswer {
	c.t.Helper()
	a := c.rest(http.MethodPost, path, body)
	if a.Status != 200 || !yes(a.JSON, "ok") {
		c.t.Fatalf("%s: %d %s", path, a.Status, short(a.Text))
	}
	return a
}

// restRefused sends a call that must be refused with this message.
func (c client) restRefused(path string, body any, status int, kind, message string) restAnswer {
	c.t.Helper()
	a := c.rest(http.MethodPost, path, body)
	if a.Status != status || a.kind() != kind || !strings.Contains(str(a.JSON, "error.message"), message) {
		c.t.Errorf("%s: %d %s\nwant %d %s %q\nfor %v", path, a.Status, short(a.Text), status, kind, message, body)
	}
	return a
}
