package intake

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/portico-portal/portico/internal/fault"
)

// PooledBytes is what a body may have without room being made for it. Most bodies
// are smaller.
const PooledBytes = 64 << 10

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Body reads a request's body, which is good until done is called.
func (i *Intake) Body(w http.ResponseWriter, r *http.Request) (body []byte, done func(), _ *Fault) {
	if wrong := CheckContent(r.Header); wrong != nil {
		return nil, nil, wrong
	}
	if r.ContentLength > i.limits.Body {
		i.passOver(w, r)
		return nil, nil, bodyLimitFault(i.limits.Body)
	}
	limited := http.MaxBytesReader(w, r.Body, i.limits.Body)
	if r.ContentLength > PooledBytes {
		return i.largeBody(w, r, nil, limited)
	}
	buf := buffers.Get().(*bytes.Buffer)
	if _, err := buf.ReadFrom(io.LimitReader(limited, PooledBytes+1)); err != nil {
		release(buf)
		return nil, nil, readFault(err, i.limits.Body)
	}
	if buf.Len() > PooledBytes { // it came in chunks, without its length
		return i.largeBody(w, r, buf.Bytes(), limited)
	}
	return buf.Bytes(), func() { release(buf) }, nil
}

// passOverTime bounds how long a body that is too large is read on.
const passOverTime = time.Second

// passOver reads a body that is too large, unless it is three times as large as it may be: a
// client that sends all of it before it reads, as Python's urllib does, would find its
// connection reset in place of the answer. Strangers' bodies are left, and so is what the
// client sends only when it is told to.
func (i *Intake) passOver(w http.ResponseWriter, r *http.Request) {
	most := 3 * i.limits.Body
	if r.ContentLength > most || r.Header.Get("Expect") != "" || !i.limits.Client(r.Context()).Known {
		return
	}
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(passOverTime)) // a test's recorder has none
	_, _ = io.CopyN(io.Discard, r.Body, most)                                       // the answer is the same
}

func release(buf *bytes.Buffer) {
	if buf.Cap() <= 2*PooledBytes {
		buf.Reset()
		buffers.Put(buf)
	}
}

// largeBody reads a body into room for all of it, so that no two wait for each
// other half-read. What has room must arrive soon.
func (i *Intake) largeBody(w http.ResponseWriter, r *http.Request, begun []byte, rest io.Reader) (body []byte, done func(), _ *Fault) {
	client := i.limits.Client(r.Context())
	if !client.Known {
		return nil, nil, strangerFault()
	}
	size := r.ContentLength
	if size < 0 {
		size = i.limits.Body
	}
	leave, err := i.memory.bodies.Enter(r.Context(), client.Tenant, size)
	if err != nil {
		return nil, nil, Busy(err)
	}
	connection := http.NewResponseController(w)
	late := time.AfterFunc(i.limits.BodyTime(size), func() { _ = connection.SetReadDeadline(time.Now()) })
	buf := i.largeBuffer(size)
	done = func() {
		i.releaseLarge(buf)
		leave()
	}
	buf.Write(begun)
	_, err = buf.ReadFrom(rest)
	if !late.Stop() {
		err = cmp.Or(err, os.ErrDeadlineExceeded) // what came just in time is late: reads may have timed out by now
	}
	if err != nil {
		done()
		return nil, nil, readFault(err, i.limits.Body)
	}
	return buf.Bytes(), done, nil
}

// readFault tells a body that is too large from one that didn't arrive whole.
func readFault(err error, limit int64) *Fault {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return bodyLimitFault(limit)
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return NewFault(http.StatusRequestTimeout, fault.BadRequest, "the body took too long to arrive")
	}
	return BadRequest("the body could not be read to its end")
}

// largeBuffer gives an empty buffer for so many bytes. One is kept for good: to make
// a new one for each large body was a fifth of all that is allocated under attack.
func (i *Intake) largeBuffer(size int64) *bytes.Buffer {
	size += bytes.MinRead
	select {
	case buf := <-i.large:
		if int64(buf.Cap()) >= size {
			buf.Reset()
			return buf
		}
	default:
	}
	return bytes.NewBuffer(make([]byte, 0, size))
}

func (i *Intake) releaseLarge(buf *bytes.Buffer) {
	select {
	case i.large <- buf:
	default:
	}
}
