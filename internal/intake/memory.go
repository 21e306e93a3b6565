package intake

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/portico-portal/portico/internal/admission"
	"github.com/portico-portal/portico/internal/fault"
)

const (
	// objectValues is how many values an object counts as against the limit, and
	// objectWeight the memory of how many it takes, with a row of the database.
	objectValues = 8
	objectWeight = 16
	// valueSize is what a value takes from decoding to the database's statement,
	// in bytes, and textCopies how often a body's text is held meanwhile. By them
	// the 2.3 MiB of 17,000 rows weigh 62 MiB; measured were 58.
	valueSize  = 160
	textCopies = 3
)

const (
	// unweighed is what any request may take beside all others.
	unweighed = 64 << 10
	// smallRequest is the most that a small request takes. Small ones have room of
	// their own, so that they never wait for large ones.
	smallRequest = 1 << 20
	smallRoom    = 8 << 20
	// largeRoom holds the call of 17,000 rows, or several lesser ones.
	largeRoom = 64 << 20
	// strangerRoom holds what any one of theirs takes: its body is small.
	strangerRoom = 8 << 20
)

// What large requests wait for is never there for many of them at once.
const (
	// retrySeconds is when a request that found no room may be sent again.
	retrySeconds = 5
	// queue is how many large requests may wait for the same at once, and patience
	// how long each of them waits.
	queue    = 128
	patience = 10 * time.Second
)

// Room is the rules of a gate for so many bytes that large requests hold, of which
// a tenant has share; 0 is all.
func Room(size, share int64) admission.Rules {
	return admission.Rules{Size: size, Share: share, Queue: queue, Patience: patience}
}

// newLane makes a lane for large requests.
func newLane() *admission.Lane { return admission.NewLane(queue, patience) }

// memory bounds what requests hold at once.
type memory struct {
	// bodies has room for large bodies that are being read: for one of the largest of
	// each of two tenants.
	bodies *admission.Gate
	// small and large have room for requests from decoding to the answer, and
	// strangers for those of clients who aren't known, who so keep out nobody else.
	small, large, strangers *admission.Gate
}

func newMemory(bodyLimit int64) *memory {
	return &memory{
		bodies:    admission.NewGate(Room(2*bodyLimit, bodyLimit)),
		small:     admission.NewGate(Room(smallRoom, smallRoom-smallRoom/4)),
		large:     admission.NewGate(Room(largeRoom, 0)),
		strangers: admission.NewGate(Room(strangerRoom, 0)),
	}
}

// hold takes room for a request whose JSON is this text.
func (m *memory) hold(ctx context.Context, text []byte, client admission.Client) (leave func(), _ *Fault) {
	weight := Weigh(text)
	gate := m.large
	switch {
	case weight <= unweighed:
		return func() {}, nil
	case !client.Known:
		gate = m.strangers
	case weight <= smallRequest:
		gate = m.small
	}
	leave, err := gate.Enter(ctx, client.Tenant, weight)
	return leave, Busy(err)
}

// Weigh tells how much memory a request takes until its answer. It counts
// brackets and commas wherever they stand, since it has to be cheap.
func Weigh(text []byte) int64 {
	values := bytes.Count(text, []byte{','}) + bytes.Count(text, []byte{'['}) + objectWeight*bytes.Count(text, []byte{'{'})
	return int64(valueSize*values + textCopies*len(text))
}

// bodyTime is how long a large body may take once there is room for it.
func bodyTime(size int64) time.Duration {
	return 5*time.Second + time.Duration(size>>20)*time.Second
}

// Busy is what is told of an error of a gate. It has the code that makes a
// client wait, which is what it is to do.
func Busy(err error) *Fault {
	if err == nil {
		return nil
	}
	return NewFault(http.StatusServiceUnavailable, fault.RateLimited,
		"the server is busy with other large requests: try again in %d s", retrySeconds).With("Retry-After", strconv.Itoa(retrySeconds))
}

// Overload is the fault of a request that comes when more are under way than the server
// can answer soon: 503, with the time after which to try again.
func Overload() *Fault {
	return NewFault(http.StatusServiceUnavailable, fault.RateLimited,
		"the server has more requests than it can answer soon: try again in 1 s").With("Retry-After", "1")
}
