// Package intake is how the faces of the API take requests in: it reads their bodies,
// decodes their JSON, and bounds what all of them hold and do at once. A server has one
// Intake, so that what two faces are asked for counts together. It knows nothing of what
// a request means.
package intake

import (
	"bytes"
	"context"
	"sync"
	"time"

	"github.com/portico-portal/portico/internal/admission"
)

// DefaultBodyLimit is the most bytes that a request's body may have when
// [Limits] names no other number.
const DefaultBodyLimit = 8 << 20

// Limits bounds what a request may cost before anything of it is run.
type Limits struct {
	// Body is the most bytes that a body may have; 0 or less means [DefaultBodyLimit].
	Body int64
	// Values is the most JSON values that the members of a request may hold in
	// all, lists included, an object counting as 8; 0 or less means any number. A
	// value takes many times the memory of its text: 8 MiB of `{"a":0},` become
	// 370 MiB.
	Values int
	// Client tells who sends a request, by its context; nil says of all that they
	// are known, and one tenant. A body of any who isn't known may have 64 KiB.
	Client func(context.Context) admission.Client
	// BodyTime is how long a large body of a size may take once there is room for it;
	// nil is 5 seconds and one more for each MiB.
	BodyTime func(size int64) time.Duration
}

// MaxValues bounds the JSON values of a request, since a value takes many times
// the memory of its text. A push of 17,000 rows with names has some 255,000, as they count.
const MaxValues = 300_000

// Intake takes requests in.
type Intake struct {
	limits Limits
	memory *memory
	// large keeps a buffer for large bodies.
	large chan *bytes.Buffer
	// lane is for what keeps a core busy.
	lane *admission.Lane
	// turns bounds the requests that run at once.
	turns *admission.Gates
}

// New makes an Intake with nothing in.
func New(limits Limits) *Intake {
	if limits.Body <= 0 {
		limits.Body = DefaultBodyLimit
	}
	if limits.Client == nil {
		limits.Client = func(context.Context) admission.Client { return admission.Client{Known: true} }
	}
	if limits.BodyTime == nil {
		limits.BodyTime = bodyTime
	}
	return &Intake{
		limits: limits, memory: newMemory(limits.Body), large: make(chan *bytes.Buffer, 1), lane: newLane(),
		turns: admission.NewGates(turns(workAtOnce), turns(workAtOnce)),
	}
}

// MaxValues is the most JSON values of a request; 0 or less means any number.
func (i *Intake) MaxValues() int { return i.limits.Values }

// Lane is where the JSON of large requests is decoded, and for whatever else keeps a core
// busy.
func (i *Intake) Lane() *admission.Lane { return i.lane }

// Held is the room that a request has.
type Held struct {
	// Leave gives it back. It is called once.
	Leave func()
	// WasRead leaves the lane that the JSON was decoded in, if it has more than 64
	// KiB; else it is nil. It is called before the request runs, and does nothing
	// when it is called again.
	WasRead func()
}

// Hold has a request decoded once there is room for it. After a fault nothing is held.
func (i *Intake) Hold(ctx context.Context, text []byte, decode func() *Fault) (Held, *Fault) {
	client := i.limits.Client(ctx)
	leave, busy := i.memory.hold(ctx, text, client)
	if busy != nil {
		return Held{}, busy
	}
	held := Held{Leave: leave}
	if len(text) > unweighed {
		leaveLane, err := i.lane.Enter(ctx, client, true)
		if err != nil {
			leave()
			return Held{}, Busy(err)
		}
		held.WasRead = sync.OnceFunc(leaveLane)
		held.Leave = func() {
			held.WasRead()
			leave()
		}
	}
	decoded := false
	defer func() {
		if !decoded {
			held.Leave()
		}
	}()
	if wrong := decode(); wrong != nil {
		return Held{}, wrong
	}
	decoded = true
	return held, nil
}
