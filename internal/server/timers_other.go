//go:build !linux

package server

// CoarsenTimers does nothing here: timers that end late are Linux's.
func CoarsenTimers() {}
