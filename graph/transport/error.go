package transport

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// The values of extensions.code that this package gives.
const (
	codeBadRequest    = "BAD_REQUEST"    // not a GraphQL request at all
	codeLimitExceeded = "LIMIT_EXCEEDED" // too large or too deep
	codeRateLimited   = "RATE_LIMITED"   // no room at the moment
	codeInternal      = "INTERNAL"       // a result that can't be sent
)

var errNoResponse = errors.New("transport: the runner gave no response")

// Refuse makes the result of a request that isn't run: one error with its
// code, no data entry, and a status that holds whatever the media type.
func Refuse(status int, code, message string) *Result {
	return &Result{
		Response: &graphql.Response{Errors: gqlerror.List{{
			Message:    message,
			Extensions: map[string]any{"code": code},
		}}},
		RequestError: true,
		Status:       status,
	}
}

// RefuseMutation is the result for a ReadOnly request whose operation is no
// query: 405, since GET must not change anything.
func RefuseMutation() *Result {
	result := Refuse(http.StatusMethodNotAllowed, codeBadRequest, "only a query may be sent by GET: use POST")
	result.Header = http.Header{"Allow": {http.MethodPost}}
	return result
}

// fault is why a request can't be handed to the runner. Its message holds
// nothing of what the client sent.
type fault struct {
	status  int
	code    string
	message string
	header  http.Header
}

func newFault(status int, code, format string, args ...any) *fault {
	return &fault{status: status, code: code, message: fmt.Sprintf(format, args...)}
}

// badRequest is the fault of what isn't a GraphQL request at all.
func badRequest(format string, args ...any) *fault {
	return newFault(http.StatusBadRequest, codeBadRequest, format, args...)
}

func (f *fault) with(name, value string) *fault {
	f.header = http.Header{name: {value}}
	return f
}

func (f *fault) result() *Result {
	result := Refuse(f.status, f.code, f.message)
	result.Header = f.header
	return result
}

// methodFault names the methods that do work, as RFC 9110 demands of a 405.
func methodFault() *fault {
	return newFault(http.StatusMethodNotAllowed, codeBadRequest, "GraphQL is served by POST, and by GET for queries").
		with("Allow", "GET, POST")
}

func acceptFault() *fault {
	return newFault(http.StatusNotAcceptable, codeBadRequest,
		"the response comes as %s or %s, and the Accept header takes neither", mediaGraphQL, mediaJSON)
}

func contentTypeFault() *fault {
	return newFault(http.StatusUnsupportedMediaType, codeBadRequest, "the Content-Type must be %s", mediaJSON)
}

func charsetFault() *fault {
	return newFault(http.StatusUnsupportedMediaType, codeBadRequest, "the charset must be utf-8")
}

// encodingFault says what would be taken, in the header that RFC 9110,
// section 15.5.16, has for it.
func encodingFault() *fault {
	return newFault(http.StatusUnsupportedMediaType, codeBadRequest, "the body must not be compressed").
		with("Accept-Encoding", "identity")
}

func bodyLimitFault(limit int64) *fault {
	return newFault(http.StatusRequestEntityTooLarge, codeLimitExceeded, "the body is larger than %d bytes", limit)
}

func strangerFault() *fault {
	return newFault(http.StatusRequestEntityTooLarge, codeLimitExceeded, "a body of more than %d bytes needs an API key or a personal access token", pooledBytes)
}
