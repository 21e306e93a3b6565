package portico

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/Khan/genqlient/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Code says for programs what an error is.
type Code string

// What the server's errors are. A later server may know more.
const (
	CodeUnauthenticated         Code = "UNAUTHENTICATED"
	CodeForbidden               Code = "FORBIDDEN"
	CodeBadUserInput            Code = "BAD_USER_INPUT"
	CodeNotFound                Code = "NOT_FOUND"
	CodeConflict                Code = "CONFLICT"
	CodeIdempotencyKeyReused    Code = "IDEMPOTENCY_KEY_REUSED"
	CodeMagicLinkInvalid        Code = "MAGIC_LINK_INVALID"
	CodeRateLimited             Code = "RATE_LIMITED"
	CodeLimitExceeded           Code = "LIMIT_EXCEEDED"
	CodeBadRequest              Code = "BAD_REQUEST"
	CodeGraphQLParseFailed      Code = "GRAPHQL_PARSE_FAILED"
	CodeGraphQLValidationFailed Code = "GRAPHQL_VALIDATION_FAILED"
	CodePersistedQueryNotFound  Code = "PERSISTED_QUERY_NOT_FOUND"
	CodeInternal                Code = "INTERNAL"
)

// Error is one fault that the server found.
type Error struct {
	// Code says what it is; empty where the answer came from something else than the server, such as a proxy.
	Code Code
	// Field is the place in the input, such as customerData.rooms[3].name; empty where it isn't about the input.
	Field string
	// Message is for people.
	Message string
	// Status is HTTP's.
	Status int
}

// Error gives the message.
func (e *Error) Error() string {
	if e.Code == "" {
		return fmt.Sprintf("HTTP status %d: %s", e.Status, e.Message)
	}
	return fmt.Sprintf("%s: %s", e.Code, e.Message)
}

// Errors are all the faults of one call. errors.As finds the list, and the first of them as an [*Error].
type Errors []*Error

// Error gives every fault, a line each.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, one := range e {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives the faults to the package errors.
func (e Errors) Unwrap() []error {
	all := make([]error, len(e))
	for i, one := range e {
		all[i] = one
	}
	return all
}

// mostMessage is how much is kept of a text that no Portico server wrote, in bytes.
const mostMessage = 300

// typed makes the faults of an answer ours, and leaves every other error as it is.
func typed(err error) error {
	var list gqlerror.List
	status := http.StatusOK
	if refused, ok := errors.AsType[*graphql.HTTPError](err); ok {
		list, status = refused.Response.Errors, refused.StatusCode
		if len(list) == 0 {
			return Errors{{Message: http.StatusText(status), Status: status}}
		}
	} else if !errors.As(err, &list) {
		return err
	}
	all := make(Errors, len(list))
	for i, one := range list {
		code, _ := one.Extensions["code"].(string)
		field, _ := one.Extensions["field"].(string)
		message := one.Message
		if code == "" && len(message) > mostMessage {
			message = strings.ToValidUTF8(message[:mostMessage], "") + "…"
		}
		all[i] = &Error{Code: Code(code), Field: field, Message: message, Status: status}
	}
	return all
}
