package store

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/uuid"
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
