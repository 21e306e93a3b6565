package probe

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// builder makes the bytes of a probe.
type builder = func(s *Site) []byte

// exactly sends a text as it stands, but for the names between angle brackets.
func exactly(text string) builder {
	return func(s *Site) []byte { return []byte(s.fill(text)) }
}

// usual are the headers of a request that says nothing about them.
var usual = []string{"Host: <host>", "Connection: close", "Accept: application/graphql-response+json"}

// request makes an HTTP/1.1 request. A line of head replaces the usual one of its
// name, and "-Name" takes it away.
func request(line, body string, head ...string) builder {
	return func(s *Site) []byte {
		body := s.fill(body)
		lines := slices.Clone(usual)
		if body != "" || strings.HasPrefix(line, "POST ") {
			lines = append(lines, "Content-Type: application/json", "Content-Length: "+strconv.Itoa(len(body)))
		}
		lines = slices.DeleteFunc(lines, func(usual string) bool {
			return slices.ContainsFunc(head, func(given string) bool { return headerName(given) == headerName(usual) })
		})
		for _, given := range head {
			if !strings.HasPrefix(given, "-") {
				lines = append(lines, given)
			}
		}
		return slices.Concat([]byte(s.fill(line+" HTTP/1.1\r\n"+strings.Join(lines, "\r\n")+"\r\n\r\n")), []byte(body))
	}
}

func headerName(line string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(line, "-"), ":")
	return strings.ToLower(name)
}

// get asks for a path.
func get(target string, head ...string) builder { return request("GET "+target, "", head...) }

// post sends a body to the API without a credential.
func post(body string, head ...string) builder { return request("POST /graphql", body, head...) }

// withKey is the attacker's own credential, which is good.
const withKey = "Authorization: Bearer <key>"

// query sends a document with the attacker's key.
func query(document string) builder { return call(document, nil) }

// call sends a document and its variables with the attacker's key.
func call(document string, variables map[string]any) builder {
	return post(envelope(document, variables), withKey)
}

// literally sends a document with variables that are JSON text already, or
// ought to be.
func literally(document, variables string) builder {
	return post(`{"query":`+quoted(document)+`,"variables":`+variables+`}`, withKey)
}

// envelope is the body of a request.
func envelope(document string, variables map[string]any) string {
	members := `{"query":` + quoted(document)
	if variables != nil {
		members += `,"variables":` + written(variables)
	}
	return members + "}"
}

func quoted(text string) string { return written(text) }

// written is a value as JSON, with its angle brackets as they are: they hold names.
func written(value any) string {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err) // the table's own values
	}
	return strings.TrimSuffix(text.String(), "\n")
}

// numbered repeats a text with a number in the place of each #.
func numbered(n int, text string) string {
	var all strings.Builder
	for i := range n {
		all.WriteString(strings.ReplaceAll(text, "#", strconv.Itoa(i)))
	}
	return all.String()
}

// times is strings.Repeat by a shorter name, since bombs are made of it.
func times(n int, text string) string { return strings.Repeat(text, n) }

// nested puts a text n levels deep into others.
func nested(n int, before, inner, after string) string {
	return times(n, before) + inner + times(n, after)
}

const (
	kib = 1 << 10
	mib = 1 << 20
)
