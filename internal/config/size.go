package config

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

var errSize = errors.New("is not a size")

// ParseSize reads a number of bytes: a whole number from 1 up, alone or with B,
// KiB, MiB or GiB after it and white space between if you like: 8MiB, 8 MiB,
// 8388608. KB and MB are refused, since people mean two things by them. Its error
// reads on after the value, as in "8 MB is not a size".
func ParseSize(text string) (int64, error) {
	digits := len(text) - len(strings.TrimLeft(text, "0123456789"))
	unit, known := map[string]int64{"": 1, "B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}[strings.TrimSpace(text[digits:])]
	count, err := strconv.ParseInt(text[:digits], 10, 64)
	if err != nil || !known || count < 1 || count > math.MaxInt64/unit {
		return 0, errSize
	}
	return count * unit, nil
}
