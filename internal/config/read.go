package config

import (
	"errors"
	"log/slog"
	"math"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

const maxInt32 = math.MaxInt32

var (
	errRange    = errors.New("is out of range")
	errWhole    = errors.New("is not a whole number")
	errChoice   = errors.New("is none of these")
	errEmpty    = errors.New("has an empty place between its commas")
	errHost     = errors.New("is not an address or a name")
	errBearer   = errors.New("has other characters")
	errSecond   = errors.New("is not in whole seconds")
	errAddress  = errors.New("is not an address with a port")
	errLoopback = errors.New("can be reached from elsewhere")
)

func readWhole(field *int, value string, least, most int64) error {
	number, err := strconv.ParseInt(value, 10, 64)
	switch {
	case err != nil && !errors.Is(err, strconv.ErrRange):
		return errWhole
	case number < least || number > most:
		return errRange
	}
	*field = int(number)
	return nil
}

// readRate takes off for 0; 0 itself could be read as "let nothing through".
func readRate(field *int, value string) error {
	if value == "off" {
		*field = 0
		return nil
	}
	return readWhole(field, value, 1, maxInt32)
}

func readSize(field *int64, value string, most int64) error {
	size, err := ParseSize(value)
	if err != nil {
		return err
	}
	if size > most {
		return errRange
	}
	*field = size
	return nil
}

func readBool(field *bool, value string) error {
	switch value {
	case "true", "1":
		*field = true
	case "false", "0":
		*field = false
	default:
		return errChoice
	}
	return nil
}

func readLifetime(field *time.Duration, value string) error {
	return readLasting(field, value, MinLifetime, MaxLifetime)
}

// readLasting asks for whole seconds, since the API counts in them.
func readLasting(field *time.Duration, value string, least, most time.Duration) error {
	long, err := ParseDuration(value)
	switch {
	case err != nil:
		return err
	case long < least || long > most:
		return errRange
	case long%time.Second != 0:
		return errSecond
	}
	*field = long
	return nil
}

// readHost takes an IPv6 address with or without brackets.
func readHost(field *string, value string) error {
	if !isHost(value) && !isHost("["+value+"]") {
		return errHost
	}
	*field = strings.Trim(value, "[]")
	return nil
}

// readBearer takes what can stand in an Authorization header as one word.
func readBearer(field *Secret, value string) error {
	if strings.ContainsFunc(value, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return errBearer
	}
	*field = NewSecret(value)
	return nil
}

// readLoopback takes no name, since that may come to mean another address.
func readLoopback(field *netip.AddrPort, value string) error {
	address, err := netip.ParseAddrPort(value)
	switch {
	case err != nil:
		return errAddress
	case !address.Addr().IsLoopback():
		return errLoopback
	}
	*field = address
	return nil
}

func readLevel(field *slog.Level, value string) error {
	level, known := map[string]slog.Level{
		"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError,
	}[strings.ToLower(value)]
	if !known {
		return errChoice
	}
	*field = level
	return nil
}

func readFormat(field *LogFormat, value string) error {
	format := LogFormat(strings.ToLower(value))
	if format != LogText && format != LogJSON {
		return errChoice
	}
	*field = format
	return nil
}

// readList reads what commas separate, with white space around it if you like.
func readList[S ~[]T, T any](field *S, value string, parse func(string) (T, error)) error {
	var list S
	for item := range strings.SplitSeq(value, ",") {
		item = strings.TrimSpace(item)
		if item == "" {
			return errEmpty
		}
		parsed, err := parse(item)
		if err != nil {
			return err
		}
		list = append(list, parsed)
	}
	*field = list
	return nil
}
