// Package tracing makes OpenTelemetry's spans within a request. The span that a context
// holds says whether there is anything to do: where nobody traces, nothing is.
package tracing

import (
	"context"
	"errors"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"
)

// Scope names this server's own spans among those of libraries.
const Scope = "github.com/portico-portal/portico"

// Start begins a span within the context's. Where that isn't recorded, or there is none, it
// gives that one back, of which every method does nothing.
func Start(ctx context.Context, name string, kind trace.SpanKind) (context.Context, trace.Span) {
	within := trace.SpanFromContext(ctx)
	if !within.IsRecording() {
		return ctx, within
	}
	return within.TracerProvider().Tracer(Scope).Start(ctx, name, trace.WithSpanKind(kind))
}

// Past makes a span of what began at begin and is over now.
func Past(ctx context.Context, name string, kind trace.SpanKind, begin time.Time) trace.Span {
	_, span := trace.SpanFromContext(ctx).TracerProvider().Tracer(Scope).Start(ctx, name, trace.WithSpanKind(kind), trace.WithTimestamp(begin))
	return span
}

// Fail marks a span as failed. What went wrong is told by its kind alone, since an error's
// text may hold a secret or somebody's data.
func Fail(span trace.Span, kind string) {
	span.SetStatus(codes.Error, "")
	span.SetAttributes(semconv.ErrorTypeKey.String(kind))
}

// KindOf is the kind of an error that has no code of its own.
func KindOf(err error) string {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	case errors.Is(err, context.Canceled):
		return "canceled"
	default:
		return semconv.ErrorTypeOther.Value.AsString()
	}
}

// The attributes of our own.
const (
	// WorkspaceID is the id of the workspace that a span belongs to.
	WorkspaceID = attribute.Key("portico.workspace_id")
	// Together is how many were dealt with together.
	Together = attribute.Key("portico.together")
)
