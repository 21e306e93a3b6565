package transport

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"net/http"
	"os"
	"sync"
	"time"
)

// pooledBytes is what a body may have without room being made for it. Most bodies
// are smaller.
const pooledBytes = 64 << 10

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// body reads a POST's body, which is good until done is called.
func (h *handler) body(w http.ResponseWriter, r *http.Request) (body []byte, done func(), _ *fault) {
	if fault := checkContent(r.Header); fault != nil {
		return nil, nil, fault
	}
	if r.ContentLength > h.limits.Body {
		return nil, nil, bodyLimitFault(h.limits.Body)
	}
	limited := http.MaxBytesReader(w, r.Body, h.limits.Body)
	if r.ContentLength > pooledBytes {
		return h.largeBody(w, r, nil, limited)
	}
	buf := buffers.Get().(*bytes.Buffer)
	if _, err := buf.ReadFrom(io.LimitReader(limited, pooledBytes+1)); err != nil {
		release(buf)
		return nil, nil, readFault(err, h.limits.Body)
	}
	if buf.Len() > pooledBytes { // it came in chunks, without its length
		return h.largeBody(w, r, buf.Bytes(), limited)
	}
	return buf.Bytes(), func() { release(buf) }, nil
}

func release(buf *bytes.Buffer) {
	if buf.Cap() <= 2*pooledBytes {
		buf.Reset()
		buffers.Put(buf)
	}
}

// largeBody reads a body into room for all of it, so that no two wait for each
// other half-read. What has room must arrive soon.
func (h *handler) largeBody(w http.ResponseWriter, r *http.Request, begun []byte, rest io.Reader) (body []byte, done func(), _ *fault) {
	client := h.limits.Client(r.Context())
	if !client.Known {
		return nil, nil, strangerFault()
	}
	size := r.ContentLength
	if size < 0 {
		size = h.limits.Body
	}
	leave, err := h.memory.bodies.Enter(r.Context(), client.Tenant, size)
	if err != nil {
		return nil, nil, busyFault(err)
	}
	connection := http.NewResponseController(w)
	late := time.AfterFunc(h.bodyTime(size), func() { _ = connection.SetReadDeadline(time.Now()) })
	buf := h.largeBuffer(size)
	done = func() {
		h.releaseLarge(buf)
		leave()
	}
	buf.Write(begun)
	_, err = buf.ReadFrom(rest)
	if !late.Stop() {
		err = cmp.Or(err, os.ErrDeadlineExceeded) // what came just in time can't be run: the connection counts as dead
	}
	if err != nil {
		done()
		return nil, nil, readFault(err, h.limits.Body)
	}
	return buf.Bytes(), done, nil
}

// readFault tells a body that is too large from one that didn't arrive whole.
func readFault(err error, limit int64) *fault {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return bodyLimitFault(limit)
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return newFault(http.StatusRequestTimeout, codeBadRequest, "the body took too long to arrive")
	}
	return badRequest("the body could not be read to its end")
}

// largeBuffer gives an empty buffer for so many bytes. One is kept for good: to make
// a new one for each large body was a fifth of all that is allocated under attack.
func (h *handler) largeBuffer(size int64) *bytes.Buffer {
	size += bytes.MinRead
	select {
	case buf := <-h.large:
		if int64(buf.Cap()) >= size {
			buf.Reset()
			return buf
		}
	default:
	}
	return bytes.NewBuffer(make([]byte, 0, size))
}

func (h *handler) releaseLarge(buf *bytes.Buffer) {
	select {
	case h.large <- buf:
	default:
	}
}
