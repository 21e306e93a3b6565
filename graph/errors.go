package graph

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/portico-portal/portico/graph/transport"
	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/requestid"
)

// maxFaults is how many faults one answer lists; of the rest it tells the count.
const maxFaults = 100

// errPanic stands for a panic, which is logged where it is caught.
var errPanic = errors.New("graph: panic")

// present turns an error of a field into what the caller is told. Faults are
// told as they are; anything else is logged, and told by one fixed sentence.
func (e *engine) present(ctx context.Context, err error) *gqlerror.Error {
	presented := graphql.DefaultErrorPresenter(ctx, err)
	if faults := fault.All(err); len(faults) > 0 {
		presented.Err = faults
		return presented
	}
	var refused *gqlerror.Error
	if errors.As(err, &refused) && refused.Message == "introspection disabled" { // a trusted document's, which was validated before
		presented.Err = fault.List{fault.New(fault.GraphQLValidationFailed, introspectionOff)}
		return presented
	}
	gone := errors.Is(err, context.Canceled) && errors.Is(ctx.Err(), context.Canceled) // a deadline may cancel a shared statement
	if !errors.Is(err, errPanic) && !gone && ctx.Value(checkingKey{}) == nil {
		e.log.ErrorContext(ctx, "internal error", "path", presented.Path.String(), "error", err)
	}
	presented.Err = fault.List{fault.New(fault.Internal, "Internal error. The server's log tells more under the request id %s.", requestid.From(ctx))}
	return presented
}

// spread makes an error of its own of each fault that a presented error holds.
func spread(errs gqlerror.List) gqlerror.List {
	var all told
	for _, err := range errs {
		for _, f := range fault.All(err.Err) {
			all.add(f, err.Path, err.Locations)
		}
	}
	return all.list()
}

// refuse answers a request of which nothing ran.
func refuse(faults ...*fault.Error) *transport.Result {
	var all told
	for _, f := range faults {
		all.add(f, nil, nil)
	}
	return &transport.Result{RequestError: true, Response: &graphql.Response{Errors: all.list()}}
}

// told are the first faults of an answer, and the count of the rest.
type told struct {
	errs gqlerror.List
	rest int
}

func (t *told) add(f *fault.Error, path ast.Path, locations []gqlerror.Location) {
	if len(t.errs) == maxFaults {
		t.rest += 1 + f.More
		return
	}
	t.errs = append(t.errs, &gqlerror.Error{Message: f.Error(), Path: path, Locations: locations, Extensions: extensions(f)})
}

// list gives the errors; the last of them tells how many more there are.
func (t *told) list() gqlerror.List {
	if t.rest > 0 {
		last := t.errs[maxFaults-1]
		last.Message += fmt.Sprintf(" (and %d more faults that are not listed)", t.rest)
		last.Extensions["omitted"] = t.rest
	}
	return t.errs
}

func extensions(f *fault.Error) map[string]any {
	e := map[string]any{"code": string(f.Code)}
	if f.Field != "" {
		e["field"] = f.Field
	}
	if f.More > 0 {
		e["omitted"] = f.More
	}
	return e
}

// parseFault tells why a text is no document. The library's message quotes the
// document, which the caller knows; it is kept short.
func (d *documents) parseFault(err error) *fault.Error {
	text := err.Error()
	if strings.Contains(text, "exceeded token limit") {
		return fault.New(fault.LimitExceeded, "The document has more than %d tokens: send data in variables, or ask for less at once.", d.tokenLimit)
	}
	if strings.Contains(text, "exceeded maximum nesting depth") {
		return fault.New(fault.LimitExceeded, "%s", located(err))
	}
	return fault.New(fault.GraphQLParseFailed, "%s", located(err))
}

// maxMessageLength bounds a message that quotes the document, in bytes.
const maxMessageLength = 500

// located puts an error's place in front of it.
func located(err error) string {
	var e *gqlerror.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	message := e.Message
	if len(message) > maxMessageLength {
		message = strings.ToValidUTF8(message[:maxMessageLength], "") + "…"
	}
	if len(e.Locations) == 0 {
		return message
	}
	return fmt.Sprintf("%s (line %d, column %d)", message, e.Locations[0].Line, e.Locations[0].Column)
}
