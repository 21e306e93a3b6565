package answer

import (
	"bytes"
	"context"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"

	"github.com/portico-portal/portico/graph/scalar"
	"github.com/portico-portal/portico/internal/fault"
)

// MaxSize bounds an answer's data, in bytes. A price can't know how long its texts
// are: a name may have a KiB, and a hundred aliases repeat it.
const MaxSize = 16 << 20

// JSON writes an answer's data. One of more than MaxSize is null, and the answer has
// the error LIMIT_EXCEEDED.
func JSON(ctx context.Context, data graphql.Marshaler) []byte {
	w := buffers.Get().(*Writer)
	defer w.release()
	data.MarshalGQL(w)
	if w.full {
		graphql.AddError(ctx, fault.New(fault.LimitExceeded, "The answer has more than %d MiB: ask for smaller pages.", MaxSize>>20))
		return nil
	}
	return bytes.Clone(w.written)
}

// buffers are kept, so that an answer is allocated once and at its size.
var buffers = sync.Pool{New: func() any { return &Writer{written: make([]byte, 0, usualSize)} }}

const (
	// usualSize is room for an answer that holds no list.
	usualSize = 1 << 10
	// mostKept is the most room that a buffer is kept with: few answers are larger.
	mostKept = 1 << 18
)

// release gives the buffer back.
func (w *Writer) release() {
	if cap(w.written) <= mostKept {
		w.written, w.full = w.written[:0], false
		buffers.Put(w)
	}
}

// Writer takes what is written to it until it is full. An answer is written to no other.
type Writer struct {
	written []byte
	full    bool
}

func (w *Writer) Write(p []byte) (int, error) {
	if w.grow(len(p)) {
		w.written = append(w.written, p...)
	}
	return len(p), nil
}

// WriteString spares [io.WriteString] a copy.
func (w *Writer) WriteString(s string) (int, error) {
	w.text(s)
	return len(s), nil
}

// Null writes a value that isn't there.
func (w *Writer) Null() { w.text("null") }

// Boolean writes a truth value.
func (w *Writer) Boolean(b bool) { w.text(strconv.FormatBool(b)) }

// Int writes a number.
func (w *Writer) Int(n int) { w.text(strconv.Itoa(n)) }

// String writes a text.
func (w *Writer) String(text string) {
	if w.grow(len(text) + len(`""`)) {
		w.keep(scalar.AppendString(w.written, text))
	}
}

// UUID writes an id; the zero one is null.
func (w *Writer) UUID(id uuid.UUID) {
	if id == uuid.Nil {
		w.Null()
	} else if w.grow(scalar.UUIDSize) {
		w.keep(scalar.AppendUUID(w.written, id))
	}
}

// DateTime writes a moment.
func (w *Writer) DateTime(t time.Time) {
	if w.grow(scalar.DateTimeSize) {
		w.keep(scalar.AppendDateTime(w.written, t))
	}
}

func (w *Writer) text(s string) {
	if w.grow(len(s)) {
		w.written = append(w.written, s...)
	}
}

// name writes what stands before a member's value: a GraphQL name needs no escapes.
func (w *Writer) name(opening byte, name string) {
	if w.grow(len(name) + len(`,"":`)) {
		w.written = append(append(append(w.written, opening, '"'), name...), '"', ':')
	}
}

// keep keeps what there is with what was appended, of which escapes may have made more
// than there was room for.
func (w *Writer) keep(appended []byte) {
	if w.full = len(appended) > MaxSize; !w.full {
		w.written = appended
	}
}

// grow makes room, and tells whether there may be so much. It doubles what there is:
// append would copy a large answer time and again.
func (w *Writer) grow(size int) bool {
	w.full = w.full || len(w.written)+size > MaxSize
	if !w.full && len(w.written)+size > cap(w.written) {
		w.written = slices.Grow(w.written, max(size, cap(w.written)))
	}
	return !w.full
}
