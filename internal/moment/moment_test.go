package moment

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"
)

func write(t time.Time) string {
	return `"` + string(Append(nil, t)) + `"`
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
		moment, err := Parse(text)
		if got := write(moment); err != nil || got != want {
			t.Errorf("%s: %s, %v; want %s", text, got, err, want)
		}
	}
}

func TestWhatIsNoDateTimeIsRefused(t *testing.T) {
	t.Parallel()
	for _, value := range []string{
		"", "2026-11-24", "2026-11-24T15:04:05", "2026-11-24T5:04:05Z", "2026-11-24T5:04:05+01:00", "2026-11-24T15:04:05,5Z",
		"2026-11-24T15:04:05+24:00", "2026-11-24T15:04:05-00:60", "2026-02-30T00:00:00Z", "9999-12-31T23:59:59-00:01",
		"0001-01-01T00:00:00+00:01",
	} {
		if moment, err := Parse(value); !errors.Is(err, ErrSyntax) {
			t.Errorf("%q was read as %v", value, moment)
		}
	}
}

var rfc3339 = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$`)

// FuzzParse holds what is read against RFC 3339's grammar, and what is
// written against what is read.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"2026-11-24T15:04:05Z", "2026-11-24T15:04:05.123456+05:30", "2026-11-24T5:04:05+01:00", "2026-11-24T15:04:05,5Z", "2026-11-24T15:04:05+24:00",
		"", "T", "0000-00-00T00:00:00Z", "2026-11-24T15:04:05\x00Z", "２026-11-24T15:04:05Z",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		moment, err := Parse(text)
		if err != nil {
			if !errors.Is(err, ErrSyntax) {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		if !rfc3339.MatchString(text) {
			t.Errorf("%q was read, and isn't RFC 3339", text)
		}
		written := strings.Trim(write(moment), `"`)
		again, err := Parse(written)
		if err != nil || !again.Equal(moment) || !rfc3339.MatchString(written) || len(written) != len("2026-11-24T15:04:05.000000Z") {
			t.Errorf("%q was written as %q and read back as %v, %v", text, written, again, err)
		}
	})
}
