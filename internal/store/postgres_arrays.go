package store

import (
	"encoding/binary"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgproto3"
	"github.com/jackc/pgx/v5/pgtype"
)

// encodedArray is an array in PostgreSQL's binary form. What pgx makes of a slice goes
// through an interface for each element, in the very call that PostgreSQL waits for.
type encodedArray struct {
	bytes []byte
	// together is how many bytes it and the others of its rows have.
	together int
}

// elementType is a type of a pushed column.
type elementType struct {
	oid, array uint32
	// size is what an element takes in bytes, or about that.
	size int
}

var elementTypes = map[string]elementType{
	"int":         {pgtype.Int4OID, pgtype.Int4ArrayOID, 4 + 4},
	"uuid":        {pgtype.UUIDOID, pgtype.UUIDArrayOID, 4 + 16},
	"text":        {pgtype.TextOID, pgtype.TextArrayOID, 4 + 20},
	"timestamptz": {pgtype.TimestamptzOID, pgtype.TimestamptzArrayOID, 4 + 8},
	"jsonb":       {pgtype.JSONBOID, pgtype.JSONBArrayOID, 4 + 60},
}

// arrayHeader is the length in bytes of what begins an array of one dimension: the number
// of dimensions, whether there is a NULL, the elements' type, their number, and the first
// one's index.
const arrayHeader = 5 * 4

// arrayBuilder makes an array in that form.
type arrayBuilder struct {
	buffer []byte
	count  int
	nulls  uint32
}

func (b *arrayBuilder) room(size int) { b.buffer = slices.Grow(b.buffer, arrayHeader+size) }

// element begins an element of so many bytes.
func (b *arrayBuilder) element(size int) {
	if b.count == 0 {
		b.buffer = append(b.buffer, make([]byte, arrayHeader)...)
	}
	b.count++
	b.buffer = binary.BigEndian.AppendUint32(b.buffer, uint32(size)) //nolint:gosec // a request's body is smaller
}

func (b *arrayBuilder) null() {
	b.element(-1)
	b.nulls = 1
}

func (b *arrayBuilder) bytes(value []byte) {
	b.element(len(value))
	b.buffer = append(b.buffer, value...)
}

func (b *arrayBuilder) text(value string) {
	b.element(len(value))
	b.buffer = append(b.buffer, value...)
}

func (b *arrayBuilder) number(value int32) {
	b.element(4)
	b.buffer = binary.BigEndian.AppendUint32(b.buffer, uint32(value)) //nolint:gosec // the same bits
}

var firstMicrosecond = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()

func (b *arrayBuilder) time(t time.Time) {
	b.element(8)
	b.buffer = binary.BigEndian.AppendUint64(b.buffer, uint64(t.UnixMicro()-firstMicrosecond)) //nolint:gosec // the same bits
}

// jsonbVersion begins a jsonb in its binary form, which is its text.
const jsonbVersion = 1

func (b *arrayBuilder) json(text []byte) {
	b.element(1 + len(text))
	b.buffer = append(append(b.buffer, jsonbVersion), text...)
}

// of gives the array, of elements of this type.
func (b *arrayBuilder) of(t elementType) []byte {
	if b.count == 0 {
		b.buffer = make([]byte, arrayHeader)
	}
	for i, field := range []uint32{1, b.nulls, t.oid, uint32(b.count), 1} { //nolint:gosec // a request holds fewer
		binary.BigEndian.PutUint32(b.buffer[4*i:], field)
	}
	return b.buffer
}

// arrayCodec also takes arrays that are encoded.
type arrayCodec struct {
	*pgtype.ArrayCodec

	out *pgproto3.Frontend
}

// PlanEncode plans how a value becomes a parameter.
func (c arrayCodec) PlanEncode(m *pgtype.Map, oid uint32, format int16, value any) pgtype.EncodePlan {
	if _, ok := value.(encodedArray); ok && format == pgtype.BinaryFormatCode {
		return encodedPlan{c.out}
	}
	return c.ArrayCodec.PlanEncode(m, oid, format, value)
}

// encodedPlan copies what is encoded already.
type encodedPlan struct{ out *pgproto3.Frontend }

// besideArrays is about what a message has beside its arrays, in bytes: names, formats,
// lengths and other values.
const besideArrays = 1 << 10

// Encode appends the array. Of thousands of rows the first one makes room for all, here and in
// the message that they are copied to next: both would grow from a few bytes, and leave
// several times the arrays to the garbage collector.
func (p encodedPlan) Encode(value any, buffer []byte) ([]byte, error) {
	array := value.(encodedArray)
	if cap(buffer)-len(buffer) < len(array.bytes) {
		buffer = slices.Grow(buffer, array.together)
		p.out.Send(roomFor(len(buffer) + array.together + besideArrays))
	}
	return append(buffer, array.bytes...), nil
}

// roomFor is no message, but room in the buffer for so many bytes of those that follow.
type roomFor int

// Encode grows the buffer.
func (n roomFor) Encode(buffer []byte) ([]byte, error) { return slices.Grow(buffer, int(n)), nil }

// Decode is never called: nothing is received.
func (n roomFor) Decode([]byte) error { return nil }

// Frontend marks what the client sends.
func (n roomFor) Frontend() {}

// takeEncodedArrays has a connection take arrays of the types that pushed columns have.
func takeEncodedArrays(conn *pgx.Conn) {
	types := conn.TypeMap()
	for _, t := range elementTypes {
		array, _ := types.TypeForOID(t.array) // pgx knows PostgreSQL's own
		if codec, ok := array.Codec.(*pgtype.ArrayCodec); ok {
			types.RegisterType(&pgtype.Type{Name: array.Name, OID: t.array, Codec: arrayCodec{codec, conn.PgConn().Frontend()}})
		}
	}
}
