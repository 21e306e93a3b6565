// Package fault holds the one kind of error that a caller is told about. Any
// other error is internal: it is logged and answered with one fixed sentence.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Code is what went wrong, for programs; GraphQL's extensions.code.
type Code string

// The codes that a caller can meet. Clients branch on them: none is ever renamed.
const (
	Unauthenticated         Code = "UNAUTHENTICATED"
	Forbidden               Code = "FORBIDDEN"
	BadUserInput            Code = "BAD_USER_INPUT"
	NotFound                Code = "NOT_FOUND"
	Conflict                Code = "CONFLICT"
	IdempotencyKeyReused    Code = "IDEMPOTENCY_KEY_REUSED"
	MagicLinkInvalid        Code = "MAGIC_LINK_INVALID"
	RateLimited             Code = "RATE_LIMITED"
	LimitExceeded           Code = "LIMIT_EXCEEDED"
	BadRequest              Code = "BAD_REQUEST"
	GraphQLParseFailed      Code = "GRAPHQL_PARSE_FAILED"
	GraphQLValidationFailed Code = "GRAPHQL_VALIDATION_FAILED"
	PersistedQueryNotFound  Code = "PERSISTED_QUERY_NOT_FOUND"
	Internal                Code = "INTERNAL"
)

// Error is one thing that the caller did wrong, or may not do.
type Error struct {
	Code Code
	// Message says what was wrong and what to do, for people.
	Message string
	// Field is where in the input it was, for instance
	// "customerData.reservations[3].endsAt"; empty where no field is to blame.
	Field string
	// More is how many further faults were found and not kept; it stands at the
	// last that was.
	More int
}

// Error gives the message, behind the field if there is one.
func (e *Error) Error() string {
	if e.Field == "" {
		return e.Message
	}
	return e.Field + ": " + e.Message
}

// New makes an error that no field is to blame for.
func New(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Input makes a BAD_USER_INPUT error about the field.
func Input(field, format string, args ...any) *Error {
	return &Error{Code: BadUserInput, Field: field, Message: fmt.Sprintf(format, args...)}
}

// MaxKept is how many faults of one input are kept. A caller is told a hundred;
// a large input may have millions.
const MaxKept = 1000

// List is every fault of one call.
type List []*Error

// Add keeps a BAD_USER_INPUT error about the value at the path, or counts it
// where enough are kept.
func (l *List) Add(at *Path, format string, args ...any) {
	if kept := len(*l); kept >= MaxKept {
		(*l)[kept-1].More++
		return
	}
	*l = append(*l, Input(at.String(), format, args...))
}

// Full tells whether no further faults are kept.
func (l List) Full() bool { return len(l) >= MaxKept }

// Error joins the messages, a line each.
func (l List) Error() string {
	lines := make([]string, len(l))
	for i, e := range l {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Err gives the list as an error; nil where it is empty.
func (l List) Err() error {
	if len(l) == 0 {
		return nil
	}
	return l
}

// All gives the faults that err holds; none where it is an internal error.
func All(err error) List {
	if list, ok := errors.AsType[List](err); ok {
		return list
	}
	if one, ok := errors.AsType[*Error](err); ok {
		return List{one}
	}
	return nil
}
