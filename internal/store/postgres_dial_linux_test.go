package store

import (
	"net"
	"testing"

	"github.com/jackc/pgx/v5/stdlib"
	"golang.org/x/sys/unix"

	"github.com/portico-portal/portico/internal/testdb"
)

// A machine that vanishes closes no connection: the system breaks one on which nothing is
// acknowledged any more, also while all that is left is to wait for an answer. What it is told
// is read here; what comes of it docs/failover.md tells.
func TestTheSystemIsToldToBreakConnectionsToAMachineThatVanished(t *testing.T) {
	t.Parallel()
	s := opened(t, testdb.New(t, testdb.Postgres, migrated)+"&connect_timeout=2")
	pool, err := s.write.DB()
	if err != nil {
		t.Fatal(err)
	}
	conn, err := pool.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	err = conn.Raw(func(driver any) error {
		socket, err := driver.(*stdlib.Conn).Conn().PgConn().Conn().(*net.TCPConn).SyscallConn()
		if err != nil {
			return err
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
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
