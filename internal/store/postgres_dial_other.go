//go:build !linux

package store

import (
	"context"
	"syscall"
	"time"
)

// boundSilence leaves it to the system: what isn't Linux has no such bound, or another.
func boundSilence(time.Duration) func(context.Context, string, string, syscall.RawConn) error {
	return nil
}
