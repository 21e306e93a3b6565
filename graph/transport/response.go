package transport

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	faults "github.com/portico-portal/portico/internal/fault"
)

// Result is what a [Runner] makes of a request.
type Result struct {
	// Response holds data, errors and extensions; its other members, which
	// belong to incremental delivery, are not sent.
	Response *graphql.Response
	// RequestError says that nothing ran (the document, the variables or the
	// price was at fault): the response has no data entry, and its status is
	// 400 for clients that take application/graphql-response+json, else 200.
	RequestError bool
	// Status, unless 0, is the HTTP status whatever the media type.
	Status int
	// Header is added to the response, such as Allow or Retry-After.
	Header http.Header
}

// Answer sends a result in the media type that r asks for. It is for those who
// refuse a request before the handler sees it (credentials, rates), so that
// their answers look the same.
func Answer(w http.ResponseWriter, r *http.Request, result *Result) {
	media, _ := negotiate(r.Header.Values("Accept"))
	write(w, media, result)
}

// The headers' values, made once. Nobody changes a value in place.
var (
	notKept      = []string{"no-store"}
	noSniffing   = []string{"nosniff"}
	contentTypes = map[string][]string{
		mediaGraphQL: {mediaGraphQL + "; charset=utf-8"}, mediaJSON: {mediaJSON + "; charset=utf-8"},
	}
)

// write sends a result. The body is complete before the first byte goes out,
// so a failure to encode it is still a proper answer.
func write(w http.ResponseWriter, media string, result *Result) {
	body, err := encode(result)
	if err != nil {
		result = Refuse(http.StatusInternalServerError, string(faults.Internal), "the response could not be written")
		body, _ = encode(result)
	}
	header := w.Header()
	merge(header, result.Header)
	addVary(header, "Accept")
	header["Cache-Control"], header["X-Content-Type-Options"], header["Content-Type"] = notKept, noSniffing, contentTypes[media]
	header.Set("Content-Length", strconv.Itoa(len(body.before)+len(body.data)+len(body.after)))
	w.WriteHeader(result.status(media))
	for _, part := range [...][]byte{body.before, body.data, body.after} {
		_, _ = w.Write(part) // it fails when the client has gone, and then nobody is left to tell
	}
}

func (r *Result) status(media string) int {
	switch {
	case r.Status != 0:
		return r.Status
	case r.RequestError && media == mediaGraphQL:
		return http.StatusBadRequest
	default:
		return http.StatusOK
	}
}

// merge puts a result's headers in place of those of the same name, but adds
// to Vary, which other layers write as well.
func merge(header, more http.Header) {
	for name, values := range more {
		name = http.CanonicalHeaderKey(name)
		if name != "Vary" {
			header[name] = slices.Clone(values)
			continue
		}
		for _, value := range values {
			addVary(header, value)
		}
	}
}

// addVary adds a name to Vary unless it stands there already.
func addVary(header http.Header, name string) {
	for _, line := range header.Values("Vary") {
		for present := range strings.SplitSeq(line, ",") {
			if present = strings.TrimSpace(present); present == "*" || strings.EqualFold(present, name) {
				return
			}
		}
	}
	header.Add("Vary", name)
}

// body is a response as JSON. Its data, which may be large, is sent from where it is.
type body struct{ before, data, after []byte }

// encode writes a response as JSON, errors first as the GraphQL specification
// advises. The data is taken as it is: encoding/json would parse it again.
func encode(result *Result) (body, error) {
	if result == nil || result.Response == nil {
		return body{}, errNoResponse
	}
	response := result.Response
	var out object
	var b body
	if len(response.Errors) > 0 {
		out.encode("errors", response.Errors)
	}
	if !result.RequestError {
		out.name("data")
		b.before, b.data, out.buf = out.buf.Bytes(), response.Data, bytes.Buffer{}
		if len(b.data) == 0 {
			b.data = []byte("null")
		}
		out.begun = true
	}
	if len(response.Extensions) > 0 {
		out.encode("extensions", response.Extensions)
	}
	out.close()
	b.after = out.buf.Bytes()
	return b, out.err
}

// object writes a JSON object member by member and keeps the errors.
type object struct {
	buf   bytes.Buffer
	begun bool
	err   error
}

// name writes a name that needs no escapes.
func (o *object) name(name string) {
	opening := `,"`
	if !o.begun {
		opening = `{"`
	}
	o.begun = true
	o.buf.WriteString(opening)
	o.buf.WriteString(name)
	o.buf.WriteString(`":`)
}

// encode adds a member. HTML is not escaped: the media type and nosniff keep
// the body from being read as a page.
func (o *object) encode(name string, value any) {
	o.name(name)
	encoder := json.NewEncoder(&o.buf)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		o.err = errors.Join(o.err, err)
		return
	}
	o.buf.Truncate(o.buf.Len() - 1) // the encoder ends with a line feed
}

func (o *object) close() {
	if !o.begun {
		o.buf.WriteByte('{')
	}
	o.buf.WriteByte('}')
}
