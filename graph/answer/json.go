package answer

import (
	"bytes"
	"context"
	"slices"
	"sync"

	"github.com/99designs/gqlgen/graphql"

	"github.com/portico-portal/portico/internal/fault"
)

// MaxSize bounds an answer's data, in bytes. A price can't know how long its texts
// are: a name may have a KiB, and a hundred aliases repeat it.
const MaxSize = 16 << 20

// JSON writes an answer's data. One of more than MaxSize is null, and the answer has
// the error LIMIT_EXCEEDED.
func JSON(ctx context.Context, data graphql.Marshaler) []byte {
	b := buffers.Get().(*bounded)
	defer b.release()
	data.MarshalGQL(b)
	if b.full {
		graphql.AddError(ctx, fault.New(fault.LimitExceeded, "The answer has more than %d MiB: ask for smaller pages.", MaxSize>>20))
		return nil
	}
	return bytes.Clone(b.text)
}

// buffers are kept, so that an answer is allocated once and at its size.
var buffers = sync.Pool{New: func() any { return &bounded{text: make([]byte, 0, usualSize)} }}

const (
	// usualSize is room for an answer that holds no list.
	usualSize = 1 << 10
	// mostKept is the most room that a buffer is kept with: few answers are larger.
	mostKept = 1 << 18
)

// release gives the buffer back.
func (b *bounded) release() {
	if cap(b.text) <= mostKept {
		b.text, b.full = b.text[:0], false
		buffers.Put(b)
	}
}

// bounded takes what is written to it until it is full.
type bounded struct {
	text []byte
	full bool
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.grow(len(p)) {
		b.text = append(b.text, p...)
	}
	return len(p), nil
}

// WriteString spares [io.WriteString] a copy.
func (b *bounded) WriteString(s string) (int, error) {
	if b.grow(len(s)) {
		b.text = append(b.text, s...)
	}
	return len(s), nil
}

// grow makes room, and tells whether there may be so much. It doubles what there is:
// append would copy a large answer time and again.
func (b *bounded) grow(size int) bool {
	b.full = b.full || len(b.text)+size > MaxSize
	if !b.full && len(b.text)+size > cap(b.text) {
		b.text = slices.Grow(b.text, max(size, cap(b.text)))
	}
	return !b.full
}
