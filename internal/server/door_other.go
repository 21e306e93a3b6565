//go:build !linux

package server

import "net"

// closeDoor closes the listener. Connections that wait to be accepted just then
// are reset.
func closeDoor(listener net.Listener) error { return listener.Close() }
