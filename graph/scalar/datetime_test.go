package scalar

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func write(t time.Time) string {
	var out strings.Builder
	MarshalDateTime(t).MarshalGQL(&out)
	return out.String()
}

func TestDateTimesAreReadInAnyOffsetAndWrittenInUTC(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"2026-11-24T15:04:05Z":              `"2026-11-24T15:04:05.000000Z"`,
		"2026-11-24T16:04:05.5+01:00":       `"2026-11-24T15:04:05.500000Z"`,
		"2026-11-24T15:04:05.1234569-23:59": `"2026-11-25T15:03:05.123456Z"`,
		"0001-01-01T00:00:00Z":              `"0001-01-01T00:00:00.000000Z"`,
		"9999-12-31T23:59:59.999999999Z":    `"9999-12-31T23:59:59.999999Z"`,
		"1969-12-31T23:59:59.9999999Z":      `"1969-12-31T23:59:59.999999Z"`,
		"2026-11-24T15:04:05.00000000000Z":  `"2026-11-24T15:04:05.000000Z"`,
		"2026-11-24T15:04:05.123456789123Z": `"2026-11-24T15:04:05.123456Z"`,
		"2026-11-24T15:04:05.0000009+00:00": `"2026-11-24T15:04:05.000000Z"`,
		"2024-02-29T23:59:59.999999-00:00":  `"2024-02-29T23:59:59.999999Z"`,
		"0000-12-31T23:59:59.999999-23:59":  `"0001-01-01T23:58:59.999999Z"`,
	} {
		moment, err := UnmarshalDateTime(text)
		if got := write(moment); err != nil || got != want {
			t.Errorf("%s: %s, %v; want %s", text, got, err, want)
		}
	}
}

func TestWhatIsNoDateTimeIsRefused(t *testing.T) {
	t.Parallel()
	for _, value := range []any{
		"", "2026-11-24", "2026-11-24T15:04:05", "2026-11-24T5:04:05Z", "2026-11-24T5:04:05+01:00", "2026-11-24T15:04:05,5Z",
		"2026-11-24T15:04:05+24:00", "2026-11-24T15:04:05-00:60", "2026-02-30T00:00:00Z", "9999-12-31T23:59:59-00:01",
		"0001-01-01T00:00:00+00:01", 5, nil, true, []any{},
	} {
		if moment, err := UnmarshalDateTime(value); !errors.Is(err, ErrDateTime) {
			t.Errorf("%v was read as %v", value, moment)
		}
	}
}
