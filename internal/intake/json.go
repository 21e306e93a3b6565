package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"runtime"
	"sync"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/portico-portal/portico/internal/fault"
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

// DecodeObject reads the one JSON object that a body must be. A string that isn't Unicode
// text (an unpaired surrogate, a stray byte) is invalid UTF-8 in it, for a later layer to
// report by its path.
func DecodeObject(body []byte, maxValues int) (map[string]any, *Fault) {
	d := NewDecoder(body, maxValues)
	defer d.Release()
	d.Lenient = true
	var object map[string]any
	if d.begins(len(bytes.TrimLeft(body, " \t\r\n")) == 0) {
		object = d.Object(1)
		d.End()
	}
	return object, d.fault
}

// Decoder reads JSON token by token. It keeps the first fault, and reads
// nothing after it.
type Decoder struct {
	json  *jsontext.Decoder
	text  bytes.Buffer
	names nameCache
	fault *Fault
	// Lenient lets strings through that aren't valid UTF-8, for a later layer
	// to report.
	Lenient bool
	// size is the text's, in bytes.
	size int
	// values counts what was read; maxValues is the most, unless it is 0 or less.
	values, maxValues int
}

// NewDecoder reads from text, which must not change meanwhile. Invalid UTF-8 is
// let through because jsontext could only refuse it or write U+FFFD in its
// place; duplicate names are, because the maps that are built find them for
// less than jsontext's own tables do.
//
// The decoder is to be released.
func NewDecoder(text []byte, maxValues int) *Decoder {
	d := decoders.Get().(*Decoder)
	d.text = *bytes.NewBuffer(text)
	d.json.Reset(&d.text, jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))
	d.size, d.maxValues, d.names.room = len(text), maxValues, maxCachedNames
	return d
}

// decoders are kept with the names that they know: most requests have the same ones.
var decoders = sync.Pool{New: func() any { return &Decoder{json: new(jsontext.Decoder)} }}

// Release gives the decoder back. What it read stays good, the decoder is not to be used
// any more.
func (d *Decoder) Release() {
	if d.size > PooledBytes || len(d.names.names) > maxKeptNames {
		return // what a large text has left in it is not worth keeping
	}
	*d = Decoder{json: d.json, names: d.names}
	decoders.Put(d)
}

// Enter goes into the body's object.
func (d *Decoder) Enter(empty bool) bool { return d.begins(empty) && d.Skip() }

// begins tells whether the body is an object.
func (d *Decoder) begins(empty bool) bool {
	switch kind := d.json.PeekKind(); {
	case kind == '{':
		return true
	case empty:
		d.Fail(BadRequest("the body is empty"))
	case kind == '[':
		d.Fail(BadRequest("the body is a JSON array: batching is not supported, send one request at a time"))
	case kind == jsontext.KindInvalid:
		d.Skip()
	default:
		d.Fail(BadRequest("the body must be one JSON object"))
	}
	return false
}

// End makes sure that nothing follows.
func (d *Decoder) End() {
	if d.fault != nil {
		return
	}
	at := d.json.InputOffset()
	if _, err := d.json.ReadToken(); !errors.Is(err, io.EOF) {
		d.Fail(BadRequest("something follows the JSON object, which ends at byte %d", at))
	}
}

// turnValues is how many values are decoded, in some 100 µs, before others have
// their turn: Go itself would let them wait for 10 ms.
const turnValues = 256

// Value reads any JSON value; what it gives after a fault has no meaning.
func (d *Decoder) Value(depth int) any {
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
		return d.Object(depth)
	case '[':
		return d.array(depth)
	case '"':
		return d.Text()
	case '0':
		return json.Number(d.raw())
	case 't':
		d.Skip()
		return true
	case 'f':
		d.Skip()
		return false
	default: // null, or what isn't JSON
		d.Skip()
		return nil
	}
}

// count refuses the value that is one too many.
func (d *Decoder) count(kind jsontext.Kind) {
	d.values++
	if kind == '{' {
		d.values += objectValues - 1
	}
	if d.maxValues > 0 && d.values > d.maxValues {
		d.Fail(NewFault(http.StatusRequestEntityTooLarge, fault.LimitExceeded,
			"the request holds more than %d JSON values, an object counting as %d (byte %d)", d.maxValues, objectValues, d.json.InputOffset()))
	}
}

