package server

import (
	"context"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/portico-portal/portico/internal/tracing"
)

// startTracing gives the tracer of a server whose environment names a collector; nil for
// others. end sends what wasn't sent yet. OpenTelemetry's library reads the variables that
// decide how: sampling, batches, headers, certificates.
func (o *Options) startTracing(ctx context.Context) (tracer trace.Tracer, end func(), err error) {
	endpoint := o.Config.Tracing.Endpoint()
	if endpoint == "" {
		return nil, func() {}, nil
	}
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) {
		o.Log.WarnContext(ctx, "traces could not be made or sent", "error", err)
	}))
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(endpoint))
	if err != nil {
		return nil, nil, err
	}
	of, err := resource.New(ctx, resource.WithTelemetrySDK(),
		resource.WithAttributes(semconv.ServiceName("portico"), semconv.ServiceVersion(o.Version)), resource.WithFromEnv())
	if err != nil {
		return nil, nil, err
	}
	provider := sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter), sdktrace.WithResource(of))
	return provider.Tracer(tracing.Scope), func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTimeout)
		defer cancel()
		if err := provider.Shutdown(ctx); err != nil {
			o.Log.WarnContext(ctx, "the last traces were not sent", "error", err)
		}
	}, nil
}
