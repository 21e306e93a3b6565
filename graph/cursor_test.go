package graph

import (
	"fmt"
	"slices"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
)

var cursorKinds = []cursorKind{magicLinkCursor, customerCursor, spaceCursor, userIdentityCursor, accessGrantCursor, portalSessionCursor}

// positionOf makes a position of each kind of three values.
func positionOf(kind cursorKind, text, other string, id uuid.UUID) []any {
	switch kind {
	case customerCursor:
		return []any{text}
	case spaceCursor, userIdentityCursor:
		return []any{text, other, id.String()}
	case accessGrantCursor:
		return []any{time.Unix(int64(len(text)), int64(len(other))*1000).UTC(), id.String()}
	default:
		return []any{id.String()}
	}
}

func TestACursorIsReadBackByItsOwnKindOnly(t *testing.T) {
	t.Parallel()
	for _, kind := range cursorKinds {
		position := positionOf(kind, "key “é”", "name", uuid.New())
		cursor := encodeCursor(kind, position)
		for _, reader := range cursorKinds {
			got, ok := decodeCursor(reader, cursor)
			if ok != (reader == kind) || ok && fmt.Sprint(got) != fmt.Sprint(position) {
				t.Errorf("a cursor %s of %v, read as %s: %v, %t", kind, position, reader, got, ok)
			}
		}
	}
}

// FuzzDecodeCursor holds that what is taken for a cursor is exactly what would
// be written for its position, and holds nothing that a database refuses.
func FuzzDecodeCursor(f *testing.F) {
	id := uuid.MustParse("01a20f41-3f03-7829-bd14-e0ffa1220865")
	for i, kind := range cursorKinds {
		f.Add(uint8(i), encodeCursor(kind, positionOf(kind, "a", "b", id)))
		f.Add(uint8(i), encodeCursor(kind, positionOf(kind, "a\x00", "\x00", id)))
		f.Add(uint8(i), encodeCursor(kind, nil))
	}
	for _, seed := range []string{"", "W10", "bnVsbA", "WyJsIl0=", "WyJjIiwiXHVkODAwIl0", "WyJjIiwiPCJd", "!", "WyJjIiwi_yJd"} {
		f.Add(uint8(1), seed)
	}
	f.Fuzz(func(t *testing.T, n uint8, cursor string) {
		kind := cursorKinds[int(n)%len(cursorKinds)]
		position, ok := decodeCursor(kind, cursor)
		if !ok {
			return
		}
		if again := encodeCursor(kind, position); again != cursor {
			t.Errorf("%q was read as %v, which is written %q", cursor, position, again)
		}
		for _, value := range position {
			if text, ok := value.(string); ok && (!utf8.ValidString(text) || slices.Contains([]byte(text), 0)) {
				t.Errorf("%q holds %q", cursor, text)
			}
		}
	})
}

// FuzzEncodeCursor holds that every position that rows can have is read back.
func FuzzEncodeCursor(f *testing.F) {
	f.Add("ROOM", "name", []byte("0123456789abcdef"))
	f.Add("", "<>&\u2028\U0010FFFF", []byte("0123456789abcdef"))
	f.Fuzz(func(t *testing.T, text, other string, bytes []byte) {
		id, err := uuid.FromBytes(bytes)
		if err != nil || !storable(text) || !storable(other) {
			return
		}
		for _, kind := range cursorKinds {
			position := positionOf(kind, text, other, id)
			got, ok := decodeCursor(kind, encodeCursor(kind, position))
			if !ok || fmt.Sprint(got) != fmt.Sprint(position) {
				t.Errorf("%s %q was read as %q, %t", kind, position, got, ok)
			}
		}
	})
}

// storable are the texts that keys and names may be, at most 255 characters.
func storable(text string) bool {
	return utf8.ValidString(text) && utf8.RuneCountInString(text) <= 255 && !slices.Contains([]byte(text), 0)
}
