package token

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
)

// redactingHandler is the second net under the types that hide themselves: it
// catches tokens in text that other code has put together.
type redactingHandler struct{ next slog.Handler }

// RedactingHandler wraps next so that [Redact] goes over everything that it is
// given: the message, the keys and the values of attributes in groups of any
// depth, and with that strings, errors, Stringers, byte slices, and whatever
// else prints or encodes to text with a token in it.
func RedactingHandler(next slog.Handler) slog.Handler { return redactingHandler{next} }

func (h redactingHandler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.next.Enabled(ctx, level)
}

func (h redactingHandler) Handle(ctx context.Context, record slog.Record) error {
	if plain(&record) {
		return h.next.Handle(ctx, record)
	}
	clean := slog.NewRecord(record.Time, record.Level, Redact(record.Message), record.PC)
	record.Attrs(func(a slog.Attr) bool {
		clean.AddAttrs(redactAttr(a))
		return true
	})
	return h.next.Handle(ctx, clean)
}

// plain tells whether a record is made of texts and numbers alone and has nothing to
// redact, as nearly all are.
func plain(record *slog.Record) bool {
	is := Redact(record.Message) == record.Message
	record.Attrs(func(a slog.Attr) bool {
		switch a.Value.Kind() {
		case slog.KindString:
			is = is && Redact(a.Value.String()) == a.Value.String()
		case slog.KindAny, slog.KindGroup, slog.KindLogValuer:
			is = false
		default: // numbers, booleans, times
		}
		is = is && Redact(a.Key) == a.Key
		return is
	})
	return is
}

func (h redactingHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return redactingHandler{h.next.WithAttrs(redactAttrs(attrs))}
}

func (h redactingHandler) WithGroup(name string) slog.Handler {
	return redactingHandler{h.next.WithGroup(Redact(name))}
}

func redactAttrs(attrs []slog.Attr) []slog.Attr {
	clean := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		clean[i] = redactAttr(a)
	}
	return clean
}

func redactAttr(a slog.Attr) slog.Attr {
	return slog.Attr{Key: Redact(a.Key), Value: redactValue(a.Value.Resolve())}
}

func redactValue(v slog.Value) slog.Value {
	switch v.Kind() {
	case slog.KindString:
		return slog.StringValue(Redact(v.String()))
	case slog.KindGroup:
		return slog.GroupValue(redactAttrs(v.Group())...)
	case slog.KindAny:
		return redactAny(v)
	default: // numbers, booleans, times: nothing that could hold a token
		return v
	}
}

// redactAny keeps the value itself unless one of its written forms holds a token,
// so that the next handler still chooses how to write what is clean.
func redactAny(v slog.Value) slog.Value {
	for _, text := range writtenForms(v.Any()) {
		if clean := Redact(text); clean != text {
			return slog.StringValue(clean)
		}
	}
	return v
}

// writtenForms gives what slog's own handlers would write for v: text for one,
// JSON for the other. Either may show what the other doesn't.
func writtenForms(v any) []string {
	if kind := reflect.TypeOf(v); kind != nil && kind.Kind() == reflect.Slice && kind.Elem().Kind() == reflect.Uint8 {
		return []string{string(reflect.ValueOf(v).Bytes())}
	}
	return []string{fmt.Sprintf("%+v", v), encode(v)}
}

// encode is v as JSON, or nothing. A marshaller that panics must not take down
// the request that only wanted to log.
func encode(v any) (text string) {
	defer func() { _ = recover() }()
	data, _ := json.Marshal(v)
	return string(data)
}
