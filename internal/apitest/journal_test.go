package apitest_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// clock is the machine's, moved by as much as the test says.
type clock struct {
	ahead   atomic.Int64
	broken  atomic.Bool
	stopped atomic.Pointer[time.Time]
}

func (c *clock) now() time.Time {
	ahead := time.Duration(c.ahead.Load())
	if at := c.stopped.Load(); at != nil {
		return at.Add(ahead)
	}
	return time.Now().Add(ahead)
}

// stop has the clock stand still but for advance, so that what is cached stays so on a busy machine.
func (c *clock) stop() {
	at := time.Now()
	c.stopped.Store(&at)
}

// ofVerbs is the clock that the verbs look at. It panics once it is broken.
func (c *clock) ofVerbs() time.Time {
	if c.broken.Load() {
		panic("the clock of the verbs is broken")
	}
	return c.now()
}

func (c *clock) advance(by time.Duration) { c.ahead.Add(int64(by)) }

// journal keeps what the server logs. An error in it fails the test, unless
// the test said that it expects some.
type journal struct {
	mu       sync.Mutex
	records  []slog.Record
	expected bool
	deaf     atomic.Bool
}

func (j *journal) Enabled(context.Context, slog.Level) bool { return !j.deaf.Load() }

func (j *journal) Handle(_ context.Context, r slog.Record) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.records = append(j.records, r.Clone())
	return nil
}

func (j *journal) WithAttrs([]slog.Attr) slog.Handler { return j }

func (j *journal) WithGroup(string) slog.Handler { return j }

// expectErrors allows the server to log errors from now on.
func (j *journal) expectErrors() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.expected = true
}

// errors lists the errors that were logged, a line each.
func (j *journal) errors() []string { return j.from(slog.LevelError) }

// lines lists all that was logged.
func (j *journal) lines() []string { return j.from(slog.LevelDebug) }

func (j *journal) from(level slog.Level) []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	var all []string
	for _, r := range j.records {
		if r.Level < level {
			continue
		}
		line := r.Message
		r.Attrs(func(a slog.Attr) bool {
			line += " " + a.Key + "=" + a.Value.String()
			return true
		})
		all = append(all, line)
	}
	return all
}

func (j *journal) report(t testing.TB) {
	t.Helper()
	j.mu.Lock()
	expected := j.expected
	j.mu.Unlock()
	if expected {
		return
	}
	for _, line := range j.errors() {
		t.Errorf("the server logged: %s", line)
	}
}

// statements gives the SQL statements that do sends to the database. Those
// about credentials are left out: whether they are sent is the cache's part.
func (j *journal) statements(do func()) []string {
	var others []string
	for _, sql := range j.allStatements(do) {
		if !strings.Contains(sql, "credentials") {
			others = append(others, sql)
		}
	}
	return others
}

// allStatements gives those about credentials as well.
func (j *journal) allStatements(do func()) []string {
	j.mu.Lock()
	before := len(j.records)
	j.mu.Unlock()
	do()
	j.mu.Lock()
	defer j.mu.Unlock()
	var all []string
	for _, r := range j.records[before:] {
		if sql := statementOf(r); sql != "" {
			all = append(all, sql)
		}
	}
	return all
}

func statementOf(r slog.Record) (sql string) {
	if r.Message != "statement" {
		return ""
	}
	r.Attrs(func(a slog.Attr) bool {
		if a.Key == "sql" {
			sql = a.Value.String()
		}
		return true
	})
	return sql
}

// writes keeps the statements that may change rows; a lock changes none.
func writes(statements []string) []string {
	var all []string
	for _, sql := range statements {
		sql = strings.TrimSuffix(sql, " FOR UPDATE")
		for _, verb := range []string{"INSERT", "UPDATE", "DELETE"} {
			if strings.Contains(sql, verb) {
				all = append(all, sql)
				break
			}
		}
	}
	return all
}
