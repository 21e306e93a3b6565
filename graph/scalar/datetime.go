// Package scalar holds the schema's own scalars.
package scalar

import (
	"errors"
	"io"
	"time"

	"github.com/99designs/gqlgen/graphql"
)

// ErrDateTime says what a DateTime must look like.
var ErrDateTime = errors.New("must be an RFC 3339 date and time with an offset, such as 2026-11-24T15:04:05Z or 2026-11-24T16:04:05.5+01:00")

// MarshalDateTime writes a moment as RFC 3339 in UTC with microseconds, which is
// what both engines keep.
func MarshalDateTime(t time.Time) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		_, _ = w.Write(appendDateTime(make([]byte, 0, 32), t.UTC()))
	})
}

// appendDateTime has package time write the seconds, which it does in a quarter of the
// time that a layout of one's own takes, and adds the microseconds.
func appendDateTime(to []byte, utc time.Time) []byte {
	to = utc.AppendFormat(append(to, '"'), time.RFC3339)
	to = to[:len(to)-len("Z")]
	micros := utc.Nanosecond() / 1000
	digits := [...]byte{'.', '0', '0', '0', '0', '0', '0', 'Z', '"'}
	for i := 6; micros > 0; i-- {
		digits[i] += byte(micros % 10)
		micros /= 10
	}
	return append(to, digits[:]...)
}

// UnmarshalDateTime reads RFC 3339 text with any offset, or a moment that was
// read already. What is finer than a microsecond is cut off. The error is
// ErrDateTime.
func UnmarshalDateTime(value any) (time.Time, error) {
	switch value := value.(type) {
	case time.Time:
		return value, nil
	case string:
		return ParseDateTime(value)
	default:
		return time.Time{}, ErrDateTime
	}
}

// ParseDateTime reads RFC 3339 text with any offset as UTC, cut to
// microseconds. The years 1 to 9999 in UTC are taken. The error is ErrDateTime.
func ParseDateTime(text string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil || !strict(text) {
		return time.Time{}, ErrDateTime
	}
	t = t.UTC().Truncate(time.Microsecond)
	if t.Year() < 1 || t.Year() > 9999 {
		return time.Time{}, ErrDateTime
	}
	return t, nil
}

// strict refuses what time.Parse takes beyond RFC 3339 (https://go.dev/issue/54580):
// an hour of one digit, a comma before the fraction, an offset of 24 hours or 60 minutes.
func strict(text string) bool {
	if text[len("2006-01-02T15")] != ':' || text[len("2006-01-02T15:04:05")] == ',' {
		return false
	}
	offset := text[len(text)-len("07:00"):]
	return text[len(text)-1] == 'Z' || offset[:2] < "24" && offset[3:] < "60"
}
