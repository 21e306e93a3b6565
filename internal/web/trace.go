package web

import (
	"net/http"
	"strconv"

	"github.com/google/uuid"
	"go.opentelemetry.io/otel/propagation"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/portico-portal/portico/internal/requestid"
	"github.com/portico-portal/portico/internal/tracing"
)

// startSpan begins the span of a request; nil for a probe, of which there is no end. A
// traceparent continues the sender's trace where it comes from a trusted proxy. Others might
// have all of their requests recorded, or mix them into somebody's trace: theirs is linked.
func (o *Options) startSpan(r *http.Request) (*http.Request, trace.Span) {
	if isProbe(r.URL.Path) {
		return r, nil
	}
	ctx, options := r.Context(), []trace.SpanStartOption{trace.WithSpanKind(trace.SpanKindServer)}
	sent := propagation.TraceContext{}.Extract(ctx, propagation.HeaderCarrier(r.Header))
	if from := trace.SpanContextFromContext(sent); from.IsValid() {
		if o.Config.TrustedProxies.Contains(peerAddress(r)) {
			ctx = sent
		} else {
			options = append(options, trace.WithLinks(trace.Link{SpanContext: from.WithTraceState(trace.TraceState{})}))
		}
	}
	ctx, span := o.Tracer.Start(ctx, spanMethod(r), options...)
	return r.WithContext(ctx), span
}

// endSpan tells what became of a request. The path is left out, since it may hold a token.
func endSpan(span trace.Span, r *http.Request, route string, status int) {
	method := spanMethod(r)
	span.SetAttributes(semconv.HTTPRequestMethodKey.String(method), semconv.HTTPResponseStatusCode(status))
	if route != noRoute {
		span.SetName(method + " " + route)
		span.SetAttributes(semconv.HTTPRoute(route))
	}
	if workspace := requestid.Workspace(r.Context()); workspace != uuid.Nil {
		span.SetAttributes(tracing.WorkspaceID.String(workspace.String()))
	}
	if status >= http.StatusInternalServerError {
		tracing.Fail(span, strconv.Itoa(status))
	}
	span.End()
}

// spanMethod is the request's method if it is a common one: a client must not choose what a
// span is called.
func spanMethod(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return r.Method
	default:
		return "HTTP"
	}
}
