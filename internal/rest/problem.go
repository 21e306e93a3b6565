package rest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/admission"
	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/intake"
	"github.com/portico-portal/portico/internal/requestid"
)

// The types of errors that more than one place gives.
const (
	typeUnauthorized = "unauthorized"
	typeInvalidInput = "invalid_input"
	typeInternal     = "internal_server_error"
	typeRateLimited  = "rate_limited"
	typeLimit        = "limit_exceeded"
)

// unauthorized is the one message for every credential that is missing or wrong, whatever
// is wrong with it.
const unauthorized = "No authentication methods succeeded: send an API key as \"Authorization: Bearer <key>\", or a personal access token and its workspace's id in the header seam-workspace"

// problem is why a call was not carried out.
type problem struct {
	status  int
	kind    string
	message string
	// tree is what is wrong with the input, by its place; nil unless the input is at fault.
	tree *tree
	// header is added to the answer.
	header http.Header
}

// errorAnswer is the envelope of an error.
type errorAnswer struct {
	Error struct {
		Type             string `json:"type"`
		Message          string `json:"message"`
		ValidationErrors *tree  `json:"validation_errors,omitempty"`
		RequestID        string `json:"request_id" schema:"uuid"`
	} `json:"error"`
	OK bool `json:"ok" schema:"false"`
}

func writeProblem(w http.ResponseWriter, r *http.Request, p *problem) {
	var answer errorAnswer
	e := &answer.Error
	e.Type, e.Message, e.ValidationErrors, e.RequestID = p.kind, p.message, p.tree, requestID(w, r)
	maps.Copy(w.Header(), p.header)
	body, err := encoded(&answer)
	if err != nil {
		panic(err) // texts alone
	}
	send(w, r, p.status, body)
}

func writeFault(w http.ResponseWriter, r *http.Request, f *intake.Fault) {
	writeProblem(w, r, faultProblem(f))
}

// idHeader is where Seam's SDKs look for the request's id.
const idHeader = "Seam-Request-Id"

// requestID gives the request's id, and sets its header: that of the server's log where it
// is a UUID, as SDKs expect.
func requestID(w http.ResponseWriter, r *http.Request) string {
	if id := w.Header().Get(idHeader); id != "" {
		return id
	}
	id := requestid.From(r.Context())
	if parsed, err := uuid.Parse(id); err != nil || parsed.String() != id {
		id = requestid.New()
	}
	w.Header().Set(idHeader, id)
	return id
}

// Refuse answers a request that never came to the face, such as one of which the
// credential is wrong.
func Refuse(w http.ResponseWriter, r *http.Request, status int, code fault.Code, message string) {
	p := &problem{status: status, kind: typeOf(code), message: message}
	if code == fault.Unauthenticated {
		p.message = unauthorized
	}
	writeProblem(w, r, p)
}

func typeOf(code fault.Code) string {
	switch code {
	case fault.Unauthenticated, fault.Forbidden:
		return typeUnauthorized
	case fault.Internal:
		return typeInternal
	case fault.BadUserInput, fault.BadRequest:
		return typeInvalidInput
	default:
		return strings.ToLower(string(code))
	}
}

// faultProblem tells why a request could not be taken.
func faultProblem(f *intake.Fault) *problem {
	p := &problem{status: f.Status, kind: typeOf(f.Code), message: f.Message, header: f.Header}
	switch f.Status {
	case http.StatusRequestTimeout:
		p.kind = "request_timeout"
	case http.StatusBadRequest:
		p.kind = typeInvalidInput
		p.tree = &tree{errors: []string{f.Message}}
	}
	return p
}

// unreadProblem is faultProblem for a body: one of another type is told in Seam's words.
func unreadProblem(method string, f *intake.Fault) *problem {
	if f.Status != http.StatusUnsupportedMediaType {
		return faultProblem(f)
	}
	if f.Header != nil { // it says that the body is compressed
		return &problem{status: f.Status, kind: "invalid_content_encoding", message: f.Message, header: f.Header}
	}
	return &problem{
		status: http.StatusBadRequest, kind: "invalid_content_type",
		message: fmt.Sprintf("%s requests must have Content-Type header with %q", method, "application/json"),
	}
}

// problemOf tells of a verb's error.
func (f *face) problemOf(ctx context.Context, c *call, err error) *problem {
	if errors.Is(err, errInput) {
		return c.reader.problem()
	}
	if errors.Is(err, admission.ErrBusy) {
		return faultProblem(intake.Overload())
	}
	faults := fault.All(err)
	if len(faults) == 0 {
		if !errors.Is(err, context.Canceled) || !errors.Is(ctx.Err(), context.Canceled) { // a deadline may cancel a shared statement
			f.Log.ErrorContext(ctx, "internal error", "error", err)
		}
		return internalProblem(ctx)
	}
	first := faults[0]
	field := pathOf(first.Field, c.under)
	p := &problem{status: http.StatusBadRequest, kind: typeOf(first.Code), message: wordsOf(issue{stepsOf(field), inWords(first.Message, c.under)})}
	switch first.Code {
	case fault.BadUserInput:
		c.reader.addRules(faults, c.under)
		return c.reader.problem()
	case fault.NotFound:
		p.status, p.kind = http.StatusNotFound, missing(field)
	case fault.Conflict, fault.IdempotencyKeyReused:
		p.status = http.StatusConflict
	default: // no call's verb has another
	}
	return p
}

// missing is the type of an error about something that isn't there, as Seam forms it: about
// what a field names, or else the link that was asked for.
func missing(field string) string {
	return cmp.Or(strings.TrimSuffix(field, "_key"), "magic_link") + "_not_found"
}

func internalProblem(ctx context.Context) *problem {
	return &problem{
		status: http.StatusInternalServerError, kind: typeInternal,
		message: fmt.Sprintf("Internal error. The server's log tells more under the request id %s.", requestid.From(ctx)),
	}
}
