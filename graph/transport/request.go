package transport

import (
	"bytes"
	"errors"
	"mime"
	"net/http"
	"os"
	"strings"
	"sync"
)

// Request is one GraphQL request as it came over HTTP. Nothing in it has been
// compared with a schema.
type Request struct {
	// Query is the document's text: valid UTF-8, and empty only if DocumentID isn't.
	Query string
	// OperationName is empty if the request named none.
	OperationName string
	// DocumentID names a document that the server holds. It is the member
	// `documentId` (https://github.com/graphql/graphql-over-http/pull/264) or
	// else `extensions.persistedQuery.sha256Hash`, as Apollo's clients send it.
	DocumentID string
	// Variables hold nil, bool, string, json.Number, []any and map[string]any;
	// the map is nil if there were none. A string that wasn't Unicode text in
	// the request (an unpaired surrogate, a stray byte) is invalid UTF-8 here
	// too, so that a later layer can refuse it by its path.
	Variables map[string]any
	// Extensions hold the same types; their strings are valid UTF-8.
	Extensions map[string]any
	// ReadOnly says that the request came by GET: only a query may run.
	ReadOnly bool
	// Header is the HTTP request's.
	Header http.Header
}

// pooledBytes is the largest buffer that is kept for another request: most
// bodies are smaller, and a rare large one shall not stay in memory.
const pooledBytes = 64 << 10

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// fromBody reads the request out of a POST's body.
func fromBody(w http.ResponseWriter, r *http.Request, limits Limits) (*Request, *fault) {
	if fault := checkContent(r.Header); fault != nil {
		return nil, fault
	}
	if r.ContentLength > limits.Body {
		return nil, bodyLimitFault(limits.Body)
	}
	buf := buffers.Get().(*bytes.Buffer)
	defer release(buf)
	if _, err := buf.ReadFrom(http.MaxBytesReader(w, r.Body, limits.Body)); err != nil {
		return nil, readFault(err, limits.Body)
	}
	// The request keeps copies only, so the buffer may serve again.
	return decodeBody(buf.Bytes(), limits.Values)
}

func release(buf *bytes.Buffer) {
	if buf.Cap() <= pooledBytes {
		buf.Reset()
		buffers.Put(buf)
	}
}

// checkContent refuses what isn't plain JSON in UTF-8. Other media types are
// refused also because a browser sends them across sites without asking first.
func checkContent(header http.Header) *fault {
	for _, coding := range header.Values("Content-Encoding") {
		if coding = strings.TrimSpace(coding); coding != "" && !strings.EqualFold(coding, "identity") {
			return encodingFault()
		}
	}
	types := header.Values("Content-Type")
	if len(types) != 1 {
		return contentTypeFault()
	}
	media, params, err := mime.ParseMediaType(types[0])
	if err != nil || media != mediaJSON {
		return contentTypeFault()
	}
	if charset, given := params["charset"]; given && !strings.EqualFold(charset, "utf-8") {
		return charsetFault()
	}
	return nil
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
