package transport

import "net/http"

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
	// WasRead leaves the lane that the JSON was decoded in, if it has more than 64
	// KiB; else it is nil. It is called before the request runs, and does nothing
	// when it is called again.
	WasRead func()
	// Header is the HTTP request's.
	Header http.Header
}
