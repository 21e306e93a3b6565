package apitest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

const (
	mediaJSON    = "application/json"
	mediaGraphQL = "application/graphql-response+json"
)

// obj and arr are JSON, to be sent and as it came.
type (
	obj = map[string]any
	arr = []any
)

// connections let fifty calls run at once without a new connection each. Calls
// that wait for each other end as errors, and not with the whole run.
var connections = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}, Timeout: time.Minute}

// client calls the API with one credential.
type client struct {
	t      testing.TB
	url    string
	header http.Header
}

// as gives a client with a bearer token; none where it is empty.
func (s *server) as(bearer string) client {
	c := client{t: s.t, url: s.url, header: http.Header{"Accept": {mediaJSON}}}
	if bearer == "" {
		return c
	}
	return c.with("Authorization", "Bearer "+bearer)
}

// with gives a client that sends a header, too.
func (c client) with(name, value string) client {
	c.header = c.header.Clone()
	c.header.Set(name, value)
	return c
}

// in gives a client whose failures are those of a subtest.
func (c client) in(t testing.TB) client {
	c.t = t
	return c
}

// answer is what came back.
type answer struct {
	Status int
	Header http.Header
	Body   string
	// HasData tells whether there was an entry data, be it null.
	HasData bool
	Data    any
	Errors  []problem
}

// problem is one of the errors.
type problem struct {
	Message    string `json:"message"`
	Path       []any  `json:"path"`
	Extensions struct {
		Code    string `json:"code"`
		Field   string `json:"field"`
		Omitted int    `json:"omitted"`
	} `json:"extensions"`
}

// String gives the code and the field, as in "BAD_USER_INPUT input.name".
func (p problem) String() string {
	return strings.TrimSpace(p.Extensions.Code + " " + p.Extensions.Field)
}

// problems lists the errors as their codes and fields.
func (a answer) problems() []string {
	all := []string{}
	for _, p := range a.Errors {
		all = append(all, p.String())
	}
	return all
}

// post sends a body as it is. It may be called beside the test's goroutine.
func (c client) post(body []byte) (answer, error) {
	request, err := http.NewRequest(http.MethodPost, c.url+"/graphql", bytes.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	request.Header = c.header.Clone()
	request.Header.Set("Content-Type", "application/json")
	response, err := connections.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return answer{}, err
	}
	a := answer{Status: response.StatusCode, Header: response.Header, Body: string(text)}
	var parts struct {
		Data   json.RawMessage
		Errors []problem
	}
	if err := json.Unmarshal(text, &parts); err != nil {
		return a, fmt.Errorf("status %d, body %q: %w", a.Status, a.Body, err)
	}
	a.HasData, a.Errors = parts.Data != nil, parts.Errors
	if a.HasData {
		err = json.Unmarshal(parts.Data, &a.Data)
	}
	return a, err
}

// try runs a document. It may be called beside the test's goroutine.
func (c client) try(query string, variables obj) (answer, error) {
	body, err := json.Marshal(obj{"query": query, "variables": variables})
	if err != nil {
		return answer{}, err
	}
	return c.post(body)
}

// call runs a document.
func (c client) call(query string, variables obj) answer {
	c.t.Helper()
	a, err := c.try(query, variables)
	if err != nil {
		c.t.Fatal(err)
	}
	return a
}

// data runs a document that must have no errors, and gives its data.
func (c client) data(query string, variables obj) any {
	c.t.Helper()
	a := c.call(query, variables)
	if a.Status != 200 || len(a.Errors) > 0 {
		c.t.Fatalf("status %d, body %s\nfor %s", a.Status, short(a.Body), query)
	}
	return a.Data
}

// refused runs a document that must have these errors alone, each as its code
// and field.
func (c client) refused(query string, variables obj, want ...string) answer {
	c.t.Helper()
	a := c.call(query, variables)
	if got := a.problems(); strings.Join(got, "\n") != strings.Join(want, "\n") {
		c.t.Errorf("errors:\n got %q\nwant %q\n for %s\nbody %s", got, want, short(query), short(a.Body))
	}
	return a
}

func short(text string) string {
	if len(text) > 500 {
		return text[:500] + "…"
	}
	return text
}

// at gives what a path such as "customers.nodes.0.key" leads to; nil where it
// leads nowhere.
func at(value any, path string) any {
	for step := range strings.SplitSeq(path, ".") {
		switch v := value.(type) {
		case obj:
			value = v[step]
		case arr:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(v) {
				return nil
			}
			value = v[i]
		default:
			return nil
		}
	}
	return value
}

// str gives the text at a path; empty where there is none.
func str(value any, path string) string {
	text, _ := at(value, path).(string)
	return text
}

// num gives the number at a path; -1 where there is none.
func num(value any, path string) int {
	number, ok := at(value, path).(float64)
	if !ok {
		return -1
	}
	return int(number)
}

// yes tells whether there is a true at a path.
func yes(value any, path string) bool {
	truth, _ := at(value, path).(bool)
	return truth
}

// items gives the list at a path.
func items(value any, path string) arr {
	list, _ := at(value, path).(arr)
	return list
}

// each string of a field of the items at a path.
func strs(value any, path, field string) []string {
	all := []string{}
	for _, item := range items(value, path) {
		all = append(all, str(item, field))
	}
	return all
}
