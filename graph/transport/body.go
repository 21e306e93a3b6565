package transport

import (
	"bytes"

	"github.com/portico-portal/portico/internal/intake"
)

// decoder reads a request's members.
type decoder struct{ *intake.Decoder }

func newDecoder(text []byte, maxValues int) decoder {
	return decoder{intake.NewDecoder(text, maxValues)}
}

// decodeBody reads the one JSON object that a POST's body must be.
func decodeBody(body []byte, maxValues int) (*Request, *fault) {
	d := newDecoder(body, maxValues)
	defer d.Release()
	req := new(Request)
	if d.Enter(len(bytes.TrimLeft(body, " \t\r\n")) == 0) {
		seen := map[string]any{}
		for d.More('}') {
			name, at := d.Name(), d.Offset()
			d.member(req, name)
			d.Put(seen, name, nil, at)
		}
		d.Skip() // the closing brace
		d.End()
	}
	if d.Fault() != nil {
		return nil, d.Fault()
	}
	req.adoptPersistedQuery()
	return req, nil
}

// adoptPersistedQuery takes the document's id from where Apollo's clients put
// it. Whatever hasn't that shape is not an id.
func (r *Request) adoptPersistedQuery() {
	if r.DocumentID == "" {
		persisted, _ := r.Extensions["persistedQuery"].(map[string]any)
		r.DocumentID, _ = persisted["sha256Hash"].(string)
	}
}

// member reads one member of the body's object. A name that isn't known is
// ignored with its value, which must be well-formed nevertheless.
func (d decoder) member(req *Request, name string) {
	switch name {
	case "query":
		req.Query = d.textOrNull(name)
	case "operationName":
		req.OperationName = d.textOrNull(name)
	case "documentId":
		req.DocumentID = d.textOrNull(name)
	case "variables":
		d.Lenient = true
		req.Variables = d.objectOrNull(name)
		d.Lenient = false
	case "extensions":
		req.Extensions = d.objectOrNull(name)
	default:
		d.Value(1)
	}
}

func (d decoder) textOrNull(member string) string {
	if d.Kind() == '"' {
		return d.Text()
	}
	d.null(member, "a string")
	return ""
}

func (d decoder) objectOrNull(member string) map[string]any {
	if d.Kind() == '{' {
		return d.Object(1)
	}
	d.null(member, "an object")
	return nil
}

// null reads the null that a member may be instead of what it should be.
func (d decoder) null(member, should string) {
	switch d.Kind() {
	case '"', '0', 't', 'f', '{', '[':
		d.Fail(badRequest("`%s` must be %s", member, should))
	default: // null, or what isn't JSON
		d.Skip()
	}
}
