package store

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgproto3"
	"github.com/jackc/pgx/v5/pgtype"
)

func TestAnArrayIsWhatPgxWouldMakeOfItsElements(t *testing.T) {
	t.Parallel()
	id, text := uuid.Must(uuid.NewV7()), "Zimmer \u00fc, \"1\""
	early, late := time.Date(1969, 7, 20, 20, 17, 40, 123456789, time.UTC), endOfTime.In(time.FixedZone("", 3600))
	for kind, each := range map[string]struct {
		add  func(*arrayBuilder)
		like any
	}{
		"int":         {func(b *arrayBuilder) { b.number(-1); b.number(7) }, []int32{-1, 7}},
		"uuid":        {func(b *arrayBuilder) { b.bytes(id[:]); b.null() }, []*uuid.UUID{&id, nil}},
		"text":        {func(b *arrayBuilder) { b.text(text); b.null(); b.text("") }, []*string{&text, nil, new(string)}},
		"timestamptz": {func(b *arrayBuilder) { b.time(early); b.time(late); b.null() }, []*time.Time{&early, &late, nil}},
		"jsonb":       {func(b *arrayBuilder) { b.json([]byte(`{"a":1}`)) }, []string{`{"a":1}`}},
	} {
		var b arrayBuilder
		each.add(&b)
		want, err := pgtype.NewMap().Encode(elementTypes[kind].array, pgtype.BinaryFormatCode, each.like, nil)
		if err != nil {
			t.Fatal(kind, err)
		}
		if got := b.of(elementTypes[kind]); !bytes.Equal(got, want) {
			t.Errorf("%s: %x\nand not %x", kind, got, want)
		}
	}
}

func TestTheFirstOfLargeArraysMakesRoomForAll(t *testing.T) {
	t.Parallel()
	var sent, traced bytes.Buffer
	out := pgproto3.NewFrontend(nil, &sent)
	out.Trace(&traced, pgproto3.TracerOptions{SuppressTimestamps: true})
	arrays := [][]byte{bytes.Repeat([]byte{1}, 9000), bytes.Repeat([]byte{2}, 70_000), {3}}
	all := slices.Concat(arrays...)

	buffer := []byte("before")
	var begins *byte
	for i, array := range arrays {
		var err error
		if buffer, err = (encodedPlan{out}).Encode(encodedArray{array, len(all)}, buffer); err != nil {
			t.Fatal(err)
		}
		if i > 0 && &buffer[0] != begins {
			t.Errorf("array %d had the buffer grow again", i)
		}
		begins = &buffer[0]
	}
	if want := append([]byte("before"), all...); !bytes.Equal(buffer, want) {
		t.Errorf("%d bytes were encoded, not the %d of the arrays", len(buffer), len(want))
	}
	if err := out.Flush(); err != nil || sent.Len() > 0 || strings.Count(traced.String(), "\n") != 1 {
		t.Errorf("room is to be made once in the message, and nothing to be sent: %q, %d bytes, %v", &traced, sent.Len(), err)
	}
	message := []byte("a message")
	roomy, err := roomFor(len(all)).Encode(message)
	if err != nil || !bytes.Equal(roomy, message) || cap(roomy)-len(roomy) < len(all) {
		t.Errorf("the next message has room for %d of %d bytes, and begins with %q, %v", cap(roomy)-len(roomy), len(all), roomy, err)
	}
}
