package transport

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"runtime"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// MaxDepth is how deep objects and arrays may nest in a member of a request;
// the member's own value is the first level. No input type of an API that
// people can use comes near it.
const MaxDepth = 64

// maxMembers is the most members of an object: no input type comes near it, and
// a map of more is slow to make.
const maxMembers = 10_000

// maxItems is the most items of a list. A list of objects can't have more by the
// values of a request, and one of texts could only keep a core busy.
const maxItems = 25_000

// decodeBody reads the one JSON object that a POST's body must be.
func decodeBody(body []byte, maxValues int) (*Request, *fault) {
	d := newDecoder(body, maxValues)
	req := new(Request)
	if d.enter(len(bytes.TrimLeft(body, " \t\r\n")) == 0) {
		seen := map[string]any{}
		for d.more('}') {
			name, at := d.name(), d.json.InputOffset()
			d.member(req, name)
			d.put(seen, name, nil, at)
		}
		d.skip() // the closing brace
		d.end()
	}
	if d.fault != nil {
		return nil, d.fault
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

// decoder reads JSON token by token. It keeps the first fault, and reads
// nothing after it.
type decoder struct {
	json  *jsontext.Decoder
	names nameCache
	fault *fault
	// lenient lets strings through that aren't valid UTF-8, for a later layer
	// to report. It is set for the variables alone.
	lenient bool
	// values counts what was read; maxValues is the most, unless it is 0 or less.
	values, maxValues int
}

// newDecoder reads from text, which must not change meanwhile. Invalid UTF-8 is
// let through because jsontext could only refuse it or write U+FFFD in its
// place; duplicate names are, because the maps that are built find them for
// less than jsontext's own tables do.
func newDecoder(text []byte, maxValues int) *decoder {
	return &decoder{
		json: jsontext.NewDecoder(bytes.NewBuffer(text),
			jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true)),
		maxValues: maxValues,
	}
}

// enter goes into the body's object.
func (d *decoder) enter(empty bool) bool {
	switch kind := d.json.PeekKind(); {
	case kind == '{':
		return d.skip()
	case empty:
		d.fail(badRequest("the body is empty"))
	case kind == '[':
		d.fail(badRequest("the body is a JSON array: batching is not supported, send one request at a time"))
	case kind == jsontext.KindInvalid:
		d.skip()
	default:
		d.fail(badRequest("the body must be one JSON object"))
	}
	return false
}

// end makes sure that nothing follows.
func (d *decoder) end() {
	if d.fault != nil {
		return
	}
	at := d.json.InputOffset()
	if _, err := d.json.ReadToken(); !errors.Is(err, io.EOF) {
		d.fail(badRequest("something follows the JSON object, which ends at byte %d", at))
	}
}

// member reads one member of the body's object. A name that isn't known is
// ignored with its value, which must be well-formed nevertheless.
func (d *decoder) member(req *Request, name string) {
	switch name {
	case "query":
		req.Query = d.textOrNull(name)
	case "operationName":
		req.OperationName = d.textOrNull(name)
	case "documentId":
		req.DocumentID = d.textOrNull(name)
	case "variables":
		d.lenient = true
		req.Variables = d.objectOrNull(name)
		d.lenient = false
	case "extensions":
		req.Extensions = d.objectOrNull(name)
	default:
		d.value(1)
	}
}

func (d *decoder) textOrNull(member string) string {
	if d.fault == nil && d.json.PeekKind() == '"' {
		return d.text()
	}
	d.null(member, "a string")
	return ""
}

func (d *decoder) objectOrNull(member string) map[string]any {
	if d.fault == nil && d.json.PeekKind() == '{' {
		return d.object(1)
	}
	d.null(member, "an object")
	return nil
}

// null reads the null that a member may be instead of what it should be.
func (d *decoder) null(member, should string) {
	if d.fault != nil {
		return
	}
	switch d.json.PeekKind() {
	case '"', '0', 't', 'f', '{', '[':
		d.fail(badRequest("`%s` must be %s", member, should))
	default: // null, or what isn't JSON
		d.skip()
	}
}

// turnValues is how many values are decoded, in some 100 µs, before others have
// their turn: Go itself would let them wait for 10 ms.
const turnValues = 256

// value reads any JSON value; what it gives after a fault has no meaning.
func (d *decoder) value(depth int) any {
	kind := d.json.PeekKind()
	d.count(kind)
	if d.values%turnValues == 0 {
		runtime.Gosched() // let small requests through
	}
	if d.fault != nil {
		return nil
	}
	switch kind {
	case '{':
		return d.object(depth)
	case '[':
		return d.array(depth)
	case '"':
		return d.text()
	case '0':
		return json.Number(d.raw())
	case 't':
		d.skip()
		return true
	case 'f':
		d.skip()
		return false
	default: // null, or what isn't JSON
		d.skip()
		return nil
	}
}

// count refuses the value that is one too many.
func (d *decoder) count(kind jsontext.Kind) {
	d.values++
	if kind == '{' {
		d.values += objectValues - 1
	}
	if d.maxValues > 0 && d.values > d.maxValues {
		d.fail(newFault(http.StatusRequestEntityTooLarge, codeLimitExceeded,
			"the request holds more than %d JSON values, an object counting as %d (byte %d)", d.maxValues, objectValues, d.json.InputOffset()))
	}
}

func (d *decoder) object(depth int) map[string]any {
	if !d.descend(depth) {
		return nil
	}
	object := map[string]any{}
	for d.more('}') {
		name, at := d.name(), d.json.InputOffset()
		d.put(object, name, d.value(depth+1), at)
	}
	d.skip()
	return object
}

func (d *decoder) array(depth int) []any {
	if !d.descend(depth) {
		return nil
	}
	array := []any{}
	for d.more(']') {
		if len(array) == maxItems {
			d.fail(newFault(http.StatusRequestEntityTooLarge, codeLimitExceeded,
				"a JSON list has more than %d items (byte %d)", maxItems, d.json.InputOffset()))
			break
		}
		array = append(array, d.value(depth+1))
	}
	d.skip()
	return array
}

// descend reads the opening bracket of an object or array, if it isn't one too many.
func (d *decoder) descend(depth int) bool {
	if depth > MaxDepth {
		d.fail(newFault(http.StatusBadRequest, codeLimitExceeded,
			"the JSON nests deeper than %d levels (byte %d)", MaxDepth, d.json.InputOffset()))
		return false
	}
	return d.skip()
}

// more says whether another element comes before the closing bracket.
func (d *decoder) more(closing jsontext.Kind) bool {
	return d.fault == nil && d.json.PeekKind() != closing
}

// put enters a member in its object, which must not have it yet. at is where
// the member's name ends.
func (d *decoder) put(object map[string]any, name string, value any, at int64) {
	members := len(object)
	if members == maxMembers {
		d.fail(newFault(http.StatusRequestEntityTooLarge, codeLimitExceeded, "a JSON object has more than %d members (byte %d)", maxMembers, at))
		return
	}
	object[name] = value
	if d.fault == nil && len(object) == members {
		d.fail(badRequest("a JSON object has two members of the same name (byte %d)", at))
	}
}

// name reads a member's name.
func (d *decoder) name() string {
	raw := d.raw()
	if d.fault != nil {
		return ""
	}
	if bytes.IndexByte(raw, '\\') < 0 && utf8.Valid(raw) {
		name, lent := d.names.get(raw[1 : len(raw)-1])
		if !lent {
			d.values += 2 // it takes more than a value does
		}
		return name
	}
	name := unquote(raw)
	if !utf8.ValidString(name) {
		d.failText(raw, "a member's name")
	}
	return name
}

// text reads a string.
func (d *decoder) text() string {
	raw := d.raw()
	if d.fault != nil {
		return ""
	}
	text := unquote(raw)
	if !d.lenient && !utf8.ValidString(text) {
		d.failText(raw, "a string")
	}
	return text
}

// raw reads a name, a string or a number as it stands in the text. The bytes
// are good until the next read.
func (d *decoder) raw() []byte {
	raw, err := d.json.ReadValue()
	if err != nil {
		d.failSyntax(err)
	}
	return raw
}

// skip reads a token whose kind says it all.
func (d *decoder) skip() bool {
	if d.fault == nil {
		if _, err := d.json.ReadToken(); err != nil {
			d.failSyntax(err)
		}
	}
	return d.fault == nil
}

func (d *decoder) fail(fault *fault) {
	if d.fault == nil {
		d.fault = fault
	}
}

func (d *decoder) failText(raw []byte, what string) {
	d.fail(badRequest("%s is not valid Unicode text (byte %d)", what, d.json.InputOffset()-int64(len(raw))))
}

// failSyntax says what jsontext found, in words that hold nothing of the text:
// jsontext's own message quotes it.
func (d *decoder) failSyntax(err error) {
	at := d.json.InputOffset()
	if syntax, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		at = syntax.ByteOffset
	}
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		d.fail(badRequest("the JSON ends too early (byte %d)", at))
	default:
		d.fail(badRequest("this is not valid JSON (byte %d)", at))
	}
}
