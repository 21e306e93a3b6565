package intake

import (
	"fmt"
	"net/http"

	"github.com/portico-portal/portico/internal/fault"
)

// Fault is why a request can't be taken. Its message holds nothing of what the client
// sent.
type Fault struct {
	// Status is the HTTP status.
	Status  int
	Code    fault.Code
	Message string
	// Header is added to the answer; nil where there is nothing to add.
	Header http.Header
}

// NewFault makes a Fault.
func NewFault(status int, code fault.Code, format string, args ...any) *Fault {
	return &Fault{Status: status, Code: code, Message: fmt.Sprintf(format, args...)}
}

// BadRequest is the fault of what isn't a request at all.
func BadRequest(format string, args ...any) *Fault {
	return NewFault(http.StatusBadRequest, fault.BadRequest, format, args...)
}

// With adds a header to the answer.
func (f *Fault) With(name, value string) *Fault {
	f.Header = http.Header{name: {value}}
	return f
}

func contentTypeFault() *Fault {
	return NewFault(http.StatusUnsupportedMediaType, fault.BadRequest, "the Content-Type must be %s", mediaJSON)
}

func charsetFault() *Fault {
	return NewFault(http.StatusUnsupportedMediaType, fault.BadRequest, "the charset must be utf-8")
}

// encodingFault says what would be taken, in the header that RFC 9110,
// section 15.5.16, has for it.
func encodingFault() *Fault {
	return NewFault(http.StatusUnsupportedMediaType, fault.BadRequest, "the body must not be compressed").
		With("Accept-Encoding", "identity")
}

func bodyLimitFault(limit int64) *Fault {
	return NewFault(http.StatusRequestEntityTooLarge, fault.LimitExceeded, "the body is larger than %d bytes", limit)
}

func strangerFault() *Fault {
	return NewFault(http.StatusRequestEntityTooLarge, fault.LimitExceeded, "a body of more than %d bytes needs an API key or a personal access token", PooledBytes)
}
