package web

import (
	"errors"
	"io"
	"net/http"
	"sync/atomic"
)

// chunkAllowance is how many bytes a body's chunks may take beyond as many as the
// body has: what a few small chunks need.
const chunkAllowance = 16 << 10

var errWastefulChunks = errors.New("web: the chunks of the body are larger than the body")

// chunking refuses a body in chunks that are mostly frame: one of a byte each
// costs thirty times the CPU of the same body by its length.
func chunking(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if conn := connOf(r.Context()); conn != nil && len(r.TransferEncoding) > 0 {
			r.Body = &chunkedBody{ReadCloser: r.Body, count: &conn.count, before: conn.count.Load()}
		}
		next.ServeHTTP(w, r)
	})
}

type chunkedBody struct {
	io.ReadCloser

	count        *atomic.Int64
	before, body int64
}

// Read reads the body, and holds its bytes against those of the connection.
func (b *chunkedBody) Read(into []byte) (int, error) {
	n, err := b.ReadCloser.Read(into)
	b.body += int64(n)
	if frame := b.count.Load() - b.before - b.body; frame > b.body+chunkAllowance {
		return n, errWastefulChunks
	}
	return n, err
}
