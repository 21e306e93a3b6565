package input

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/ast"
)

// invalid is a text of the document that is no Unicode.
const invalid = "\xff"

// literalText finds the escapes of unpaired surrogates, which the parser
// replaces by U+FFFD.
func (w *walk) literalText(v *ast.Value) string {
	if v.Kind != ast.StringValue || !strings.ContainsRune(v.Raw, utf8.RuneError) || v.Position == nil || v.Position.Src == nil {
		return v.Raw
	}
	if w.places == nil || w.places.text != v.Position.Src.Input {
		w.places = newPlaces(v.Position.Src.Input)
	}
	if unpaired(w.places.between(v.Position.Start, v.Position.End)) {
		return v.Raw + invalid
	}
	return v.Raw
}

// unpaired tells whether a string of the document has an escape of half a
// surrogate pair. A pair is two escapes, one right behind the other.
func unpaired(source string) bool {
	for i := 0; i+1 < len(source); i++ {
		if source[i] != '\\' {
			continue
		}
		i++ // to what is escaped
		if source[i] != 'u' || !utf16.IsSurrogate(escaped(source[i+1:])) {
			continue
		}
		first, rest := escaped(source[i+1:]), source[i+5:]
		if !strings.HasPrefix(rest, `\u`) || utf16.DecodeRune(first, escaped(rest[2:])) == utf8.RuneError {
			return true
		}
		i += 10
	}
	return false
}

// escaped reads the four hexadecimal digits of an escape; -1 where there are none.
func escaped(text string) rune {
	if len(text) < 4 {
		return -1
	}
	code, err := strconv.ParseUint(text[:4], 16, 16)
	if err != nil {
		return -1
	}
	return rune(code)
}

// places finds bytes of a document by the count of runes before them, which is
// what the parser gives as positions.
type places struct {
	text string
	// offsets are those of each stride-th rune, so that no look-up reads more
	// than a stride, however many there are.
	offsets []int
}

const stride = 1 << 10

func newPlaces(text string) *places {
	p, runes := &places{text: text}, 0
	for offset := range text {
		if runes%stride == 0 {
			p.offsets = append(p.offsets, offset)
		}
		runes++
	}
	return p
}

func (p *places) between(start, end int) string {
	from, to := p.offset(start), p.offset(end)
	return p.text[from:max(from, to)]
}

func (p *places) offset(runes int) int {
	known := min(runes/stride, len(p.offsets)-1)
	if runes < 0 || known < 0 {
		return 0
	}
	offset := p.offsets[known]
	for range runes - known*stride {
		_, size := utf8.DecodeRuneInString(p.text[offset:])
		offset += size // none at the end
	}
	return offset
}
