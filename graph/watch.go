package graph

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/portico-portal/portico/graph/transport"
	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/metrics"
	"github.com/portico-portal/portico/internal/token"
	"github.com/portico-portal/portico/internal/tracing"
)

// watch follows a request of one operation from its document to its answer.
type watch struct {
	begin   time.Time
	counted *metrics.Operation
	span    trace.Span
}

// counters are what count operations: those of trusted documents by their names, all
// others together, since a client chooses their names.
type counters struct {
	named map[*ast.OperationDefinition]*metrics.Operation
	other *metrics.Operation
}

func newCounters(of *metrics.Metrics, trusted *TrustedDocuments) counters {
	c := counters{other: of.Operation("")}
	for _, operation := range trusted.operations() {
		if c.named == nil {
			c.named = map[*ast.OperationDefinition]*metrics.Operation{}
		}
		c.named[operation] = of.Operation(operation.Name)
	}
	return c
}

func (c *counters) of(operation *ast.OperationDefinition) *metrics.Operation {
	if named := c.named[operation]; named != nil {
		return named
	}
	return c.other
}

// watch starts to watch a request of which the operation isn't known yet.
func (e *engine) watch(ctx context.Context) (context.Context, *watch) {
	ctx, span := tracing.Start(ctx, "GraphQL", trace.SpanKindInternal)
	return ctx, &watch{begin: time.Now(), counted: e.counters.other, span: span}
}

// found notes the request's operation.
func (w *watch) found(operation *ast.OperationDefinition, counted *metrics.Operation) {
	w.counted = counted
	if !w.span.IsRecording() {
		return
	}
	kind := string(operation.Operation)
	w.span.SetName(kind)
	w.span.SetAttributes(semconv.GraphQLOperationTypeKey.String(kind))
	if name := spanName(operation.Name); name != "" {
		w.span.SetName(kind + " " + name)
		w.span.SetAttributes(semconv.GraphQLOperationName(name))
	}
}

// longestSpanName bounds the name of an operation in a trace, in bytes: a client chose it.
const longestSpanName = 100

func spanName(name string) string {
	name = token.Redact(name)
	return name[:min(len(name), longestSpanName)]
}

// done tells what was answered.
func (w *watch) done(result *transport.Result) {
	code := codeOf(result)
	w.counted.Done(time.Since(w.begin), code)
	if !w.span.IsRecording() {
		return
	}
	switch code {
	case "":
	case string(fault.Internal):
		tracing.Fail(w.span, code)
	default: // the caller's fault is no failure of the server's
		w.span.SetAttributes(semconv.ErrorTypeKey.String(code))
	}
	w.span.End()
}

// traceRoot gives a field of Query or Mutation a span of its own, with all that is below it.
// There a span for each field would be one for each row of a list: the loads have some.
func traceRoot(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
	field := graphql.GetRootFieldContext(ctx).Field // its context's Object is the alias
	ctx, span := tracing.Start(ctx, field.ObjectDefinition.Name+"."+field.Name, trace.SpanKindInternal)
	defer span.End()
	return next(ctx)
}

// codeOf is the code of the first error; empty where there is none.
func codeOf(result *transport.Result) string {
	if len(result.Response.Errors) == 0 {
		return ""
	}
	code, _ := result.Response.Errors[0].Extensions["code"].(string)
	return code
}
