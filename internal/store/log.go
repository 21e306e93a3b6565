package store

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"gorm.io/gorm/logger"
)

// statementLogger logs each statement at level debug. Parameters are left out:
// they hold customers' data and hashes of secrets.
type statementLogger struct{ log *slog.Logger }

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
	if !l.log.Enabled(ctx, slog.LevelDebug) {
		return
	}
	text, rows := statement()
	l.log.DebugContext(ctx, "statement", "sql", text, "rows", rows, "duration", time.Since(begin), "error", err)
}

// ParamsFilter keeps the parameters out of the logged statement.
func (l statementLogger) ParamsFilter(_ context.Context, statement string, _ ...any) (string, []any) {
	return statement, nil
}