// Object reads an object.
func (d *Decoder) Object(depth int) map[string]any {
	if !d.descend(depth) {
		return nil
	}
	object := map[string]any{}
	for d.More('}') {
		name, at := d.Name(), d.json.InputOffset()
		d.Put(object, name, d.Value(depth+1), at)
	}
	d.Skip()
	return object
}

func (d *Decoder) array(depth int) []any {
	if !d.descend(depth) {
		return nil
	}
	array := []any{}
	for d.More(']') {
		if len(array) == maxItems {
			d.Fail(NewFault(http.StatusRequestEntityTooLarge, fault.LimitExceeded,
				"a JSON list has more than %d items (byte %d)", maxItems, d.json.InputOffset()))
			break
		}
		array = append(array, d.Value(depth+1))
	}
	d.Skip()
	return array
}

// descend reads the opening bracket of an object or array, if it isn't one too many.
func (d *Decoder) descend(depth int) bool {
	if depth > MaxDepth {
		d.Fail(NewFault(http.StatusBadRequest, fault.LimitExceeded,
			"the JSON nests deeper than %d levels (byte %d)", MaxDepth, d.json.InputOffset()))
		return false
	}
	return d.Skip()
}

// More says whether another element comes before the closing bracket.
func (d *Decoder) More(closing jsontext.Kind) bool {
	return d.fault == nil && d.json.PeekKind() != closing
}

// Put enters a member in its object, which must not have it yet. at is where
// the member's name ends.
func (d *Decoder) Put(object map[string]any, name string, value any, at int64) {
	members := len(object)
	if members == maxMembers {
		d.Fail(NewFault(http.StatusRequestEntityTooLarge, fault.LimitExceeded, "a JSON object has more than %d members (byte %d)", maxMembers, at))
		return
	}
	object[name] = value
	if d.fault == nil && len(object) == members {
		d.Fail(BadRequest("a JSON object has two members of the same name (byte %d)", at))
	}
}

// Name reads a member's name.
func (d *Decoder) Name() string {
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

// Text reads a string.
func (d *Decoder) Text() string {
	raw := d.raw()
	if d.fault != nil {
		return ""
	}
	text := unquote(raw)
	if !d.Lenient && !utf8.ValidString(text) {
		d.failText(raw, "a string")
	}
	return text
}

// raw reads a name, a string or a number as it stands in the text. The bytes
// are good until the next read.
func (d *Decoder) raw() []byte {
	raw, err := d.json.ReadValue()
	if err != nil {
		d.failSyntax(err)
	}
	return raw
}

// Skip reads a token whose kind says it all.
func (d *Decoder) Skip() bool {
	if d.fault == nil {
		if _, err := d.json.ReadToken(); err != nil {
			d.failSyntax(err)
		}
	}
	return d.fault == nil
}

// Fail keeps the fault unless there is one.
func (d *Decoder) Fail(wrong *Fault) {
	if d.fault == nil {
		d.fault = wrong
	}
}

// Fault is the first fault; nil where there is none.
func (d *Decoder) Fault() *Fault { return d.fault }

// Kind tells what comes next; [jsontext.KindInvalid] after a fault.
func (d *Decoder) Kind() jsontext.Kind {
	if d.fault != nil {
		return jsontext.KindInvalid
	}
	return d.json.PeekKind()
}

func (d *Decoder) failText(raw []byte, what string) {
	d.Fail(BadRequest("%s is not valid Unicode text (byte %d)", what, d.json.InputOffset()-int64(len(raw))))
}

// failSyntax says what jsontext found, in words that hold nothing of the text:
// jsontext's own message quotes it.
func (d *Decoder) failSyntax(err error) {
	at := d.json.InputOffset()
	if syntax, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		at = syntax.ByteOffset
	}
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		d.Fail(BadRequest("the JSON ends too early (byte %d)", at))
	default:
		d.Fail(BadRequest("this is not valid JSON (byte %d)", at))
	}
}

// Offset is how many bytes were read.
func (d *Decoder) Offset() int64 { return d.json.InputOffset() }
