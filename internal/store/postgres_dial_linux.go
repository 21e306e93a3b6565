package store

import (
	"errors"
	"net"
	"time"

	"golang.org/x/sys/unix"
)

// boundUnacknowledged bounds how long what was sent may go without an acknowledgement.
func boundUnacknowledged(socket *net.TCPConn, most time.Duration) error {
	raw, err := socket.SyscallConn()
	if err != nil {
		return err
	}
	var refused error
	err = raw.Control(func(fd uintptr) {
		refused = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(most.Milliseconds()))
	})
	return errors.Join(err, refused)
}
