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

// The grammar and its bounds are tested where they are, in internal/moment.
func TestDateTimesAreReadInAnyOffsetAndWrittenInUTC(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"2026-11-24T15:04:05Z":              `"2026-11-24T15:04:05.000000Z"`,
		"2026-11-24T16:04:05.5+01:00":       `"2026-11-24T15:04:05.500000Z"`,
		"2026-11-24T15:04:05.1234569-23:59": `"2026-11-25T15:03:05.123456Z"`,
	} {
		moment, err := UnmarshalDateTime(text)
		if got := write(moment); err != nil || got != want {
			t.Errorf("%s: %s, %v; want %s", text, got, err, want)
		}
	}
}

func TestWhatIsNoDateTimeIsRefused(t *testing.T) {
	t.Parallel()
	for _, value := range []any{"", "2026-11-24", "0001-01-01T00:00:00+00:01", 5, nil, true, []any{}} {
		if moment, err := UnmarshalDateTime(value); !errors.Is(err, ErrDateTime) {
			t.Errorf("%v was read as %v", value, moment)
		}
	}
}
