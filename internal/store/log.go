package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"
	"gorm.io/gorm/logger"

	"github.com/portico-portal/portico/internal/tracing"
)

// statementLogger logs each statement at level debug, and tells traces of it. Parameters
// are left out: they hold customers' data and hashes of secrets.
type statementLogger struct {
	log *slog.Logger
	// engine is the database's name, as GORM has it.
	engine string
}

func (l statementLogger) LogMode(logger.LogLevel) logger.Interface { return l }

func (l statementLogger) Info(ctx context.Context, format string, args ...any) {
	l.log.InfoContext(ctx, fmt.Sprintf(format, args...))
}

func (l statementLogger) Warn(ctx context.Context, format string, args ...any) {
	l.log.WarnContext(ctx, fmt.Sprintf(format, args...))
}

func (l statementLogger) Error(ctx context.Context, format string, args ...any) {
	l.log.ErrorContext(ctx, fmt.Sprintf(format, args...))
}

func (l statementLogger) Trace(ctx context.Context, begin time.Time, statement func() (string, int64), err error) {
	traced, logged := trace.SpanFromContext(ctx).IsRecording(), l.log.Enabled(ctx, slog.LevelDebug)
	if !traced && !logged {
		return
	}
	text, rows := statement()
	text = marked.ReplaceAllString(text, "$1")
	if traced {
		l.span(ctx, begin, text, err)
	}
	if logged {
		l.log.DebugContext(ctx, "statement", "sql", text, "rows", rows, "duration", time.Since(begin), "error", err)
	}
}

// marked is a numbered parameter as GORM marks it, to put its value there.
var marked = regexp.MustCompile(`(\$\d+)\$`)

// span tells of a statement that is over. Its name is the statement's first word.
func (l statementLogger) span(ctx context.Context, begin time.Time, text string, err error) {
	name, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	span := tracing.Past(ctx, name, trace.SpanKindClient, begin)
	system := semconv.DBSystemNameSQLite
	if l.engine == "postgres" {
		system = semconv.DBSystemNamePostgreSQL
	}
	span.SetAttributes(system, semconv.DBQueryText(text))
	if refused, ok := errors.AsType[*pgconn.PgError](err); ok {
		span.SetAttributes(semconv.DBResponseStatusCode(refused.Code))
		tracing.Fail(span, refused.Code)
	} else if err != nil {
		tracing.Fail(span, tracing.KindOf(err))
	}
	span.End()
}

// ParamsFilter keeps the parameters out of the logged statement.
func (l statementLogger) ParamsFilter(_ context.Context, statement string, _ ...any) (string, []any) {
	return statement, nil
}
