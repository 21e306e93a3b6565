package store

import (
	"net"
	"testing"
	"time"
)

// A database that takes the connection and then says nothing costs an attempt a few
// seconds, not all the time that its caller has.
func TestAnAttemptToConnectIsGivenUp(t *testing.T) {
	t.Parallel()
	silence, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silence.Close()
	begin := time.Now()
	if _, err := Open(t.Context(), "postgres://portico@"+silence.Addr().String()+"/portico?sslmode=disable", silent); err == nil {
		t.Error("it is open")
	}
	if took := time.Since(begin); took > 2*connectPatience {
		t.Errorf("it was given up after %s", took)
	}
}
