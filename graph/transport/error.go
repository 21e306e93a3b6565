package transport

import (
	"errors"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/portico-portal/portico/internal/admission"
	faults "github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/intake"
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
	result := Refuse(http.StatusMethodNotAllowed, string(faults.BadRequest), "only a query may be sent by GET: use POST")
	result.Header = http.Header{"Allow": {http.MethodPost}}
	return result
}

// fault is why a request can't be handed to the runner.
type fault = intake.Fault

func badRequest(format string, args ...any) *fault { return intake.BadRequest(format, args...) }

func resultOf(f *fault) *Result {
	result := Refuse(f.Status, string(f.Code), f.Message)
	result.Header = f.Header
	return result
}

// methodFault names the methods that do work, as RFC 9110 demands of a 405.
func methodFault() *fault {
	return intake.NewFault(http.StatusMethodNotAllowed, faults.BadRequest, "GraphQL is served by POST, and by GET for queries").
		With("Allow", "GET, POST")
}

func acceptFault() *fault {
	return intake.NewFault(http.StatusNotAcceptable, faults.BadRequest,
		"the response comes as %s or %s, and the Accept header takes neither", mediaGraphQL, mediaJSON)
}

// RefuseOverload is the result for a request that comes when more are under way
// than the server can answer soon: 503, with the time after which to try again.
func RefuseOverload() *Result { return resultOf(intake.Overload()) }

// RefuseBusy is the result for a request that finds no room in the server's
// memory: 503, with the time after which to try again.
func RefuseBusy() *Result { return resultOf(intake.Busy(admission.ErrBusy)) }
