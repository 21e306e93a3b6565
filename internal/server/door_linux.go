package server

import (
	"errors"
	"net"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

const (
	// doorTime is how long connections that are being made have to get through: a way
	// to the other side of the world and back.
	doorTime = 200 * time.Millisecond
	// acceptPatience is how long the accepting may take, which takes no time but on
	// a machine that is very busy.
	acceptPatience = time.Second
	// flagsOffset is where the flags stand in a TCP header, of which SYN alone asks
	// for a connection.
	flagsOffset, synFlag, ackFlag = 13, 0x02, 0x10
	// whole lets all of a packet through.
	whole = 1 << 18
)

// noNewConnections drops the packets that ask for a connection.
var noNewConnections = []unix.SockFilter{
	{Code: unix.BPF_LD | unix.BPF_B | unix.BPF_ABS, K: flagsOffset},
	{Code: unix.BPF_ALU | unix.BPF_AND | unix.BPF_K, K: synFlag | ackFlag},
	{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: synFlag, Jf: 1},
	{Code: unix.BPF_RET | unix.BPF_K, K: 0},
	{Code: unix.BPF_RET | unix.BPF_K, K: whole},
}

// closeDoor closes the listener when every connection that its clients take for
// made has been accepted. Those that wait for that when a listener closes are
// reset by the kernel, calls and all. Whoever comes in between asks again after a
// second, and is refused.
func closeDoor(listener net.Listener) error {
	err := keepOut(listener)
	return errors.Join(err, listener.Close())
}

func keepOut(listener net.Listener) error {
	tcp, ok := listener.(*net.TCPListener)
	if !ok {
		return nil
	}
	socket, err := tcp.SyscallConn()
	if err != nil {
		return err
	}
	if err := attach(socket, noNewConnections); err != nil {
		return err
	}
	time.Sleep(doorTime)
	awaitWithin(acceptPatience, func() bool { return !anyWaits(socket) })
	return nil
}

// attach has the socket take only the packets that the filter lets through.
func attach(socket syscall.RawConn, filter []unix.SockFilter) error {
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]} //nolint:gosec // it has five instructions
	var refused error
	err := socket.Control(func(fd uintptr) {
		refused = unix.SetsockoptSockFprog(int(fd), unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &program)
	})
	return errors.Join(err, refused)
}

// anyWaits tells whether connections wait to be accepted.
func anyWaits(socket syscall.RawConn) (waits bool) {
	err := socket.Control(func(fd uintptr) {
		info, err := unix.GetsockoptTCPInfo(int(fd), unix.SOL_TCP, unix.TCP_INFO)
		// Of a listener the kernel tells here how many are ready to be accepted.
		waits = err == nil && info.Unacked > 0
	})
	return err == nil && waits
}
