package store

import (
	"net"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// A machine that vanishes closes no connection: the system breaks one on which nothing is
// acknowledged any more, also while all that is left is to wait for an answer.
func TestAConnectionToAMachineThatVanishedBreaks(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	var plain net.Dialer
	conn, err := boundingSilence(plain.DialContext, 2*time.Second)(t.Context(), "tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	socket, err := conn.(*net.TCPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	for what, option := range map[string][3]int{
		"unacknowledged, in milliseconds": {unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, 2000},
		"looks whether it is there":       {unix.SOL_SOCKET, unix.SO_KEEPALIVE, 1},
		"after seconds of silence":        {unix.IPPROTO_TCP, unix.TCP_KEEPIDLE, 1},
	} {
		var set int
		if err := socket.Control(func(fd uintptr) { set, _ = unix.GetsockoptInt(int(fd), option[0], option[1]) }); err != nil || set != option[2] {
			t.Errorf("%s: %d, %v", what, set, err)
		}
	}
}
