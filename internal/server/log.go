package server

import (
	"context"
	"io"
	"log/slog"

	"github.com/google/uuid"
	"go.opentelemetry.io/otel/trace"

	"github.com/portico-portal/portico/internal/config"
	"github.com/portico-portal/portico/internal/requestid"
	"github.com/portico-portal/portico/internal/token"
)

// NewLogger makes the server's logger: each line of a request holds its id, its
// workspace and its trace, and no line ever holds a token.
func NewLogger(w io.Writer, settings config.Log) *slog.Logger {
	options := &slog.HandlerOptions{Level: settings.Level}
	var lines slog.Handler = slog.NewTextHandler(w, options)
	if settings.Format == config.LogJSON {
		lines = slog.NewJSONHandler(w, options)
	}
	return slog.New(identified{token.RedactingHandler(lines)})
}

// identified adds the id of the request that a line belongs to, its trace where it has
// one, and its workspace where that is known. It stands before the handler that redacts, since a client may choose its request's id.
type identified struct{ next slog.Handler }

// Enabled asks the next handler.
func (h identified) Enabled(ctx context.Context, level slog.Level) bool {
	return h.next.Enabled(ctx, level)
}

// Handle adds what the context has of them.
func (h identified) Handle(ctx context.Context, record slog.Record) error {
	id, traced := requestid.From(ctx), trace.SpanContextFromContext(ctx)
	if id == "" && !traced.IsValid() {
		return h.next.Handle(ctx, record)
	}
	record = record.Clone()
	if id != "" {
		record.AddAttrs(slog.String("request_id", id))
	}
	if traced.IsValid() {
		record.AddAttrs(slog.String("trace_id", traced.TraceID().String()))
	}
	if workspace := requestid.Workspace(ctx); workspace != uuid.Nil {
		record.AddAttrs(slog.String("workspace_id", workspace.String()))
	}
	return h.next.Handle(ctx, record)
}

// WithAttrs passes on.
func (h identified) WithAttrs(attrs []slog.Attr) slog.Handler {
	return identified{h.next.WithAttrs(attrs)}
}

// WithGroup passes on.
func (h identified) WithGroup(name string) slog.Handler { return identified{h.next.WithGroup(name)} }
