package config

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
)

// day is always 24 hours: no time zone is known here.
const day = 24 * time.Hour

var (
	errDuration        = errors.New("is not a duration")
	errDurationSign    = errors.New("is not longer than nothing")
	errDurationTooLong = errors.New("is too long")
)

// ParseDuration reads a duration longer than nothing: Go's own form, such as 90s,
// 1h30m or 24h, with days of 24 hours before it if need be, such as 90d or 1d12h.
// Its error reads on after the value, as in "90 is not a duration".
func ParseDuration(text string) (time.Duration, error) {
	days, rest, err := cutDays(text)
	if err != nil {
		return 0, err
	}
	var within time.Duration
	if rest != "" {
		if within, err = time.ParseDuration(rest); err != nil {
			return 0, errDuration
		}
	}
	switch {
	case within < 0:
		return 0, errDurationSign
	case within > math.MaxInt64-days:
		return 0, errDurationTooLong
	case days+within == 0:
		return 0, errDurationSign
	}
	return days + within, nil
}

// cutDays takes the days from the front: nothing of them is no error, unless
// there is nothing else either.
func cutDays(text string) (days time.Duration, rest string, err error) {
	number, rest, found := strings.Cut(text, "d")
	if !found {
		if text == "" {
			return 0, "", errDuration
		}
		return 0, text, nil
	}
	count, err := strconv.ParseUint(number, 10, 64)
	switch {
	case errors.Is(err, strconv.ErrRange), err == nil && count > uint64(math.MaxInt64/day):
		return 0, "", errDurationTooLong
	case err != nil:
		return 0, "", errDuration
	}
	return time.Duration(count) * day, rest, nil //nolint:gosec // the bound above keeps it in range
}
