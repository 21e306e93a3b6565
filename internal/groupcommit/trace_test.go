package groupcommit_test

import (
	"context"
	"sync"
	"testing"
	"time"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"
)

func TestTheTraceOfACallLeadsToThatOfTheOneThatRanItsBatch(t *testing.T) {
	bothWays(t, func(t *testing.T, ahead bool) {
		kept := tracetest.NewInMemoryExporter()
		tracer := sdktrace.NewTracerProvider(sdktrace.WithSyncer(kept)).Tracer("")
		r := newRecorder(10*time.Millisecond, ahead)
		roots := map[string]trace.SpanContext{}
		var all sync.WaitGroup
		for _, text := range []string{"first", "leads", "follows"} {
			ctx, root := tracer.Start(context.Background(), text)
			roots[text] = root.SpanContext()
			all.Go(func() {
				if _, err := r.Do(ctx, "", text); err != nil {
					t.Error(err)
				}
			})
			time.Sleep(time.Millisecond)
		}
		all.Wait()
		spans := map[trace.TraceID]tracetest.SpanStub{}
		for _, span := range kept.GetSpans() {
			spans[span.SpanContext.TraceID()] = span
		}
		for text, links := range map[string]int{"first": 0, "leads": 0, "follows": 1} {
			if span := spans[roots[text].TraceID()]; len(span.Links) != links || span.Parent.SpanID() != roots[text].SpanID() {
				t.Errorf("%s has the span %+v", text, span)
			}
		}
		if links := spans[roots["follows"].TraceID()].Links; len(links) == 1 && links[0].SpanContext.SpanID() != spans[roots["leads"].TraceID()].SpanContext.SpanID() {
			t.Errorf("it leads to %v", links)
		}
	})
}
